"""What ``plansvar doctor`` says: key → (Danish, English). What is not as it should be comes with its remedy."""

DOCTOR: dict[str, tuple[str, str]] = {
    "cli.help.doctor": (
        "Undersøg installation, tekstmodel, indeks, plads, planmappe og guldsæt, og sig, hvad der skal gøres.",
        "Check installation, text encoder, index, space, plan folder and gold set, and say what to do.",
    ),
    "doctor.level.ok": ("i orden", "ok"),
    "doctor.level.warning": ("bemærk", "warning"),
    "doctor.level.error": ("fejl", "error"),
    "doctor.name.python": ("Python", "Python"),
    "doctor.name.packages": ("Pakker", "Packages"),
    "doctor.name.encoder": ("Tekstmodel", "Text encoder"),
    "doctor.name.store": ("Indeks", "Index"),
    "doctor.name.store_encoder": ("Indeks og tekstmodel", "Index and encoder"),
    "doctor.name.disk": ("Plads", "Space"),
    "doctor.name.folder": ("Planmappe", "Plan folder"),
    "doctor.name.gold": ("Guldsæt", "Gold set"),
    "doctor.name.browser": ("Browser", "Browser"),
    "doctor.failed": (
        "Undersøgelsen mislykkedes ({kind}). Installér programmet igen.",
        "The check itself failed ({kind}). Install the program again.",
    ),
    "doctor.python": ("{found} (kræver {wanted}).", "{found} (needs {wanted})."),
    "doctor.python_old": (
        "{found}, men programmet kræver {wanted}. Installér en nyere Python, og kør make run igen.",
        "{found}, but the program needs {wanted}. Install a newer Python and run make run again.",
    ),
    "doctor.packages": ("Alle {count:n} pakker er nye nok.", "All {count:n} packages are new enough."),
    "doctor.packages_wrong": (
        "Mangler eller er for gamle: {wrong}. Installér igen: pip install --constraint constraints.txt --editable .",
        "Missing or too old: {wrong}. Install again: pip install --constraint constraints.txt --editable .",
    ),
    "doctor.encoder": ("{name}, vægte {sha256}… som ventet.", "{name}, weights {sha256}… as expected."),
    "doctor.store": ("{count:n} planer, alle kontrolsummer passer ({generation}).", "{count:n} plans, all checksums match ({generation})."),
    "doctor.store_encoder": ("Bygget med {name}.", "Built with {name}."),
    "doctor.disk": (
        "{free:n} MB er ledige i {folder}; en ny udgave kræver {needed:n} MB.",
        "{free:n} MB are free in {folder}; a new index needs {needed:n} MB.",
    ),
    "doctor.disk_little": (
        "Kun {free:n} MB er ledige i {folder}; en ny udgave kræver {needed:n} MB. Ryd op, før der bliver fuldt.",
        "Only {free:n} MB are free in {folder}; a new index needs {needed:n} MB. Make room before it is full.",
    ),
    "doctor.disk_full": (
        "{free:n} MB er ledige i {folder}, men en ny udgave kræver {needed:n} MB. Ryd op; man kan spørge imens.",
        "{free:n} MB are free in {folder}, but a new index needs {needed:n} MB. Make room; questions can be asked meanwhile.",
    ),
    "doctor.disk_closed": (
        "Der må ikke skrives i {folder}. Giv programmet ret til at skrive, eller vælg et andet sted med --store.",
        "Writing in {folder} is not allowed. Give the program the right to write, or choose another place with --store.",
    ),
    "doctor.folder": ("{count:n} filer i {folder}, alle indlæst.", "{count:n} files in {folder}, all of them read."),
    "doctor.folder_none": (
        "Der er ingen planer i {folder}. Læg planer i den, eller kør: plansvar index --store {store}",
        "There are no plans in {folder}. Put plans in it, or run: plansvar index --store {store}",
    ),
    "doctor.folder_gone": (
        "{folder} er væk eller tom, men planerne er i indekset. Læg filerne tilbage, eller angiv mappen med --plans.",
        "{folder} is gone or empty, but the plans are in the index. Put the files back, or name the folder with --plans.",
    ),
    "doctor.folder_news": (
        "{new:n} filer i {folder} er nye eller ændrede, {gone:n} er væk. Kør: plansvar index --store {store}",
        "{new:n} files in {folder} are new or changed, {gone:n} are gone. Run: plansvar index --store {store}",
    ),
    "doctor.folder_kept": (
        "Kan ikke læses mere, sidste gode udgave bruges: {files}. Gem filerne igen, og kør: plansvar index --store {store}",
        "Cannot be read any more, the last good version is used: {files}. Save the files again and run: plansvar index --store {store}",
    ),
    "doctor.gold": (
        "{count:n} spørgsmål; alle {anchors:n} steder, de hviler på, findes i indekset.",
        "{count:n} questions; all {anchors:n} places that they rest on are in the index.",
    ),
    "doctor.gold_alone": ("{count:n} spørgsmål.", "{count:n} questions."),
    "doctor.gold_other": (
        "Spørger til planer, der ikke er i indekset: {plans}. plansvar eval kan først køres, når de er med, "
        "eller over en mappe, der har dem: plansvar eval --plans MAPPE",
        "Asks about plans that are not in the index: {plans}. plansvar eval can run when they are included, "
        "or over a folder that has them: plansvar eval --plans FOLDER",
    ),
    "doctor.gold_lost": (
        "{lost:n} af {anchors:n} steder, spørgsmålene hviler på, er ikke fundet i indekset. Brug de originale eller de medfølgende planer.",
        "{lost:n} of {anchors:n} places that the questions rest on were not found in the index. Use the original or the shipped plans.",
    ),
    "doctor.browser": ("{found}.", "{found}."),
    "doctor.browser_none": (
        "Ingen Chromium her. Den bruges kun til at teste siden: apt-get install chromium",
        "No Chromium here. It is only used to test the page: apt-get install chromium",
    ),
}

DOCTOR_ERRORS: dict[str, tuple[str, str]] = {
    "doctor_failed": (
        "Der er {count:n} fejl: {names}. Gør, som der står ud for hver, og kør plansvar doctor igen.",
        "There are {count:n} errors: {names}. Do what is written beside each and run plansvar doctor again.",
    ),
}

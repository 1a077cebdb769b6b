"""The sentence for every error and report code: (Danish, English). Each names the thing, both values and the remedy."""

from ui.texts_learning import LEARNING_ERRORS
from ui.texts_llm import LLM_ERRORS
from ui.texts_page import PAGE_ERRORS
from ui.texts_plans import PLAN_ERRORS

ERRORS: dict[str, tuple[str, str]] = {
    **LEARNING_ERRORS,
    **LLM_ERRORS,
    **PAGE_ERRORS,
    **PLAN_ERRORS,
    # plan files
    "file_empty": ("»{file}« er tom. Der er ikke noget at søge i.", "“{file}” is empty. There is nothing to search in."),
    "file_not_text": (
        "»{file}« indeholder ikke almindelig tekst og er sprunget over. Gem den som tekst i UTF-8, og prøv igen.",
        "“{file}” is not plain text and was skipped. Save it as UTF-8 text and try again.",
    ),
    "file_type": (
        "»{file}« er ikke en filtype, jeg kan læse, og er sprunget over. Jeg kan læse PDF, DOCX, HTML, TXT og Markdown.",
        "“{file}” is not a file type I can read and was skipped. I can read PDF, DOCX, HTML, TXT and Markdown.",
    ),
    "file_mismatch": (
        "»{file}« ser ud til at være {problem}, men hedder {suffix}. Gem den som PDF, DOCX, HTML eller tekst, og prøv igen.",
        "“{file}” seems to be {problem} but is called {suffix}. Save it as PDF, DOCX, HTML or text and try again.",
    ),
    "file_encrypted": (
        "»{file}« er beskyttet med adgangskode. Gem den uden adgangskode, og prøv igen.",
        "“{file}” is protected with a password. Save it without the password and try again.",
    ),
    "file_damaged": (
        "»{file}« er beskadiget eller ikke hel og kunne ikke læses. Åbn den i dit program, gem den igen, og prøv igen.",
        "“{file}” is damaged or not whole and could not be read. Open it in your program, save it again and try again.",
    ),
    "file_scanned": (
        "»{file}« er scannet og har ingen tekst (side {pages}). Den kan ikke søges. Kør tekstgenkendelse (OCR), og prøv igen.",
        "“{file}” is scanned and has no text (page {pages}). It cannot be searched. Run OCR and try again.",
    ),
    "file_glyphs": (
        "»{file}« viser bogstaver, men siger ikke, hvilke de er (side {pages}). Gem den igen, eller kør tekstgenkendelse (OCR).",
        "“{file}” draws letters but does not say which they are (page {pages}). Save it again or run text recognition (OCR).",
    ),
    "file_pages_scanned": (
        "»{file}« er med, men {count:n} af {total:n} sider er uden tekst (side {pages}). De kan ikke søges.",
        "“{file}” is included, but {count:n} of {total:n} pages are without text (page {pages}). They cannot be searched.",
    ),
    "file_pages_lost": (
        "»{file}« er med, men på {count:n} af {total:n} sider mangler der tekst (side {pages}). Kontrollér dem, før du bruger svarene.",
        "“{file}” is included, but on {count:n} of {total:n} pages text is missing (page {pages}). Check them before you use the answers.",
    ),
    "file_too_many_pages": (
        "»{file}« har {pages:n} sider. Grænsen er {limit:n}. Del den op.",
        "“{file}” has {pages:n} pages. The limit is {limit:n}. Split it.",
    ),
    "file_too_heavy": (
        "»{file}« var for tung at læse og blev afbrudt efter {seconds:n} s. Gem den som ren tekst. De øvrige filer er med.",
        "“{file}” was too heavy to read and was stopped after {seconds:n} s. Save it as plain text. The other files are included.",
    ),
    "file_unpacked": (
        "»{file}« pakker ud til mere, end jeg tillader ({limit:n} MB). Den er ikke taget med.",
        "“{file}” unpacks to more than I allow ({limit:n} MB). It was not included.",
    ),
    "file_too_complex": (
        "»{file}« er bygget af flere eller dybere dele, end jeg læser (grænsen er {limit:n}). Gem den som ren tekst, og prøv igen.",
        "“{file}” is built of more or deeper parts than I read (the limit is {limit:n}). Save it as plain text and try again.",
    ),
    "file_entities": (
        "»{file}« erklærer sine egne tegnkoder, som kan vokse uden ende, og er sprunget over. Gem den igen i Word, og prøv igen.",
        "“{file}” declares character codes of its own, which can grow without end, and was skipped. Save it again in Word and try again.",
    ),
    "file_link": (
        "»{file}« er en genvej og følges ikke. Læg selve filen i mappen.",
        "“{file}” is a link and is not followed. Put the file itself in the folder.",
    ),
    "file_name": (
        "»{file}« har et navn, der ikke kan læses, og er sprunget over. Giv filen et andet navn.",
        "“{file}” has a name that cannot be read and was skipped. Give the file another name.",
    ),
    "file_duplicate": (
        "»{file}« har samme tekst som »{other}« og er ikke taget med to gange.",
        "“{file}” has the same text as “{other}” and is not taken twice.",
    ),
    "file_conflict": (
        "»{file}« er en anden tekst til samme politikreds og år som »{other}«, som er brugt. Fjern den ene af dem.",
        "“{file}” is another text for the same police district and year as “{other}”, which is used. Remove one of them.",
    ),
    "file_superseded": (
        "»{file}« er en genfortælling og er afløst af originalen »{other}«.",
        "“{file}” is a retelling and gives way to the original “{other}”.",
    ),
    "file_changed": (
        "»{file}« blev ændret, mens den blev læst. Vent, til den er gemt færdig, og kør igen.",
        "“{file}” changed while it was read. Wait until it is saved and run again.",
    ),
    "file_unreadable": (
        "»{file}« kan ikke læses som en plan ({problem}). Åbn den i dit program, gem den igen som tekst, og prøv igen.",
        "“{file}” cannot be read as a plan ({problem}). Open it in your program, save it again as text and try again.",
    ),
    "file_missing": ("»{file}« findes ikke længere i mappen.", "“{file}” is no longer in the folder."),
    "file_too_large": (
        "»{file}« fylder {megabytes:n} MB. Grænsen er {limit:n} MB. Del den op, eller gem den som ren tekst.",
        "“{file}” has {megabytes:n} MB. The limit is {limit:n} MB. Split it or save it as plain text.",
    ),
    "plan_no_district": (
        "»{file}« nævner ingen politikreds, så jeg ved ikke, hvis plan det er. "
        "Skriv den på forsiden, i en tekstfil som »district: Østjylland« øverst mellem to linjer med ---.",
        "“{file}” names no police district, so I cannot tell whose plan it is. "
        "Write it on the cover, in a text file as “district: Østjylland” at the top between two lines of ---.",
    ),
    "plan_no_year": (
        "»{file}« nævner intet år for planen. Skriv det på forsiden, i en tekstfil som »year: 2024« øverst mellem to linjer med ---.",
        "“{file}” names no year for the plan. Write it on the cover, in a text file as “year: 2024” at the top between two lines of ---.",
    ),
    "plan_no_text": (
        "»{file}« har ingen løbende tekst at søge i. Kontrollér, at det er selve planen.",
        "“{file}” has no running text to search in. Check that it is the plan itself.",
    ),
    # store
    "store_missing": (
        "Der er intet indeks i {store} endnu. Byg det med: plansvar index --store {store}",
        "There is no index in {store} yet. Build it with: plansvar index --store {store}",
    ),
    "store_damaged": (
        "Indekset er beskadiget ({file}), og ingen ældre udgave kan bruges. Planerne selv er intakte. Byg igen: plansvar index --rebuild",
        "The index is damaged ({file}) and no older one can be used. The plans themselves are intact. Rebuild: plansvar index --rebuild",
    ),
    "store_locked": (
        "En anden opdatering af indekset er i gang. Vent, til den er færdig, og prøv igen. Man kan spørge imens.",
        "Another update of the index is running. Wait until it has finished and try again. Questions can be asked meanwhile.",
    ),
    "store_changed": (
        "Indekset blev ændret af en anden undervejs ({found} i stedet for {expected}). Intet er overskrevet. Kør kommandoen igen.",
        "The index was changed by someone else meanwhile ({found} instead of {expected}). Nothing was overwritten. Run the command again.",
    ),
    "store_no_older": (
        "Der er ingen ældre udgave at gå tilbage til; {generation} er den eneste. Intet er ændret.",
        "There is no older index to go back to; {generation} is the only one. Nothing was changed.",
    ),
    "store_schema": (
        "Indekset har format {found}, men programmet bruger format {expected}. Byg igen: plansvar index --rebuild",
        "The index has format {found}, but the program uses format {expected}. Rebuild: plansvar index --rebuild",
    ),
    "store_write": (
        "Indekset kan ikke skrives ({problem}). Intet er ændret; det gamle indeks virker stadig. Kontrollér plads og rettigheder.",
        "The index cannot be written ({problem}). Nothing was changed; the old index still works. Check space and permissions.",
    ),
    "folder_empty": (
        "Mappen {folder} er væk eller tom. De {plans} planer i indekset er beholdt. Tilføj planer, eller tøm indekset med --allow-empty.",
        "The folder {folder} is gone or empty. The {plans} plans in the index are kept. Add plans, or empty the index with --allow-empty.",
    ),
    "folder_empty_first": (
        "Der er ingen planer i mappen {folder}. Læg mindst én plan i den, eller vælg en anden mappe med --plans.",
        "There are no plans in the folder {folder}. Put at least one plan in it, or choose another folder with --plans.",
    ),
    # questions
    "question_empty": ("Skriv et spørgsmål.", "Write a question."),
    "question_too_long": (
        "Spørgsmålet er på {length:n} tegn. Grænsen er {limit:n}. Forkort det.",
        "The question has {length:n} characters. The limit is {limit:n}. Shorten it.",
    ),
    "district_unknown": (
        "Der er ingen plan for politikredsen »{found}«. Vælg mellem: {available}.",
        "There is no plan for the police district “{found}”. Choose from: {available}.",
    ),
    "year_unknown": (
        "Der er ingen plan fra {found}. Vælg mellem: {available}.",
        "There is no plan from {found}. Choose from: {available}.",
    ),
    # the faces' own
    "unknown": ("Der opstod en fejl (kode: {code}).", "An error occurred (code: {code})."),
    "unexpected": (
        "Uventet fejl: {kind}. Intet er gået tabt. plansvar {command} --debug viser detaljer.",
        "Unexpected error: {kind}. Nothing is lost. plansvar {command} --debug shows the details.",
    ),
    "interrupted": ("Afbrudt.", "Interrupted."),
    "usage": (
        "Kommandoen kan ikke forstås: {problem} Se: {command} --help",
        "The command is not understood: {problem} See: {command} --help",
    ),
    "language_unknown": ("Sproget »{found}« findes ikke. Vælg da eller en.", "There is no language “{found}”. Choose da or en."),
    "port_taken": (
        "Port {port} er optaget eller må ikke bruges. Vælg en anden, for eksempel: plansvar ui --port {other}",
        "Port {port} is taken or not allowed. Choose another, for example: plansvar ui --port {other}",
    ),
    "plan_unknown": (
        "Planen »{found}« er ikke indlæst. Indlæste planer: {available}.",
        "The plan “{found}” is not indexed. Indexed plans: {available}.",
    ),
    "questions_unreadable": (
        "Filen med spørgsmål kan ikke læses: {file} ({problem}). Kontrollér navnet og rettighederne.",
        "The file with questions cannot be read: {file} ({problem}). Check its name and permissions.",
    ),
    "questions_none": (
        "Filen {file} indeholder ingen spørgsmål. Skriv et JSON-objekt på hver linje med felterne id og question.",
        "The file {file} holds no questions. Write one JSON object per line with the fields id and question.",
    ),
    "questions_bad": (
        "Intet er besvaret, for {file} har fejl: {problems}. Ret dem, og kør igen.",
        "Nothing was answered, because {file} has faults: {problems}. Mend them and run again.",
    ),
    "output_is_input": (
        "Svarene må ikke skrives oven i spørgsmålene ({file}). Vælg et andet filnavn med --output.",
        "The answers must not overwrite the questions ({file}). Choose another file name with --output.",
    ),
    "output_write": (
        "Kan ikke skrive til {file} ({problem}). Kontrollér plads og rettigheder, eller vælg et andet sted.",
        "Cannot write to {file} ({problem}). Check space and permissions, or choose another place.",
    ),
    "verify_failed": (
        "Indekset i {store} er beskadiget: {files}. Planerne selv er intakte. Byg igen: plansvar index --store {store} --rebuild",
        "The index in {store} is damaged: {files}. The plans themselves are intact. Rebuild: plansvar index --store {store} --rebuild",
    ),
}

# What the system or the store says went wrong, in words for people.
PROBLEMS: dict[str, tuple[str, str]] = {
    "No such file or directory": ("findes ikke", "it does not exist"),
    "Permission denied": ("ingen adgang", "no permission"),
    "Is a directory": ("det er en mappe", "it is a folder"),
    "Not a directory": ("en del af stien er ikke en mappe", "a part of the path is not a folder"),
    "File exists": ("der ligger en fil med det navn", "a file of that name is in the way"),
    "No space left on device": ("disken er fuld", "the disk is full"),
    "Read-only file system": ("disken kan kun læses", "the disk is read-only"),
    "File name too long": ("navnet er for langt", "the name is too long"),
    "a program": ("et program", "a program"),
    "a picture": ("et billede", "a picture"),
    "an archive": ("et arkiv", "an archive"),
    "an RTF file": ("en RTF-fil", "an RTF file"),
    "an old Office file": ("en ældre Office-fil", "an old Office file"),
    "plain text": ("almindelig tekst", "plain text"),
    "something unknown": ("noget ukendt", "something unknown"),
    "missing": ("mangler", "missing"),
    "size": ("forkert størrelse", "wrong size"),
    "sha256": ("kontrolsummen passer ikke", "the checksum does not match"),
}

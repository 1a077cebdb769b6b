"""The sentences of the ask page: what is searched, what may be done with an answer, the login, and their errors: (Danish, English)."""

PAGE: dict[str, tuple[str, str]] = {
    # asking
    "page.skip": ("Gå til spørgsmålet", "Go to the question"),
    "page.stop": ("Stop", "Stop"),
    "page.stopped": ("Stoppet. Dit spørgsmål står stadig i feltet.", "Stopped. Your question is still in the field."),
    "page.waited": ("{seconds} sek.", "{seconds} sec."),
    "page.took": ("Svaret tog {seconds} sek.", "The answer took {seconds} sec."),
    "page.busy": (
        "Mange spørger lige nu. Vent et øjeblik, og prøv igen. Dit spørgsmål står stadig i feltet.",
        "Many people are asking right now. Wait a moment and try again. Your question is still in the field.",
    ),
    "page.lost": (
        "Forbindelsen blev afbrudt. Indlæs siden igen; planerne er intakte.",
        "The connection was lost. Load the page again; the plans are intact.",
    ),
    "page.earlier": (
        "Svaret bygger på en tidligere udgave af planerne.",
        "This answer rests on an earlier version of the plans.",
    ),
    "page.removed": (
        "En plan, som svaret byggede på, er fjernet, og svaret vises derfor ikke længere.",
        "A plan that this answer rested on has been removed, so the answer is no longer shown.",
    ),
    "page.ask_again": ("Spørg igen", "Ask again"),
    "page.no_plans": (
        "Der er ingen planer endnu. Læg planerne i planmappen, og kør: plansvar index",
        "There are no plans yet. Put the plans into the plan folder and run: plansvar index",
    ),
    # what is searched
    "scope.label": ("Afgræns", "Narrow"),
    "scope.newest": ("Kun nyeste plan i hver kreds", "Newest plan of each district"),
    "scope.all": ("Søger i alle {count} planer.", "Searches all {count} plans."),
    "scope.one": ("Søger i 1 plan: {plans}.", "Searches 1 plan: {plans}."),
    "scope.some": ("Søger i {count} af {total} planer: {plans}.", "Searches {count} of {total} plans: {plans}."),
    "scope.nothing": ("Ingen plan passer til valget. Fjern et flueben.", "No plan fits the choice. Untick something."),
    "scope.more": ("{plans} og {count} flere", "{plans} and {count} more"),
    "scope.without": ("Uden {plan}", "Without {plan}"),
    "scope.restore": ("Medtag {plan} igen", "Include {plan} again"),
    "scope.privacy": ("Skriv ikke personoplysninger.", "Do not write personal data."),
    "narrowed.only": ("Kun {choices}", "Only {choices}"),
    "narrowed.without": ("Uden {plans}", "Without {plans}"),
    "narrowed.hint": (
        "Du har afgrænset søgningen. Svaret kan stå i de andre planer.",
        "You have narrowed the search. The answer may stand in the other plans.",
    ),
    "narrowed.ask_all": ("Spørg i alle planer", "Ask all plans"),
    # what may be done with an answer
    "answer.copy": ("Kopiér svar med kilder", "Copy answer with sources"),
    "answer.link": ("Kopiér link", "Copy link"),
    "answer.csv": ("Hent som CSV", "Download as CSV"),
    "copied.done": ("Kopieret", "Copied"),
    "copied.failed": ("Kunne ikke kopieres", "Could not be copied"),
    "answer.next": ("Spørg videre", "Ask next"),
    "list.caption.one": ("1 i listen", "1 in the list"),
    "list.caption.many": ("{count} i listen", "{count} in the list"),
    "list.kommune": ("Kommune", "Municipality"),
    "list.item": ("Nævnt", "Named"),
    "list.district": ("Politikreds", "Police district"),
    "list.plan": ("Plan", "Plan"),
    "list.year": ("År", "Year"),
    "list.older": ("Ældre plan", "Older plan"),
    "list.source": ("Kilde", "Source"),
    "list.quote": ("Citat", "Quote"),
    "list.yes": ("ja", "yes"),
    "list.no": ("nej", "no"),
    "source.older": ("ældre plan", "older plan"),
    "source.hint": ("– fjern et flueben for at spørge uden planen", "– untick to ask without that plan"),
    "source.use": ("Medtag {plan}", "Include {plan}"),
    "source.again": ("Spørg igen uden {plans}", "Ask again without {plans}"),
    # quoting
    "cite.heading": ("afsnittet {heading}", "section {heading}"),
    "cite.retold": ("genfortalt udgave", "retold version"),
    "panel.cite": ("Kopiér kildehenvisning", "Copy citation"),
    "panel.older": (
        "Ældre plan: politikredsen har en nyere fra {year}.",
        "Older plan: the district has a newer one of {year}.",
    ),
    # how a question was understood
    "understood.as": ("Forstået som: {kind}", "Understood as: {kind}"),
    "understood.topic": ("emne: {topic}", "topic: {topic}"),
    "understood.kommuner": ("hvilke kommuner", "which municipalities"),
    "understood.plans": ("hvilke planer", "which plans"),
    "understood.count": ("hvor mange", "how many"),
    "understood.date": ("hvornår", "when"),
    "understood.who": ("hvem", "who"),
    "understood.where": ("hvor", "where"),
    "understood.definition": ("hvad noget er eller betyder", "what something is or means"),
    "understood.yesno": ("ja eller nej", "yes or no"),
    "understood.why": ("hvorfor", "why"),
    "understood.compare": ("forskelle eller udvikling", "differences or development"),
    "understood.describe": ("hvad planerne siger", "what the plans say"),
    # questions to ask next
    "next.compare": (
        "Hvad er forskellen på planerne fra {first} og {second} om {topic} i {district}?",
        "What is the difference between the plans of {first} and {second} on {topic} in {district}?",
    ),
    "next.about": ("Hvad står der om {topic} i {place}?", "What does the plan say about {topic} in {place}?"),
    "next.plans": ("Hvilke planer omtaler {topic}?", "Which plans mention {topic}?"),
    "next.acronym": ("Hvad står {acronym} for?", "What does {acronym} stand for?"),
    # the index behind the answers
    "banner.fell_back": (
        "Det nyeste indeks kan ikke bruges, fordi {file} er beskadiget. Svarene bygger på en ældre udgave. "
        "Administratoren kan bygge igen med: plansvar index --rebuild",
        "The newest index cannot be used because {file} is damaged. Answers rest on an older version. "
        "The administrator can rebuild it with: plansvar index --rebuild",
    ),
    "banner.not_opened": (
        "En nyere udgave af planerne kunne ikke åbnes, så svarene bygger på den forrige. {problem}",
        "A newer version of the plans could not be opened, so answers rest on the one before. {problem}",
    ),
    # login
    "login.title": ("Log ind", "Log in"),
    "login.intro": ("Siden er kun for dem, der har fået en adgangskode.", "This page is only for people who were given a password."),
    "login.user": ("Brugernavn", "User name"),
    "login.password": ("Adgangskode", "Password"),
    "login.button": ("Log ind", "Log in"),
    "login.wrong": ("Forkert navn eller adgangskode.", "Wrong name or password."),
    "login.wait": ("For mange forsøg. Vent {seconds} sekunder.", "Too many attempts. Wait {seconds} seconds."),
    "login.out": ("Log ud", "Log out"),
}

PAGE_ERRORS: dict[str, tuple[str, str]] = {
    "scope_empty": (
        "Ingen af de {total} planer passer til dit valg: {choices}. Fjern et flueben, og spørg igen.",
        "None of the {total} plans fits your choice: {choices}. Untick something and ask again.",
    ),
    "question_cpr": (
        "Det ligner et CPR-nummer. Fjern det, før du spørger. Intet er gemt.",
        "That looks like a Danish person's number (CPR). Remove it before you ask. Nothing was stored.",
    ),
    "fell_back": (
        "{file} i det nyeste indeks er beskadiget. Byg igen: plansvar index --rebuild",
        "{file} in the newest index is damaged. Rebuild it: plansvar index --rebuild",
    ),
    "answer_failed": (
        "Svaret kunne ikke dannes på grund af en fejl i programmet. Dit spørgsmål står stadig i feltet. Prøv igen.",
        "No answer could be made because of a fault in the program. Your question is still in the field. Try again.",
    ),
    "host_open": (
        "Siden kan ses af andre maskiner på {found}, men der er ingen adgangskode. Sæt PLANSVAR_PASSWORD (mindst {least} tegn) "
        "og eventuelt PLANSVAR_USER, eller brug --host 127.0.0.1.",
        "On {found} other machines can see the page, but there is no password. Set PLANSVAR_PASSWORD (at least {least} characters) "
        "and, if you like, PLANSVAR_USER, or use --host 127.0.0.1.",
    ),
    "password_short": (
        "Adgangskoden i PLANSVAR_PASSWORD er på {length} tegn. Den skal være på mindst {least}. Vælg en længere.",
        "The password in PLANSVAR_PASSWORD has {length} characters. It needs at least {least}. Choose a longer one.",
    ),
    "password_file": (
        "Filen i PLANSVAR_PASSWORD_FILE kan ikke læses: {file} ({problem}). Ret navnet eller rettighederne.",
        "The file in PLANSVAR_PASSWORD_FILE cannot be read: {file} ({problem}). Mend its name or permissions.",
    ),
    "hosts_missing": (
        "Siden lytter på {found}, men svarer kun på navne, den kender. Sæt PLANSVAR_HOSTS til de navne, siden kaldes ved, "
        "adskilt af komma, for eksempel: PLANSVAR_HOSTS=plansvar.kommune.dk",
        "The page listens on {found} but answers only to names that it knows. Set PLANSVAR_HOSTS to the names it is called by, "
        "separated by commas, for example: PLANSVAR_HOSTS=plansvar.kommune.dk",
    ),
}

"""The sentences of the plans tab, of feedback, of the quality page and of the interface for programs: (Danish, English)."""

from ui.texts_quality import QUALITY

DESK: dict[str, tuple[str, str]] = {
    "cli.option.api": ("Lad også programmer spørge, under /api/.", "Let programs ask too, under /api/."),
    "table.arrived": ("Tilføjet", "Added"),
    "desk.from": ("Svar bygger på udgaven fra {time}.", "Answers rest on the version of {time}."),
    "desk.reload": (
        "Planerne er ændret, siden siden blev åbnet. Svar bruger dem allerede.",
        "The plans have changed since the page was opened. Answers use them already.",
    ),
    "desk.reload_link": ("Indlæs siden igen for at vælge mellem dem.", "Load the page again to choose among them."),
    "desk.meanwhile": ("Du kan spørge imens; svar bygger på udgaven ovenfor.", "You can ask meanwhile; answers rest on the version above."),
    "desk.work.reading": ("Læser filer.", "Reading files."),
    "desk.work.indexing": ("Planerne opdateres.", "The plans are being updated."),
    "desk.work.read": (
        "Planerne opdateres: læser planer ({done:n} af {total:n}).",
        "The plans are being updated: reading plans ({done:n} of {total:n}).",
    ),
    "desk.work.encode": (
        "Planerne opdateres: gør nye steder søgbare ({done:n} af {total:n}).",
        "The plans are being updated: making new places searchable ({done:n} of {total:n}).",
    ),
    "desk.work.verify": ("Planerne opdateres: kontrollerer.", "The plans are being updated: checking."),
    "desk.work.publish": ("Planerne opdateres: tager den nye udgave i brug.", "The plans are being updated: taking up the new version."),
    "desk.work.waiting": ("En anden opdatering er i gang. Denne er sat i kø.", "Another update is running. This one is queued."),
    "desk.again": ("Prøv igen", "Try again"),
    "desk.add": ("Tilføj planer", "Add plans"),
    "desk.choose": ("Vælg filer", "Choose files"),
    "desk.drag": ("eller træk dem hertil.", "or drag them here."),
    "desk.kinds": (
        "PDF, Word (DOCX), HTML, TXT eller Markdown, højst {limit:n} MB pr. fil. Politikreds og år læses i planen selv.",
        "PDF, Word (DOCX), HTML, TXT or Markdown, at most {limit:n} MB per file. Police district and year are read from the plan itself.",
    ),
    "desk.under_way": ("Filer, der overføres", "Files being sent"),
    "desk.sending": ("Overføres", "Being sent"),
    "desk.lost": (
        "Overførslen blev afbrudt. Intet er gemt. Prøv igen.",
        "The transfer was cut off. Nothing was kept. Try again.",
    ),
    "desk.gone": ("Der er ingen forbindelse til programmet. Prøv igen.", "There is no connection to the program. Try again."),
    "desk.report": ("Seneste ændringer", "Latest changes"),
    "desk.read_as": ("Læst som {plan} ({sections}).", "Read as {plan} ({sections})."),
    "desk.sections.one": ("1 afsnit", "1 section"),
    "desk.sections.many": ("{count} afsnit", "{count} sections"),
    "desk.entry.received": ("Venter på at blive læst.", "Waiting to be read."),
    "desk.entry.reading": ("Læses …", "Being read …"),
    "desk.entry.asks": (
        "Den plan er her allerede, fra »{file}«, med en anden tekst. Hvilken skal bruges?",
        "That plan is here already, from “{file}”, with another text. Which one shall be used?",
    ),
    "desk.entry.placed": ("Kommer med, når søgningen er opdateret.", "Will be included when the search is up to date."),
    "desk.entry.in": ("Er med i søgningen.", "Is included in the search."),
    "desk.entry.left": ("Er ikke med i søgningen.", "Is not included in the search."),
    "desk.entry.refused": ("Er ikke taget med.", "Was not taken."),
    "desk.entry.declined": ("Ikke taget med. Planen er »{file}«.", "Not taken. The plan is “{file}”."),
    "desk.entry.leaving": ("Tages ud af søgningen …", "Being taken out of the search …"),
    "desk.entry.removed": (
        "Fjernet. Filen ligger i mappen »removed« ved siden af planerne.",
        "Removed. The file lies in the folder “removed” beside the plans.",
    ),
    "desk.instead": ("Afløser »{file}«.", "Takes the place of “{file}”."),
    "desk.stands_in": ("Nu bruges »{file}«.", "Now “{file}” is used."),
    "desk.renamed": (
        "Navnet »{file}« kunne ikke bruges eller var optaget.",
        "The name “{file}” could not be used or was taken.",
    ),
    "desk.replace": ("Brug den nye", "Use the new one"),
    "desk.keep": ("Behold den gamle", "Keep the old one"),
    "desk.undo": ("Læg tilbage", "Put back"),
    "desk.remove": ("Fjern", "Remove"),
    "desk.remove_question": (
        "Skal {plan} fjernes? Filen »{file}« tages ud af planmappen.",
        "Remove {plan}? The file “{file}” is taken out of the plan folder.",
    ),
    "desk.stand_in": ("Derefter bruges »{file}«.", "After that “{file}” is used."),
    "desk.gone_from_search": ("Derefter kan der ikke søges i planen.", "After that the plan cannot be searched."),
    "desk.cancel": ("Fortryd", "Cancel"),
    "desk.rebuild": ("Byg søgningen forfra", "Rebuild the search"),
    "desk.rebuild_question": (
        "Skal alle planer læses og gøres søgbare forfra? Det kan tage nogle minutter. Man kan spørge imens.",
        "Read all plans and make them searchable anew? It can take some minutes. Questions can be asked meanwhile.",
    ),
    "desk.rebuild_why": ("Kun nødvendigt, hvis noget ser forkert ud.", "Only needed when something looks wrong."),
}

RATING: dict[str, tuple[str, str]] = {
    "rating.question": ("Var svaret nyttigt?", "Was the answer useful?"),
    "rating.up": ("Ja", "Yes"),
    "rating.down": ("Nej", "No"),
    "rating.title.up": ("Hvad var godt ved svaret?", "What was good about the answer?"),
    "rating.title.down": ("Hvad var galt med svaret?", "What was wrong with the answer?"),
    "rating.which": ("Vælg det, der passer", "Choose what fits"),
    "rating.reason.wrong_source": ("Forkert kilde", "Wrong source"),
    "rating.reason.wrong_answer": ("Forkert svar", "Wrong answer"),
    "rating.reason.missing": ("Mangler noget", "Something is missing"),
    "rating.reason.outdated": ("Forældet plan", "Outdated plan"),
    "rating.words": ("Med dine egne ord (frivilligt)", "In your own words (optional)"),
    "rating.notice": (
        "Skriv ikke personoplysninger. Når du sender, gemmes din vurdering på denne maskine sammen med spørgsmålet, de forrige spørgsmål, "
        "svaret og dets kilder, så svarene kan blive bedre. Ellers gemmes intet.",
        "Do not write personal data. When you send, your rating is kept on this machine together with the question, the earlier questions, "
        "the answer and its sources, so that answers can improve. Otherwise nothing is kept.",
    ),
    "rating.send": ("Send", "Send"),
    "rating.close": ("Luk", "Close"),
    "rating.thanks": ("Tak. Din vurdering er gemt.", "Thank you. Your rating has been kept."),
    "cli.help.feedback": ("Skriv tilbagemeldingerne på svar til en fil.", "Write the feedback on answers to a file."),
    "cli.option.feedback_output": (
        "Filen, tilbagemeldingerne skrives til, JSON-linjer.",
        "The file the feedback is written to, JSON lines.",
    ),
    "feedback.written.one": ("1 tilbagemelding er skrevet til {file}.", "1 piece of feedback was written to {file}."),
    "feedback.written.many": ("{count} tilbagemeldinger er skrevet til {file}.", "{count} pieces of feedback were written to {file}."),
}

PAGES = DESK | RATING | QUALITY

PLAN_ERRORS: dict[str, tuple[str, str]] = {
    "plans_readonly": (
        "Planer kan ikke ændres her: siden er sat til kun at læse (PLANSVAR_READONLY).",
        "Plans cannot be changed here: the page is set to read only (PLANSVAR_READONLY).",
    ),
    "plans_unguarded": (
        "Planer kan ikke ændres her: andre maskiner kan nå siden uden at logge ind. Kræv login, eller start siden på 127.0.0.1.",
        "Plans cannot be changed here: other machines reach the page without logging in. Require a login, or start the page on 127.0.0.1.",
    ),
    "plans_no_store": ("Planer kan ikke ændres her.", "Plans cannot be changed here."),
    "plans_elsewhere": (
        "Planer kan ikke ændres her, for {files} er i søgningen, men ikke i mappen {folder}. "
        "Læg filerne dér, eller kør plansvar index for at bringe søgningen ajour med mappen.",
        "Plans cannot be changed here, because {files} can be searched but are not in the folder {folder}. "
        "Put the files there, or run plansvar index to bring the search up to date with the folder.",
    ),
    "plans_last": (
        "»{file}« er den eneste plan og kan ikke fjernes her. Tilføj en anden først, eller kør plansvar index --allow-empty.",
        "“{file}” is the only plan and cannot be removed here. Add another first, or run plansvar index --allow-empty.",
    ),
    "plans_write": (
        "Planmappen kan ikke skrives ({problem}). Intet er ændret. Kontrollér plads og rettigheder, og prøv igen.",
        "The plan folder cannot be written ({problem}). Nothing was changed. Check space and permissions and try again.",
    ),
    "upload_many": (
        "Der venter allerede {limit:n} filer. Vent, til de er læst, eller læg filerne i planmappen og kør plansvar index.",
        "{limit:n} files wait already. Wait until they are read, or put the files in the plan folder and run plansvar index.",
    ),
    "upload_space": (
        "Der mangler plads: {needed:n} MB skal bruges, {free:n} MB er ledige. Intet er ændret; du kan stadig spørge.",
        "There is not enough space: {needed:n} MB are needed, {free:n} MB are free. Nothing was changed; you can still ask.",
    ),
    "upload_cut": (
        "Overførslen af »{file}« blev afbrudt. Intet er gemt. Prøv igen.",
        "The transfer of “{file}” was cut off. Nothing was kept. Try again.",
    ),
    "desk_decided": (
        "Det er allerede gjort, måske af en anden. Se listen.",
        "That has been done already, perhaps by someone else. See the list.",
    ),
    "desk_failed": (
        "Planerne kunne ikke opdateres på grund af en fejl i programmet ({kind}). Svar bygger stadig på den gamle udgave. Prøv igen.",
        "The plans could not be updated because of an error in the program ({kind}). Answers still rest on the old version. Try again.",
    ),
    "desk_request": ("Forespørgslen kan ikke forstås. Indlæs siden igen.", "The request is not understood. Load the page again."),
    # programs
    "api_off": (
        "Grænsefladen for programmer er slået fra. Start siden med: plansvar ui --api",
        "The interface for programs is off. Start the page with: plansvar ui --api",
    ),
    "api_unknown": (
        "Der er intet på {path}. Se hvad der er, i /api/openapi.json.",
        "There is nothing at {path}. See what there is in /api/openapi.json.",
    ),
    "api_no_mcp": (
        "Værktøjer til sprogmodeller (MCP) kræver en pakke mere: pip install 'plansvar[mcp]'. De tager kun imod POST.",
        "Tools for language models (MCP) need one more package: pip install 'plansvar[mcp]'. They take POST only.",
    ),
    "api_body": (
        'Indholdet er ikke ét JSON-objekt. Send for eksempel {{"question": "…"}}.',
        'The body is not one JSON object. Send for example {{"question": "…"}}.',
    ),
    "api_body_large": (
        "Indholdet er over grænsen på {limit:n} byte. Send ét spørgsmål ad gangen.",
        "The body is over the limit of {limit:n} bytes. Send one question at a time.",
    ),
    "api_field": (
        "Feltet »{field}« mangler eller har en forkert type eller størrelse. Se /api/openapi.json.",
        "The field “{field}” is missing or has a wrong type or size. See /api/openapi.json.",
    ),
    "api_busy": (
        "Der er allerede {limit:n} spørgsmål i gang fra denne adresse. Vent, til et er besvaret, og send igen.",
        "{limit:n} questions from this address are being answered already. Wait until one has been answered and send again.",
    ),
    "api_failed": (
        "Spørgsmålet kunne ikke besvares på grund af en fejl i programmet ({kind}). Prøv igen.",
        "The question could not be answered because of an error in the program ({kind}). Try again.",
    ),
    # feedback
    "rating_gone": (
        "Svaret er for gammelt til at blive vurderet. Stil spørgsmålet igen.",
        "The answer is too old to be rated. Ask the question again.",
    ),
    "rating_again": ("Svaret er allerede vurderet. Tak.", "The answer has been rated already. Thank you."),
    "rating_long": (
        "Teksten er på {length:n} tegn. Grænsen er {limit:n}. Forkort den.",
        "The text has {length:n} characters. The limit is {limit:n}. Shorten it.",
    ),
    "feedback_write": (
        "Vurderingen kan ikke gemmes ({problem}). Dine ord står her stadig. Kontrollér plads og rettigheder, og send igen.",
        "The rating cannot be kept ({problem}). Your words are still here. Check space and permissions and send again.",
    ),
    "feedback_none": (
        "Der er ingen tilbagemeldinger i {store} endnu. De kommer, når nogen vurderer et svar på siden.",
        "There is no feedback in {store} yet. It comes when somebody rates an answer on the page.",
    ),
}

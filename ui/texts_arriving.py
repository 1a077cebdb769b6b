"""What is said while plans arrive: watching, checking the installation, cleaning up. key → (Danish, English)."""

ARRIVING_ERRORS: dict[str, tuple[str, str]] = {
    "file_renamed": (
        "»{file}« hed før »{other}« og er den samme plan; intet er læst igen.",
        "“{file}” was called “{other}” before and is the same plan; nothing was read again.",
    ),
    "file_garbled": (
        "»{file}« har tegn, der ikke er rigtige: »{sample}«. Gem den igen som UTF-8, eller find originalen.",
        "“{file}” has characters that are not right: “{sample}”. Save it again as UTF-8 or find the original.",
    ),
    "file_busy": (
        "»{file}« er ved at blive gemt og kommer med, så snart den ligger stille.",
        "“{file}” is still being saved and is included as soon as it lies still.",
    ),
    "file_no_access": (
        "»{file}« kan ikke åbnes ({problem}). Kontrollér filens rettigheder, og kør igen.",
        "“{file}” cannot be opened ({problem}). Check the permissions of the file and run again.",
    ),
    "folder_unreadable": (
        "Mappen {folder} kan ikke læses ({problem}), så intet er ændret. Kontrollér rettighederne, og kør igen.",
        "The folder {folder} cannot be read ({problem}), so nothing was changed. Check its permissions and run again.",
    ),
    "watch_failed": (
        "Opdateringen mislykkedes ({kind}). Indekset er, som det var; der prøves igen om lidt.",
        "The update failed ({kind}). The index is as it was; it is tried again soon.",
    ),
    "update_cancelled": (
        "Opdateringen er afbrudt. Indekset er, som det var.",
        "The update was cancelled. The index is as it was.",
    ),
    "store_damaged_keeps": (
        "Ældre udgaver er beholdt, for den nyeste i {store} er beskadiget ({file}). Byg igen: plansvar index --rebuild",
        "Older indexes are kept because the newest in {store} is damaged ({file}). Rebuild: plansvar index --rebuild",
    ),
    "index_not_opened": (
        "Det nyeste indeks kunne ikke åbnes ({kind}). Svarene bygger på udgaven før; der prøves igen om lidt.",
        "The newest index could not be opened ({kind}). Answers come from the one before; it is tried again soon.",
    ),
}

ARRIVING: dict[str, tuple[str, str]] = {
    "index.state.renamed": ("omdøbt", "renamed"),
    "index.forgotten": (
        "Ældre udgaver af indekset og mellemlagre er slettet; der er intet at gå tilbage til.",
        "Older indexes and caches are deleted; there is nothing to go back to.",
    ),
    "watch.started": (
        "Holder øje med {folder}. En fil indlæses, når den har ligget stille i {seconds:n} s. Stop med Ctrl+C.",
        "Watching {folder}. A file is read when it has lain still for {seconds:n} s. Stop with Ctrl+C.",
    ),
    "watch.stopped": ("Stoppet. Indekset er helt.", "Stopped. The index is whole."),
    "watch.added": ("»{file}« er indlæst: {plan}.", "“{file}” was read: {plan}."),
    "watch.changed": ("»{file}« er indlæst igen: {plan}.", "“{file}” was read again: {plan}."),
    "watch.removed": ("»{file}« er væk; {plan} er ude af indekset.", "“{file}” is gone; {plan} is out of the index."),
    "watch.kept": ("Planens sidste gode udgave er beholdt.", "The last good version of the plan is kept."),
    "watch.indexed": ("Indekset er ajour: {plans} ({generation}).", "The index is up to date: {plans} ({generation})."),
    "cli.option.watch": (
        "Hold øje med planmappen, og indlæs nye og ændrede filer af sig selv. Ctrl+C slutter (kode 0).",
        "Watch the plan folder and read new and changed files by themselves. Ctrl+C ends it (code 0).",
    ),
    "cli.option.settle": (
        "Sekunder, en fil skal have ligget stille, før den indlæses.",
        "Seconds for which a file must lie still before it is read.",
    ),
    "cli.option.forget": (
        "Slet bagefter alle ældre udgaver og mellemlagre, så intet af en fjernet plan ligger tilbage.",
        "Afterwards delete all older indexes and caches, so that nothing of a removed plan is left.",
    ),
    "index.cancelled": ("Indekset er, som det var.", "The index is as it was."),
}

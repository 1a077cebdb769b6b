"""What is said while plans arrive: watching, checking the installation, cleaning up. key → (Danish, English)."""

ARRIVING_ERRORS: dict[str, tuple[str, str]] = {
    "file_renamed": (
        "»{file}« hed før »{other}« og er den samme plan; intet er læst igen.",
        "“{file}” was called “{other}” before and is the same plan; nothing was read again.",
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
    "store_damaged_keeps": (
        "Ældre udgaver er beholdt, for den nyeste i {store} er beskadiget ({file}). Byg igen: plansvar index --rebuild",
        "Older indexes are kept because the newest in {store} is damaged ({file}). Rebuild: plansvar index --rebuild",
    ),
    "index_older_used": (
        "Det nyeste indeks er beskadiget ({file}). Svarene bygger på udgaven før. Byg igen: plansvar index --rebuild",
        "The newest index is damaged ({file}). Answers come from the one before. Rebuild: plansvar index --rebuild",
    ),
    "index_not_opened": (
        "Det nyeste indeks kunne ikke åbnes ({kind}). Svarene bygger på udgaven før; der prøves igen om lidt.",
        "The newest index could not be opened ({kind}). Answers come from the one before; it is tried again soon.",
    ),
}

ARRIVING: dict[str, tuple[str, str]] = {
    "index.state.renamed": ("omdøbt", "renamed"),
}

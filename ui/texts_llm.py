"""The sentences around the language model: (Danish, English)."""

LLM_TEXTS: dict[str, tuple[str, str]] = {
    "llm.note.down": (
        "Sprogmodellen svarer ikke. Her er stederne i planerne, som svarer bedst på dit spørgsmål.",
        "The language model does not answer. Here are the places in the plans that answer your question best.",
    ),
    "llm.note.slow": (
        "Sprogmodellen er for længe om det. Her er stederne i planerne.",
        "The language model takes too long. Here are the places in the plans.",
    ),
    "llm.note.busy": (
        "Sprogmodellen har for travlt lige nu. Her er stederne i planerne.",
        "The language model is too busy right now. Here are the places in the plans.",
    ),
    "llm.note.setup": (
        "Sprogmodellen er ikke sat rigtigt op (kode {status}). Kontakt administratoren. Her er stederne i planerne.",
        "The language model is not set up correctly (code {status}). Contact the administrator. Here are the places in the plans.",
    ),
    "llm.note.cut": (
        "(Svaret blev afbrudt her.) Kilderne herunder er hele.",
        "(The answer was cut off here.) The sources below are whole.",
    ),
    "llm.note.unconfirmed": (
        "Sprogmodellens svar kunne ikke bekræftes i planerne og vises ikke. Her er stederne.",
        "The language model's answer could not be confirmed in the plans and is not shown. Here are the places.",
    ),
    "llm.note.partly.one": (
        "1 sætning fra sprogmodellen kunne ikke bekræftes i kilderne.",
        "1 sentence of the language model could not be confirmed in the sources.",
    ),
    "llm.note.partly.many": (
        "{count} sætninger fra sprogmodellen kunne ikke bekræftes i kilderne.",
        "{count} sentences of the language model could not be confirmed in the sources.",
    ),
    "llm.writing": ("Sprogmodellen formulerer svaret …", "The language model is phrasing the answer …"),
    "llm.by_model": (
        "Formuleret af en sprogmodel; hver sætning er kontrolleret mod planens ord.",
        "Phrased by a language model; every sentence is checked against the plan's words.",
    ),
    "answer.unconfirmed": ("Ikke bekræftet i kilderne: {quote}", "Not confirmed in the sources: {quote}"),
    "cli.option.llm": (
        "Sprogmodel, fx ollama:qwen3:4b (kræver opsætning, se README).",
        "Language model, for example ollama:qwen3:4b (needs set-up, see README).",
    ),
    "cli.option.no_llm": ("Brug ingen sprogmodel, selv om en er sat op.", "Use no language model even where one is set up."),
    "cli.option.lies": ("Mål kontrollen af skrevne sætninger på løgne og sande omskrivninger.", "Measure the check of written sentences."),
    "cli.option.repeats": (
        "Hvor mange gange sprogmodellen spørges om hvert spørgsmål.",
        "How often the language model is asked each question.",
    ),
}
LLM_ERRORS: dict[str, tuple[str, str]] = {
    "llm_provider": (
        "Sprogmodellen »{found}« kan ikke bruges. Skriv den som udbyder:model, hvor udbyderen er {providers}, fx ollama:qwen3:4b.",
        "The language model “{found}” cannot be used. Write it as provider:model, the provider being {providers}, e.g. ollama:qwen3:4b.",
    ),
    "llm_address": (
        "Adressen »{found}« kan ikke bruges til sprogmodellen. Angiv den som http://vært:port/v1 i PLANSVAR_LLM_BASE_URL.",
        "The address “{found}” cannot be used for the language model. Give it as http://host:port/v1 in PLANSVAR_LLM_BASE_URL.",
    ),
    "llm_setting": (
        "Indstillingen »{name}« kan ikke være »{found}«. Muligt: {expected}.",
        "The setting “{name}” cannot be “{found}”. Possible: {expected}.",
    ),
    "llm_package": (
        "Sprogmodellen kræver pakken {package}. Installér den: pip install 'plansvar[{provider}]'",
        "The language model needs the package {package}. Install it: pip install 'plansvar[{provider}]'",
    ),
    "llm_key_in_file": (
        "Nøglen til sprogmodellen må ikke stå i {file}. Fjern den, og angiv den i PLANSVAR_LLM_KEY eller i en fil i PLANSVAR_LLM_KEY_FILE.",
        "The key of the language model must not stand in {file}. Remove it and give it in PLANSVAR_LLM_KEY or as a file in "
        "PLANSVAR_LLM_KEY_FILE.",
    ),
    "llm_none": (
        "Der er ikke sat nogen sprogmodel op. Angiv den med --llm eller PLANSVAR_LLM (se README).",
        "No language model is set up. Give it with --llm or PLANSVAR_LLM (see README).",
    ),
    "settings_unreadable": (
        "Indstillingerne i {file} kan ikke læses ({problem}). Ret filen, og prøv igen.",
        "The settings in {file} cannot be read ({problem}). Mend the file and try again.",
    ),
}

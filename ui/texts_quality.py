"""The sentences of the quality page: (Danish, English)."""

QUALITY: dict[str, tuple[str, str]] = {
    "page.tab_quality": ("Kvalitet", "Quality"),
    "quality.title": ("Hvor langt kan du stole på svarene?", "How far can you trust the answers?"),
    "quality.lead": (
        "Programmet er målt på spørgsmål, hvor det rigtige svar og stedet i planen er kendt. Her er, hvor tit det ramte.",
        "The program was measured on questions whose right answer and place in the plan are known. This is how often it hit.",
    ),
    "quality.name.right": ("rigtigt", "right"),
    "quality.name.declined": ("svarede ikke", "did not answer"),
    "quality.name.wrong": ("forkert eller ufuldstændigt", "wrong or incomplete"),
    "quality.name.false": ("svar uden dækning", "unfounded answers"),
    "quality.card.right": (
        "af {n:n} spørgsmål: alt væsentligt sagt med rette kilde og intet forkert, eller med rette afstået.",
        "of {n:n} questions: everything vital said with the right source and nothing wrong, or rightly declined.",
    ),
    "quality.card.declined": (
        "af {n:n} spørgsmål: planerne har et svar, men programmet afstod.",
        "of {n:n} questions: the plans have an answer, but the program declined.",
    ),
    "quality.card.wrong": (
        "af {n:n} spørgsmål: noget væsentligt mangler, eller noget er forkert. Læs derfor altid kilden.",
        "of {n:n} questions: something vital is missing or something is wrong. So always read the source.",
    ),
    "quality.card.false": (
        "af {n:n} spørgsmål, som planerne ikke svarer på, fik alligevel et svar.",
        "of {n:n} questions that the plans do not answer got an answer all the same.",
    ),
    "quality.spread": (
        "Med så få spørgsmål ligger tallet mellem {low} og {high}.",
        "With so few questions the figure lies between {low} and {high}.",
    ),
    "quality.shipped": (
        "Tallene følger med programmet og er målt på de fem planer, det leveres med, med spørgsmål, som intet er tilpasset efter.",
        "These figures come with the program and were measured on the five plans it ships, with questions that nothing was tuned on.",
    ),
    "quality.measured": ("Målt her {time}.", "Measured here {time}."),
    "quality.same_plans": ("Planerne er de samme nu.", "The plans are the same now."),
    "quality.other_plans": (
        "Planerne er ændret siden, eller der blev målt på andre planer.",
        "The plans have changed since, or other plans were measured.",
    ),
    "quality.dev": (
        "Der blev kun målt på de spørgsmål, som programmet er tilpasset efter (dev). På nye spørgsmål er det ringere.",
        "Only the questions that the program was tuned on (dev) were measured. On new questions it is worse.",
    ),
    "quality.beside": ("Sammenlignet med andre måder", "Compared with other ways"),
    "quality.beside_why": (
        "De samme spørgsmål, besvaret på de måder, man ellers ville bygge det på.",
        "The same questions, answered in the ways one would build it otherwise.",
    ),
    "quality.system": ("Måde", "Way"),
    "quality.system.plansvar": ("Plansvar", "Plansvar"),
    "quality.system.tutorial_4": ("LangChains vejledning, 4 stykker tekst", "LangChain's tutorial, 4 chunks"),
    "quality.system.tutorial_2": ("LangChains vejledning, 2 stykker tekst", "LangChain's tutorial, 2 chunks"),
    "quality.system.bm25": ("Ordsøgning, bedste 3 sætninger", "Word search, best 3 sentences"),
    "quality.system.hybrid": ("Ord- og vektorsøgning, bedste 3 sætninger", "Word and vector search, best 3 sentences"),
    "quality.system.dense": ("Vektorsøgning, bedste 3 sætninger", "Vector search, best 3 sentences"),
    "quality.limits": ("Hvad tallene ikke siger", "What the figures do not say"),
    "quality.limit.own": (
        "Spørgsmål og facit er skrevet af projektet selv og endnu ikke efterset af en fagperson.",
        "Questions and key were written by the project itself and have not been checked by a domain expert yet.",
    ),
    "quality.limit.plans": (
        "De gælder de planer, der blev målt på. Planer fra andre kredse kan give andre tal.",
        "They hold for the plans that were measured. Plans of other districts can give other figures.",
    ),
    "quality.limit.rules": (
        "Svarene er bedømt af regler på ord, tal og datoer, ikke af mennesker.",
        "The answers were judged by rules on words, numbers and dates, not by people.",
    ),
    "quality.limit.check": (
        "Et citat er altid planens egne ord. Om det er det rigtige sted, ser du ved at klikke på kilden.",
        "A quote always is the plan's own words. Whether it is the right place you see by clicking the source.",
    ),
    "quality.whole": ("Åbn hele rapporten", "Open the whole report"),
    "quality.whole_why": (
        "– hvert spørgsmål, hvert svar og hver kilde.",
        "– every question, every answer and every source (in Danish).",
    ),
    "quality.command": ("Mål igen med:", "Measure again with:"),
}

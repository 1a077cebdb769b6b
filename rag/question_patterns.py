"""The wordings by which a question says what kind of answer it wants, and of which years: one idea a line, Danish before English."""

from __future__ import annotations

import re
from typing import Literal

from rag.wording import fold_pattern

Kind = Literal["kommuner", "plans", "count", "date", "who", "where", "definition", "yesno", "why", "compare", "describe"]

_YEAR = r"(?:19|20)\d\d"
# One or two words, as in "Hvad er en lokal handleplan?": a longer question asks for more than what a thing is.
_ONE_OR_TWO_WORDS = r"[\wæøåÆØÅ+-]+(\s+[\wæøåÆØÅ+-]+)?\s*\??$"
_DANISH_VERBS = (
    r"er|har|findes|kan|skal|bliver|blev|vil|får|fik|var|deltager|indgår|gælder|dækker|omfatter|må|eksisterer|samarbejder|bruger|holder"
    r"|nævner|tager|kører|behandler|arbejder|hører|betaler|mødes|består|ligger|sidder|bor|hjælper|møder|skulle|kunne|burde|står\s+der"
    r"|fortsætter|fortsatte|kommer|kom|går|gik|giver|gav|skriver|virker|foregår|råder|stiller|lægger|sætter|følger|viser|besøger|ringer"
    r"|underviser|lever|kræver|koster|gør|gjorde|laver|lavede|sender|holdt|havde|tog|skete|sker|starter|startede|slutter|sluttede|stopper"
    r"|ophører|ophørte|deltog|indgik|gjaldt|omfattede|lukker|åbner|afholder|støtter|planlægger|ønsker|forventer|indeholder|eksisterede"
    r"|beslutter|behøver|tillader|anbefaler|patruljerer|efterforsker|anmelder|uddanner|tilbyder|afgør|udgør|mangler|stiger|falder|steg|faldt"
)
_ENGLISH_VERBS = r"is|are|was|were|does|do|did|has|have|can|must|will|should|may|could|would"
# "Can you tell me who …", "Står der, hvornår …" and "Is there a difference …" ask for more than yes or no.
_ASKS_ON = (
    r"(?!.*\b(tell|know|say|says|said|explain|give|show|list|find|state[ds]?|mention\w*|fortæl\w*|sige[rs]?|oplyse[rs]?|står\s+der|fremgår|nævn\w*"
    r"|forskel\w*|ændr\w*|sammenlign\w*|differ\w*|chang\w*|compar\w*|siden|since|how|hvor\s+(?:mange|meget|ofte|stor|længe))\b)"
)
_ASKS_WH = r"\b(hv(?:ad|em|ilke[nt]?|or|ordan|ornår|orfor|is)|what|who|whom|whose|which|when|where|why|how)\b"

# The first kind that fits wins, so the narrower stand first.
_WORDINGS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("why", (
        r"^\W*(og\s+)?hvorfor\b",
        r"^\W*(and\s+)?why\b",
    )),
    ("plans", (
        r"\b(hvilke|hvilken)\s+(af\s+)?(planer|plan|samarbejdsplaner|samarbejdsplan|politikredse|politikreds|kredse|kreds|distrikter)\b",
        r"\bwhich\s+(of\s+the\s+)?(cooperation\s+)?(plans?|police\s+districts?|districts?)\b",
        r"\bi hvilke (planer|politikredse|kredse)\b",
    )),
    ("kommuner", (
        r"\b(hvilke|hvilken|hvad for(?: en| nogle)?|what|which|list|nævn|name|vis)\s+(?:\w+\s+){0,2}?"
        r"(kommuner|kommune|municipalities|municipality|kommunerne|byer|towns|cities|local\s+authorit(?:y|ies))\b",
        r"\blist\s+of\s+(?:the\s+)?(?:municipalities|local\s+authorities)\b",
        r"^\W*(kommuner|kommunerne|municipalities)\b",
        r"\bi\s+hvilke\s+(kommuner|byer)\b",
        # "Er der … i alle kommuner, eller kun nogle? Hvilke?"
        r"\b(kommun|municipalit)\w*\b.*\?\s*(?:og\s+|and\s+)?(hvilke|which)(\s+ones)?\W*$",
    )),
    # "Er der flere eller færre …?" asks which way it went, not whether.
    ("compare", (
        r"\b(flere\s+eller\s+(?:færre|mindre)|færre\s+eller\s+flere|more\s+or\s+(?:fewer|less)|up\s+or\s+down|op\s+eller\s+ned)\b",
    )),
    # A question that begins with its verb is answered by yes or no, whatever it counts or dates further on.
    ("yesno", (
        rf"^{_ASKS_ON}\W*({_DANISH_VERBS})\s+\S+\s+\S",
        rf"^{_ASKS_ON}\W*({_ENGLISH_VERBS})\s+\S+\s+\S",
    )),
    # A course over time stands before the count, for "how has the number of … developed" wants more than one figure.
    ("compare", (
        r"\bgennem\s+(årene|tiden|tiderne)",
        r"\bhvordan\s+er\s+det\s+gået",
        r"\b(siden|since)\s+(19|20)\d\d",
        r"\bover\s+the\s+years",
        r"\b(vs|versus|kontra|sammenlign\w*|compared?)\b",
        r"\b(udvikl(et|er|ing(en)?)|tendens(en)?|trend|forskel(len|le)?)\b",
        r"\b(difference|trend|developed|evolved|development(?=\s+(of|in|over|from|since|between)\b|\W*$))\b",
    )),
    ("count", (
        r"\b(hvor\s+(mange|meget|stor|stort|store|høj|højt|lang|langt|gammel|gamle|ofte|tit|længe|hurtigt|snart|tidligt)|hvor\s+lang\s+tid|antal(let)?)\b",
        r"\bhow\s+(many|much|large|big|high|long|old|often|soon|quickly|fast|frequent(ly)?)\b",
        r"\b(number|share|percentage)\s+of\b",
        r"\bhvad\s+(er|var)\s+(antallet|aldersgrænsen)\b",
    )),
    ("date", (
        r"\b(hvornår|hvornaar|hvilken\s+dato|hvilke\s+datoer|hvilket\s+år|hvilket\s+aar|siden\s+hvornår|fra\s+hvornår|hvad\s+dato|senest\s+hvornår"
        r"|slutdato(en)?|startdato(en)?|udløbsdato(en)?|deadline|frist(en)?)\b",
        # "What happens when …" and "those who …" ask for something else.
        r"^\W*(\w+\s+){0,2}when\b|\b(and|or|know|say|says|tell\s+me)\s+when\b|,\s*when\s+(is|are|was|were|does|do|did|will)\b",
        r"\b(since\s+when|what\s+(date|year|day)s?|which\s+(date|year|day)s?|by\s+when)\b",
        r"\b((start|slut|stiftelses|ophørs)år(et)?|\w*dato(en)?|hvilken\s+dag|(start|end|finish|closing|founding)\s+(date|year))\b",
    )),
    ("who", (
        r"\b(hvem|hvis\s+ansvar|whom|whose)\b",
        r"^\W*(\w+\s+){0,3}who\b|\b(and|or|know|say|says|tell\s+me|with|by|from|to|for|of|on)\s+who\b|,\s*who\s+(is|are|was|were|does|do|did|will|has|have)\b",
        r"\bhvad\s+hedder\s+\w*(borgmester|direktør|formand)\w*",
        r"\bwhat\s+is\s+the\s+name\s+of\s+the\s+(mayor|chief|commissioner)",
    )),
    ("definition", (
        r"\bhvad\s+(står|staar|betyder|dækker|menes)\b",
        r"\b(betydning(en)?|meaning)\b",
        r"\bwhat\s+(does|do)\b.{1,40}\b(stand\s+for|mean|abbreviat)",
        r"\bwhat\s+(is|are|was|were)\s+(meant|understood)\s+by\b|\bhvad\s+(forstås|menes)\s+(der\s+)?(ved|med)\b",
        r"\b(abbreviation|forkortelse[n]?|akronym(et)?|definition(en)?|forkortet)\b",
        r"\bhvad\s+er\b.{1,40}\bfor\s+(noget|nogen|nogle)\b",
        rf"^\W*(og\s+)?hvad\s+er\s+(en\s+|et\s+|den\s+|det\s+)?{_ONE_OR_TWO_WORDS}",
        rf"^\W*what\s+(is|are)\s+(a\s+|an\s+|the\s+)?{_ONE_OR_TWO_WORDS}",
    )),
    # What came and what went between two plans.
    ("compare", (
        r"\b(er|var|blev|bliver|blevet)\s+(?:\w+\s+){0,3}(væk|forsvundet|udgået|udskiftet|skiftet\s+ud|erstattet|afløst|kommet\s+til|tilføjet|faldet\s+(?:ud|fra|væk))\b",
        r"\b(came\s+in|came\s+and|dropped\s+out|left\s+out|taken\s+(?:its|their)\s+place|(?:been|were|was)\s+(?:added|removed|replaced|dropped)"
        r"|replaced\s+by|new\s+since|no\s+longer)\b",
    )),
    # What is new or changed may also be counted or dated ("how many changes …"), so it stands behind those.
    ("compare", (
        r"\b(forskel(len|le)?|forskelle|sammenlign\w*|udvikl(et|ing(en)?)\s+(fra|sig|mellem|over)|ændret|ændringer|ændrer"
        r"|i\s+forhold\s+til\s+(20\d\d|planen\s+fra)|nyt\s+i|mellem\s+(19|20)\d\d\s+og)\b",
        r"\b(difference|differences|differ|compare|compared|changed?|changes|trend|develop(ed|ment)?\s+(from|since|over)"
        r"|between\s+(19|20)\d\d\s+and)\b",
    )),
    ("where", (
        r"^\W*(og\s+)?hvor\b(?!\w)",
        r"\bpå\s+hvilken\s+adresse\b",
        r"\badresse(n)?\b",
        # "A council where leaders meet" asks for no place.
        r"^\W*(and\s+|so\s+|from\s+)?where(abouts)?\b|\b(and|or|know|say|says|tell\s+me|exactly)\s+where\b",
        r"\bwhere(abouts)?\b(?!\s+\w+\s+\w+\s+\w+\s+\w+\s+\w)",
        r"\bhvor\W*$",
        r"\b(placering(en)?|beliggenhed(en)?|location)\b",
        r"\baddress\b",
    )),
    ("yesno", (
        rf"^\W*({_DANISH_VERBS})\b",
        rf"^\W*({_ENGLISH_VERBS})\b",
        # Typed in a hurry, without a verb: "gåprøve obligatorisk?", "exit kun for bandemedlemmer".
        rf"^(?!.*{_ASKS_WH}).*\b(kun|only|også|also|stadig|still|muligt|possible|tilladt|allowed|obligatorisk\w*|mandatory|compulsory|lovligt|legal"
        r"|pligt|afgjort|besluttet|decided|på\s+plads)\b",
        rf"^(?!.*{_ASKS_WH}).*\b(i|hos|for|in)\s+(alle|samtlige|hver|all|every|each)\s+(\w+\s+)?(kommune|municipalit)",
        r"\b(ja\s+eller\s+nej|yes\s+or\s+no|true\s+or\s+false|stemmer\s+det|passer\s+det|er\s+det\s+rigtigt|is\s+it\s+true)\b",
    )),
)  # fmt: skip

# Questions are met folded, so that "hvornaar" and "hvornår" are one word.
KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple((kind, re.compile(fold_pattern("|".join(ideas)))) for kind, ideas in _WORDINGS)

NEWEST = re.compile(r"\b(nyeste|seneste|aktuelle|gældende|nuværende|newest|latest|current|most recent)\b", re.IGNORECASE)
HISTORY = re.compile(
    r"\b(tidligere\s+plan\w*|ældre\s+plan\w*|alle\s+år|gennem\s+årene|over\s+tid|udvikling\w*"
    r"|earlier\s+plans?|older\s+plans?|all\s+years|over\s+time|historisk)\b",
    re.IGNORECASE,
)

YEAR = re.compile(rf"(?<![\d.])({_YEAR})(?![\d])")
PLAN_YEAR = re.compile(
    # "planen for Fyn fra 2019", "planerne fra 2021 og 2024"
    r"\bplan(?:en|erne|er|s)?(?:\s+[\w-]+){0,4}?\s+(?:for|fra|af|i|of|from|in)?\s*"
    rf"(?P<after>{_YEAR}(?:(?:,\s*|\s+(?:og|and)\s+){_YEAR})*)"
    # "samarbejdsplanen 2019"
    rf"|\bsamarbejdsplan(?:en|erne)?\s+(?P<named>{_YEAR})"
    # "2019-planen", "the 2019 edition"
    rf"|(?P<before>{_YEAR})[- ]?(?:plan(?:en|s)?\b|udgaven|samarbejdsplan(?:en)?|edition|cooperation plan)",
    re.IGNORECASE,
)

# What is counted stands in the first words after the question word: "hvor mange nye nærstationer …", "the number of cameras".
COUNTED = re.compile(
    r"\b(?:hvor\s+mange|how\s+many|antal(?:let)?(?:\s+af)?|number\s+of)\s+(?P<what>[\w-]+(?:\s+[\w-]+){0,2})",
    re.IGNORECASE,
)

ABOUT_KOMMUNER = re.compile(r"\b(kommune(?:r|rne)?|municipalit(?:y|ies)|local\s+authorit(?:y|ies))\b", re.IGNORECASE)

# "Which kommuner belong to the district?" asks for the plan's own; "which work together?" does not.
BELONGS = re.compile(
    r"\b(hører|tilhører|omfat\w*|dækker|dækkes|dækket|består|indgår|med\s+i|del\s+af|belongs?|covers?|covered|includes?|included|comprises?"
    r"|makes?\s+up|part\s+of|list\s+of)\b",
    re.IGNORECASE,
)
# What they belong to: the plan, the district, its council.
_WHOLE = re.compile(
    r"\b(?:politikreds\w*|kredsråd\w*|kredsen\w*|samarbejdsplan\w*|plan(?:en|ens)?|politi(?:et|ets)?|police|districts?|council|cooperation\s+plan)\b",
    re.IGNORECASE,
)


def is_of_the_whole(words: str) -> bool:
    """Whether ``words`` of a topic say no more than that something belongs to the plan, the district or its council."""
    left = _WHOLE.sub(" ", BELONGS.sub(" ", words))
    return not left.split() or all(word.lower() in _FILLERS for word in left.split())


_FILLERS = frozenset("er har is are the to local authorities authority kommuner municipalities".split())

# The greatest or smallest of a series: it takes the whole series to say.
SUPERLATIVE = re.compile(r"\b(flest|færrest|mest|mindst|højest\w*|lavest\w*|most|fewest|least|highest|lowest|peak\w*)\b", re.IGNORECASE)

# An address is a street and a number: no kommune is one.
ADDRESS = re.compile(r"\b(adresse\w*|address\w*)\b", re.IGNORECASE)
TOWNS = re.compile(r"\b(byer|towns?|cities)\b", re.IGNORECASE)

# "plan for plan", "in each of the plans": every plan is to speak.
EACH_PLAN = re.compile(
    r"\b(hver\s+(?:af\s+|enkelt\s+)?(?:de\s+)?(?:\w+\s+)?(?:plan\w*|samarbejdsplan\w*|politikreds\w*|kreds\w*)|plan\s+for\s+plan|kreds\s+for\s+kreds"
    r"|(?:alle|samtlige)\s+(?:\w+\s+)?(?:plan\w*|samarbejdsplan\w*|kredse\w*|politikredse\w*)|de\s+(?:enkelte|forskellige|fem)\s+(?:plan\w*|kredse\w*)"
    r"|(?:each|every|all)\s+(?:of\s+)?(?:the\s+)?(?:\w+\s+)?(?:plans?|(?:police\s+)?districts?)|plan\s+by\s+plan|(?:the\s+)?different\s+plans)\b",
    re.IGNORECASE,
)

# Several things are asked for, by what they are called.
SEVERAL = re.compile(
    r"\b(hvilke|hvad\s+for|which|what\s+(?:\w+\s+){0,2}\w+s\b(?!\s+(?:is|was|the|a)\b)|(?:list|liste)(?:n|r)?|opremse?|nævn|name\s+the|navnene|names)\b",
    re.IGNORECASE,
)

# What a plan is divided by: its areas, subjects, efforts.
AREAS = re.compile(
    r"\b(hvilke|hvad\s+er|which|what\s+are)\b.*\b(\w*områder(?:ne)?|emner(?:ne)?|temaer(?:ne)?|\w*fora|\w*indsatser(?:ne)?|areas|topics|themes|priorities|forums?)\b",
    re.IGNORECASE,
)

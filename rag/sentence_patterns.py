"""The wordings by which a sentence of a plan tells what it tells: a definition, a role, a cause, a deadline, an aspect of a thing."""

from __future__ import annotations

import re

DEFINES = re.compile(
    r"\b(er (et|en|navnet|betegnelsen)|udgør|fungerer som|består af|har til formål|formålet|betegner|dækker|beskriver|hjælper)\b"
)
ROLE = re.compile(
    r"\b(formand|næstformand|ansvar\w*|tovholder\w*|leder|ledes|koordiner\w*|forank\w*|varetag\w*|består af|udpege\w*|projektansvarlig"
    r"|repræsentant\w*|medlem\w*)\b",
    re.IGNORECASE,
)
CAUSE = re.compile(
    r"\b(fordi|derfor|på grund af|skyldes|som følge af|på baggrund af|med henblik på|for at|formål\w*|så at|således at"
    r"|årsag\w*|hensigten|idet|da)\b",
    re.IGNORECASE,
)
# What a question asks of a thing, and the words by which a sentence tells it.
_ASPECT_WORDS = {
    "end": (
        r"slut\w*|afslut\w*|færdig\w*|ophør\w*|udløb\w*|end|ends|ended|finish\w*|conclude\w*|expire\w*",
        r"afslut\w*|slut\w*|ophør\w*|udløb\w*|frem til|løber",
    ),
    "beginning": (
        r"begynd\w*|start\w*|oprette\w*|etablere\w*|begin|began|since|established|set up|launched",
        r"siden|etablere\w*|oprette\w*|start\w*|begynd\w*|iværks\w*|indled\w*|trådte i kraft",
    ),
    "task": (
        r"opgave\w*|ansvar\w*|laver|gør|rolle|task\w*|role|do|does|responsib\w*|supposed",
        r"opgave\w*|skal|ansvar\w*|har til formål|arbejder|bistå\w*|varetag\w*|sikre\w*",
    ),
    "purpose": (
        r"formål\w*|mål|målet|hensigt\w*|hvorfor|purpose|aim\w*|goal\w*|why",
        r"formål\w*|mål|målet|hensigt\w*|med henblik på|for at|skal",
    ),
    "money": (
        r"betaler|finansier\w*|penge|pay\w*|fund\w*|money",
        r"finansier\w*|betal\w*|midler|bevil\w*|puljemidler|satspulje\w*",
    ),
}
ASPECTS = tuple(
    (re.compile(rf"\b({asked})\b", re.IGNORECASE), re.compile(rf"\b({said})\b", re.IGNORECASE)) for asked, said in _ASPECT_WORDS.values()
)
# "Projektet forventes afsluttet …" goes on about what the sentence before names.
REFERS_BACK = re.compile(
    r"^(?:Det|Den|De|Dette|Denne|Disse|Her|Heraf|I alt|Samlet|[A-ZÆØÅ][a-zæøå]+(?:en|et|erne|ene)\b)"
    # The nouns by which a text takes up a thing that it has named.
    r"|\b(?:projektet|ordningen|indsatsen|initiativet|samarbejdet|forløbet|programmet|forsøget|teamet|enheden|patruljen|planen)\b"
)

# A date without its year does not say in which year.
WHICH_YEAR = re.compile(r"\b(?:hvilket\s+år|hvilket\s+aar|(?:which|what)\s+year)\b", re.IGNORECASE)
# Names under a plan answer only who signed it or who holds an office.
ASKS_FOR_SIGNATORIES = re.compile(
    r"\b(underskr\w*|underskriv\w*|skrevet\s+under|navn\w*|borgmest\w*|\w*direktør\w*|politichef\w*|sign(?:ed|s|atory|atories)?|name[ds]?"
    r"|mayors?|commissioner|chief|director)\b",
    re.IGNORECASE,
)

# A kind of fact that a question may ask for more narrowly than the fact table tells them apart: its kind there, and the words that show it.
NARROWER = {
    "phone": ("contact", re.compile(r"\d\d\D?\d\d\D?\d\d\D?\d\d|\b11[2-4]\b")),
    "mail": ("contact", re.compile(r"@")),
    "web": ("contact", re.compile(r"www\.|https?:|\.dk\b")),
    "money": ("number", re.compile(r"\b(?:kr|kroner|mio|mia|millioner?|milliarder?|tkr)\b|€|£", re.IGNORECASE)),
    "percent": ("number", re.compile(r"%|\b(?:procent\w*|pct)\b", re.IGNORECASE)),
    "minutes": ("number", re.compile(r"\bminut\w*", re.IGNORECASE)),
}

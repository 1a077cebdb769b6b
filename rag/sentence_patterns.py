"""The wordings by which a sentence of a plan tells what it tells: a definition, a role, a cause, a deadline, an aspect of a thing."""

from __future__ import annotations

import re

from rag.wording import fold_pattern


def _asking(words: str) -> re.Pattern[str]:
    """A pattern for folded questions: people type with and without æ, ø and å."""
    return re.compile(rf"\b(?:{fold_pattern(words)})(?!\w)")


DEFINES = re.compile(
    r"\b(er (et|en|navnet|betegnelsen)|udgør|fungerer som|består af|har til formål|formålet|betegner|dækker|beskriver|hjælper)\b"
)
ROLE = re.compile(
    r"\b(formand|næstformand|ansvar\w*|tovholder\w*|leder|ledes|koordiner\w*|forank\w*|varetag\w*|består af|udpege\w*|projektansvarlig"
    r"|repræsentant\w*|medlem\w*)\b",
    re.IGNORECASE,
)
# Somebody who does or is something: a body, an office, a group of people.
SOMEBODY = re.compile(
    r"\b(?:politi\w*|polic\w*|\w*kommune(?:r|n|rne|s|ns)?|\w*(?:råd|rådet|rådene|udvalg\w*|nævn\w*|team\w*|enhed\w*|sekretariat\w*|forvaltning\w*"
    r"|afdeling\w*|styregruppe\w*|arbejdsgruppe\w*|gruppe[nr]?|forsorg\w*|styrelse\w*|ministeri\w*|fond(?:en)?|forening\w*|organisation\w*|region\w*"
    r"|center|centret|universitet\w*|brandvæsen\w*|beredskab\w*|myndighed\w*|virksomhed\w*|skole\w*|klub\w*|netværk\w*|patrulje\w*|korps\w*)"
    r"|\w*(?:chef|leder|direktør|inspektør|kommissær|formand|mester|betjent|konsulent|specialist|medarbejder|rådgiver|mægler|vejleder|koordinator"
    r"|tovholder|repræsentant|aktør|partner|lærer|læge|advokat|anklager|vagt|ven|ejer|bruger)(?:e|en|er|ens|ne|erne|ernes|s)?"
    r"|borger\w*|unge|børn\w*|forældre\w*|frivillige|ansatte|personale\w*|beboer\w*|natteravn\w*|medlem\w*|part(?:er|en|erne|ners)?|man|vi|alle)\b",
    re.IGNORECASE,
)
# "De er anført nedenfor": the sentence points at others and says nothing itself.
POINTS_ELSEWHERE = re.compile(
    r"^(?:De|Det|Disse|Dette|Den)\s+(?:er|fremgår|fremgik|findes|ses|står|nævnes|beskrives|gennemgås|uddybes|omtales)\s+(?:\w+\s+){0,3}"
    r"(?:nedenfor|nedenstående|ovenfor|i det følgende|i bilag\w*|følgende)\W*$",
    re.IGNORECASE,
)
CAUSE = re.compile(
    r"\b(fordi|derfor|på grund af|skyldes|som følge af|på baggrund af|med henblik på|for at|formål\w*|så at|således at"
    r"|årsag\w*|hensigten|idet|da|så|ved at|gennem|(?:udfordret|påvirket|ramt|præget|drevet) af|medfør\w*|betyder|bidrage\w*"
    r"|(?:som|der) skal|skal bidrage|målet)\b",
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
    "target": (
        r"hvem\s+kan|hvem\s+er\s+(?:det|den|de)\s+(?:\w+\s+)?for|målgruppe\w*|tilbudt|who\s+can|who\s+is\s+(?:it|this|that)\s+for|for\s+whom|eligible|aimed\s+at",
        r"målrette\w*|målgruppe\w*|henvend\w*|rettet\s+mod|tilbyd\w*|tilbudt|tilbud|for\s+(?:personer|borgere|unge|børn|familier|dem)",
    ),
    "outcome": (
        r"became\s+of|came\s+of|happened\s+(?:to|with)|blev\s+(?:det|der|den|de)\s+til|gik\s+det\s+med|resultat\w*|udfald\w*|effekt\w*|virkning\w*"
        r"|results?|outcomes?|effects?|effective|virker",
        r"besluttede|besluttet|permanent\w*|viderefør\w*|fortsæt\w*|resultat\w*|effekt\w*|evaluer\w*|vist\s+sig|viste|førte\s+til|medført\w*",
    ),
    "money": (
        r"betal\w*|finansier\w*|penge|pay\w*|paid|fund\w*|money",
        r"finansier\w*|betal\w*|midler|bevil\w*|puljemidler|satspulje\w*|støtte\s+(?:af|fra)|støttes|støttet",
    ),
    # Where a thing is: in a town or street, or in the organisation that it belongs to.
    "place": (
        r"ligger|placeret|placering\w*|beliggende|forankret|forankring|hører\s+(?:til|hjemme|under)|holder\s+til|til\s+huse"
        r"|located|based|situated|placed|anchored|housed|belongs?\s+to",
        r"ligger|placer\w*|beliggende|forank\w*|hører\s+(?:til|hjemme|under)|holder\s+til|til\s+huse|det\s+sted|adresse\w*",
    ),
}
ASPECTS = tuple((_asking(asked), re.compile(rf"\b({said})\b", re.IGNORECASE)) for asked, said in _ASPECT_WORDS.values())
# What somebody is asked to do or to be, and the words by which a sentence says who does: "Hvem betaler?" wants a sentence about money.
_DEED_WORDS = (
    (
        r"leder|ledes|lederen|leads?|led|heads?|chairs?|chaired|chair(?:man|person|woman)?|formand\w*|forsæde\w*|in\s+charge|tovholder\w*|styrer",
        r"\w*leder\w*|ledes|ledelse\w*|\w*chef\w*|\w*formand\w*|forsæde\w*|tovholder\w*|spidsen|bestyrelse\w*|varetag\w*|ansvar\w*|styre[rts]?|styregruppe\w*|styring\w*",
    ),
    (
        r"betal\w*|pays?|paid|finansier\w*|fund(?:s|ed|ing)?",
        r"betal\w*|\w*finansier\w*|støtte\w*|\w*midler|bevil\w*|udgift\w*|omkostning\w*|\w*pulje\w*|\w*fond\w*|kroner|mio",
    ),
    (
        r"bestemmer|beslutter|afgør|decides?|decided|determines?|fastsætter|fastlægger",
        r"\w*beslut\w*|afgør\w*|bestem\w*|fastlæg\w*|fastsæt\w*|fastsat|vælg\w*|godkend\w*|træffe\w*|prioriter\w*|udpeg\w*|økonomiudvalg\w*|nævn\w*",
    ),
    (r"godkend\w*|approv\w*", r"godkend\w*|forelæg\w*|tiltræd\w*|vedtag\w*"),
    (r"udarbejd\w*|udkast\w*|drafts?|drew\s+up|draws?\s+up", r"\w*udarbejd\w*|udkast\w*|skriv\w*|lave[rs]?|forbered\w*|formuler\w*"),
    (
        r"(?:hvem\s+er|who\s+(?:is|are))\s+.{2,60}\s+for\W*$",
        r"målrette\w*|målgruppe\w*|henvend\w*|tilbud\w*|tilbyd\w*|omfatte\w*|unge|børn|personer|familier|borgere|gælder",
    ),
    (r"udpeg\w*|udnævn\w*|appoint\w*|elects?|elected", r"udpeg\w*|vælg\w*|valgt|valg|udnævn\w*|indstil\w*|udvælg\w*"),
)
DEEDS = tuple(
    (re.compile(rf"\b(?:{asked})\b", re.IGNORECASE), re.compile(rf"\b(?:{said})\b", re.IGNORECASE)) for asked, said in _DEED_WORDS
)
# The standing bodies of the field: what a sentence says of one of them it does not say of another.
_BODY_WORDS = (
    (r"kredsråd\w*", r"district\s+councils?"),
    # What is said of the local council's wider circle (lokalråd+) is said in one breath with it.
    (r"lokalråd\w*", r"local\s+councils?"),
    (r"banderåd\w*", r"gang\s+councils?"),
    (r"bevillingsnævn\w*", r"licens?ing\s+boards?"),
    (r"ungdomskriminalitetsnævn\w*", r"youth\s+crime\s+boards?"),
    (r"økonomiudvalg\w*", r"finance\s+committees?"),
    (r"ungesamråd\w*", r"youth\s+councils?"),
    (r"psp-?udvalg\w*", r"psp\s+committees?"),
    (r"beredskabskommission\w*", r"emergency\s+(?:management\s+)?commissions?"),
)
BODIES = tuple((_asking(f"{danish}|{english}"), re.compile(rf"\b{danish}(?!\w)", re.IGNORECASE)) for danish, english in _BODY_WORDS)
# "Hvor ligger …?" wants a place and no story.
LIES, LIES_THERE = ASPECTS[-1]
ENDS, BEGINS = ASPECTS[0], ASPECTS[1]
# "Det gælder områderne X og Y": the sentence says what the one before announces.
TAKES_UP = re.compile(r"^(?:Det|Der)\s+(?:gælder|drejer\s+sig\s+om|er\s+tale\s+om|handler\s+om)\b")
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

# A day or a month; a year alone is no date.
_DAY = re.compile(r"\d[./-]\d|\b(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\b", re.IGNORECASE)
# A kind of fact that a question may ask for more narrowly than the fact table tells them apart: its kind there, and the words that show it.
NARROWER = {
    "phone": ("contact", re.compile(r"\d\d\D?\d\d\D?\d\d\D?\d\d|\b11[2-4]\b")),
    "mail": ("contact", re.compile(r"@")),
    "web": ("contact", re.compile(r"www\.|https?:|\.dk\b")),
    "money": ("number", re.compile(r"\b(?:kr|kroner|mio|mia|millioner?|milliarder?|tkr)\b|€|£", re.IGNORECASE)),
    "percent": ("number", re.compile(r"%|\b(?:procent\w*|pct)\b", re.IGNORECASE)),
    "minutes": ("number", re.compile(r"\bminut\w*", re.IGNORECASE)),
    "speed": ("number", re.compile(r"\bkm\b|\bkilometer\b", re.IGNORECASE)),
    "day": ("date", _DAY),
}

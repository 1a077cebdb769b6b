"""Words that shape a question instead of saying its topic, in Danish and English. About the two languages, never about one question."""

from __future__ import annotations

import re
from functools import cache

from corpus.gazetteer import fold
from index.danish import STOPWORDS, lemma
from index.general_words import closed_class

# What every plan is about, and how people ask; they say what kind of answer is wanted, not where it stands.
FRAME = frozenset(
    (
        "kommune kommuner kommunen kommunerne municipality municipalities plan planer planen planerne plans samarbejdsplan "
        "samarbejdsplaner samarbejdsplanen cooperation politikreds politikredse politikredsen kreds kredse district districts hedder "
        "kaldes called gang gange siger skriver omtaler omtales nævnt nævner står staar betyder dækker menes stand stands mean means "
        "abbreviation forkortelse forkortelsen antal antallet number many mange meget ofte tit længe lang stor stort often long dato "
        "date år aar year år. times navn navnet name names findes fandtes eksisterer exist exists mention mentioned mentions say says "
        "according ifølge forskel forskellen difference compare sammenlign changed change ændret ændrede ændrer most mest flest nyeste "
        "seneste newest latest current aktuelle gældende right now nu still stadig regarding concerning vedrørende happen happens sker "
        "ske done being used bruges getting get egentlig lige gerne vide know please kind type slags way måde forklar explain describe "
        "beskriv hvilke bor live take place today dag several flere every each hver mod against both både udover desuden rolle role "
        "situation status ligger sidder sidde ligge located situated tale omhandler handler betyde fortælle fortæl helt præcis "
        "precisely exactly kort briefly følgende bestemt particular tilbydes offered address adresse adressen adresser mail e-mail towns "
        "town byer by cities city udviklet udvikler udvikling udviklingen udvikle trend tendens tendensen developed development evolved "
        "slutdato slutdatoen startdato startdatoen vs versus kontra henne dengang pr per betydning betydningen meaning part procent "
        "percent percentage pct siden since existed exists finde finder sted steder places"
    ).split()
)
# General words that help to rank but must never decide that something is not there.
GENERIC = frozenset(
    (
        "politi politiet politiets police gør gøre lave laver laves made make arbejde arbejder arbejdes work works working samarbejde "
        "samarbejder samarbejdet cooperate cooperation cooperates tæt tættest closely close closest nærmest område områder area areas "
        "opgave opgaver task tasks indsats indsatser effort efforts initiative initiatives initiativ initiativer formål formålet "
        "purpose aim mål målet goal goals blive start starte begynde begin begyndt started startet slut slutte end ended ends færdig "
        "færdige færdigt finished ready tage tager giver give given få fik får får sætte holde holdes held foregå foregår involveret "
        "involverede involved deltage deltager deltog med participate participates part indgå indgår include includes included omfatte "
        "omfatter cover covers oprettet oprettede bruge bruger use uses using borger borgere citizens citizen people folk person "
        "personer persons lokal lokale local fælles common joint ny nye new særlig særlige special vigtig vigtigste main important "
        "ansvar ansvaret ansvarlig responsible responsibility forventes expected planlagt planned skal should"
    ).split()
)
# Small talk and everyday verbs around a question, English before Danish.
_CHATTY = frozenset(
    (
        "am is being been get gets got go goes going gone come comes came run runs running ran look looks looking put puts set sets keep "
        "keeps let lets see sees seen say says said tell tells told ask asks asked want wants wanted need needs needed try tries tried "
        "help helps helping helped join joins joined reach reaches suppose supposed allowed able know knows known think thinks believe "
        "mean means meant seem seems become becomes became leave leaves bring brings show shows shown find finds found decide decides "
        "decided happen happened occur occurred start stop call calls called concern concerns regard apply applies applied deal deals "
        "handle receive receives received offer offers provide provides together up out off down away back again ever yet also too very "
        "quite rather really actually currently usually normally always often sometimes only just even already especially particularly "
        "mainly me my mine your our us them someone anyone everyone something anything everything nothing thing things lot lots bit kind "
        "kinds sort sorts type types way ways case cases planning calendar moment today tomorrow yesterday next last previous former "
        "later earlier before after during while since until within without along across around among own same different other others "
        "another such whole half least fewer less several certain possible necessary interested curious busy sure good bad better best "
        "big small large following mentioned described stated listed set-up exactly specifically roughly approximately please thanks "
        "hello hi wondering could would might may must shall ought yearly annual "
        "gå går gik gået kom kommer kommet komme sat sætter sidde stå står stod lægge ligge lå hænge hænger hang se ser set sige siger "
        "sagt fortæller fortalt spørge spørger vide ved vidst tro tror mene mener ment synes prøve prøver hjælpe hjælper hjalp mangle "
        "mangler finde finder fandt fundet vise viser vist hedde hed kalde kaldt skrive skriver skrevet styr styre bestemme bestemmer "
        "bestemt beslutte beslutter besluttet sørge sørger dreje drejer handle løbe løber rende ende ender pågå pågår eksistere gælde "
        "gælder gjaldt betale betaler delt dele deler blevet været haft fået gjort taget givet lavet sket holdt nået endt ude inde oppe "
        "nede væk hjem tilbage igen altid aldrig ofte sjældent måske bare lige kun netop allerede endnu snart straks tidligere senere "
        "sidst sidste næste forrige nuværende fremover hidtil samtidig dernæst desuden endelig overhovedet rigtig rigtigt egentlig "
        "faktisk cirka omtrent næsten noget nogen ting sager slags sådan sådanne anden andet andre samme forskellige flere færre mest "
        "mindst hele halve god godt dårlig stor store lille små gamle gammel nysgerrig nysgerrige interesseret interesserede travl "
        "venlig hej tak sagt ordene navne styrke fleste begge par stykker stk gennem igennem ifm ift mht vedr omkring blandt hvert hver "
        "hverken enten både "
        # which way a figure goes
        "stige stiger stigende steget steg falde falder faldende faldet faldt øges rise rises rising risen rose increase increases "
        "increased increasing fall falls falling fallen fell decrease decreases decreased decreasing decline declines declined grown "
        "drop drops dropped dropping open opens opened hører høre tilhører tilhøre belong belongs belonging"
    ).split()
)
_GENERAL = frozenset(fold(word) for word in GENERIC | _CHATTY)
_SHAPE = frozenset(fold(word) for word in FRAME | STOPWORDS) | (frozenset(fold(word) for word in closed_class()) - _GENERAL)


@cache
def is_shape(word: str) -> bool:
    """True for words that shape a question in either language, typed with or without æøå: stop words and frame words."""
    return fold(word) in _SHAPE or fold(lemma(word)) in _SHAPE


@cache
def is_general(word: str) -> bool:
    """True for general verbs, adverbs and nouns: they help to rank and never decide that something is not there."""
    return fold(word) in _GENERAL or fold(lemma(word)) in _GENERAL


def topic_words(text: str) -> str:
    """What a question is about: its words without those that only ask."""
    return " ".join(word for word in re.findall(r"[\w§+-]+", text) if not is_shape(word) and not is_general(word))


DENIES = re.compile(r"\b(ikke|ingen|uden|not|no|never|without|lacks?)\b", re.IGNORECASE)
# "Which kommuner have not …": who is said to lack it, not who has it. A name may hold "No" or "Ingen".
LACKS = re.compile(r"\b(ikke|not|without|lacks?)\b(?!\s+(?:mindst|kun|only|least)\b)", re.IGNORECASE)


def fold_pattern(pattern: str) -> str:
    """A pattern that meets folded text: its Danish letters written as ae, oe and aa, its escapes untouched."""
    return pattern.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")


# The kinds of fact a wording asks for, and the wordings, one idea a line. The first that fits wins.
_ASKED_WORDINGS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("hours",), (
        r"\båbningstid\w*",
        r"\båben\w*\b|\båbent\b",
        r"\b(?:opening|office|visiting|walk-?\s?in)\s+(?:hours|times)\b",
        r"\bopens?\s+(?:on|at|until|from)\b",
        # The words between are topic.
        r"\bwhen\s+(?:is|are|does|do)\b(?=.*\bopen\b)",
        r"\b(?:hvilken|hvilke)\s+(?:uge)?dage?\b|\b(?:which|what)\s+(?:week)?days?\b",
    )),
    (("phone",), (
        r"\btelefonn\w*|\btlf\w*|\bphone\s*(?:number|no)?\b(?!\w)",
        r"\bhvilket\s+nummer\b|\bwh(?:at|ich)\s+number\b.*\b(?:call|ring|dial)\b",
    )),
    (("mail",), (
        r"\be-?mail\w*|\bmailadress\w*|\bmail\b",
    )),
    (("web",), (
        r"\bhjemmesid\w*|\bwebsite\b|\bweb\s*(?:address|page)\b|\bnetadress\w*|\burl\b",
    )),
    (("contact",), (
        r"\bkontaktoplysning\w*|\bcontact\s+(?:details|information)\b",
        r"\btelefon\w*",
    )),
    (("money",), (
        r"\bpris(?:en|er)?\b|\bkoster\b|\bkoste(?:t|de)\b|\bbeloeb\w*|\bgebyr\w*|\bbudget\w*|\bkroner\b",
        r"\bhvor\s+mange\s+penge\b|\bhow\s+much\s+(?:money|does\s+it\s+cost)\b|\bprices?\b|\bcosts?\b|\bfees?\b",
    )),
    (("percent",), (
        r"\bprocent\w*|\bpct\b|\bper\s*cent\b|\bpercentages?\b",
    )),
    (("minutes",), (
        r"\bresponstid\w*|\bminutter\b|\bresponse\s+times?\b|\bminutes\b",
    )),
    (("speed",), (
        r"\bkm/?t\b|\bkm/h\b|\b(?:hvilken|hvad\s+er\s+den)\s+(?:\w+\s+)?(?:hastighed|fart)\w*",
        r"\b(?:what|which)\s+(?:\w+\s+)?speed(?:\s+limits?)?\b",
    )),
    # A year alone is no date.
    (("day",), (
        r"\b(?:moede|hvilken\s+|hvilke\s+|hvad\s+)?dato(?:er|en|erne)?\b",
        r"\b(?:meeting\s+|exact\s+|what\s+|which\s+)dates?\b",
    )),
    (("person",), (
        r"\b(?:leader|head|chief|chair\w*|manager)(?:'s)?\s+names?\b",
        r"\bved\s+navn\b|\bnavnet?\s+paa\s+(?:lederen|chefen|formanden|direktoeren)\b|\bhvad\s+hedder\s+(?:lederen|chefen|formanden)\b",
        r"\bname\s+of\s+the\s+(?:head|leader|chair\w*|manager)\b",
        r"\bhvad\s+hedder\b(?=.*(?:koordinator|leder|chef|direktoer|inspektoer|kommissaer|konsulent|ansvarlig))",
        r"\bname\s+of\b(?=.*\b(?:coordinator|officer|inspector|superintendent|consultant|director)\b)",
    )),
    (("age",), (
        r"\balder(?:en)?\b",
        r"\bages?\b(?!\s+(?:groups?|limits?|range))",
        r"\baldersgrupp\w*|\baldersgrænse\w*",
        r"\bhvor\s+gammel\b|\bhvor\s+gamle\b|\bhow\s+old\b",
        r"\bage\s+(?:groups?|limits?|range)\b",
    )),
    (("paragraph",), (
        r"\bparagraf\w*|\bwhich\s+sections?\b(?=.*\bact\b)",
    )),
    (("place",), (
        r"\badresse\w*|\baddress\b",
        # What is named after "which" is topic too.
        r"\b(?:hvilke|hvilken)\s+(?=(?:\w+\s+){0,2}(?:gader?|pladser|plads|torve|torv|veje|vej|boligomraader|boligkvarterer|kvarterer)\b)",
        r"\b(?:which|what)\s+(?=(?:\w+\s+){0,2}(?:streets?|squares?|roads?|housing\s+(?:estates?|areas?)|estates|neighbourhoods)\b)",
    )),
    (("frequency",), (
        r"\bhvor\s+(?:ofte|tit|jaevnligt)\b|\bhow\s+(?:often|regularly|frequently)\b",
        r"\bgange\s+(?:om\s+året|årligt|om\s+måneden|om\s+ugen)",
        r"\btimes\s+(?:a|per)\s+(?:year|month|week)",
    )),
    (("duration", "date"), (
        r"\bhvor\s+(?:længe|lang\s+tid|hurtigt|snart)\b|\bhow\s+(?:long|soon)\b",
        r"\bvarighed\w*|\bvarer\b",
    )),
)  # fmt: skip
_ASKED = tuple((kinds, re.compile(fold_pattern("|".join(ideas)))) for kinds, ideas in _ASKED_WORDINGS)


def asked_facts(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """(kinds of fact that the wording asks for, the words that said so, lower case); ((), ∅) where it asks for none.

    >>> asked_facts("Hvad er åbningstiderne?")[0]
    ('hours',)
    """
    low = fold(text)
    for kinds, pattern in _ASKED:
        if match := pattern.search(low):
            return kinds, frozenset(match.group().split())
    return (), frozenset()

"""Words that shape a question instead of saying its topic, in Danish and English. About the two languages, never about one question."""

from __future__ import annotations

import re

# What every plan is about, and how people ask; they say what kind of answer is wanted, not where it stands.
FRAME = frozenset(
    (
        "kommune kommuner kommunen kommunerne municipality municipalities plan planer planen planerne plans samarbejdsplan "
        "samarbejdsplaner samarbejdsplanen cooperation politikreds politikredse politikredsen kreds kredse district districts hedder "
        "kaldes called gang gange siger skriver omtaler omtales nævnt nævner står staar betyder dækker menes stand stands mean means "
        "abbreviation forkortelse forkortelsen antal antallet number many mange meget ofte tit længe lang stor stort often long dato "
        "date år aar year år. times navn navnet name findes fandtes eksisterer exist exists mention mentioned mentions say says "
        "according ifølge forskel forskellen difference compare sammenlign changed change ændret ændrede ændrer most mest flest nyeste "
        "seneste newest latest current aktuelle gældende right now nu still stadig regarding concerning vedrørende happen happens sker "
        "ske done being used bruges getting get egentlig lige gerne vide know please kind type slags way måde forklar explain describe "
        "beskriv hvilke bor live take place today dag several flere every each hver mod against both både udover desuden rolle role "
        "situation status ligger sidder sidde ligge located situated tale omhandler handler betyde fortælle fortæl helt præcis "
        "precisely exactly kort briefly følgende bestemt particular tilbydes offered"
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
GENERIC_SHARE = 0.3

_ASKED = (
    (("hours",), r"\båbningstid\w*|\båben\w*\b|\båbent\b|\bopening hours\b|\bopen\b"),
    (("contact",), r"\btelefon\w*|\bmail\w*|\be-mail\w*|\bkontaktoplysning\w*|\bphone number\b|\bemail\w*|\bhjemmeside\w*|\bwebsite\b"),
    (("place", "kommune"), r"\badresse\w*|\baddress\b"),
    (("frequency",), r"\bhvor\s+(?:ofte|tit)\b|\bhow\s+often\b|\bgange\s+(?:om\s+året|årligt|om\s+måneden|om\s+ugen)|\btimes\s+(?:a|per)\s+(?:year|month|week)"),
    (("duration", "date"), r"\bhvor\s+(?:længe|lang\s+tid)\b|\bhow\s+long\b|\bvarighed\w*|\bvarer\b"),
)  # fmt: skip


def asked_facts(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """(kinds of fact that the wording asks for, the words that said so, lower case); ((), ∅) where it asks for none.

    >>> asked_facts("Hvad er åbningstiderne?")[0]
    ('hours',)
    """
    low = text.lower()
    for kinds, pattern in _ASKED:
        match = re.search(pattern, low)
        if match:
            return kinds, frozenset(match.group().split())
    return (), frozenset()

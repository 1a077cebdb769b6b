"""The Danish sentence splitter: every case is written with ``|`` where one sentence ends and the next begins."""

from __future__ import annotations

import pytest

from corpus.sentences import split_sentences

CASES = """
Rådet mødes på Ærø.|Mødet er åbent.
Rådet mødes bl.a. på Ærø.|Øerne har f.eks. Strynø med.
Bl.a. Nyborg og Ærø deltager.|Det gør f.eks. Assens også.
Møder holdes, jf. § 115, hvert år.|Loven gælder.
Det følger af § 4.|Rådet har syv medlemmer.
Det følger af § 4, stk. 2.|Rådet har syv medlemmer.
Det følger af §§ 111-113.|Åben dialog er et mål.
Det står i lovens kap. 3 og i bilaget, nr. 7 i rækken.
Se initiativ nr. 30.|Æblehaven er med.
Mål nr. 3 er nået.|Mål nr. 4 er på vej.
Mødet er kl. 9.30 på rådhuset.|Ånden er god.
Forbuddet gælder mellem kl. 24 og 05.|Øvrige regler står i bilaget.
Festen slutter kl. 24.|Politiet kører hjem.
Der er åbent kl. 16-19.|Ring først.
Planen er aftalt den 4. marts 2031.|Den gælder et år.
Planen er aftalt d. 4. marts.|Den gælder et år.
Pr. 1. januar trådte aftalen i kraft.|Ærø kom med senere.
Status gives i 2. kvartal på Fanø.|Så følger en pause.
Status gives i 2. Kvartal på Fanø.|Så følger en pause.
Børn i 5. eller 6. klasse på Ærø er med.|De er 12 år.
De mødes på 3. sal i den 2. række.|Åbent for alle.
Det er den 3. Ærøaftale i træk.
Antallet faldt i 2025.|Aarhus har flere.
Antallet faldt fra 2019 til 2025.|45 kameraer er sat op.
Det lykkedes i 5 ud af 7.|Derfor fortsætter vi.
Der er 3.500 børn på Ærø.|De cykler.
Stigningen er 2,5 pct. om året.|Øerne er undtaget.
Det koster 2,5 mio. kr. om året på Samsø.|Beløbet er fast.
Det koster 4 mio. kr.|Beløbet er fast.
Restauratører, vagter mv. deltager.|Øvrige inviteres.
Restauratører, vagter mv.|Øvrige inviteres.
Foreninger m.fl. i Ærøskøbing hører til.
Der er skoler, klubber osv.|Åbningstiden er lang.
Der er skoler, klubber o.s.v. på øen.
Der er skoler og lign.|Åse leder dem.
Formand er J. Åberg.|Næstformand er P.L. Øst.
Formand er H.C. Ørum fra Ærø.
Frk. Ås og dr. Øe taler, hhv. mandag og tirsdag.
Rådet tæller ca. 20 medlemmer, inkl. Ærøs to.
Rådet tæller 20 medlemmer, ekskl. Ærøs to.
Det gælder de små øer, dvs. Ærø og Strynø.
Det gælder de små øer, bl. a. Ærø.|Det gælder f. eks. Strynø.
Åbningen ligger i aug. 2031.|Alle er velkomne.
Se nærmere i afsnit 5.4.|Her står tallene.
Planen (se afsnit 5.4) er ny.|Ærø er med.
Planen er ny (se bilag 1.)|Ærø er med.
Sekretariatet (DKS).|Det ligger i Ærøskøbing.
Det samles i SSP.|Ås Skole er med.
Hvem deltager?|Alle på Ærø!|12 betjente kommer.
Støtten kommer fra Kør Rent! kampagnen på Ærø.
De spurgte: ”Er det trygt på Ærø?” og fik svar.
Hun sagde: "Vi åbner."|Derefter gik de.
Hun sagde: ”Vi åbner.”|Åse gik.
Målet er »tryghed på øen.«|Åse skrev det.
”Åben by” er navnet.|”Lukket by” var det gamle.
Meld det på www.politi.dk.|Ærø har egen side.
Politiet på Ærø venter...|Øboerne venter også.
Vi venter… og ser.
1. Ærø laver en plan for 2031.
Planen slutter her
""".strip().split("\n")


@pytest.mark.parametrize("case", CASES)
def test_sentence_borders(case):
    text = case.replace("|", " ")
    assert [text[start:end] for start, end in split_sentences(text)] == case.split("|")


@pytest.mark.parametrize(
    "case",
    [
        "Randers har et Infohus i 2025.|Aarhus har ikke et Infohus.",
        "Et mål er på vej nå.|Samsø venter.",
        "Mål nr. 3 er at åbne et Infohus.",
    ],
)
def test_borders_that_a_known_peer_misses(case):
    text = case.replace("|", " ")
    assert [text[start:end] for start, end in split_sentences(text)] == case.split("|")


def test_offsets_skip_the_blanks_around():
    text = "  Ærø er en ø.   Fyn er større.\n"
    assert split_sentences(text) == [(2, 14), (17, 31)]


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_no_words_no_sentences(text):
    assert split_sentences(text) == []

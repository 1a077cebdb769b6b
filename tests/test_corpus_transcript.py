"""Transcripts from document-sharing sites, on an invented plan in the same form."""

from __future__ import annotations

import pytest

from corpus.reader import parse_plan
from corpus.transcript import is_transcript, parse_transcript

TRANSCRIPT = """SAMARBEJDSPLAN 2031 FOR FYNS POLITI

Størrelse: px
Starte visningen fra side:

Download "SAMARBEJDSPLAN 2031 FOR FYNS POLITI"

Transkript

1 SAMARBEJDSPLAN 2031 FOR FYNS POLITI

2 Indholdsfortegnelse FORORD HAVNE OG KYST Cykler ved færgelejet Røgede ål (fiskekontrol) DE GRØNNE OMRÅDER Skovens fester

3 FORORD Planen gælder for hele øen. Ærøskøbing, den 3. maj 2031 Åse Bøgh Holm Politidirektør Søren Dam Borgmester i Svendborg Kommune \
Mia Ødegaard Borgmester i Langeland Kommune 2

4 DEL 1: 1. HAVNE OG KYST Havnene har 12 vagter. 1.1. Cykler ved færgelejet Kommunen tæller cykler ved lejet hver måned, også i år 3

5 Røgede ål (fiskekontrol) Kontrollen af ål sker her: - Ærøskøbing Torv - Havnegade i Nyborg - Åpladsen i Odense (åbner i 2032) \
Det fælles arbejde fortsætter. DEL 2: 4

6 2. DE GRØNNE OMRÅDER Skovene hører med i planen. 2.1. Skovens fester Festerne slutter kl. 24. Politiet kører 5

7 forbi to gange. 6

SAMARBEJDSPLAN FOR BORNHOLMS POLITI 2019

SAMARBEJDSPLAN FOR BORNHOLMS POLITI 2019 Indledning Rådet for klipper og sild har i år

Læs mere

8 gode råd om tang

8 gode råd om tang Tang gror overalt ved kysten, og

Læs mere
"""


@pytest.fixture(scope="module")
def plan():
    return parse_plan(TRANSCRIPT, "fyn.txt")


def test_a_transcript_is_known_by_the_sites_own_lines():
    assert is_transcript(TRANSCRIPT)
    assert not is_transcript("# Samarbejdsplan 2031\n\nTranskript\n\nÆrø er med.\n\nLæs mere")


def test_sections_with_the_numbers_that_the_transcript_lost(plan):
    assert [(s.depth, s.number, s.title) for s in plan.sections] == [
        (0, "", "SAMARBEJDSPLAN 2031 FOR FYNS POLITI"),
        (1, "", "FORORD"),
        (0, "", "DEL 1"),
        (1, "1", "HAVNE OG KYST"),
        (2, "1.1", "Cykler ved færgelejet"),
        (2, "1.2", "Røgede ål (fiskekontrol)"),
        (0, "", "DEL 2"),
        (1, "2", "DE GRØNNE OMRÅDER"),
        (2, "2.1", "Skovens fester"),
    ]


def test_own_text_of_the_sections(plan):
    own = {s.title: plan.text[s.body_start : s.end].strip() for s in plan.sections}
    assert own["HAVNE OG KYST"] == "Havnene har 12 vagter."
    assert own["Cykler ved færgelejet"] == "Kommunen tæller cykler ved lejet hver måned, også i år"
    assert own["Røgede ål (fiskekontrol)"] == (
        "Kontrollen af ål sker her:\n- Ærøskøbing Torv\n- Havnegade i Nyborg\n"
        "- Åpladsen i Odense (åbner i 2032)\n\nDet fælles arbejde fortsætter."
    )
    assert own["Skovens fester"] == "Festerne slutter kl. 24. Politiet kører forbi to gange."


@pytest.mark.parametrize(
    "word", ["Læs mere", "BORNHOLM", "Bornholm", "sild", "gode råd", "Tang", "Størrelse", "Download", "Transkript", "Indholdsfortegnelse"]
)
def test_chrome_contents_and_teasers_never_reach_the_text(plan, word):
    assert word not in plan.text


def test_metadata_and_signatories(plan):
    assert (plan.id, plan.district, plan.year, plan.kommuner) == ("fyn-2031", "Fyn", 2031, ("Svendborg", "Langeland"))
    assert [(s.name, s.office) for s in plan.signatories] == [
        ("Åse Bøgh Holm", "Politidirektør"),
        ("Søren Dam", "Borgmester i Svendborg Kommune"),
        ("Mia Ødegaard", "Borgmester i Langeland Kommune"),
    ]


def test_pages_are_the_sites_counters(plan):
    assert [page.page for page in plan.pages] == [1, 3, 4, 5, 6]
    assert plan.page_at(plan.text.index("Havnene har")) == 4
    assert plan.page_at(plan.text.index("Åpladsen")) == 5


def test_a_transcript_without_contents_list_keeps_its_pages():
    without = TRANSCRIPT.replace("2 Indholdsfortegnelse FORORD", "2 ET ÅBENT BREV FORORD")
    blocks = parse_transcript(without)
    assert [(block.kind, block.page) for block in blocks] == [("paragraph", page) for page in range(1, 8)]
    assert blocks[-1].text == "forbi to gange."


def test_without_the_sites_lines_below_the_last_page_the_document_ends_there_too():
    ended = TRANSCRIPT[: TRANSCRIPT.index("SAMARBEJDSPLAN FOR BORNHOLMS")]
    assert parse_transcript(ended) == parse_transcript(TRANSCRIPT)


def test_a_number_at_a_pages_end_that_is_no_page_number_stays():
    """Only a printed number at the same distance from the counter as on most pages goes."""
    text = TRANSCRIPT.replace("Politiet kører 5\n", "Politiet kører 12\n")
    assert parse_plan(text, "fyn.txt").text.endswith("Politiet kører 12 forbi to gange.")

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.plan import Plan
from corpus.reader import read_plan
from index.facts import Fact, expand, extract_facts
from tests.rag_plans import FYN_2024

HEAD = "# Samarbejdsplan 2024\n\nKredsrådet i Fyns Politikreds\n\n## 1. HAVNEN\n\n"


def plan_of(folder: Path, text: str) -> Plan:
    path = folder / "plan.md"
    path.write_text(HEAD + text + "\n", encoding="utf-8")
    return read_plan(path)


def facts_in(folder: Path, text: str, *kinds: str) -> list[Fact]:
    """The facts of a plan that says nothing but ``text`` under its one heading."""
    plan = plan_of(folder, text)
    start = plan.sections[-1].body_start
    return [f for f in extract_facts(plan) if f.start >= start and (not kinds or f.kind in kinds)]


def values(folder: Path, text: str, *kinds: str) -> list[str]:
    return [fact.value for fact in facts_in(folder, text, *kinds)]


# ---- kommuner


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Odense, Nyborg og Ærø Kommuner har en havnevagt.", ["Odense", "Nyborg", "Ærø"]),
        ("Faaborg-Midtfyn Kommunes havnefoged sejler til Ærø.", ["Faaborg-Midtfyn", "Ærø"]),
        ("Vagten i Århus og i Nyborgs havn er åben.", ["Aarhus", "Nyborg"]),
        ("På vejen ligger en skive af skinke med et greve-våben.", []),
        ("Odensevej er lukket, og Ærøskøbing er åben.", []),
    ],
)
def test_the_kommuner_of_a_sentence(tmp_path: Path, text: str, named: list[str]) -> None:
    assert values(tmp_path, text, "kommune") == named


def test_mens_gives_each_kommune_its_own_clause(tmp_path: Path) -> None:
    text = "Odense og Nyborg Kommuner har en havnevagt, mens der i Svendborg og Ærø Kommuner er en bådpatrulje."
    plan = plan_of(tmp_path, text)
    facts = [f for f in extract_facts(plan) if f.kind == "kommune"]
    assert {f.value: plan.text[f.clause_start : f.clause_end] for f in facts} == {
        "Odense": "Odense og Nyborg Kommuner har en havnevagt",
        "Nyborg": "Odense og Nyborg Kommuner har en havnevagt",
        "Svendborg": "mens der i Svendborg og Ærø Kommuner er en bådpatrulje.",
        "Ærø": "mens der i Svendborg og Ærø Kommuner er en bådpatrulje.",
    }


@pytest.mark.parametrize("words", ["på nær", "undtagen", "med undtagelse af", "bortset fra"])
def test_what_stands_after_an_exception_is_excepted(tmp_path: Path, words: str) -> None:
    facts = facts_in(tmp_path, f"Alle kommuner {words} Ærø og Nyborg har opsat lystavler.", "kommune", "all_kommuner")
    assert [(f.kind, f.value, f.excepted) for f in facts] == [
        ("all_kommuner", "Alle kommuner", False), ("kommune", "Ærø", True), ("kommune", "Nyborg", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Alle kommuner deltager på øen.", ["Alle kommuner"]),
        ("Hver kommune har en havnefoged på øen.", ["Hver kommune"]),
        ("Hver enkelt kommune har en åben havn.", ["Hver enkelt kommune"]),
        ("Samtlige fem kommuner på Fyn er med.", ["Samtlige fem kommuner"]),
        ("Alle fynske kommuner er med på åen.", ["Alle fynske kommuner"]),
        ("I alle de fem kommuner er der en båd.", ["I alle de fem kommuner"]),
        ("Politikredsens kommuner mødes på åen.", ["Politikredsens kommuner"]),
        ("De fem kommuner på øen mødes.", ["De fem kommuner"]),
        ("Ordningen gælder i hele politikredsen på øen.", ["hele politikredsen"]),
        ("Alle landets kommuner får et brev om åen.", []),
        ("Flere kommuner og nogle kommuner på øen er med.", []),
    ],
)
def test_words_that_mean_every_kommune(tmp_path: Path, text: str, said: list[str]) -> None:
    assert values(tmp_path, text, "all_kommuner") == said


@pytest.mark.parametrize(
    ("text", "negated", "tense"),
    [
        ("Der er ikke en havnevagt i Ærø Kommune.", True, ""),
        ("Ærø Kommune har ikke mindst en god havnevagt.", False, ""),
        ("Ærø Kommune forventes at få en havnevagt.", False, "planned"),
        ("Havnevagten i Ærø Kommune er ophørt.", False, "ended"),
        ("Ærø Kommune har en havnevagt.", False, ""),
    ],
)
def test_a_fact_knows_whether_it_is_denied_planned_or_over(tmp_path: Path, text: str, negated: bool, tense: str) -> None:
    (fact,) = facts_in(tmp_path, text, "kommune")
    assert (fact.value, fact.negated, fact.tense) == ("Ærø", negated, tense)


# ---- figures, dates and the like


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("I 2023 blev der anmeldt 318 cykeltyverier på øen.", "number", [("318", "cykeltyverier på øen")]),
        ("Der er tolv både og 1.250 årer i havnen.", "number", [("12", "både og"), ("1.250", "årer i havnen")]),
        ("Andelen steg 26 % på Ærø.", "number", [("26", "% på Ærø")]),
        ("Mellem 10 og 17 ½ år på øen.", "number", [("10", "og"), ("17 ½", "år på øen")]),
        ("Se § 113 og afsnit 5.4 om åen.", "number", []),
        ("Vagten begyndte den 1. juni 2023 på åen.", "date", [("den 1. juni 2023", "")]),
        ("Vagten lukker d. 4. marts på øen.", "date", [("d. 4. marts", "")]),
        ("I 2. kvartal 2023 og primo 2024 sejles der på åen.", "date", [("2. kvartal 2023", ""), ("primo 2024", "")]),
        ("I efteråret 2021 gik båden.", "date", [("efteråret 2021", "")]),
        ("Planen 2020-2022 gælder på øen.", "date", [("2020-2022", "")]),
        ("Fra 2019 til september 2021 var båden på øen.", "date", [("Fra 2019 til september 2021", "")]),
        ("Tlf. 3 af 2019-modellen på øen.", "date", [("2019", "")]),
        ("Åbent mandag kl. 16-19 på øen.", "hours", [("mandag kl. 16-19", "")]),
        ("Åbent tirsdage og torsdage kl. 9.30 til 12 på øen.", "hours", [("tirsdage og torsdage kl. 9.30 til 12", "")]),
        ("Rådet mødes fire gange om året på øen.", "frequency", [("fire gange om året", "")]),
        ("Møderne er kvartalsvise på Ærø.", "frequency", [("kvartalsvise", "")]),
        ("En dag om ugen sejler båden til øen.", "frequency", [("En dag om ugen", "")]),
        ("Forløbet varer 2 ½ år på øen.", "duration", [("2 ½ år", "")]),
        ("Der er vagt døgnet rundt på åen.", "duration", [("døgnet rundt", "")]),
        ("Ring 66 14 14 48 eller skriv til havn@ærø.dk.", "contact", [("66 14 14 48", ""), ("havn@ærø.dk", "")]),
        ("Se www.havnen.dk/vagt for åbningstider.", "contact", [("www.havnen.dk/vagt", "")]),
        ("Huset ligger på Æblevej 7 i Nyborg.", "place", [("Æblevej 7 i Nyborg", "")]),
        ("Bænken står på Åboulevarden og Klostertorvet.", "place", [("Åboulevarden", ""), ("Klostertorvet", "")]),
        ("Fundne både: 2021: 41, 2022: 57 på øen.", "series", [("2021", "41"), ("2022", "57")]),
        ("Der var 49 i 2018 og 56 i 2019 på øen.", "series", [("2018", "49"), ("2019", "56")]),
    ],
)
def test_what_a_sentence_says_that_can_be_asked_for(tmp_path: Path, text: str, kind: str, found: list[tuple[str, str]]) -> None:
    assert [(f.value, f.detail) for f in facts_in(tmp_path, text, kind)] == found


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("I 2023 blev der anmeldt 318 cykeltyverier på øen.", ["318"]),
        ("Der er tolv både og 1.250 årer i havnen.", ["12", "1.250"]),
        ("Mellem 10 og 17 ½ år på øen, i alt 4,5 %.", ["10", "17 ½", "4,5"]),
        ("Mål nr.3 på øen", []),
    ],
)
def test_the_numbers_of_a_sentence(tmp_path: Path, text: str, numbers: list[str]) -> None:
    assert values(tmp_path, text, "number") == numbers


def test_a_year_of_a_date_is_not_a_number_too(tmp_path: Path) -> None:
    assert values(tmp_path, "Den 1. juni 2023 kom båden til øen.", "number") == []
    assert values(tmp_path, "Fundne både på øen: 2021: 41.", "number") == []


def test_headings_hold_no_figures_but_kommuner(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(
        "# Samarbejdsplan 2024\n\nKredsrådet i Fyns Politikreds\n\n## 7. Ærø og 3 både i 2023\n\nBåden sejler.\n", encoding="utf-8"
    )
    plan = read_plan(path)
    start = plan.sections[-1].start
    assert [(f.kind, f.value) for f in extract_facts(plan) if f.start >= start] == [("kommune", "Ærø")]


# ---- abbreviations


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I FISK (Fælles Indsats for Sikre Kajer) er Ærø med.", [("FISK", "Fælles Indsats for Sikre Kajer")]),
        ("Det gælder Særligt Udsatte Havneområder (SUH) på øen.", [("SUH", "Særligt Udsatte Havneområder")]),
        ("FISK-samarbejdet (Fælles Indsats for Sikre Kajer) på Ærø.", [("FISK", "Fælles Indsats for Sikre Kajer")]),
        ("På Ærø (SE NEDENFOR) er der en båd.", []),
        ("Båden (DSB) sejler til øen.", []),
        ("Politi (POLITI) på øen.", []),
    ],
)
def test_an_abbreviation_and_what_it_stands_for(tmp_path: Path, text: str, found: list[tuple[str, str]]) -> None:
    assert [(f.value, f.detail) for f in facts_in(tmp_path, text, "acronym")] == found


@pytest.mark.parametrize(
    ("short", "long", "from_end", "expansion"),
    [
        ("SSP", "Skole, Socialforvaltning og Politi", False, "Skole, Socialforvaltning og Politi"),
        ("TÆK", "Team for Æresrelateret Kriminalitet", False, "Team for Æresrelateret Kriminalitet"),
        ("CBR", "kemisk, biologisk og radiologisk", False, "kemisk, biologisk og radiologisk"),
        ("EAE", "Efterretnings- og Analyseenheden", False, "Efterretnings- og Analyseenheden"),
        ("KKR", "og så er der det gamle Kommunekontaktråd", True, "Kommunekontaktråd"),
        ("SSP", "Ærø og Nyborg", False, ""),
        ("SSP", "Skole, Socialforvaltning, Politi, Ærø", False, ""),
        ("DKS", "Det Kriminalpræventive Sekretariat", False, "Det Kriminalpræventive Sekretariat"),
        ("A", "Ærø", False, ""),
        ("SKÆVHEDER", "Særligt Kæmpe Ærø", False, ""),
        ("FISK", "Fælles Indsats", False, ""),
    ],
)
def test_expand(short: str, long: str, from_end: bool, expansion: str) -> None:
    assert expand(short, long, from_end) == expansion


# ---- the whole table


def test_persons_come_from_the_signatures_with_their_office(tmp_path: Path) -> None:
    path = tmp_path / "fyn.md"
    path.write_text(FYN_2024, encoding="utf-8")
    persons = [(f.value, f.detail) for f in extract_facts(read_plan(path)) if f.kind == "person"]
    assert persons == [
        ("Åse Kjærlund", "Politidirektør"), ("Bo Ærenlund", "Borgmester i Odense Kommune"), ("Øjvind Sø", "Borgmester i Ærø Kommune"),
    ]  # fmt: skip


def test_every_fact_is_a_slice_of_its_clause_in_the_order_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "fyn.md"
    path.write_text(FYN_2024, encoding="utf-8")
    plan = read_plan(path)
    facts = extract_facts(plan)
    assert len(facts) > 25 and [f.start for f in facts] == sorted(f.start for f in facts)
    for fact in facts:
        sentence = plan.sentences[fact.sentence]
        assert sentence.start <= fact.clause_start <= fact.start < fact.end <= fact.clause_end <= sentence.end
        words = plan.text[fact.start : fact.end]
        if fact.kind == "number":
            assert fact.value in (words, {"tre": "3"}.get(words))
        elif fact.kind in ("date", "hours", "place", "frequency", "duration", "contact", "all_kommuner"):
            assert fact.value == words
        elif fact.kind in ("series", "acronym", "kommune", "person"):
            assert fact.value in words and fact.detail in words
    assert facts == extract_facts(plan)

"""Names of kommuner and police districts, recognised in text."""

from __future__ import annotations

import pytest

from corpus.gazetteer import districts, find_districts, find_kommuner, fold, kommune_names


def kommuner(text: str, any_case: bool = False) -> list[str]:
    return [hit.name for hit in find_kommuner(text, any_case)]


def police(text: str) -> list[str]:
    return [hit.name for hit in find_districts(text)]


def test_all_of_them_are_there():
    assert len(kommune_names()) == len(set(kommune_names())) == 98
    assert len(districts()) == len({district.name for district in districts()}) == 12


@pytest.mark.parametrize("name", kommune_names())
def test_every_kommune_is_found_plain_with_genitive_and_folded(name):
    genitive = name + ("'" if name.endswith("s") else "s")
    assert kommuner(f"Møder i {name} Kommune og hos {genitive} råd") == [name, name]
    assert kommuner(f"hvad sker der i {fold(name)} kommune på øen?", any_case=True) == [name]


@pytest.mark.parametrize("district", [district.name for district in districts()])
def test_every_district_is_found_with_genitive_and_in_lower_case(district):
    assert police(f"Planen for {district}s Politi på øen")[0] == district
    assert police(f"hvad siger {fold(district)} politi på øen?")[0] == district


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sydøstjyllands Politi", ["Sydøstjylland"]),
        ("Østjyllands Politi", ["Østjylland"]),
        ("Sydøstjyllands og Østjyllands Politi", ["Sydøstjylland", "Østjylland"]),
        ("de sydøstjyske byer på østjysk jord", ["Sydøstjylland", "Østjylland"]),
        ("i oestjylland og SYDØSTJYLLAND", ["Østjylland", "Sydøstjylland"]),
        ("South East Jutland and East Jutland", ["Sydøstjylland", "Østjylland"]),
        ("south-east jutland's plan", ["Sydøstjylland"]),
        ("Midt- og Vestjyllands Politi på øen", ["Midt- og Vestjylland"]),
        ("midt og vestjylland på øen", ["Midt- og Vestjylland"]),
        ("Københavns Vestegns Politi", ["Københavns Vestegn"]),
        ("de nordjyske øer", ["Nordjylland"]),
        ("Østjyllandsplanen for øer", []),
        ("Region Nordjylland har åbne døre", []),
        ("Jylland og øerne", []),
    ],
)
def test_districts_by_name_adjective_and_english_name(text, names):
    assert police(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Vesthimmerlands Kommune på øen", ["Vesthimmerland"]),
        ("Nordfyns Kommune og Faaborg-Midtfyn Kommune", ["Nordfyn", "Faaborg-Midtfyn"]),
        ("Fåborg-Midtfyn og Høje Taastrup", ["Faaborg-Midtfyn", "Høje-Taastrup"]),
        ("Århus, Aarhus og Århus'", ["Aarhus", "Aarhus", "Aarhus"]),
        ("Horsens, Randers og Assens Kommuner", ["Horsens", "Randers", "Assens"]),
        ("Bornholms Regionskommune", ["Bornholm"]),
        ("Copenhagen and Elsinore on Sjælland", ["København", "Helsingør"]),
        ("Aarhusianske og Aarhus-området ved åen", []),
        ("Storaarhus ved åen", []),
        ("Der er glat på vejen til Ærø", ["Ærø"]),
        ("Vejen til Ærø er glat", ["Ærø"]),
        ("Vejen Kommune ved åen", ["Vejen"]),
        ("Skive og Struer Kommune ved åen", ["Skive", "Struer"]),
        ("Varde, Esbjerg og Fanø er med ved åen", ["Varde", "Esbjerg", "Fanø"]),
        ("Vejen, Åen og Ærø er med", ["Ærø"]),
        ("Møder i Vejen og Vejle ved åen", ["Vejen", "Vejle"]),
        ("en skive brød fra ærø", []),
    ],
)
def test_kommuner_in_text(text, names):
    assert kommuner(text) == names


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("hvem leder rådet i ærø og odder?", ["Ærø", "Odder"]),
        ("er der glat på vejen til samsø?", ["Samsø"]),
        ("hvad gør vejen kommune ved åen?", ["Vejen"]),
        ("how many boats has aeroe?", ["Ærø"]),
    ],
)
def test_kommuner_in_lower_case_questions(question, names):
    assert kommuner(question, any_case=True) == names


def test_spans_hold_the_genitive_and_point_into_the_text():
    text = "Både Åbenrås og Ærøs færger"
    assert [text[hit.start : hit.end] for hit in find_kommuner(text)] == ["Åbenrås", "Ærøs"]
    assert [(hit.name, hit.start) for hit in find_districts("Både Sydøstjyllands")] == [("Sydøstjylland", 5)]


def test_fold_lets_spellings_meet():
    assert fold("ÅRHUS") == fold("Aarhus") == "aarhus"
    assert fold("Ærø") == "aeroe"

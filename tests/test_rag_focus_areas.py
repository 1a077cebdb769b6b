"""What a plan is about and whom it covers, and where a thing is: questions whose words name no topic of their own."""

from __future__ import annotations

from functools import cache

import pytest

from rag.answer import Answer
from rag.assistant import Assistant
from rag.question import analyse
from tests.rag_plans import build

_KOMMUNER = "- Odense Kommune\n- Nyborg Kommune\n- Ærø Kommune"
_HEAD = "# Samarbejdsplan {year}\n\nKredsrådet i Fyns Politikreds\n\n" + _KOMMUNER + "\n\n"
NEWER = (
    _HEAD.format(year=2024)
    + """\
## 1. KREDSRÅDET

Kredsrådet mødes fire gange om året. Ærø Kommune er vært for mødet i juni. Kredsrådets plan omfatter også samarbejdet om havne.

## 2. SÆRLIGE INDSATSER

### 2.1. Nationale fokusområder 2022-2025

Områderne er:

- Sikre havne
- Cykeltyveri
- Æresrelateret kriminalitet

### 2.2. Lokale fokusområder

I 2024 er disse lokale fokusområder prioriteret:

- Lanterner på kajen
- Øen som frirum

## 3. BØRN OG UNGE

Den forebyggende indsats, der gælder børn og unge på øerne og i byerne, kan deles ind i disse indsatsområder:

- Den brede indsats
- Den særlige indsats

## 4. KAJHUSET

Kajhuset ligger på Ærøvej 7 i Odense. Bådteamet er oprettet med forankring i Fyns Politi. Infohusene behandler sager fra alle kommuner.
"""
)
OLDER = (
    _HEAD.format(year=2021)
    + """\
## 1. Indsatsområder for samarbejdet på Fyn

### 1.1. Trygge broer

Broerne bliver belyst.

### 1.2. Ro på færgerne

Færgerne får vagter.

### 1.3. Åbne havne

Havnene holder åbent.
"""
)
NATIONAL = ("Sikre havne", "Cykeltyveri", "Æresrelateret kriminalitet")
LOCAL = ("Lanterner på kajen", "Øen som frirum")
CHAPTERS = ("Trygge broer", "Ro på færgerne", "Åbne havne")


@cache
def fyn() -> Assistant:
    return build({"fyn-2024.md": NEWER, "fyn-2021.md": OLDER})


def lists(answer: Answer) -> list[tuple[str, tuple[str, ...]]]:
    return [(s.plan, s.items) for s in answer.statements if s.form == "items"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Hvilke fokusområder har Fyns plan fra 2024?", [("fyn-2024", NATIONAL), ("fyn-2024", LOCAL)]),
        ("fokusområder 2024 fyns politi", [("fyn-2024", NATIONAL), ("fyn-2024", LOCAL)]),
        ("Which three national priorities does the 2024 plan for Funen have?", [("fyn-2024", NATIONAL)]),
        ("Hvad er de lokale fokusområder på Fyn i 2024?", [("fyn-2024", LOCAL)]),
        ("Hvad er de vigtigste opgaver, som politi og kommuner samarbejder om på Fyn i 2021?", [("fyn-2021", CHAPTERS)]),
        ("What are the focus areas on Funen?", [("fyn-2024", NATIONAL), ("fyn-2024", LOCAL), ("fyn-2021", CHAPTERS)]),
    ],
)
def test_a_plans_focus_areas_are_its_own_lists(question: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    answer = fyn().answer(question)
    assert lists(answer) == expected
    plans = {plan.id: plan for plan in fyn().generation.plans}
    cited = [plans[c.plan].text[c.start : c.end] for c in answer.citations]
    assert all(any(item in quote for quote in cited) for _, items in expected for item in items)


@pytest.mark.parametrize(
    "question",
    [
        "Hvad er fokusområderne på Fyn i 2027?",
        "Hvad er de otte vigtigste opgaver på Fyn i 2024?",
        "Hvorfor er cykeltyveri en prioritet på Fyn?",
        "Hvilke fokusområder er der for hundeejere på Fyn?",
    ],
)
def test_another_years_another_number_and_another_topic_are_no_list_of_focus_areas(question: str) -> None:
    assert not {items for _, items in lists(fyn().answer(question))} & {NATIONAL, LOCAL, CHAPTERS}


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke kommuner er omfattet af kredsrådets samarbejdsplan for Fyn 2024?",
        "Hvilke kommuner er med i kredsrådet på Fyn i 2024?",
        "List of local authorities in the police plan for Funen 2024",
    ],
)
def test_the_plans_own_kommuner_answer_what_belongs_to_it(question: str) -> None:
    (statement,) = fyn().answer(question).statements
    assert (statement.form, statement.items) == ("all_items", ("Odense", "Nyborg", "Ærø"))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Hvor er bådteamet forankret?", "med forankring i Fyns Politi"),
        ("Where does the Kajhuset on Funen have its main office in 2024?", "Ærøvej 7 i Odense"),
    ],
)
def test_where_is_answered_by_the_place_or_by_what_the_thing_belongs_to(question: str, said: str) -> None:
    answer = fyn().answer(question)
    plans = {plan.id: plan for plan in fyn().generation.plans}
    assert answer.understood.kind == "where"
    assert any(said in plans[c.plan].text[c.start : c.end] for c in answer.citations)


def test_an_institution_is_no_address() -> None:
    assert fyn().answer("Hvad er adressen på Infohuset på Fyn?").status == "abstained"
    places = [f.value for f in fyn().generation.facts if f.kind == "place"]
    assert places == ["Ærøvej 7 i Odense"]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Where will security cameras be added during 2021?", "where"),
        ("Do you know where the night patrol of the police is based in the town?", "where"),
        ("Is there a council where police leaders and local managers meet?", "yesno"),
    ],
)
def test_where_asks_for_a_place_however_long_the_question(question: str, kind: str) -> None:
    assert analyse(question).kind == kind

from __future__ import annotations

from typing import Any

import pytest

from corpus.errors import QuestionError
from rag.question import analyse
from rag.scope import Scope, check_filters, district_names, find_scope, older_plans
from tests.rag_plans import three_plans

PLANS = three_plans().generation.plans
ALL = ["fyn-2024", "fyn-2022", "nordsjaelland-2023"]


def scope(question: str, **filters: Any) -> Scope:
    return find_scope(analyse(question), PLANS, **filters)


def ids(found: Scope) -> list[str]:
    return [plan.id for plan in found.plans]


@pytest.mark.parametrize(
    ("question", "plans"),
    [
        ("Hvad gør havnevagten på åen?", ALL),
        ("Hvad gør havnevagten på Fyn?", ["fyn-2024", "fyn-2022"]),
        ("What happens in North Zealand on the Øresund?", ["nordsjaelland-2023"]),
        ("Fyn og Nordsjælland: hvem har en båd?", ALL),
        ("Har Ærø en båd?", ["fyn-2024", "fyn-2022"]),
        ("Har Ærø og Helsingør en båd?", ALL),
        ("Hvad siger planen fra 2022 om åen?", ["fyn-2022"]),
        ("Hvad siger samarbejdsplan 2022 om åen?", ["fyn-2022"]),
        ("Hvad siger planen fra 2024 om åen?", ["fyn-2024"]),
        ("Hvad er forskellen på planen 2022 og planen 2024 på øen?", ["fyn-2024", "fyn-2022"]),
        ("Hvad siger den nyeste plan for Fyn om åen?", ["fyn-2024"]),
        ("What do the latest plans say about Ærø?", ["fyn-2024"]),
        ("Hvad siger de gældende planer om åen?", ["fyn-2024", "nordsjaelland-2023"]),
    ],
)
def test_the_plans_that_a_question_is_about_newest_first(question: str, plans: list[str]) -> None:
    found = scope(question)
    assert (ids(found), found.missing) == (plans, ())
    assert found.single is (len(plans) == 1)


def test_an_older_plan_is_marked_in_every_scope() -> None:
    assert older_plans(PLANS) == {"fyn-2022"}
    assert scope("Hvad siger planen fra 2022 om åen?").older == {"fyn-2022"}
    assert older_plans([p for p in PLANS if p.year != 2024]) == frozenset()
    assert older_plans([]) == frozenset()


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Hvad siger planen for Bornholm om åen?", ("Bornholm",)),
        ("What does the plan for South Zealand say about Ærø?", ("Sydsjælland og Lolland-Falster",)),
        ("Hvad siger planen fra 2019 om åen?", ("2019",)),
        ("Samarbejdsplan 2023 for Fyn om åen", ("2023",)),
        ("Har Aalborg Kommune en båd på åen?", ("Aalborg",)),
    ],
)
def test_what_no_plan_covers_is_missing_and_leaves_nothing_to_read(question: str, missing: tuple[str, ...]) -> None:
    found = scope(question)
    assert (found.missing, ids(found)) == (missing, [])


def test_one_of_two_districts_is_missing() -> None:
    found = scope("Hvad gør Fyn og Bornholm på åen?")
    assert found.missing == ("Bornholm",) and ids(found) == ["fyn-2024", "fyn-2022"]


def test_a_kommune_that_is_only_named_in_a_plan_is_not_missing() -> None:
    found = find_scope(analyse("Hvad sker der i Odense og Åbenrå?"), PLANS)
    assert found.missing == ("Aabenraa",)
    assert find_scope(analyse("Hvad sker der i Odense?"), PLANS).missing == ()


def test_a_year_that_is_no_plans_year_must_stand_in_the_text() -> None:
    found = scope("Hvor mange cykeltyverier var der på Fyn i 2021?")
    assert (ids(found), found.content_years, found.missing) == (["fyn-2024", "fyn-2022"], (2021,), ())


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("Hvor mange cykeltyverier blev der anmeldt i 2023 på øen?", ["nordsjaelland-2023"], ALL),
        ("Hvor mange stjålne cykler blev fundet igen på Fyn i 2022?", ["fyn-2022"], ["fyn-2024", "fyn-2022"]),
    ],
)
def test_a_plans_year_may_also_stand_in_the_text_of_another_plan(question: str, first: list[str], second: list[str]) -> None:
    asked = analyse(question)
    assert ids(find_scope(asked, PLANS)) == first
    wide = find_scope(asked, PLANS, in_text=True)
    assert (ids(wide), wide.content_years, wide.missing) == (second, asked.years, ())


# ---- filters


@pytest.mark.parametrize(
    ("districts", "years", "official"),
    [
        ((), (), ((), ())),
        (("Fyn",), (2022,), (("Fyn",), (2022,))),
        (("fyn", "NORDSJÆLLAND"), (), (("Fyn", "Nordsjælland"), ())),
        (("nordsjaelland",), (), (("Nordsjælland",), ())),
        (("Funen", "North Zealand"), (), (("Fyn", "Nordsjælland"), ())),
        (("Fyns Politi",), (), (("Fyn",), ())),
    ],
)
def test_filters_become_official(districts: tuple[str, ...], years: tuple[int, ...], official: Any) -> None:
    assert check_filters(PLANS, districts, years) == official


@pytest.mark.parametrize(
    ("districts", "years", "code", "values"),
    [
        (("Bornholm",), (), "district_unknown", {"found": "Bornholm", "available": ("Fyn", "Nordsjælland")}),
        (("Fyn", "Atlantis på Ærø"), (), "district_unknown", {"found": "Atlantis på Ærø", "available": ("Fyn", "Nordsjælland")}),
        (("",), (), "district_unknown", {"found": "", "available": ("Fyn", "Nordsjælland")}),
        ((), (2022, 1999), "year_unknown", {"found": 1999, "available": (2022, 2023, 2024)}),
        ((), (0,), "year_unknown", {"found": 0, "available": (2022, 2023, 2024)}),
    ],
)
def test_a_filter_that_fits_nothing_says_what_there_is(
    districts: tuple[str, ...], years: tuple[int, ...], code: str, values: object
) -> None:
    with pytest.raises(QuestionError) as caught:
        check_filters(PLANS, districts, years)
    assert (caught.value.code, caught.value.values) == (code, values)


@pytest.mark.parametrize(
    ("filters", "plans"),
    [
        ({"districts": ("Fyn",)}, ["fyn-2024", "fyn-2022"]),
        ({"years": (2022, 2023)}, ["fyn-2022", "nordsjaelland-2023"]),
        ({"districts": ("Fyn",), "years": (2023,)}, []),
        ({"districts": ("Fyn",), "years": (2022,)}, ["fyn-2022"]),
    ],
)
def test_filters_narrow_the_scope(filters: dict[str, Any], plans: list[str]) -> None:
    assert ids(scope("Hvad gør havnevagten på åen?", **filters)) == plans


def test_a_question_outside_its_filter_finds_its_district_missing() -> None:
    found = scope("Hvad gør havnevagten på Fyn?", districts=("Nordsjælland",))
    assert (ids(found), found.missing) == ([], ("Fyn",))


def test_no_plans_at_all() -> None:
    found = find_scope(analyse("Hvad gør havnevagten på åen?"), ())
    assert (found.plans, found.older, found.missing, found.single) == ((), frozenset(), (), False)


def test_there_are_twelve_districts() -> None:
    assert len(district_names()) == 12 and {"Fyn", "Østjylland", "Bornholm"} <= set(district_names())

from __future__ import annotations

import pytest

from eval.anchors import Anchor, AnchorError, Places, Span, merged, resolve
from eval.evidence import Evidence
from eval.gold import Nugget
from eval.matchers import Matcher
from tests.eval_samples import cited, other_places, places, plans, question, span

ANCHOR = Anchor("oestjylland-2024", "1", "", "infohuse i Aarhus Kommune og Randers Kommune")


@pytest.mark.parametrize("quote", ["infohuse i Aarhus Kommune", "INFOHUSE i  Aarhus\nKommune", "**infohuse** i Aarhus Kommune"])
def test_an_anchor_resolves_with_blanks_case_and_marks_aside(quote: str) -> None:
    found = resolve(Anchor("oestjylland-2024", "1", "", quote), plans())
    assert plans()["oestjylland-2024"].text[found.start : found.end] == "infohuse i Aarhus Kommune"


def test_an_anchor_in_another_section_does_not_resolve() -> None:
    with pytest.raises(AnchorError) as caught:
        resolve(Anchor("oestjylland-2024", "2", "", ANCHOR.quote), plans())
    assert caught.value.code == "anchor_quote"


def test_the_cover_is_found_by_its_heading_and_without_one() -> None:
    for heading in ("Samarbejdsplan 2024", ""):
        assert resolve(Anchor("oestjylland-2024", "", heading, "Kredsrådet i Østjyllands Politikreds"), plans())


def test_in_the_gold_s_own_text_a_place_is_a_span_and_in_another_text_sections() -> None:
    here, there = places().of(ANCHOR), other_places().of(ANCHOR)
    assert here is not None and here.span == span(ANCHOR.quote)
    assert there is not None and there.span is None
    titles = {other_places().plans["oestjylland-2024"].sections[at].title for at in there.sections}
    assert titles == {"Tryghed", "Infohuse"}, "a title that the retelling lacks belongs to its number"


def test_a_plan_that_is_not_scored_has_no_place() -> None:
    assert Places({}, plans()).of(ANCHOR) is None


def test_a_citation_carries_evidence_only_in_the_right_plan_and_place() -> None:
    nugget, evidence = question().nuggets[0], Evidence(places())
    assert evidence.carries(nugget, cited(1, "Der er infohuse i Aarhus Kommune og Randers Kommune."))
    assert evidence.carries(nugget, cited(1, "Aarhus Kommune")), "half of the citation inside the anchor"
    assert not evidence.carries(nugget, cited(1, "I byen står 45 kameraer."))
    assert not evidence.carries(nugget, cited(1, "Der er et infohus i Aarhus Kommune.", "oestjylland-2021"))


def test_passages_reach_an_anchor_together() -> None:
    nugget, evidence = question().nuggets[0], Evidence(places())
    whole = span(ANCHOR.quote)
    half = (whole.start + whole.end) // 2
    first, second = Span(whole.plan, whole.start, half), Span(whole.plan, half, whole.end)
    assert not evidence.reached(nugget, [first])
    assert not evidence.reached(nugget, [first, first]), "the same half twice is still half"
    assert evidence.reached(nugget, [first, second])


def test_in_another_text_a_passage_must_lie_in_the_section_and_say_the_fact() -> None:
    where = other_places()
    plan, evidence = where.plans["oestjylland-2024"], Evidence(where)
    nugget = question().nuggets[0]
    passages = {
        words: Span(plan.id, plan.text.index(words), plan.text.index(words) + len(words))
        for words in ("Man finder infohuse i Aarhus og Randers.", "Byerne har fået opsat 45 kameraer i alt.")
    }
    assert [evidence.reached(nugget, [one]) for one in passages.values()] == [True, False]
    elsewhere = Nugget("n", True, "", Matcher(all=("politiet",)), "oestjylland-2024", (ANCHOR,))
    at = plan.text.index("Indbrud forebygges af politiet.")
    assert not evidence.reached(elsewhere, [Span(plan.id, at, at + 31)]), "said, but in another section"


def test_merged_spans_of_several_plans_stay_apart() -> None:
    assert merged([Span("b", 0, 5), Span("a", 3, 6), Span("a", 0, 4)]) == [Span("a", 0, 6), Span("b", 0, 5)]


def test_a_verdict_is_never_looked_for_in_the_plan() -> None:
    verdict = Nugget("n2", True, "Ja", Matcher(any=("Ja", "Yes")), "oestjylland-2024", (ANCHOR,))
    assert verdict.verdict and not question().nuggets[0].verdict
    where = other_places()
    evidence, plan = Evidence(where), where.plans["oestjylland-2024"]
    at = plan.text.index("Byerne har")
    assert evidence.parsed(verdict) and evidence.reached(verdict, [Span(plan.id, at, at + 10)])

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from eval.anchors import retold_plans
from eval.danish import fault_text
from eval.gold import GoldQuestion, GoldSet, load_gold
from eval.leaks import repository_files
from eval.lint import generic_matchers, lint
from tests.eval_samples import RECORD, SILENT, plans, question

ROOT = Path(__file__).resolve().parents[1]


def codes(*questions: GoldQuestion, files: dict[str, str] | None = None) -> list[str]:
    return [fault.code for fault in lint(GoldSet(questions, ""), plans(), files or {})]


def with_nugget(**changed: Any) -> GoldQuestion:
    return question(nuggets=[{**copy.deepcopy(RECORD["nuggets"][0]), **changed}])


def anchored(**changed: str) -> GoldQuestion:
    return with_nugget(evidence=[{**RECORD["nuggets"][0]["evidence"][0], **changed}])


def test_a_sound_set_has_no_faults() -> None:
    assert codes(question(), question(SILENT)) == []


@pytest.mark.parametrize(
    ("planted", "code"),
    [
        (anchored(plan="fyn-2020"), "anchor_plan"),
        (anchored(section="9.9"), "anchor_section"),
        (anchored(section="2"), "anchor_quote"),
        (anchored(quote="infohuse i Hedensted Kommune"), "anchor_quote"),
        (with_nugget(match={"all": ["Odder", "Samsø"]}), "matcher_rejects"),
        (with_nugget(match={"all": ["Aarhus"]}), "matcher_accepts"),
        (with_nugget(vital="false"), "no_vital"),
        (with_nugget(evidence=[]), "no_evidence"),
        (question(forbidden=[{"any": ["Randers"]}]), "matcher_forbids"),
        (question(SILENT, reasons=[]), "no_reason"),
        (question(SILENT, nuggets=RECORD["nuggets"]), "has_nuggets"),
    ],
)
def test_each_planted_fault_is_found(planted: GoldQuestion, code: str) -> None:
    assert codes(planted) == [code]


def test_a_cluster_may_not_lie_in_two_splits() -> None:
    assert codes(question(), question(id="b", question="Noget andet?", split="test")) == ["cluster_split", "cluster_split"]


def test_the_same_question_twice_is_found_however_it_is_spelled() -> None:
    assert codes(question(), question(id="b", question="hvor FINDES  der infohuse?")) == ["question_twice"]


def test_test_questions_leak_by_six_words_in_a_row_or_whole_and_development_questions_do_not() -> None:
    words = "hvor mange blå cykler kører der egentlig gennem byen"
    secret = question(split="test", question=f"{words.capitalize()}?", variants=["hvor kører blå cykler"])
    files = {
        "README.md": f"intro\n\n{words.upper()} hver dag",
        "rag/words.toml": "Hvor kører blå cykler",
        "other.py": "mange blå cykler kører der ikke",
    }
    found = lint(GoldSet((secret,), ""), plans(), files)
    assert [(one.code, one.detail) for one in found] == [("leak", "README.md:3"), ("leak", "rag/words.toml:1")]
    assert codes(question(question=f"{words.capitalize()}?"), files=files) == []


def test_words_that_a_development_question_has_too_are_no_leak() -> None:
    shared = "hvilke kommuner er med i det fælles projekt"
    secret = question(id="b", cluster="b", split="test", question=f"{shared} om cykler?", variants=[])
    open_one = question(question=f"{shared} om tog?", variants=[])
    assert codes(secret, open_one, files={"README.md": shared}) == []


def test_a_matcher_that_accepts_nearly_everything_is_named() -> None:
    vague = with_nugget(match={"any": ["kommune"]})
    assert [one.code for one in generic_matchers(GoldSet((vague,), ""), ["En kommune"] * 30)] == ["matcher_generic"]
    assert generic_matchers(GoldSet((question(),), ""), ["En kommune"] * 30) == []


def test_the_shipped_gold_set_is_sound_and_no_test_question_stands_elsewhere() -> None:
    faults = lint(load_gold(ROOT / "eval" / "gold"), retold_plans(), repository_files(ROOT))
    assert [fault_text(one) for one in faults] == []

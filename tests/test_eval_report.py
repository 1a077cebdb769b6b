from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from eval.gate import Baseline, baseline_key, baseline_toml, check, load_baseline
from eval.measures import Scored
from eval.records import Fault
from eval.report import html_report, summary
from eval.response import Timing
from eval.results import Change, PlanNote, Results, Setup, SystemResult, changes, comparisons, questions_jsonl, scores_json, system_result
from eval.run import Run
from eval.scoring import Judge
from eval.writing import Written, latencies
from tests.eval_samples import DECLINED, RIGHT, SILENT, cited, places, plans, question

HOSTILE = "<script>alert('x')</script> & \"»«"


def result(name: str, *responses: object) -> SystemResult:
    golds = (question(must_pass="true"), question(SILENT), question(id="ond", question=HOSTILE, cluster="ond", split="test"))
    silent = replace(DECLINED, id="fyn", reason="no_such_plan")
    given = responses or (RIGHT, silent, replace(RIGHT, id="ond", question=HOSTILE, text=f"{HOSTILE} [1]", members=()))
    judge = Judge(places())
    scored = [Scored(gold, one, judge.score(gold, one), None) for gold, one in zip(golds, given, strict=True)]
    return system_result(name, scored, (), given, 0.0)


def results(*systems: SystemResult, **setup: object) -> Results:
    base = Setup("all", "g" * 64, "generation", HOSTILE, (PlanNote("oestjylland-2024", True, True, "s"),), (), 0)
    found = systems or (result("plansvar"), result("bm25", *[replace(DECLINED, id=one) for one in ("infohuse", "fyn", "ond")]))
    return Results(replace(base, **setup), found, comparisons(found), None)


def written(found: Results, failures: tuple[str, ...] | None = None) -> Written:
    runs = [Run("plansvar", (), (Timing("infohuse", 0, 0.01, 0.02, 0.03),))]
    return Written(found, runs, plans(), failures)


def page(found: Results, failures: tuple[str, ...] | None = None) -> str:
    one = written(found, failures)
    return html_report(one, latencies(one.runs))


class _Tags(HTMLParser):
    """Every tag and every address of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action")]


def test_hostile_words_are_shown_and_never_run() -> None:
    html = page(results())
    assert "<script" not in html and "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" in html
    read = _Tags()
    read.feed(html)
    assert not read.tags & {"script", "iframe", "link", "object", "form"}


def test_the_page_needs_nothing_beside_it() -> None:
    read = _Tags()
    read.feed(page(results()))
    assert all(address.startswith("#") for address in read.addresses)
    assert "svg" in read.tags


def test_the_cited_words_stand_marked_in_their_place_in_the_plan() -> None:
    assert re.search(r"<mark>Der er infohuse i Aarhus Kommune og Randers Kommune\.</mark> I byen står 45 kameraer", page(results()))


def test_verdict_limits_and_gate_are_always_there() -> None:
    html = page(results(), ("P1 er faldet.",))
    assert "Hvad tallene ikke kan sige" in html and "Porten er lukket" in html and "P1 er faldet." in html
    assert "Porten er åben" in page(results(), ())
    assert "Porten" not in page(results())
    text = summary(written(results()))
    assert "2 rigtigt · 0 afstået · 1 forkert af 3 spørgsmål." in text and "0 af 3 er efterset af en fagperson" in text


def test_changes_since_the_previous_run() -> None:
    ours = result("plansvar")
    changed = changes(ours, {"infohuse": "wrong", "fyn": "right", "ond": "right"})
    assert changed == (Change("infohuse", "wrong", "right"), Change("ond", "right", "wrong"))
    found = replace(results(ours), changes=changed)
    assert "Nye rigtige: infohuse." in summary(written(found)) and "Nye forkerte: ond." in summary(written(found))
    assert "Nye rigtige (1)" in page(found)


def test_result_files_hold_no_nan_and_every_question_of_every_system() -> None:
    found = results()
    assert b"NaN" not in scores_json(found) and scores_json(found) == scores_json(results())
    assert questions_jsonl(found).count(b"\n") == 2 * 3


GOOD = Baseline({"grounded_success": 1.0, "grounded_vital_recall": 1.0, "false_answers": 0.0}, ())


def test_the_gate_opens_for_results_as_good_as_the_baseline() -> None:
    assert check(results(), GOOD) == ()


NOTHING_THERE = replace(DECLINED, id="fyn", reason="no_such_plan")
WORDY = replace(RIGHT, id="ond")
MISQUOTED = replace(RIGHT, citations=(replace(cited(1, "Aarhus"), quote="Odder"),))


@pytest.mark.parametrize(
    ("found", "word"),
    [
        (results(result("plansvar", DECLINED, NOTHING_THERE, WORDY)), "infohuse skal være right"),
        (results(faults=(Fault("a", 1, "x", "no_vital"),)), "Guldsættet har 1 fejl."),
        (results(connections=2), "2 forbindelser"),
        (results(result("plansvar", MISQUOTED, NOTHING_THERE, WORDY)), "citation_validity er 0.5000"),
        (results(result("plansvar", replace(RIGHT, status="failed", reason="boom"), NOTHING_THERE, WORDY)), "boom"),
        (results(result("plansvar", RIGHT, replace(RIGHT, id="fyn"), WORDY)), "false_answers på dev er 1.0000"),
    ],
    ids=["lost", "lint", "network", "citation", "crash", "fall"],
)
def test_the_gate_says_why_it_stays_shut(found: Results, word: str) -> None:
    assert any(word in line for line in check(found, GOOD)), check(found, GOOD)


def test_the_gate_looks_at_development_questions_only() -> None:
    worse_on_test = results(result("plansvar", RIGHT, replace(DECLINED, id="fyn", reason="no_such_plan"), replace(DECLINED, id="ond")))
    assert check(worse_on_test, GOOD) == ()


def test_the_baseline_file_can_be_written_and_read(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "baseline.toml"
    path.write_text(baseline_toml(results(), ("infohuse",)), encoding="utf-8")
    found = load_baseline(baseline_key(results()), path)
    assert found.must_pass == ("infohuse",) and found.measures["grounded_success"] == 1.0
    assert load_baseline("shipped").measures, "the committed baseline has numbers"

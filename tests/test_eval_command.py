from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.errors import PlansvarError
from corpus.plan import Plan
from eval.anchors import retold_plans
from eval.command import EvalOptions, evaluate
from eval.measures import per_question
from eval.response import Ask, Response, Timing
from eval.run import asks, fingerprint, run
from rag.answer import Answer
from tests.conftest import HashingEncoder
from tests.eval_samples import RIGHT, question

ROOT = Path(__file__).resolve().parents[1]
# Apart from these all files of an evaluation are the same bytes on every run.
TIMED = {"latency.json", "report.html"}


def render(answer: Answer, plans: Any) -> str:
    """The plainest text there is; the real one belongs to the faces."""
    lines = []
    for statement in answer.statements:
        words = ", ".join(statement.items) or statement.text or answer.citation(statement.citations[0]).quote
        lines.append(" ".join([" ".join(words.split()), *(f"[{n}]" for n in statement.citations)]))
    return "\n".join(lines)


def small_gold(folder: Path, seed: int | None = None) -> Path:
    """Eleven answerable and four unanswerable development questions of the shipped set, in an order of their own."""
    records = [
        one for path in sorted((ROOT / "eval" / "gold").glob("*.yaml")) for one in yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    ]
    dev = [one for one in records if one["split"] == "dev"]
    kept = [one for one in dev if one["expect"] == "answered"][::6][:11] + [one for one in dev if one["expect"] == "abstained"][:4]
    if seed is not None:
        random.Random(seed).shuffle(kept)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "gold.yaml"
    path.write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
    return path


def options(folder: Path, **changed: Any) -> EvalOptions:
    base = EvalOptions(
        render=render, store=folder / "store", output=folder / "out", gold=small_gold(folder / "gold"), plans=ROOT / "corpus" / "plans"
    )
    return replace(base, **changed)


@pytest.fixture(autouse=True)
def small_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.encoder.load_encoder", lambda name=None: HashingEncoder(max_tokens=300))


def files_of(folder: Path) -> dict[str, bytes]:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in TIMED]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_an_evaluation_writes_its_files_and_compares_every_rival(tmp_path: Path) -> None:
    result = evaluate(options(tmp_path, check=True))
    names = [one.name for one in result.results.systems]
    assert names == ["plansvar", "always_decline", "top_sentence", "bm25", "dense", "hybrid", "tutorial_2", "tutorial_4", "oracle"]
    assert all(len(one.scored) == 15 for one in result.results.systems)
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"report.html", "summary.md", "scores.json", "questions.jsonl", "qrels.trec", "latency.json", "runs", "responses"}
    assert result.files[0] == tmp_path / "out" / "report.html"
    by_name = {one.name: one for one in result.results.systems}
    assert by_name["oracle"].measures["evidence_recall_4000c"].value == 1.0, "what fits the budget can be reached"
    assert by_name["always_decline"].measures["false_answers"].value == 0.0
    assert by_name["always_decline"].measures["grounded_vital_recall"].value == 0.0
    recall = {
        name: dict((one.gold.id, value) for one, value in per_question("evidence_recall_4000c", s.scored)) for name, s in by_name.items()
    }
    assert all(recall["oracle"][id] >= value for rows in recall.values() for id, value in rows.items())
    for system in result.results.systems:
        validity = system.measures.get("citation_validity")
        assert validity is None or validity.value == 1.0


def test_shuffled_questions_and_another_hash_seed_give_the_same_bytes(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tests.conftest import HashingEncoder; import index.encoder;"
        "index.encoder.load_encoder = lambda name=None: HashingEncoder(max_tokens=300);"
        "from tests.test_eval_command import options, small_gold; from eval.command import evaluate;"
        "folder = Path(sys.argv[1]); evaluate(options(folder, gold=small_gold(folder / 'gold', int(sys.argv[2]))))"
    )
    found = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", program, str(folder), seed], cwd=ROOT, env=environment, check=True, timeout=300)
        found.append(files_of(folder / "out"))
    assert found[0].keys() == found[1].keys() and "scores.json" in found[0]
    assert [name for name in found[0] if found[0][name] != found[1][name]] == []


def test_the_previous_run_is_a_rival_and_its_difference_is_shown(tmp_path: Path) -> None:
    evaluate(options(tmp_path, baselines=False))
    again = evaluate(options(tmp_path, baselines=False, previous=tmp_path / "out", output=tmp_path / "new"))
    assert [one.name for one in again.results.systems] == ["plansvar", "previous"]
    assert again.results.changes == ()
    assert again.results.comparisons["previous"]["grounded_success"].difference == 0.0


def test_one_split_is_scored_alone(tmp_path: Path) -> None:
    result = evaluate(options(tmp_path, baselines=False, split="dev"))
    assert set(result.results.ours.by_split) == {"dev"} and result.failures == ()


def test_plans_that_the_gold_set_asks_about_must_be_indexed(tmp_path: Path) -> None:
    folder = tmp_path / "planer"
    folder.mkdir()
    (folder / "a.md").write_bytes((ROOT / "corpus" / "plans" / "nordjylland-2023.md").read_bytes())
    with pytest.raises(PlansvarError) as caught:
        evaluate(options(tmp_path, plans=folder, baselines=False))
    assert caught.value.code == "gold_plan_missing"
    assert "oestjylland-2024" in str(caught.value.values["plans"])
    assert str(caught.value.values["command"]).startswith("plansvar index --store ")


class Counting:
    """A system that counts what it is asked and stops when told to."""

    name = "counting"

    def __init__(self, stop_at: int = 99) -> None:
        self.asked: list[str] = []
        self._stop_at = stop_at

    def respond(self, ask: Ask) -> tuple[Response, Timing]:
        if len(self.asked) == self._stop_at:
            raise KeyboardInterrupt
        self.asked.append(ask.question)
        return replace(RIGHT, id=ask.id, variant=ask.variant, question=ask.question), Timing(ask.id, ask.variant, 0.1, 0.1, 0.2)


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    wordings = asks([question(id=id, variants=[f"{id} igen"]) for id in ("c", "a", "b")], variants=True)
    assert [one.key for one in wordings] == [("a", 0), ("a", 1), ("b", 0), ("b", 1), ("c", 0), ("c", 1)]
    part = tmp_path / "counting.jsonl"
    first, second = Counting(stop_at=4), Counting()
    with pytest.raises(KeyboardInterrupt):
        run(first, wordings, part, "x", lambda *_: None)
    part.write_bytes(part.read_bytes()[:-9])  # the last line was cut
    steps: list[tuple[str, int, int]] = []
    done = run(second, list(reversed(wordings)), part, "x", lambda *step: steps.append(step))
    assert (len(first.asked), len(second.asked)) == (4, 3)
    assert [one.key for one in done.responses] == [one.key for one in wordings]
    assert steps[-1] == ("counting", 6, 6)
    third = Counting()
    run(third, wordings, part, "another program", lambda *_: None)
    assert len(third.asked) == 6, "what another program or store answered is not taken over"


def test_the_fingerprint_follows_what_it_is_given() -> None:
    assert fingerprint("a", "b") == fingerprint("a", "b") != fingerprint("ab", "")


def test_a_plan_in_its_own_words_is_told_from_the_retelling(tmp_path: Path) -> None:
    result = evaluate(options(tmp_path, baselines=False))
    assert {one.exact for one in result.results.setup.plans} == {True}
    assert isinstance(next(iter(retold_plans().values())), Plan)

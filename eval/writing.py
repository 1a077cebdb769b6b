"""The files of one evaluation. All but ``latency.json`` and ``report.html`` are the same bytes on every run over the same input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.plan import Plan
from eval.results import Results, dump, questions_jsonl, scores_json
from eval.retrieval import project, qrels, trec_qrels, trec_run
from eval.run import Run, write_bytes, write_responses

_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Written:
    """What is written. ``failures`` is None where the gate was not asked."""

    results: Results
    runs: Sequence[Run]
    plans: Mapping[str, Plan]
    failures: tuple[str, ...] | None


def write_results(folder: Path, written: Written) -> tuple[Path, ...]:
    """Write everything and say which files there are, the report first."""
    from eval.anchors import Places, retold_plans
    from eval.evidence import Evidence
    from eval.report import html_report, summary

    results = written.results
    evidence = Evidence(Places(written.plans, retold_plans()))
    times = latencies(written.runs)
    files: dict[str, bytes] = {
        "report.html": html_report(written, times).encode("utf-8"),
        "summary.md": summary(written).encode("utf-8"),
        "scores.json": scores_json(results),
        "questions.jsonl": questions_jsonl(results),
        "qrels.trec": trec_qrels(qrels([one.gold for one in results.ours.scored])).encode("utf-8"),
        "latency.json": dump(times),
    }
    for system in results.systems:
        rankings = [project(one.gold, one.response, evidence, _DEPTH) for one in system.scored if one.gold.answerable]
        if any(one.documents for one in rankings):
            files[f"runs/{system.name}.trec"] = trec_run(rankings, system.name).encode("utf-8")
    for name, data in files.items():
        write_bytes(folder / name, data)
    for run in written.runs:
        write_responses(folder / "responses" / f"{run.system}.jsonl", run)
    return tuple(folder / name for name in files)


def latencies(runs: Sequence[Run]) -> dict[str, Any]:
    """{system: {stage: {p50, p95}, n}} in seconds, by nearest rank."""
    found: dict[str, Any] = {}
    for run in runs:
        if run.timings:
            stages = {stage: sorted(getattr(one, stage) for one in run.timings) for stage in ("retrieve", "read", "total")}
            found[run.system] = {stage: {"p50": _rank(times, 50), "p95": _rank(times, 95)} for stage, times in stages.items()}
            found[run.system]["n"] = len(run.timings)
    return found


def _rank(ordered: Sequence[float], percent: int) -> float:
    """The value that ``percent`` % do not pass.

    >>> _rank([1.0, 2.0, 3.0, 4.0], 50), _rank([1.0, 2.0, 3.0, 4.0], 95)
    (2.0, 4.0)
    """
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]

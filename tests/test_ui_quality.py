"""The quality page: the latest evaluation where there is one, else the shipped figures; what it says fits the files it was made from."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from eval.danish import SYSTEMS
from tests.desk_samples import CannedLive
from tests.ui_samples import CannedAssistant
from ui.quality import latest_figures, shipped_figures
from ui.quality_page import add_quality_routes
from ui.safety import PLAN_POLICY, REPORT_POLICY, Safety
from ui.site import Site

ROOT = Path(__file__).parents[1]


def measure(value: float, n: int) -> dict:
    return {"value": value, "n": n, "low": value - 0.1, "high": value + 0.1}


def scores(split: str = "test", generation: str = "abc", **ours: float) -> dict:
    shares = {"grounded_success": 0.7, "declined": 0.2, "wrong": 0.1, **ours}
    mine = {name: measure(value, 40) for name, value in shares.items()} | {"false_answers": measure(0.25, 8)}
    rival = {"grounded_success": measure(0.4, 40), "false_answers": measure(0.5, 8)}
    systems = {"bm25": {"splits": {split: rival, "dev": rival}}, "plansvar": {"splits": {split: mine}}}
    return {"setup": {"generation": generation}, "systems": systems}


@pytest.fixture
def report(tmp_path) -> Path:
    (tmp_path / "report.html").write_text("<p>Hele rapporten på dansk: æøå</p>", encoding="utf-8")
    (tmp_path / "scores.json").write_text(json.dumps(scores()), encoding="utf-8")
    return tmp_path


def client_of(folder: Path) -> TestClient:
    app = FastAPI()
    for language, prefix in (("en", "/en"), ("da", "")):
        add_quality_routes(app, CannedLive(CannedAssistant()), Site(report=folder), language, prefix)
    return TestClient(Safety(app), base_url="http://127.0.0.1")


def plain(words: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", words)).split())


def test_the_latest_evaluation_is_told_in_plain_words(report):
    client = client_of(report)
    words = plain(client.get("/kvalitet").text)
    assert "70 % rigtigt af 40 spørgsmål" in words
    assert "ligger tallet mellem 60 % og 80 %" in words
    assert "20 % svarede ikke af 40" in words and "10 % forkert eller ufuldstændigt af 40" in words
    assert "25 % svar uden dækning af 8 spørgsmål" in words
    assert "Plansvar 70 % 25 % Ordsøgning, bedste 3 sætninger 40 % 50 %" in words
    assert "Planerne er de samme nu." in words
    assert "70% right of 40 questions" in plain(client.get("/en/quality").text)
    assert client.get("/kvalitet/panel").text in client.get("/kvalitet").text
    assert client.get("/kvalitet").headers["content-security-policy"] == PLAN_POLICY


def test_the_whole_report_is_served_and_can_run_nothing(report):
    reply = client_of(report).get("/en/quality/report")
    assert "Hele rapporten på dansk: æøå" in reply.text
    assert reply.headers["content-security-policy"] == REPORT_POLICY
    assert "script" not in REPORT_POLICY and "http" not in REPORT_POLICY


def test_figures_of_other_plans_and_of_the_split_it_was_tuned_on_are_called_that(report):
    (report / "scores.json").write_text(json.dumps(scores("dev", generation="en anden")), encoding="utf-8")
    words = plain(client_of(report).get("/kvalitet").text)
    assert "Planerne er ændret siden, eller der blev målt på andre planer." in words
    assert "På nye spørgsmål er det ringere." in words


@pytest.mark.parametrize("content", [None, "", "{", "[]", "{}", '{"systems": {"plansvar": {"splits": {"test": {}}}}}', "[" * 100_000])
def test_without_a_report_that_can_be_read_the_shipped_figures_stand_there_and_say_so(tmp_path, content):
    if content is not None:
        (tmp_path / "scores.json").write_text(content, encoding="utf-8")
    client = client_of(tmp_path)
    words = plain(client.get("/kvalitet").text)
    assert "Tallene følger med programmet" in words and "Mål igen med: plansvar eval" in words
    assert "Åbn hele rapporten" not in words
    assert f"{round(100 * shipped_figures().ours.right)} % rigtigt af" in words
    assert client.get("/kvalitet/report").status_code == 404


def test_the_shipped_figures_are_those_of_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| \**(?:Plansvar|[^|*]*?)\** *\| (\d+) % \| (\d+) %", readme, re.MULTILINE)
    told = [(round(100 * row.right), round(100 * row.false_answers)) for row in shipped_figures().rows]
    # The last row of the README's table is the ceiling, which is no system.
    assert told == [(int(right), int(false)) for right, false in table[:-1]]
    [(questions, unanswerable)] = re.findall(r"\((\d+) questions that no rule .*?, (\d+) of them unanswerable", readme)
    assert (shipped_figures().questions, shipped_figures().unanswerable) == (int(questions), int(unanswerable))
    assert {row.system for row in shipped_figures().rows} <= set(SYSTEMS)


def test_the_files_of_a_real_evaluation_are_read(tmp_path):
    """The shape is the one that the evaluation writes, not one made up here."""
    from eval.results import scores_json
    from tests.test_eval_report import results

    (tmp_path / "scores.json").write_bytes(scores_json(results()))
    figures = latest_figures(tmp_path)
    assert figures is not None and figures.ours.system == "plansvar" and figures.questions > 0

"""The command line over the real program and the shipped plans: index, ask, answer, verify, and the page's live assistant."""

from __future__ import annotations

import json
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from typer.testing import CliRunner

from index.store import Store
from ui.cli import app
from ui.page import Page
from ui.service import LiveAssistant

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")]
QUESTIONS = [
    "Hvilke kommuner har et Infohus?",
    "which kommuner have an Infohus?",
    "Hvad står SSP for?",
    "Hvem leder exit-enheden i Østjylland?",
    "Hvor mange måner har Jupiter?",
    "Hvad står der i planen for Bornholm 2022?",
    "What do the plans say about radicalisation?",
]


def run(*args: object):
    return CliRunner().invoke(app, [str(arg) for arg in args], prog_name="plansvar")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    result = run("index", "--store", folder, "--json")
    assert result.exit_code == 0, result.stderr
    assert {file["state"] for file in json.loads(result.stdout)["files"]} == {"added"}
    return folder


def test_a_second_index_encodes_nothing_and_changes_no_byte(store):
    before = {path: path.read_bytes() for path in store.rglob("*") if path.is_file()}
    result = run("index", "--store", store)
    assert result.exit_code == 0
    assert "Intet nyt" in result.stdout
    assert {path: path.read_bytes() for path in store.rglob("*") if path.is_file()} == before


def test_verify_and_plans(store):
    assert run("verify", "--store", store).exit_code == 0
    plans = json.loads(run("plans", "--store", store, "--json").stdout)["plans"]
    assert all(plan["retold"] and plan["passages"] and plan["kommuner"] for plan in plans)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_contract_of_an_answer(store, question):
    record = json.loads(run("ask", question, "--store", store, "--json").stdout)
    plans = {plan.id: plan for plan in Store(store).open().generation.plans}
    numbers = [citation["n"] for citation in record["citations"]]
    assert len(set(numbers)) == len(numbers)
    for citation in record["citations"]:
        plan = plans[citation["plan"]]
        assert plan.text[citation["start"] : citation["end"]] == citation["quote"]
        assert (citation["file"], citation["district"], citation["year"]) == (plan.file, plan.district, plan.year)
    assert 0 < len(record["answer"]) <= 1500
    assert {int(n) for n in re.findall(r"\[(\d+)\]", record["answer"])} <= set(numbers)
    if record["status"] == "answered":
        assert re.search(r"\[\d+\]", record["answer"])
        assert record["reason"] is None
    else:
        assert record["reason"] in ("not_mentioned", "no_such_plan", "unsure") or record["status"] == "clarify"


def test_a_file_of_questions_gives_the_same_answers_with_passages(store, tmp_path):
    asked = tmp_path / "q.jsonl"
    asked.write_text("".join(json.dumps({"id": n, "question": question}) + "\n" for n, question in enumerate(QUESTIONS)), encoding="utf-8")
    output = tmp_path / "a.jsonl"
    assert run("answer", asked, "--output", output, "--passages", 5, "--store", store).exit_code == 0
    records = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [record["id"] for record in records] == list(range(len(QUESTIONS)))
    assert records[0]["answer"] == json.loads(run("ask", QUESTIONS[0], "--store", store, "--json").stdout)["answer"]
    for record in records:
        assert [passage["rank"] for passage in record["passages"]] == list(range(1, len(record["passages"]) + 1))
        assert len(record["passages"]) <= 5


def test_a_damaged_store_is_told_in_one_line(store, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(store, copy)
    vectors = next(copy.rglob("vectors.npy"))
    vectors.write_bytes(vectors.read_bytes()[:-1] + b"\x7f")
    for command in (["ask", "Hvilke kommuner har et Infohus?"], ["plans"]):
        result = run(*command, "--store", copy)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "Indekset er beskadiget (" in result.stderr
        assert "vectors.npy" in result.stderr
        assert result.stderr.count("\n") == 1
    assert run("verify", "--store", copy).exit_code == 2


def test_the_page_takes_up_a_newer_index_and_answers_twenty_at_once(store, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(store, copy)
    live = LiveAssistant(copy)
    page = Page(live, "da")
    with ThreadPoolExecutor(20) as pool:
        shown = list(pool.map(lambda _: list(page.answer(QUESTIONS[0], [], [], False, "")), range(20)))
    answers = {re.sub(r"Svaret tog [0-9,]+", "", steps[1][0]) for steps in shown}
    assert len(answers) == 1
    assert 'data-state="answered"' in shown[0][1][0]
    assert 'class="next"' in list(page.answer(QUESTIONS[0], [], [], False, ""))[-1][0]
    first = live.get()
    assert live.get() is first
    (copy / "plans" / "oestjylland-2021.md").unlink()
    assert run("index", "--store", copy).exit_code == 0
    live.take_up()
    assert live.get() is not first
    assert len(live.get().generation.plans) == len(first.generation.plans) - 1
    whole = (copy / "index" / "CURRENT").read_bytes()
    (copy / "index" / "CURRENT").write_text("broken\n")
    live.take_up()
    assert live.get().generation.plans, "a broken index must not take the page down"
    assert live.problem is not None
    assert "fordi CURRENT er beskadiget" in next(page.answer(QUESTIONS[0], [], [], False, ""))[2]
    (copy / "index" / "CURRENT").write_bytes(whole)
    live.take_up()
    assert live.get() and live.problem is None

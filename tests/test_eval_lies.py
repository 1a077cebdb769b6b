"""The measure of the sentence check: lies are made as told, the table counts them, and the check stays where it was calibrated."""

from __future__ import annotations

import random
from importlib import resources
from pathlib import Path

import pytest

from eval.gold import load_gold
from eval.lie_test import LieTest, lie_table, read_rewordings, training_pairs
from eval.lies import Surroundings, Truth, lies_of
from eval.llm_command import evaluate_llm, llm_table
from index.training_data import shipped_folder, training_plans
from rag.llm import open_chat
from rag.llm_settings import llm_settings
from rag.written import Writer
from tests.llm_stub import Stub, running
from tests.rag_plans import index_folder, plan, three_plans
from tests.test_eval_command import render, small_gold

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
SENTENCE = "Odense, Nyborg og Kerteminde Kommuner har en havnevagt, mens der i Svendborg og Ærø Kommuner er en bådpatrulje."


def around() -> Surroundings:
    new = plan(three_plans(), "fyn-2024")
    return Surroundings(new.text, new, three_plans().generation.plans, ("Bo Ærenlund", "Åse Kjærlund"))


def test_each_lie_changes_one_thing_and_names_its_kind() -> None:
    truth = Truth("fyn-2024", 0, "da", SENTENCE, "dev")
    made = {lie.kind: lie for lie in lies_of(truth, around(), random.Random(3))}
    assert set(made) == {"kommune", "negation", "plan", "citation"}
    assert made["negation"].text == SENTENCE.replace("har en", "har ikke en")
    assert made["plan"].text.startswith("I planen for ") and "Fyn 2024" not in made["plan"].text
    assert made["citation"].text == SENTENCE and not made["citation"].cites_own
    changed = set(made["kommune"].text.split()) - set(SENTENCE.split())
    assert len(changed) == 1


def test_a_figure_a_year_a_limit_and_a_duty_are_changed_too() -> None:
    words = "Senest den 1. juni 2023 skal mindst 48 frivillige være fundet."
    made = {lie.kind: lie.text for lie in lies_of(Truth("fyn-2024", 0, "da", words, "dev"), around(), random.Random(3))}
    assert {"figure", "year", "modality", "direction"} <= set(made)
    assert "48" not in made["figure"] and "kan mindst" in made["modality"] and "højst 48" in made["direction"]


@pytest.mark.slow
def test_the_check_stays_where_it_was_calibrated() -> None:
    test = LieTest(training_plans(shipped_folder()))
    gold = load_gold(Path(str(resources.files("eval").joinpath("gold")))).of("dev")
    lies = test.lies(gold, training_pairs(), 150)
    assert len(lies) == 150
    caught = sum(one.right for one in lies) / len(lies)
    by_hand = [test._checked(claim, true=True) for claim in test._by_hand()]
    kept = sum(one.right for one in by_hand) / len(by_hand)
    assert len(by_hand) == len(read_rewordings()) >= 170
    assert (caught >= 0.98, kept >= 0.92) == (True, True), lie_table([*lies, *by_hand])
    assert lie_table(lies).splitlines()[-1].startswith("| lie, refused | all | 150 | ")


def test_a_model_is_reported_beside_the_default_with_its_spread(tmp_path: Path) -> None:
    assistant = index_folder(Path(__file__).parents[1] / "corpus" / "plans", tmp_path / "data")
    stub = Stub()
    with running(stub):
        writer = Writer(open_chat(llm_settings({"model": "openai:stub", "base_url": stub.openai})))
        report = evaluate_llm(assistant, writer, render, "dev", 2, small_gold(tmp_path))
    assert (report.model, report.questions, len(report.rounds)) == ("openai:stub", 15, 2)
    assert sum(one.prompt_tokens for one in report.rounds) == 100 * len(stub.seen) > 0
    table = llm_table(report)
    assert "| right | " in table and "± 0.0%" in table and "tokens read" in table
    assert report.extractive.shown == 0

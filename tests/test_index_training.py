from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.plan import Plan
from eval.gold import load_gold
from eval.matchers import fold
from index.training_data import (
    TrainingQuestion,
    asked,
    belonging,
    read_field,
    read_pairs,
    read_questions,
    read_terms,
    shipped_folder,
    slipped,
    training_plans,
)  # fmt: skip
from index.tuning import Material, Part, TuningSettings, freeze, tune

GOLD = Path(__file__).parents[1] / "eval" / "gold"
# Two wordings that share this part of their words are one question.
SAME = 0.8


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    return training_plans(shipped_folder())


@pytest.fixture(scope="module")
def questions() -> list[TrainingQuestion]:
    return read_questions(shipped_folder())


def test_it_is_as_much_and_as_varied_as_it_says(plans: dict[str, Plan], questions: list[TrainingQuestion]) -> None:
    assert len(plans) == 7 and len(read_pairs(shipped_folder())) >= 1500 and len(read_terms()) >= 3000
    assert sum(len(q.danish) + len(q.english) for q in questions) >= 5000
    assert {q.about for q in questions} == {*plans, ""}
    assert 0.1 < sum(not q.answers for q in questions) / len(questions) < 0.3


def test_every_answer_stands_in_its_plan_and_says_what_it_has_to(plans: dict[str, Plan], questions: list[TrainingQuestion]) -> None:
    sentences = {id: {plan.text[s.start : s.end] for s in plan.sentences} for id, plan in plans.items()}
    for question in questions:
        for answer in question.answers:
            assert set(answer.sentences) <= sentences[answer.plan], question
            together = " ".join(answer.sentences).lower()
            assert question.kind == "yesno" or all(word.lower() in together for word in answer.says), question


def test_no_wording_is_one_of_the_test_splits(questions: list[TrainingQuestion]) -> None:
    tests = [q for q in load_gold(GOLD).questions if q.split == "test"]
    kept = [frozenset(fold(wording).split()) for q in tests for wording in (q.question, *q.variants)]
    for question in questions:
        for wording in (*question.danish, *question.english):
            words = frozenset(fold(wording).split())
            assert all(len(words & other) < SAME * len(words | other) for other in kept), f"question about {question.about}"


def test_the_invented_sentences_of_the_field_are_whole_and_no_wording_is_one_of_the_test_splits() -> None:
    pairs, questions = read_field(shipped_folder())
    assert len(pairs) == len({pair.danish for pair in pairs}) > 2000 and len(questions) == 3 * len(pairs)
    assert all(5 <= len(pair.danish) <= 400 and pair.english and pair.danish != pair.english for pair in pairs)
    tests = [q for q in load_gold(GOLD).questions if q.split == "test"]
    kept = [frozenset(fold(wording).split()) for q in tests for wording in (q.question, *q.variants)]
    for one in questions:
        words = frozenset(fold(one.question).split())
        assert all(len(words & other) < SAME * len(words | other) for other in kept), one.question


def test_general_verbs_are_terms_where_the_field_is_learned_from() -> None:
    assert len(read_terms(general=True)) > len(read_terms()) >= 3000


def test_a_plan_left_out_leaves_no_trace(plans: dict[str, Plan]) -> None:
    without = ["sydoestjylland-2017", "sydoestjylland-2021"]
    kept = read_questions(shipped_folder(), without)
    assert kept and not any(q.about in without or any(a.plan in without for a in q.answers) for q in kept)
    shown = asked(kept, plans, seed=7)
    assert not any(one.answer.startswith("Sydøstjylland") for one in shown)
    assert shown == asked(kept, plans, seed=7) != asked(kept, plans, seed=8)


@pytest.mark.parametrize("text", ["Hvor ligger rådhuset?", "police station hours", "Ærø"])
def test_a_slip_is_a_small_one(text: str) -> None:
    for seed in range(20):
        typed = slipped(text, random.Random(seed))
        assert abs(len(typed) - len(text)) <= 3 and typed != text


@pytest.mark.parametrize(
    ("name", "line", "problem"),
    [
        ("questions.jsonl", "{", "JSON"),
        ("questions.jsonl", '{"about": ""}', "about, answers, da, en, kind"),
        ("sentences.jsonl", "[]", "da, en, plan"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, name: str, line: str, problem: str) -> None:
    (tmp_path / name).write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        read_questions(tmp_path) if name.startswith("q") else read_pairs(tmp_path)
    assert (caught.value.code, caught.value.values) == ("training_data", {"file": name, "line": 1, "problem": problem})


def test_training_without_its_packages_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(StoreError) as caught:
        tune(Material([], [], []), tmp_path, TuningSettings())
    assert (caught.value.code, caught.value.values) == ("training_packages", {"package": "accelerate"})


def test_a_plan_alone_teaches_what_belongs_together() -> None:
    plan = training_plans(shipped_folder())["fyn-2022"]
    found = belonging([plan])
    told = [one for one in plan.sentences if one.kind != "heading"]
    texts = {plan.text[one.start : one.end] for one in told}
    heads = [pair for pair in found if pair[0].startswith("Fyn 2022")]
    assert len(heads) == len(told) - 1 and all(any(text in after for text in texts) for _, after in found)
    first, second = next((a, b) for a, b in zip(told, told[1:], strict=False) if a.section == b.section and a.lead is b.lead is None)
    assert (plan.text[first.start : first.end], plan.text[second.start : second.end]) in found


@pytest.mark.parametrize(("part", "moving"), [("all", {"words", "layers"}), ("words", {"words"}), ("layers", {"layers"})])
def test_only_the_named_weights_move(part: Part, moving: set[str]) -> None:
    class Weights:
        requires_grad = True

        def requires_grad_(self, wanted: bool) -> None:
            self.requires_grad = wanted

    class Model:
        weights = {"0.embeddings.word_embeddings.weight": Weights(), "0.encoder.layer.0.output.dense.weight": Weights()}

        def named_parameters(self) -> Iterable[tuple[str, Weights]]:
            return self.weights.items()

    freeze(Model(), part)
    words, layers = Model.weights.values()
    assert {name for name, one in (("words", words), ("layers", layers)) if one.requires_grad} == moving

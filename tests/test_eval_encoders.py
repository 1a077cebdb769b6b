from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eval.ablations import CHOSEN_DEPTHS, DEPTHS
from eval.anchors import Places, retold_plans
from eval.danish import ALONE
from eval.encoders import VectorSearch, chosen_sentences, encoders, english, left_out_recall
from eval.evidence import Evidence
from eval.gold import GoldQuestion, load_gold
from index.weights import shipped_left_out
from rag.retriever import FieldWeights
from tests.conftest import HashingEncoder
from tests.rag_plans import three_plans

GOLD = Path(__file__).parents[1] / "eval" / "gold"
UNSEEN = ("sydoestjylland-2017", "sydoestjylland-2021")


@pytest.fixture(scope="module")
def golds() -> list[GoldQuestion]:
    return [one for one in load_gold(GOLD).questions if one.split == "dev" and one.answerable][:12]


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return Evidence(Places(retold_plans(), retold_plans()))


def test_vectors_alone_find_the_passage_with_the_same_words() -> None:
    plans = three_plans()
    search = VectorSearch(plans.generation, HashingEncoder(max_tokens=80))
    passage = plans.generation.passages[3]
    found = search.search(passage.text, 2)
    assert found[0].passage == passage and [hit.rank for hit in found] == [1, 2] and found[0].score > found[1].score


def test_an_encoder_that_knows_the_words_is_better_than_one_that_knows_none() -> None:
    class Blind(HashingEncoder):
        def encode_query(self, text: str) -> np.ndarray:
            return np.eye(self.dimension, dtype=np.float32)[0]

    knowing = left_out_recall(HashingEncoder(dimension=512), UNSEEN)
    blind = left_out_recall(Blind(), UNSEEN)
    assert set(knowing) == {"da", "en"} and all(len(row) == len(DEPTHS) and list(row) == sorted(row) for row in knowing.values())
    assert knowing["da"][2] > 0.3 > blind["da"][2] + 0.2


def test_english_is_measured_on_the_english_of_the_plans() -> None:
    row = english("english", HashingEncoder(dimension=512, max_tokens=400), UNSEEN)
    assert row.language == "en" and row.n > 200 and 0.1 < row.at[0] < row.at[1] < row.at[2] < 1


def test_chosen_sentences_are_held_against_questions_of_one_plan(golds: list[GoldQuestion], evidence: Evidence) -> None:
    rows = chosen_sentences(three_plans(), golds, evidence)
    # The assistant has other plans, so none of its sentences is the right one.
    assert rows and {row.part for row in rows} == {"chosen"} and all(row.at == (0.0,) * len(CHOSEN_DEPTHS) for row in rows)


def test_every_row_has_a_label(golds: list[GoldQuestion], evidence: Evidence) -> None:
    found = encoders(three_plans(), golds, evidence)
    assert [row.part for row in found.parts if row.language == "da"] == ["only_lexical", "only_dense"]
    assert {row.part for row in (*found.parts, *found.chosen)} <= set(ALONE)


def test_the_shipped_adapter_says_what_it_has_not_seen() -> None:
    assert shipped_left_out() == UNSEEN


def test_one_ranking_alone() -> None:
    lexical, dense = FieldWeights().only("lexical"), FieldWeights().only("dense")
    assert (lexical.lexical, lexical.grams, lexical.sentences, lexical.multilingual, lexical.words) == (1.0, 0.0, 0.0, 0.0, 1.0)
    assert (dense.lexical, dense.grams, dense.sentences, dense.multilingual) == (0.0, 0.0, 0.0, 2.0)

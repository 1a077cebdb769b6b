from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import StoreError
from corpus.plan import Passage
from index.reranker import load_reranker
from index.weights import packaged_folder
from rag.assistant import Assistant
from rag.reranking import reranked_chances, reranked_hits
from rag.retriever import Hit
from tests.rag_plans import assert_true_to_the_plans, three_plans


class Likes:
    """A cross-encoder that likes the texts that hold a word; it notes what it was asked."""

    id = "likes"

    def __init__(self, word: str) -> None:
        self.word, self.asked = word, 0

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += len(texts)
        return np.array([float(self.word in text) for text in texts], dtype=np.float32)


def hits(*texts: str) -> list[Hit]:
    return [Hit(Passage("fyn-2024", 0, 0, len(one), one), 1.0 / n, n) for n, one in enumerate(texts, start=1)]


def test_both_orders_count_alike() -> None:
    # Ranks (given, read): æble (1, 2), øre (2, 3), å (3, 1): 1/61 + 1/62, 1/62 + 1/63 and 1/63 + 1/61.
    found = reranked_hits(Likes("å"), "?", hits("æble", "øre", "å"))
    assert [(hit.passage.text, hit.rank, hit.score) for hit in found] == [("æble", 1, 1.0), ("å", 2, 0.5), ("øre", 3, pytest.approx(1 / 3))]


def test_chances_stay_and_their_holders_change() -> None:
    chances = np.array([0.0, 0.9, 0.2, 0.6])
    changed = reranked_chances(Likes("å"), "?", chances, ["å", "b", "å", "c"])
    # Likeliest first b (.9), c (.6), å (.2); read å, b, c: b 1/61 + 1/62, å 1/63 + 1/61, c 1/62 + 1/63.
    assert changed.tolist() == [0.0, 0.9, 0.6, 0.2] and chances.tolist() == [0.0, 0.9, 0.2, 0.6]


def test_no_hits_ask_nothing() -> None:
    assert reranked_hits(Likes("å"), "?", []) == []


def test_the_assistant_lets_it_read_passages_and_sentences() -> None:
    plain = three_plans()
    before = [hit.passage.text for hit in plain.search("Hvad er havnevagten?")]
    likes = Likes(before[-1])
    assistant = Assistant.over(plain.generation, plain.encoder, reranker=likes)
    found = assistant.search("Hvad er havnevagten?")
    assert sorted(before) == sorted(hit.passage.text for hit in found) and [hit.rank for hit in found] == list(range(1, len(found) + 1))
    assert [hit.passage.text for hit in found].index(before[-1]) < len(before) - 1
    asked = likes.asked
    assert_true_to_the_plans(assistant.answer("Hvad er havnevagten?"), assistant)
    assert likes.asked > asked


def test_a_real_cross_encoder_is_read_from_its_folder(tmp_path: Path) -> None:
    found = load_reranker(str(small_cross_encoder(tmp_path / "krydslæser")))
    assert found is not None
    scores = found.scores("Hvor ligger rådhuset?", ["Rådhuset ligger på Ærø.", "å"])
    assert scores.shape == (2,) and scores.dtype == np.float32 and scores[0] != scores[1]
    assert found.scores("Hvor?", []).shape == (0,)


def test_a_folder_that_is_no_model_and_one_with_code_are_refused(tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    tom = load_reranker(str(tmp_path / "tom"))
    assert tom is not None
    with pytest.raises(StoreError) as caught:
        tom.scores("Hvor?", ["Ærø"])
    assert caught.value.code == "encoder_damaged"
    (tmp_path / "tom" / "pytorch_model.bin").write_bytes(b"x")
    with pytest.raises(StoreError) as caught:
        load_reranker(str(tmp_path / "tom"))
    assert (caught.value.code, caught.value.values["file"]) == ("encoder_unsafe", "pytorch_model.bin")


def small_cross_encoder(folder: Path) -> Path:
    """One layer with random weights and the packaged vocabulary: a real model of sentence-transformers that judges nothing."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    torch.manual_seed(1)
    tokenizer = AutoTokenizer.from_pretrained(str(packaged_folder()), local_files_only=True)
    shape = BertConfig(
        vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, num_labels=1
    )
    BertForSequenceClassification(shape).save_pretrained(folder, safe_serialization=True)
    tokenizer.save_pretrained(folder)
    return folder

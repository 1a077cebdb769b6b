from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import index.weights as module
from corpus.errors import StoreError
from index.adapter import Adapter, write_adapter
from index.encoder import Encoder, load_encoder
from index.prompts import known
from index.weights import PACKAGED_SHA256, packaged_folder, weights_sha256

TEXTS = [
    "Der er Infohuse i Aarhus og Randers.",
    "Politiet forebygger indbrud gennem nabohjælp og samarbejder med kommunerne om tryghed i nattelivet.",
    "Læsø",
    "Færdselsuheld skal nedbringes på øerne, og kommunerne måler farten på skoleveje i hele politikredsen.",
    "Kredsrådet mødes to gange om året.",
]


@pytest.fixture(scope="module")
def minilm() -> Encoder:
    return load_encoder("all-MiniLM-L6-v2")


def test_the_default_is_the_packaged_encoder_with_the_adapter(minilm: Encoder) -> None:
    tuned = load_encoder()
    assert (tuned.id, tuned.dimension, tuned.strength, tuned.max_tokens) == ("plansvar-minilm", 384, "multilingual", 254)
    assert load_encoder("plansvar-minilm").weights_sha256 == tuned.weights_sha256 != minilm.weights_sha256
    texts = ["Kommunen fik flere indbrud.", "The municipality had more burglaries.", "Kommunen fik nye skoler."]
    danish, english, other = tuned.encode_passages(texts)
    assert danish @ english > danish @ other
    # The packaged encoder alone goes by the letters.
    danish, english, other = minilm.encode_passages(texts)
    assert danish @ english < danish @ other


def test_an_adapter_for_other_weights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = {"weights": np.zeros((2, 64), np.float32)}
    write_adapter(base, {"weights": np.ones((2, 64), np.float32)}, Adapter(tmp_path / "adapter.safetensors", "f" * 64))
    monkeypatch.setattr(module, "adapter_file", lambda: tmp_path / "adapter.safetensors")
    with pytest.raises(StoreError) as caught:
        load_encoder().encode_query("Ærø")
    assert caught.value.code == "adapter_base"
    assert caught.value.values == {"file": "adapter.safetensors", "found": "f" * 12, "expected": PACKAGED_SHA256[:12]}


def test_the_packaged_encoder_is_the_known_one(minilm: Encoder) -> None:
    assert (minilm.id, minilm.dimension, minilm.strength) == ("all-MiniLM-L6-v2", 384, "english")
    assert minilm.weights_sha256 == PACKAGED_SHA256 == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    assert (minilm.query_prefix, minilm.passage_prefix) == ("", "")
    # 256 tokens with [CLS] and [SEP].
    assert minilm.max_tokens == 254


def test_vectors_are_float32_of_length_one(minilm: Encoder) -> None:
    vectors = minilm.encode_passages(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((5, 384), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert minilm.encode_passages([]).shape == (0, 384)
    query = minilm.encode_query("Hvor er der Infohuse?")
    assert (query.shape, query.dtype) == ((384,), np.float32)
    assert (vectors @ query).argmax() == 0


def test_the_same_text_has_the_same_bytes_whatever_stands_beside_it(minilm: Encoder) -> None:
    vectors = minilm.encode_passages(TEXTS)
    order = [3, 0, 4, 2, 1]
    assert minilm.encode_passages([TEXTS[at] for at in order]).tobytes() == vectors[order].tobytes()
    assert all(minilm.encode_passages([text]).tobytes() == vectors[at].tobytes() for at, text in enumerate(TEXTS))


def test_progress_is_told_for_each_text(minilm: Encoder) -> None:
    steps: list[tuple[int, int]] = []
    minilm.encode_passages(TEXTS[:3], lambda done, total: steps.append((done, total)))
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_a_passage_that_would_be_cut_is_refused(minilm: Encoder) -> None:
    fits = "the " * 254
    assert minilm.count_tokens("the") == 1 and minilm.encode_passages([fits]).shape == (1, 384)
    with pytest.raises(ValueError, match="text 1 has 255 tokens, all-MiniLM-L6-v2 reads 254"):
        minilm.encode_passages(["the", fits + "the"])


def test_of_a_long_question_every_part_counts(minilm: Encoder) -> None:
    filler = "tryghed " * 300
    vector = minilm.encode_query(filler + "Hvor er der Infohuse i Aarhus?")
    assert np.isclose(np.linalg.norm(vector), 1.0, atol=1e-5)
    assert not np.array_equal(vector, minilm.encode_query(filler))


def test_many_threads_may_ask_at_once() -> None:
    encoder = load_encoder()

    def ask(text: str) -> tuple[int, int, bytes]:
        return encoder.dimension, encoder.count_tokens(text), encoder.encode_query(text).tobytes()

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, TEXTS * 4))
    assert found[:5] * 4 == found


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACKAGED_SHA256", "0" * 64)
    with pytest.raises(StoreError) as caught:
        load_encoder()
    assert caught.value.code == "encoder_weights"
    assert (caught.value.values["expected"], caught.value.values["found"]) == ("0" * 64, PACKAGED_SHA256)


def test_a_folder_is_an_encoder_named_after_it(minilm: Encoder, tmp_path: Path) -> None:
    folder = tmp_path / "multilingual-e5-small"
    shutil.copytree(packaged_folder(), folder)
    encoder = load_encoder(str(folder))
    assert (encoder.id, encoder.query_prefix, encoder.passage_prefix, encoder.strength) == (
        "multilingual-e5-small", "query: ", "passage: ", "multilingual",
    )  # fmt: skip
    assert encoder.weights_sha256 == PACKAGED_SHA256
    expected = minilm.encode_passages(["passage: Infohus"])
    assert np.allclose(encoder.encode_passages(["Infohus"]), expected, atol=1e-6)


def test_an_unknown_model_brings_its_own_prompts(tmp_path: Path) -> None:
    folder = tmp_path / "min-model"
    shutil.copytree(packaged_folder(), folder)
    (folder / "config_sentence_transformers.json").write_text('{"prompts": {"query": "spørg: ", "document": "læs: "}}', encoding="utf-8")
    encoder = load_encoder(str(folder))
    assert (encoder.query_prefix, encoder.passage_prefix) == ("spørg: ", "læs: ")


@pytest.mark.parametrize("name", ["pytorch_model.bin", "modul.py", "1_Pooling/vægte.PT", "a.pkl"])
def test_a_folder_with_pickles_or_code_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / name).write_bytes(b"x")
    (tmp_path / "model.safetensors").write_bytes(b"x")
    with pytest.raises(StoreError) as caught:
        load_encoder(str(tmp_path))
    assert (caught.value.code, caught.value.values["file"]) == ("encoder_unsafe", Path(name).name)


def test_a_folder_that_is_no_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"encoder_damaged.*no \.safetensors file"):
        load_encoder(str(tmp_path))
    (tmp_path / "model.safetensors").write_bytes(b"ikke en model")
    with pytest.raises(StoreError, match="encoder_damaged"):
        load_encoder(str(tmp_path)).encode_query("Infohus")


def test_a_hub_model_without_network_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub.constants

    # Not the environment variable: another test may have imported the hub's library already, and it reads the variable once.
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(StoreError) as caught:
        load_encoder("intfloat/findes-ikke")
    assert (caught.value.code, caught.value.values["name"]) == ("encoder_offline", "intfloat/findes-ikke")


def test_several_weights_files_have_one_hash(tmp_path: Path) -> None:
    (tmp_path / "a.safetensors").write_bytes(b"a")
    alone = weights_sha256(tmp_path, "x")
    (tmp_path / "b.safetensors").write_bytes(b"b")
    assert weights_sha256(tmp_path, "x") not in (alone, "")


@pytest.mark.parametrize(
    ("name", "query", "passage", "strength"),
    [
        ("intfloat/multilingual-e5-base", "query: ", "passage: ", "multilingual"),
        ("Snowflake/snowflake-arctic-embed-l-v2.0", "query: ", "", "multilingual"),
        ("google/embeddinggemma-300m", "task: search result | query: ", "title: none | text: ", "multilingual"),
        ("BAAI/bge-m3", "", "", "multilingual"),
        ("hotchpotch/bekko-embedding-v1-a25m", "", "", "multilingual"),
        ("sentence-transformers/all-MiniLM-L12-v2", "", "", "english"),
    ],
)
def test_known_prompts(name: str, query: str, passage: str, strength: str) -> None:
    row = known(name)
    assert row is not None and (row.query_prefix, row.passage_prefix, row.strength) == (query, passage, strength)


def test_loading_an_encoder_imports_no_torch() -> None:
    code = "import sys; from index.encoder import load_encoder; load_encoder(); print({'torch', 'transformers'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    assert (done.stdout, done.stderr) == ("set()\n", "")

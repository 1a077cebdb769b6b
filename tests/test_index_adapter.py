from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.errors import StoreError
from index.adapter import BLOCK, Adapter, left_out, read_adapter, write_adapter

RANDOM = np.random.default_rng(7)
BASE = {
    "rows": RANDOM.normal(size=(40, 2 * BLOCK)).astype(np.float32),
    "plain": RANDOM.normal(size=BLOCK).astype(np.float32),
    "same": np.ones((3, BLOCK), np.float32),
}
TUNED = {**BASE, "rows": BASE["rows"].copy(), "plain": BASE["plain"] + np.float32(0.25)}
TUNED["rows"][[2, 17]] += RANDOM.normal(scale=0.01, size=(2, 2 * BLOCK)).astype(np.float32)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_adapter(BASE, TUNED, Adapter(tmp_path / "æ.safetensors", "a" * 64), ["ærø-2020"])
    return tmp_path / "æ.safetensors"


def test_what_was_tuned_comes_back_within_half_a_step_and_the_rest_to_the_bit(file: Path) -> None:
    found = read_adapter(file, BASE, "a" * 64)
    step = np.abs(TUNED["rows"] - BASE["rows"]).max() / 7
    assert np.abs(found["rows"] - TUNED["rows"]).max() <= 0.51 * step
    assert np.array_equal(np.delete(found["rows"], [2, 17], axis=0), np.delete(BASE["rows"], [2, 17], axis=0))
    assert np.allclose(found["plain"], TUNED["plain"], atol=1e-3)
    assert np.array_equal(found["same"], BASE["same"])


def test_it_says_which_plans_training_never_saw(file: Path) -> None:
    assert left_out(file) == ("ærø-2020",)


def test_only_changed_rows_are_stored(file: Path) -> None:
    assert file.stat().st_size < 1200


def test_other_weights_and_damaged_files_are_named(file: Path) -> None:
    with pytest.raises(StoreError) as caught:
        read_adapter(file, BASE, "b" * 64)
    assert (caught.value.code, caught.value.values["found"]) == ("adapter_base", "a" * 12)
    file.write_bytes(b"kort")
    with pytest.raises(StoreError) as caught:
        read_adapter(file, BASE, "a" * 64)
    assert (caught.value.code, caught.value.values["name"]) == ("encoder_damaged", "æ.safetensors")


def test_shapes_that_differ_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"plain: \(32,\) and \(3,\)"):
        write_adapter(BASE, {**TUNED, "plain": np.zeros(3, np.float32)}, Adapter(tmp_path / "x.safetensors", "a" * 64))

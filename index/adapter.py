"""A tuned encoder as a small file: what its weights differ by from the packaged ones, in four bits a number.

Blocks of ``BLOCK`` numbers share a float16 scale, rounded to the nearest of 15 steps (symmetric block quantisation, Dettmers et al. 2022).
Rows of the vocabulary that training never met do not differ and are left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError

BLOCK = 32
_STEPS = 7
# Which base the file belongs to stands in its own metadata.
_BASE = "base_sha256"
# And which plans training never saw, so that what is measured on them is measured on unseen plans.
_LEFT_OUT = "left_out"
Weights = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter file and the SHA-256 of the weights that it is for."""

    file: Path
    base_sha256: str


def write_adapter(base: Weights, tuned: Weights, adapter: Adapter, left_out: Sequence[str] = ()) -> None:
    """Write what ``tuned`` differs by from ``base``, which have the same names and shapes; ``left_out`` are plans unseen in training.

    Raises:
        ValueError: they do not.
    """
    from safetensors.numpy import save_file

    tensors: dict[str, NDArray[np.generic]] = {}
    for name in sorted(base):
        if base[name].shape != tuned[name].shape:
            raise ValueError(f"{name}: {base[name].shape} and {tuned[name].shape}")
        delta = np.asarray(tuned[name], np.float32) - base[name]
        if delta.ndim != 2:
            tensors[f"{name}:plain"] = delta.astype(np.float16)
            continue
        rows = np.flatnonzero(np.abs(delta).max(axis=1) > 0)
        if not len(rows):
            continue
        if len(rows) < len(delta):
            tensors[f"{name}:rows"] = rows.astype(np.int32)
        tensors[f"{name}:steps"], tensors[f"{name}:scales"] = _packed(delta[rows])
    save_file(tensors, str(adapter.file), metadata={_BASE: adapter.base_sha256, _LEFT_OUT: " ".join(left_out)})


def read_adapter(file: Path, base: Mapping[str, NDArray[np.float32]], base_sha256: str) -> Weights:
    """The weights of the tuned encoder.

    Raises:
        StoreError: ``adapter_base`` (file, found, expected) for an adapter of other weights, ``encoder_damaged`` (name, problem).
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(file), framework="numpy") as opened:
            found = (opened.metadata() or {}).get(_BASE, "")
            tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118 - not a mapping
    except (OSError, SafetensorError) as problem:
        raise StoreError("encoder_damaged", name=file.name, problem=str(problem)) from None
    if found != base_sha256:
        raise StoreError("adapter_base", file=file.name, found=found[:12], expected=base_sha256[:12])
    return {name: _added(weights, name, tensors) for name, weights in base.items()}


def left_out(file: Path) -> tuple[str, ...]:
    """The plans that the adapter was not trained on."""
    from safetensors import safe_open

    with safe_open(str(file), framework="numpy") as opened:
        return tuple((opened.metadata() or {}).get(_LEFT_OUT, "").split())


def adapter_sha256(file: Path) -> str:
    """SHA-256 of the file's bytes."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _added(weights: NDArray[np.float32], name: str, tensors: Mapping[str, NDArray[np.generic]]) -> NDArray[np.float32]:
    if (plain := tensors.get(f"{name}:plain")) is not None:
        return weights + plain.astype(np.float32)
    steps, scales = tensors.get(f"{name}:steps"), tensors.get(f"{name}:scales")
    if steps is None or scales is None:
        return weights
    rows = tensors.get(f"{name}:rows", np.arange(len(weights)))
    changed = weights.copy()
    changed[rows] += _unpacked(steps, scales, weights.shape[1])
    return changed


def _packed(delta: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """(two steps a byte (n, columns / 2) uint8, scales (n, columns / BLOCK) float16)."""
    blocks = delta.reshape(len(delta), -1, BLOCK)
    scales = (np.abs(blocks).max(axis=2) / _STEPS).astype(np.float16)
    widths = np.maximum(scales.astype(np.float32), 1e-12)[:, :, None]
    steps = (np.clip(np.rint(blocks / widths), -_STEPS, _STEPS) + _STEPS).astype(np.uint8).reshape(len(delta), -1)
    return steps[:, 0::2] | (steps[:, 1::2] << 4), scales


def _unpacked(steps: NDArray[np.generic], scales: NDArray[np.generic], columns: int) -> NDArray[np.float32]:
    pairs = steps.astype(np.uint8)
    single = np.empty((len(pairs), columns), np.float32)
    single[:, 0::2], single[:, 1::2] = pairs & 15, pairs >> 4
    blocks = (single - _STEPS).reshape(len(pairs), -1, BLOCK) * scales.astype(np.float32)[:, :, None]
    return blocks.reshape(len(pairs), columns)

"""Shared by all tests: no network, a small real encoder, and a folder with three small Danish plans."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from numpy.typing import NDArray

OESTJYLLAND_2024 = """\
# Samarbejdsplan 2024

Kredsrådet i Østjyllands Politikreds

## 1. Tryghed

Der er Infohuse i Aarhus Kommune og Randers Kommune. Favrskov Kommune får et mini-Infohus i 2024. Det er blå æbler på øen værd.

## 2. Indbrud

Politiet og kommunerne forebygger indbrud gennem nabohjælp. I 2023 blev der anmeldt 412 indbrud i Østjylland.
"""

OESTJYLLAND_2021 = """\
# Samarbejdsplan 2021

Kredsrådet i Østjyllands Politikreds

## 1. Tryghed

Der er et Infohus i Aarhus Kommune. Nattelivet i Århus skal være trygt.
"""

NORDJYLLAND_2023 = """\
# Samarbejdsplan 2023

Kredsrådet i Nordjyllands Politikreds

## 1. Færdsel

Læsø Kommune og Aalborg Kommune måler farten på skoleveje. Færdselsuheld skal nedbringes.
"""

PLANS = {"nordjylland-2023.md": NORDJYLLAND_2023, "oestjylland-2021.md": OESTJYLLAND_2021, "oestjylland-2024.md": OESTJYLLAND_2024}


class HashingEncoder:
    """A real encoder without a model: each word adds 1 in the dimension that its hash names, then the length is made 1.

    Texts with the same words get the same vector, texts without a common word (and without a collision) are orthogonal. A token is a word.
    ``encoded`` is the history of all passages it was asked for.
    """

    strength: Literal["english", "multilingual"] = "multilingual"
    scale: Literal["cosines", "deviations"] = "cosines"
    query_prefix = ""
    passage_prefix = ""

    def __init__(self, name: str = "hashing", dimension: int = 64, max_tokens: int = 40) -> None:
        self.id = name
        self.weights_sha256 = hashlib.sha256(name.encode()).hexdigest()
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.encoded: list[str] = []

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            assert self.count_tokens(text) <= self.max_tokens, f"would be cut: {text!r}"
            self.encoded.append(text)
            vectors[row] = self.encode_query(text)
            if progress is not None:
                progress(row + 1, len(texts))
        return vectors

    def encode_query(self, text: str) -> NDArray[np.float32]:
        vector = np.zeros(self.dimension, dtype=np.float32)
        for word in text.lower().split():
            vector[int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big") % self.dimension] += 1
        if not vector.any():
            vector[0] = 1
        return vector / np.linalg.norm(vector)

    def count_tokens(self, text: str) -> int:
        return len(text.split())


@pytest.fixture
def encoder() -> HashingEncoder:
    return HashingEncoder()


@pytest.fixture
def plan_folder(tmp_path: Path) -> Path:
    """A folder with three plans: Nordjylland 2023, Østjylland 2021 and 2024."""
    folder = tmp_path / "planer"
    folder.mkdir()
    for name, text in PLANS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this machine can be reached: a test that needs another host fails and says which one it asked for."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def local_connect(self: socket.socket, address: Any) -> None:
        _refuse_foreign(self.family, address)
        connect(self, address)

    def local_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_foreign(self.family, address)
        return connect_ex(self, address)

    def local_look_up(host: Any, *rest: Any, **options: Any) -> Any:
        _refuse_foreign(socket.AF_INET, (host,))
        return look_up(host, *rest, **options)

    monkeypatch.setattr(socket.socket, "connect", local_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", local_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", local_look_up)


def _refuse_foreign(family: int, address: Any) -> None:
    host = address[0] if isinstance(address, tuple) else address
    name = host.decode() if isinstance(host, bytes) else str(host)
    if family in (socket.AF_INET, socket.AF_INET6) and not (
        host is None or name in ("localhost", "::1", "0.0.0.0", "::", "") or name.startswith("127.")
    ):
        raise RuntimeError(f"a test tried to reach {name}")

"""Text to unit vectors: the only module that imports ``sentence_transformers``, and only when the first text is encoded.

An encoder is the packaged MiniLM (default), packaged multilingual-e5-small, a folder on this machine, or a model of the hub that the user
named (``index.weights``). Only safetensors and the known file of four-bit weights are read, and no model brings code of its own.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError
from index.adapter import Adapter, read_adapter
from index.prompts import Scale, Strength, known
from index.weights import Weights, find_weights


class Encoder(Protocol):
    """What the index asks of an encoder.

    Attributes:
        id: name in the manifest; with ``weights_sha256`` it decides whether stored vectors may be used.
        dimension: length of a vector.
        max_tokens: tokens it reads of one text, its own special tokens not counted.
        query_prefix: put before a question. passage_prefix: put before a passage.
        strength: "english" where it knows little Danish and must weigh little beside the lexical search.
        scale: "cosines" for the packaged MiniLM and what the project tuned of it, to which what was learned is fitted, else "deviations".
    """

    @property
    def id(self) -> str: ...
    @property
    def weights_sha256(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    @property
    def max_tokens(self) -> int: ...
    @property
    def query_prefix(self) -> str: ...
    @property
    def passage_prefix(self) -> str: ...
    @property
    def strength(self) -> Strength: ...
    @property
    def scale(self) -> Scale: ...

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        """(n, dim) float32, rows of length 1; ``progress(done, n)`` after each text."""
        ...

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """(dim,) float32 of length 1."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of ``text`` as it stands: no special tokens, no prefix added."""
        ...


def load_encoder(name: str | None = None) -> Encoder:
    """The tuned encoder for None, a packaged one under its own name, the model in that folder, or else the hub model of that name.

    Only the hub model touches the network.

    Raises:
        StoreError: ``adapter_base`` (file, found, expected) when the adapter was made for other weights, ``encoder_weights`` (name, found,
            expected) when the packaged weights are not the known ones, ``encoder_missing`` (name) without the package, ``encoder_extra``
            (name) without that of the extra, ``encoder_unsafe`` (name, file) for a folder with pickled weights or code,
            ``encoder_offline`` (name) when the hub model cannot be had, ``encoder_damaged`` (name, problem) for a folder that is no model.
    """
    return SentenceEncoder(find_weights(name))


class SentenceEncoder:
    """A sentence-transformers model; torch is imported when the first text comes."""

    def __init__(self, weights: Weights) -> None:
        self.id, self.weights_sha256 = weights.name, weights.sha256
        self._weights = weights
        self._known = known(weights.name)
        self.strength: Strength = self._known.strength if self._known else "multilingual"
        self.scale: Scale = self._known.scale if self._known else "deviations"
        self.query_prefix, self.passage_prefix = self._prefixes()
        # One text at a time: the tokenizer of a model must not be used by two threads at once.
        self._lock = threading.RLock()
        self._opened: Any = None

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension())

    @property
    def max_tokens(self) -> int:
        longest = min(self._model.max_seq_length or 512, self._known.max_tokens if self._known else 8192)
        return int(longest - self._model.tokenizer.num_special_tokens_to_add())

    def count_tokens(self, text: str) -> int:
        with self._lock:
            return len(self._model.tokenizer(text, add_special_tokens=False, truncation=False, verbose=False)["input_ids"])

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        """(n, dim) float32, rows of length 1; the same text gives the same bytes, whatever stands beside it.

        Raises:
            ValueError: a text is longer than the encoder reads; ``index.windows`` cuts it beforehand.
        """
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            tokens = self.count_tokens(self.passage_prefix + text)
            if tokens > self.max_tokens:
                raise ValueError(f"text {row} has {tokens} tokens, {self.id} reads {self.max_tokens}")
            vectors[row] = self._encode(text, self.passage_prefix)
            if progress is not None:
                progress(row + 1, len(texts))
        return vectors

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """(dim,) float32 of length 1; of a question longer than the encoder reads, the mean over its parts, none left out."""
        parts = _parts(text, lambda part: self.count_tokens(self.query_prefix + part) <= self.max_tokens)
        vectors = [self._encode(part, self.query_prefix) for part in parts]
        if len(vectors) == 1:
            return vectors[0]
        total = np.add.reduce(vectors)
        return cast(NDArray[np.float32], total / np.linalg.norm(total))

    def _encode(self, text: str, prefix: str) -> NDArray[np.float32]:
        # One text per call. Measured here (300 windows of 44 to 256 tokens, 2 cores): padding changes the low bits of most rows with the
        # texts beside them (std 32: 271 of 300), batches of equal token length still do so with the size of the batch (143 of 300);
        # single texts gave the same bits in every order and every subset, in 7.8 s against 6.1 to 9.4 s for the batches.
        # The number of torch threads does change the low bits, so it stays what the process has.
        with self._lock:
            vector = self._model.encode(text, prompt=prefix, batch_size=1, normalize_embeddings=True, show_progress_bar=False)
        return cast(NDArray[np.float32], np.asarray(vector, dtype=np.float32))

    @property
    def _model(self) -> Any:
        # Not functools.cached_property: in Python 3.11 it has a lock of its own, and two locks taken in two orders stand still.
        with self._lock:
            if self._opened is None:
                self._opened = _open_model(self._weights)
                if self._weights.adapter is not None:
                    adapt(self._opened, self._weights.adapter)
            return self._opened

    def _prefixes(self) -> tuple[str, str]:
        """The known ones, else those in the model's own configuration, else none."""
        if self._known:
            return self._known.query_prefix, self._known.passage_prefix
        file = self._weights.place / "config_sentence_transformers.json"
        try:
            prompts = json.loads(file.read_text(encoding="utf-8")).get("prompts") or {}
        except FileNotFoundError:
            return "", ""
        except (OSError, ValueError, AttributeError) as problem:
            raise StoreError("encoder_damaged", name=self.id, problem=f"{file.name}: {problem}") from None
        return prompts.get("query") or "", prompts.get("document") or prompts.get("passage") or ""


def adapt(model: Any, adapter: Adapter) -> None:
    """Put the tuned weights into the opened model; every name that the adapter changes must be one of the model's."""
    import torch

    inner = model[0].model
    base = {name: value.numpy() for name, value in inner.state_dict().items() if value.dtype == torch.float32}
    tuned = read_adapter(adapter.file, base, adapter.base_sha256)
    inner.load_state_dict({name: torch.from_numpy(value) for name, value in tuned.items()}, strict=False)


def _parts(text: str, fits: Callable[[str], bool]) -> list[str]:
    """``text`` whole, or halved between words (a single word: between characters) as often as needed."""
    if fits(text) or len(text) < 2:
        return [text]
    middle = text.find(" ", len(text) // 2)
    middle = middle if 0 < middle < len(text) - 1 else len(text) // 2
    return [*_parts(text[:middle], fits), *_parts(text[middle:], fits)]


def _open_model(weights: Weights) -> Any:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    from index.packed_model import open_packed

    # One thread: the number of threads changes the low bits of the vectors, and on a busy machine two threads wait for each other
    # (64 passages took 55 s with two threads and 6 s with one under load; idle, 7.8 s against 12.6 s for 300).
    torch.set_num_threads(1)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        if weights.place.is_file():
            return open_packed(weights.place)
        return SentenceTransformer(
            str(weights.place), device="cpu", local_files_only=True, trust_remote_code=False, model_kwargs={"use_safetensors": True}
        )
    except (OSError, ValueError, KeyError, ImportError, RuntimeError) as problem:
        raise StoreError("encoder_damaged", name=weights.name, problem=str(problem).partition("\n")[0]) from None

"""Question and text in, a score of how well they fit: an optional cross-encoder that reads both together, off unless one is named.

No cross-encoder is shipped: a multilingual one is larger than the whole program and takes a second for what the encoder does in
milliseconds. Who has the time names one of the hub or a folder (``--reranker``), and the best candidates are put in its order.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreError
from index.weights import model_folder


class Reranker(Protocol):
    """Scores texts against a question."""

    id: str

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n,) float32, higher fits better; comparable within one call only."""
        ...


def load_reranker(name: str | None) -> Reranker | None:
    """The cross-encoder in that folder or the hub model of that name; None for no name.

    Raises:
        StoreError: as ``index.encoder.load_encoder`` for a folder that is unsafe or no model, and for a hub model that cannot be had.
    """
    if not name:
        return None
    return CrossReranker(name)


class CrossReranker:
    """A sentence-transformers cross-encoder; torch is imported when the first question comes."""

    def __init__(self, name: str) -> None:
        self.id = name
        self._folder = model_folder(name)
        # One question at a time: the tokenizer of a model must not be used by two threads at once.
        self._lock = threading.Lock()
        self._model: Any = None

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n,) float32, higher fits better.

        Raises:
            StoreError: ``encoder_damaged`` (name, problem) for a folder that is no cross-encoder.
        """
        if not texts:
            return np.zeros(0, dtype=np.float32)
        with self._lock:
            if self._model is None:
                self._model = _open(str(self._folder), self.id)
            found = self._model.predict([(question, text) for text in texts], batch_size=8, show_progress_bar=False)
        scores = np.asarray(found, dtype=np.float32)
        if scores.shape != (len(texts),):
            raise StoreError("encoder_damaged", name=self.id, problem=f"{scores.shape[-1]} scores a text, not 1")
        return scores


def _open(folder: str, name: str) -> Any:
    import torch
    from sentence_transformers import CrossEncoder

    torch.set_num_threads(1)
    try:
        return CrossEncoder(folder, device="cpu", local_files_only=True, trust_remote_code=False, model_kwargs={"use_safetensors": True})
    except (OSError, ValueError, KeyError, ImportError, RuntimeError) as problem:
        raise StoreError("encoder_damaged", name=name, problem=str(problem).partition("\n")[0]) from None

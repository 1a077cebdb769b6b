"""Opens the assistant over a store, and keeps it fresh for the page."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from corpus.errors import StoreError

if TYPE_CHECKING:
    from index.encoder import Encoder
    from index.generation import Generation
    from rag.assistant import Assistant

# A generation that could not be opened is not tried again at every question.
_RETRY_SECONDS = 60


@dataclass(frozen=True, slots=True)
class OpenedAssistant:
    """An assistant, and the damaged file where the newest index could not be used."""

    assistant: Assistant
    damaged_file: str | None


def open_assistant(store: Path, encoder_name: str | None = None, loaded: Encoder | None = None) -> OpenedAssistant:
    """The assistant over the store's live generation; an encoder already ``loaded`` is used again where it is the one.

    Raises:
        StoreError: ``store_missing``, ``store_damaged``, ``store_schema``, ``encoder_mismatch`` and the encoder's own codes.
    """
    from index.store import Store

    opened = Store(store).open()
    encoder = loaded if loaded and _built_with(opened.generation, loaded) else encoder_for(opened.generation, encoder_name)

    # After the store: without one there is no reason to wait for this import.
    from rag.assistant import Assistant

    return OpenedAssistant(Assistant.over(opened.generation, encoder), opened.damaged_file)


def encoder_for(generation: Generation, name: str | None) -> Encoder:
    """The encoder the generation was built with; vectors of two encoders cannot be compared.

    Raises:
        StoreError: ``encoder_mismatch`` (store, given) when ``name`` is another one, or when the store's cannot be found by its name.
    """
    from index.encoder import load_encoder

    built_with = generation.manifest.origin.encoder
    # A hub model is found again by the id that the store noted; a folder has to be named by the user.
    encoder = load_encoder(name or (built_with.id if "/" in built_with.id else None))
    if not _built_with(generation, encoder):
        raise StoreError("encoder_mismatch", store=built_with.id, given=encoder.id)
    return encoder


def _built_with(generation: Generation, encoder: Encoder) -> bool:
    built_with = generation.manifest.origin.encoder
    return (encoder.id, encoder.weights_sha256) == (built_with.id, built_with.weights_sha256)


class LiveAssistant:
    """The assistant of a running page: takes up a newer generation between two questions, never during one.

    Attributes:
        problem: why the newest generation is not the one that answers, None where it is.
    """

    def __init__(self, store: Path, encoder_name: str | None = None) -> None:
        self._store = store
        self._encoder_name = encoder_name
        self._lock = Lock()
        self._current = b""
        self._tried = 0.0
        self._assistant: Assistant | None = None
        self.problem: StoreError | None = None

    def get(self) -> Assistant:
        """The assistant over the newest usable generation. A snapshot once taken stays whole while it is used.

        Raises:
            StoreError: nothing can be opened and nothing was open before.
        """
        with self._lock:
            current = self._read_current()
            again = self.problem is not None and time.monotonic() - self._tried > _RETRY_SECONDS
            if self._assistant is None or current != self._current or again:
                self._assistant = self._opened(self._assistant)
                self._current, self._tried = current, time.monotonic()
            return self._assistant

    def _opened(self, before: Assistant | None) -> Assistant:
        try:
            opened = open_assistant(self._store, self._encoder_name, before.encoder if before else None)
        except StoreError as error:
            if before is None:
                raise
            self.problem = error
            return before
        damaged = opened.damaged_file
        self.problem = StoreError("fell_back", file=damaged) if damaged else None
        # Opened anew to see whether it is whole again: the one that answers may be the same.
        same = before is not None and before.generation.id == opened.assistant.generation.id
        return before if same and before else opened.assistant

    def _read_current(self) -> bytes:
        try:
            return (self._store / "index" / "CURRENT").read_bytes()
        except OSError:
            return b""

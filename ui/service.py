"""Opens the assistant over a store, and keeps it fresh for the page."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from corpus.errors import StoreError

if TYPE_CHECKING:
    from index.encoder import Encoder
    from index.generation import Generation
    from rag.assistant import Assistant
    from rag.written import Writer

# How often a running page looks whether there is a newer index, and when it tries again one that it could not open.
LOOK_EVERY_SECONDS = 2.0
TRY_AGAIN_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class OpenedAssistant:
    """An assistant, and the damaged file where the newest index could not be used."""

    assistant: Assistant
    damaged_file: str | None


def open_assistant(
    store: Path, encoder_name: str | None = None, reranker_name: str | None = None, before: Assistant | None = None
) -> OpenedAssistant:
    """The assistant over the store's live generation.

    Args:
        before: the assistant until now. It lends its opened encoder, and stays where its generation is the same or the newest is damaged:
            what lies whole in memory is newer than what the store can fall back to.

    Raises:
        StoreError: ``store_missing``, ``store_damaged``, ``store_schema``, ``encoder_mismatch`` and the encoder's own codes.
    """
    from index.reranker import load_reranker
    from index.store import Store

    opened = Store(store).open()
    if before is not None and (opened.damaged_file or before.generation.id == opened.generation.id):
        return OpenedAssistant(before, opened.damaged_file)
    encoder = before.encoder if before is not None and _made(opened.generation, before.encoder) else None
    encoder = encoder or encoder_for(opened.generation, encoder_name)

    # After the store: without one there is no reason to wait for this import.
    from rag.assistant import Assistant

    assistant = Assistant.over(opened.generation, encoder, reranker=load_reranker(reranker_name))
    return OpenedAssistant(assistant, opened.damaged_file)


def encoder_for(generation: Generation, name: str | None) -> Encoder:
    """The encoder the generation was built with; vectors of two encoders cannot be compared.

    Raises:
        StoreError: ``encoder_mismatch`` (store, given) when ``name`` is another one, or when the store's cannot be found by its name.
    """
    from index.encoder import load_encoder
    from index.weights import E5_ID

    built_with = generation.manifest.origin.encoder
    # A hub model and the extra's are found again by the id that the store noted; a folder has to be named by the user.
    noted = built_with.id if "/" in built_with.id or built_with.id == E5_ID else None
    encoder = load_encoder(name or noted)
    if not _made(generation, encoder):
        raise StoreError("encoder_mismatch", store=built_with.id, given=name or encoder.id)
    return encoder


def _made(generation: Generation, encoder: Encoder) -> bool:
    built_with = generation.manifest.origin.encoder
    return (encoder.id, encoder.weights_sha256) == (built_with.id, built_with.weights_sha256)


@dataclass(frozen=True, slots=True)
class _Live:
    """What questions are answered from.

    Attributes:
        problem: why this is not the newest generation, or None.
        pointer: the store's pointer when this was opened, or when a newer one was last tried in vain.
        try_again: None, or the time by ``time.monotonic`` at which the newer one is tried once more.
    """

    assistant: Assistant
    problem: StoreError | None
    pointer: tuple[object, ...]
    try_again: float | None = None


class LiveAssistant:
    """The assistant of a running page: takes up a newer generation between two questions, never during one.

    The newer one is opened in a thread of its own while questions go on being answered from the one that is there; then one reference
    changes. Whoever has called ``get`` keeps a snapshot that lies in memory whole, whatever becomes of its files. ``writer`` phrases the
    answers where a language model is set up.
    """

    def __init__(self, store: Path, encoder_name: str | None = None, reranker_name: str | None = None) -> None:
        self._store = store
        self._models = encoder_name, reranker_name
        self._opening = Lock()
        self._live: _Live | None = None
        self.writer: Writer | None = None

    def get(self) -> Assistant:
        """The assistant over the newest generation that is open. Only the very first call waits for the opening.

        Raises:
            StoreError: nothing can be opened and nothing was open before.
        """
        live = self._live
        if live is None:
            self.take_up()
            live = self._live
            assert live is not None
        elif self._is_outdated(live):
            self._open_beside()
        return live.assistant

    def take_up(self) -> None:
        """Open the newest generation now, if it is not the one that is open, and wait for it: for whoever has just indexed.

        Raises:
            StoreError: nothing can be opened and nothing was open before.
        """
        with self._opening:
            if self._live is None or self._is_outdated(self._live):
                self._open()

    @property
    def problem(self) -> StoreError | None:
        """Why answers do not come from the newest index, for a banner: ``fell_back`` (file), or what kept it from being opened."""
        live = self._live
        return live.problem if live else None

    def follow(self, stop: Event, seconds: float = LOOK_EVERY_SECONDS) -> Thread:
        """Look for a newer generation every so often until ``stop``, so that it is open before the next question comes."""

        def look() -> None:
            while not stop.wait(seconds):
                live = self._live
                if live is not None and self._is_outdated(live):
                    self._open_beside()

        thread = Thread(target=look, name="plansvar-follow", daemon=True)
        thread.start()
        return thread

    def _open_beside(self) -> None:
        """Open the newest generation in a thread of its own, unless one is at it already."""
        if not self._opening.acquire(blocking=False):
            return

        def work() -> None:
            try:
                self._open()
            finally:
                self._opening.release()

        Thread(target=work, name="plansvar-open", daemon=True).start()

    def _open(self) -> None:
        pointer, before = self._pointer(), self._live
        try:
            opened = open_assistant(self._store, *self._models, before.assistant if before else None)
            if before is not None and opened.assistant is not before.assistant:
                # What is made at the first use is made here and not while somebody waits.
                opened.assistant.search("plan", 1)
            problem = StoreError("fell_back", file=opened.damaged_file) if opened.damaged_file else None
            self._live = _Live(opened.assistant, problem, pointer)
        except Exception as error:  # also no memory and no file handles: the page goes on with what it has, and tries again later
            if before is None:
                raise
            problem = error if isinstance(error, StoreError) else StoreError("index_not_opened", kind=type(error).__name__)
            self._live = _Live(before.assistant, problem, pointer, time.monotonic() + TRY_AGAIN_SECONDS)

    def _is_outdated(self, live: _Live) -> bool:
        return self._pointer() != live.pointer or (live.try_again is not None and time.monotonic() > live.try_again)

    def _pointer(self) -> tuple[object, ...]:
        """What the pointer says and which file it is: one that was healed says the same and is another file."""
        path = self._store / "index" / "CURRENT"
        try:
            state = path.stat()
            return path.read_bytes(), state.st_ino, state.st_mtime_ns
        except OSError:
            return ()

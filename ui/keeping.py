"""Keeping an index up to date while people ask: the plan folder watched from the terminal, or from within the page."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answer import Language
from ui.output import note, progress, say, say_json
from ui.texts import text
from ui.watching import SETTLE_SECONDS, Cancelled, Happening, Watcher, happening_json, happening_text

if TYPE_CHECKING:
    from index.encoder import Encoder
    from index.listing import Mark
    from index.report import Progress, UpdateReport
    from ui.service import LiveAssistant

# How long the page's end waits for an update to break off: it does so at its next step, but a file being read is read to its end.
_END_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be kept up to date, and how; ``encoder`` is a name, and ``rebuild`` counts for the first update."""

    store: Path
    folder: Path
    encoder: str | None = None
    settle: float = SETTLE_SECONDS
    rebuild: bool = False
    allow_empty: bool = False
    forget: bool = False


def watch_folder(wish: Wish, language: Language, as_json: bool) -> None:
    """Watches until Ctrl+C or a request of the system to end; then the index is whole and the exit code 0.

    Raises:
        StoreError: the encoder cannot be had.
    """
    from index.encoder import load_encoder

    def tell(happening: Happening) -> None:
        if as_json:
            say_json({"time": _now(), **happening_json(happening, language)})
        else:
            say(f"{_now()} {happening_text(happening, language)}")
        sys.stdout.flush()

    encoder = load_encoder(wish.encoder)
    update = _Updates(wish, encoder, lambda: _terminal_progress(language))
    note(text("watch.started", language, folder=wish.folder, seconds=wish.settle))
    signal.signal(signal.SIGTERM, _as_interrupt)
    with contextlib.suppress(KeyboardInterrupt):
        Watcher(wish.folder, update, tell, wish.settle).run(threading.Event())
    note(text("watch.stopped", language))


@contextmanager
def watching_beside(live: LiveAssistant, wish: Wish, language: Language) -> Iterator[None]:
    """Watches in a thread while the page runs, with the page's own encoder; what is indexed is taken up at once."""
    stop = threading.Event()

    @contextmanager
    def until_stopped() -> Iterator[Callable[[Progress], None]]:
        def advance(step: Progress) -> None:
            if stop.is_set():
                raise Cancelled("update_cancelled")

        yield advance

    def tell(happening: Happening) -> None:
        if happening.report is not None:
            live.take_up()
        note(f"{_now()} {happening_text(happening, language)}")

    def work() -> None:
        # People who ask come first.
        with contextlib.suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        Watcher(wish.folder, _Updates(wish, live.get().encoder, until_stopped), tell, wish.settle).run(stop)

    thread = threading.Thread(target=work, name="plansvar-watch", daemon=True)
    thread.start()
    note(text("watch.started", language, folder=wish.folder, seconds=wish.settle))
    try:
        yield
    finally:
        stop.set()
        thread.join(_END_SECONDS)


def forget_older(store: Path) -> None:
    """Deletes what may still hold the words of plans that are gone: older generations, and the stores that evaluations keep.

    Raises:
        StoreError: ``store_damaged_keeps`` and those of ``Store.forget``.
    """
    from index.store import Store as PlanStore

    PlanStore(store).forget()
    shutil.rmtree(store / "eval", ignore_errors=True)


class _Updates:
    """The updates of one watch, one after the other."""

    def __init__(self, wish: Wish, encoder: Encoder, progress: Callable[[], contextlib.AbstractContextManager[Callable[[Progress], None]]]):
        self._wish, self._encoder, self._progress = wish, encoder, progress
        self._rebuild = wish.rebuild

    def __call__(self, settled: Mapping[str, Mark]) -> UpdateReport:
        from index.store import Store as PlanStore
        from index.update import update

        wish, store = self._wish, PlanStore(self._wish.store)
        with self._progress() as advance:
            report = update(store, wish.folder, self._encoder, advance, wish.allow_empty, self._rebuild, settled)
        self._rebuild = False
        if wish.forget:
            forget_older(wish.store)
        return report


@contextmanager
def _terminal_progress(language: Language) -> Iterator[Callable[[Progress], None]]:
    """The bar on a terminal; in a log only what happened is worth a line."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    with progress(language) as advance:
        yield lambda step: advance(f"index.stage.{step.stage}", step.done, step.total)


def _as_interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _now() -> str:
    return time.strftime("%H:%M:%S")

"""``plansvar ui``: the page on this machine, ready with one command."""

from __future__ import annotations

import os
import socket
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from corpus.errors import PlansvarError, StoreError
from rag.answer import Language
from ui.access import access_for
from ui.indexing import fill_when_empty, run_update
from ui.keeping import Wish, watching_beside
from ui.options import DEFAULT_STORE, Debug, EncoderName, LanguageName, RerankerName, Settle, Store, language_of
from ui.output import note
from ui.safety import THIS_MACHINE
from ui.service import LiveAssistant
from ui.settings import open_writer
from ui.site import site_of
from ui.texts import error_text, text
from ui.watching import SETTLE_SECONDS


def ui_command(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, metavar="PORT", help=text("cli.option.port", "da"))] = 7860,
    host: Annotated[str, typer.Option("--host", metavar="ADRESSE", help=text("cli.option.host", "da"))] = "127.0.0.1",
    plans: Annotated[Path | None, typer.Option("--plans", metavar="MAPPE", help=text("cli.option.plans", "da"))] = None,
    watch: Annotated[bool, typer.Option("--watch", help=text("cli.option.watch", "da"))] = False,
    settle: Settle = SETTLE_SECONDS,
    api: Annotated[bool, typer.Option("--api", help=text("cli.option.api", "da"))] = False,
    store: Store = DEFAULT_STORE,
    encoder: EncoderName = None,
    reranker: RerankerName = None,
    language: LanguageName = None,
    debug: Debug = False,
) -> None:
    """The chat page."""
    spoken = language_of(language)
    access = access_for(host)
    bound = _bind(host, port)
    try:
        live = LiveAssistant(store, encoder, reranker)
        live.writer = open_writer(store)
        wish = Wish(store, plans if plans is not None else store / "plans", encoder, settle)
        _prepare(live, wish, spoken)
        if live.problem is not None:
            note(error_text(live.problem, spoken))
        note(text("ui.loading", spoken))
        # The encoder opens with the first text that it reads; nobody who asks should wait for that.
        live.get().encoder.encode_query(text("ui.loading", spoken))
        from ui.app import serve

        guarded = host in THIS_MACHINE or access.password is not None
        site = site_of(store, os.environ, guarded=guarded, api=api, plans=plans)
        with ExitStack() as beside:
            live.follow(_until_end(beside))
            if watch:
                beside.enter_context(watching_beside(live, wish, spoken))
            serve(live, bound, access, lambda: note(text("ui.ready", spoken, address=_address(host, port))), site)
    except KeyboardInterrupt:
        # The way a page is meant to end is no failure: code 0, as with ``index --watch``.
        note(text("watch.stopped", spoken))
    finally:
        bound.close()


def _until_end(beside: ExitStack) -> Event:
    """An event that is set when the page ends."""
    stop = Event()
    beside.callback(stop.set)
    return stop


def _prepare(live: LiveAssistant, wish: Wish, language: Language) -> None:
    """Builds the index the first time, and otherwise opens it now rather than at the first question."""
    try:
        live.get()
    except StoreError as error:
        if error.code != "store_missing":
            raise
        note(text("index.first", language))
        if wish.folder == wish.store / "plans":
            fill_when_empty(wish.folder, language)
        run_update(wish.store, wish.folder, wish.encoder, language)
        live.get()


def _bind(host: str, port: int) -> socket.socket:
    """The listening socket, taken before anything slow, so that a taken port is known at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise PlansvarError("port_taken", port=port, other=port + 1 if port < 65535 else port - 1) from None
    return bound


def _address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"

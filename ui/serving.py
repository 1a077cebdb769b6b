"""``plansvar ui``: the page on this machine, ready with one command."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import PlansvarError, StoreError
from rag.answer import Language
from ui.indexing import fill_when_empty, run_update
from ui.options import DEFAULT_STORE, Debug, EncoderName, LanguageName, Store, language_of
from ui.output import note
from ui.service import LiveAssistant
from ui.site import site_of
from ui.texts import clean, text

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def ui_command(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, metavar="PORT", help=text("cli.option.port", "da"))] = 7860,
    host: Annotated[str, typer.Option("--host", metavar="ADRESSE", help=text("cli.option.host", "da"))] = "127.0.0.1",
    api: Annotated[bool, typer.Option("--api", help=text("cli.option.api", "da"))] = False,
    store: Store = DEFAULT_STORE,
    encoder: EncoderName = None,
    language: LanguageName = None,
    debug: Debug = False,
) -> None:
    """The chat page."""
    spoken = language_of(language)
    if host not in _THIS_MACHINE:
        raise PlansvarError("host_open", found=clean(host))
    bound = _bind(host, port)
    try:
        live = LiveAssistant(store, encoder)
        _prepare(live, store, encoder, spoken)
        note(text("ui.loading", spoken))
        # The encoder opens with the first text that it reads; nobody who asks should wait for that.
        live.get().encoder.encode_query(text("ui.loading", spoken))
        from ui.app import serve

        site = site_of(store, os.environ, guarded=host in _THIS_MACHINE, api=api)
        serve(live, bound, lambda: note(text("ui.ready", spoken, address=_address(host, port))), site)
    finally:
        bound.close()


def _prepare(live: LiveAssistant, store: Path, encoder: str | None, language: Language) -> None:
    """Builds the index the first time, and otherwise opens it now rather than at the first question."""
    try:
        live.get()
    except StoreError as error:
        if error.code != "store_missing":
            raise
        note(text("index.first", language))
        fill_when_empty(store / "plans", language)
        run_update(store, store / "plans", encoder, language)
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

"""The addresses behind the plans tab: what it shows, and what people ask for there. The page's JavaScript calls them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from corpus.errors import PlanFileError, PlansvarError
from corpus.limits import LIMITS
from rag.answer import Language
from ui.desk_entries import Entry
from ui.plan_desk import DeskError, PlanDesk
from ui.plan_files import PlanFiles
from ui.plans_tab import Shelf, handin_html, lines_html, state_html, table_html
from ui.service import LiveAssistant
from ui.site import Site
from ui.texts import error_text

REFUSED = 409
_FORBIDDEN = frozenset({"plans_readonly", "plans_unguarded", "plans_no_store", "plans_elsewhere"})


class PlansRoutes:
    """The routes of one language."""

    def __init__(self, desk: PlanDesk, live: LiveAssistant, site: Site, language: Language) -> None:
        self._desk, self._live, self._site, self._language = desk, live, site, language

    def add(self, app: FastAPI, prefix: str) -> None:
        """Put them under ``prefix``/plans/."""
        app.add_api_route(f"{prefix}/plans/desk", self.desk, methods=["GET"])
        app.add_api_route(f"{prefix}/plans/upload", self.upload, methods=["POST"])
        app.add_api_route(f"{prefix}/plans/do", self.do, methods=["POST"])

    def desk(self) -> JSONResponse:
        """Everything that the tab shows, piece by piece, so that a piece that is the same stays as it is."""
        try:
            shelf = self._shelf()
        except PlansvarError as error:
            return self._refusal(error, 503)
        writable = not shelf.closed
        return JSONResponse(
            {
                "busy": self._desk.busy(),
                "state": state_html(shelf, self._desk.work, self._language),
                "table": table_html(shelf, self._language),
                "handin": handin_html(shelf, self._language),
                "lines": lines_html(self._desk.entries.all(), writable, self._language),
            }
        )

    async def upload(self, request: Request, name: str = "", size: int = 0, more: bool = False) -> JSONResponse:
        """One file, as the body. Nothing is sent where the name or the size alone decides."""
        try:
            entry, path = await run_in_threadpool(self._desk.receive, name, size, more)
            if path is None:
                return JSONResponse({"state": entry.state})
            await self._write(request, entry, path)
        except PlansvarError as error:
            return self._refusal(error)
        self._desk.received(entry)
        return JSONResponse({"state": "received"})

    async def _write(self, request: Request, entry: Entry, path: Path) -> None:
        """Take in the body; what does not arrive whole leaves nothing behind."""
        length = 0
        try:
            with path.open("wb") as file:
                async for piece in request.stream():
                    length += len(piece)
                    if length > LIMITS.bytes:
                        raise PlanFileError(
                            "file_too_large", file=entry.file, megabytes=-(-length // 1_000_000), limit=LIMITS.bytes // 1_000_000
                        )
                    await run_in_threadpool(file.write, piece)
        except (ClientDisconnect, PlansvarError, OSError) as error:
            self._desk.lost(entry)
            if isinstance(error, PlansvarError):
                raise
            if isinstance(error, OSError):
                raise DeskError("plans_write", problem=error.strerror or type(error).__name__) from None
            raise DeskError("upload_cut", file=entry.file) from None
        except BaseException:
            self._desk.lost(entry)
            raise

    async def do(self, request: Request) -> JSONResponse:
        """One wish: {"do": "remove", "id": "oestjylland-2024"}."""
        try:
            wish = await request.json()
            action, id = str(wish["do"]), str(wish.get("id", ""))  # noqa: A001
            await run_in_threadpool(self._wish(action), id)
        except PlansvarError as error:
            return self._refusal(error)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return self._refusal(DeskError("desk_request"), 400)
        return JSONResponse({"done": True})

    def _wish(self, action: str) -> Callable[[str], None]:
        desk = self._desk
        wishes: dict[str, Callable[[str], None]] = {
            "remove": desk.remove,
            "undo": desk.put_back,
            "replace": lambda id: desk.decide(id, instead=True),
            "keep": lambda id: desk.decide(id, instead=False),
            "rebuild": lambda _: desk.rebuild(),
            "again": lambda _: desk.try_again(),
        }
        return wishes[action]

    def _refusal(self, error: PlansvarError, status: int = REFUSED) -> JSONResponse:
        status = 403 if error.code in _FORBIDDEN else status
        return JSONResponse({"code": error.code, "error": error_text(error, self._language)}, status)

    def _shelf(self) -> Shelf:
        generation = self._live.get().generation
        if self._site.store is None:
            return Shelf(generation.plans, {}, {}, None, "plans_no_store")
        files = PlanFiles(self._site.store, self._site.plans)
        there = files.names()
        arrived = {plan.id: _arrived(there[plan.file]) for plan in generation.plans if plan.file in there}
        manifest = self._site.store / "index" / "gens" / generation.id / "manifest.json"
        try:
            self._desk.open_files()
            closed, values = "", dict[str, Any]()
        except PlansvarError as error:
            closed, values = error.code, dict(error.values)
        stand_ins = {plan.id: self._desk.stand_in(plan.id) for plan in generation.plans}
        return Shelf(generation.plans, arrived, stand_ins, _made(manifest), closed, values)


def _arrived(path: Path) -> float:
    """When the file came where it is: unlike the time of its content, a copy does not keep it."""
    return path.stat().st_ctime


def _made(manifest: Path) -> float | None:
    try:
        return manifest.stat().st_mtime
    except OSError:
        return None

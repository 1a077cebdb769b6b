"""The interface for programs: questions in and answers out as JSON, the same objects as those of the command line.

Off unless it is switched on. ``assets/openapi.json`` describes it. Nothing that is asked is logged.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from threading import Lock
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from corpus.errors import PlansvarError, StoreError
from rag.answer import Language
from ui.commands import districts_of, known_years
from ui.options import district_names
from ui.render import answer_json, passage_json, plan_json
from ui.service import LiveAssistant
from ui.texts import LANGUAGES, error_text

LARGEST_BODY = 64_000
AT_ONCE = 4
MOST_PASSAGES = 100
_STATUS = {"api_off": 404, "api_unknown": 404, "api_no_mcp": 404, "api_busy": 429, "api_body_large": 413, "api_failed": 500}

_log = logging.getLogger(__name__)
Json = dict[str, Any]


class ApiError(PlansvarError):
    """A request that cannot be answered."""


@dataclass(frozen=True, slots=True)
class AskedByProgram:
    """A question with everything that narrows it, checked."""

    id: str | int | None
    question: str
    context: tuple[str, ...]
    districts: tuple[str, ...]
    years: tuple[int, ...]
    language: Language | None
    passages: int


class Turnstile:
    """Lets at most ``limit`` requests of one address through at a time."""

    def __init__(self, limit: int = AT_ONCE) -> None:
        self._limit = limit
        self._inside: Counter[str] = Counter()
        self._lock = Lock()

    @contextmanager
    def inside(self, address: str) -> Iterator[None]:
        """For as long as the request is answered.

        Raises:
            ApiError: ``api_busy`` (limit).
        """
        with self._lock:
            if self._inside[address] >= self._limit:
                raise ApiError("api_busy", limit=self._limit)
            self._inside[address] += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside[address] -= 1
                # Addresses that are gone must not pile up.
                self._inside += Counter()


class Api:
    """Answers programs over the live assistant."""

    def __init__(self, live: LiveAssistant) -> None:
        self._live = live
        self.turnstile = Turnstile()

    def ask(self, given: Json) -> Json:
        """One answer, the object of ``plansvar ask --json``; with ``passages`` also the first K retrieved passages.

        Raises:
            ApiError: ``api_field`` (field); QuestionError: the question's own, ``district_unknown``, ``year_unknown``.
        """
        assistant = self._live.get()
        asked = self._read(given)
        answer = assistant.answer(
            asked.question, districts=asked.districts, years=asked.years, context=asked.context, language=asked.language
        )
        if not asked.passages:
            return answer_json(answer, asked.id)
        plans = {plan.id: plan for plan in assistant.generation.plans}
        hits = assistant.search(asked.question, asked.passages, districts=asked.districts, years=asked.years)
        return answer_json(answer, asked.id, [passage_json(hit, plans) for hit in hits])

    def search(self, given: Json) -> Json:
        """The retrieved passages alone, the object of ``plansvar search --json``."""
        assistant = self._live.get()
        asked = self._read(given)
        plans = {plan.id: plan for plan in assistant.generation.plans}
        hits = assistant.search(asked.question, asked.passages or 20, districts=asked.districts, years=asked.years)
        return {"question": asked.question, "passages": [passage_json(hit, plans) for hit in hits], "generation": assistant.generation.id}

    def plans(self) -> Json:
        """What is indexed, the object of ``plansvar plans --json``."""
        generation = self._live.get().generation
        passages = Counter(passage.plan for passage in generation.passages)
        return {"generation": generation.id, "plans": [plan_json(plan, passages[plan.id]) for plan in generation.plans]}

    def health(self) -> Json:
        """Whether questions can be answered, and from which generation."""
        generation = self._live.get().generation
        return {"status": "ok", "generation": generation.id, "plans": len(generation.plans)}

    async def answer(self, request: Request, work: Callable[[], Json]) -> Response:
        """The result of the work as JSON, or what went wrong."""
        try:
            with self.turnstile.inside(request.client.host if request.client else ""):
                return JSONResponse(await run_in_threadpool(work))
        except PlansvarError as error:
            return refusal(error)
        except Exception as error:
            # The question may hold personal data: only the kind of the failure is logged.
            _log.error("a program's question failed: %s", type(error).__name__)
            return refusal(ApiError("api_failed", kind=type(error).__name__))

    def _read(self, given: Json) -> AskedByProgram:
        generation = self._live.get().generation
        strings = {name: _list_of(given, name, str) for name in ("context", "districts")}
        years, passages, language, id = _list_of(given, "years", int), given.get("passages", 0), given.get("language"), given.get("id")  # noqa: A001
        question = given.get("question")
        for field, sound in (
            ("question", isinstance(question, str)),
            ("passages", type(passages) is int and 0 <= passages <= MOST_PASSAGES),
            ("language", language is None or language in LANGUAGES),
            ("id", id is None or type(id) in (str, int)),
        ):
            if not sound:
                raise ApiError("api_field", field=field)
        assert isinstance(question, str)
        districts = district_names(strings["districts"], districts_of(generation))
        return AskedByProgram(id, question, tuple(strings["context"]), districts, known_years(years, generation), language, passages)


def add_api_routes(app: FastAPI, live: LiveAssistant, on: bool) -> None:
    """``/api/…``; where it is off, every address there says how to switch it on."""
    api = Api(live)
    if on:

        @app.post("/api/ask")
        async def ask(request: Request) -> Response:
            try:
                given = await read_body(request)
            except ApiError as error:
                return refusal(error)
            return await api.answer(request, lambda: api.ask(given))

        @app.get("/api/search")
        async def search(request: Request) -> Response:
            return await api.answer(request, lambda: api.search(_from_query(request)))

        @app.get("/api/plans")
        async def plans(request: Request) -> Response:
            return await api.answer(request, api.plans)

        @app.get("/api/health")
        async def health(request: Request) -> Response:
            return await api.answer(request, api.health)

        @app.get("/api/openapi.json")
        def description() -> Response:
            return Response(resources.files("ui").joinpath("assets", "openapi.json").read_bytes(), media_type="application/json")

        from ui import mcp_tools

        if mcp_tools.is_installed():
            mcp_tools.add_mcp_route(app, api)

    @app.api_route("/api/{rest:path}", methods=["GET", "POST"])
    def unknown(rest: str) -> Response:
        if on and rest == "mcp":
            return refusal(ApiError("api_no_mcp"))
        return refusal(ApiError("api_unknown", path=f"/api/{rest[:80]}") if on else ApiError("api_off"))


async def read_body(request: Request) -> Json:
    """The request's JSON object.

    Raises:
        ApiError: ``api_body_large`` (limit), ``api_body``.
    """
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            raise ApiError("api_body_large", limit=LARGEST_BODY)
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ApiError("api_body")
    return found


def refusal(error: PlansvarError) -> JSONResponse:
    """{"error": {"code": …, "da": …, "en": …}} with the status that fits."""
    status = _STATUS.get(error.code, 503 if isinstance(error, StoreError) else 400)
    headers = {"retry-after": "1"} if status == 429 else None
    words = {language: error_text(error, language) for language in LANGUAGES}
    return JSONResponse({"error": {"code": error.code, **words}}, status, headers)


def _list_of(given: Json, field: str, kind: type) -> list[Any]:
    found = given.get(field, [])
    if not isinstance(found, list) or not all(type(one) is kind for one in found):
        raise ApiError("api_field", field=field)
    return found


def _from_query(request: Request) -> Json:
    """The fields of a question from an address: ?q=…&k=20&district=…&year=2024."""
    query = request.query_params
    years, k = query.getlist("year"), query.get("k", "20")
    if not all(year.isascii() and year.isdigit() and len(year) < 6 for year in years):
        raise ApiError("api_field", field="year")
    if not (k.isascii() and k.isdigit() and 1 <= int(k[:6]) <= MOST_PASSAGES):
        raise ApiError("api_field", field="k")
    return {
        "question": query.get("q", ""),
        "passages": int(k),
        "districts": query.getlist("district"),
        "years": [int(year) for year in years],
    }

"""The same interface as tools of the Model Context Protocol, at ``/api/mcp``: the only door to the ``mcp`` package, which is an extra.

Gradio's own server is not used: it demands ``mcp`` below 2 and an older pydantic than the rest of the program runs on, and it would offer
tools under every address of the page. Here every request stands alone (no session is kept), and the walls of the page hold.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.util import find_spec
from typing import Any

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from corpus.errors import PlansvarError
from ui.api import LARGEST_BODY, Api, ApiError, refusal
from ui.texts import LANGUAGES, error_text

ADDRESS = "/api/mcp"
_INSTRUCTIONS = (
    "Answers come from Danish police–kommune cooperation plans (samarbejdsplaner) and nothing else. Every statement carries a marker [n]; "
    "citation n holds the plan's own words. Keep the markers and quote only citations. status 'abstained': the plans do not say it."
)


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("mcp") is not None


def add_mcp_route(app: FastAPI, api: Api) -> None:
    """Serve the tools; before any address that would swallow theirs."""
    from mcp.server import MCPServer
    from mcp.server.transport_security import TransportSecuritySettings

    server = MCPServer("Plansvar", instructions=_INSTRUCTIONS, log_level="CRITICAL")
    _add_tools(server, api)
    inner = server.streamable_http_app(
        streamable_http_path=ADDRESS,
        json_response=True,
        stateless_http=True,
        max_request_body_size=LARGEST_BODY,
        # Host and origin are checked by ui/safety.py, for this address as for every other.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    app.router.routes.append(Route(ADDRESS, _Guarded(inner, api), methods=["POST"]))
    outer = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(one: Any) -> AsyncIterator[Any]:
        async with inner.router.lifespan_context(inner), outer(one) as state:
            yield state

    app.router.lifespan_context = lifespan


class _Guarded:
    """The tools behind the same turnstile as the rest of the interface."""

    def __init__(self, inner: Any, api: Api) -> None:
        self._inner, self._api = inner, api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with self._api.turnstile.inside((scope.get("client") or ("",))[0]):
                await self._inner(scope, receive, send)
        except ApiError as error:
            await refusal(error)(scope, receive, send)


def _add_tools(server: Any, api: Api) -> None:
    from mcp.types import ToolAnnotations

    reads = ToolAnnotations(read_only_hint=True, open_world_hint=False, destructive_hint=False, idempotent_hint=True)

    @server.tool(annotations=reads)
    async def ask(
        question: str, districts: list[str] | None = None, years: list[int] | None = None, context: list[str] | None = None
    ) -> dict[str, Any]:
        """Answer one question, in Danish or English, over the cooperation plans. Narrow it by police districts and plan years.

        context: earlier questions of the same conversation, oldest first, for a follow-up.
        """
        return await _told(lambda: api.ask(_given(question, districts, years, context=context or [])))

    @server.tool(annotations=reads)
    async def search(question: str, k: int = 10, districts: list[str] | None = None, years: list[int] | None = None) -> dict[str, Any]:
        """The k passages (1 to 100) of the cooperation plans that fit the question best, in the plans' own words."""
        return await _told(lambda: api.search(_given(question, districts, years, passages=k)))

    @server.tool(annotations=reads)
    async def plans() -> dict[str, Any]:
        """The cooperation plans that are indexed: police district, year, kommuner."""
        return await _told(api.plans)


def _given(question: str, districts: list[str] | None, years: list[int] | None, **more: Any) -> dict[str, Any]:
    return {"question": question, "districts": districts or [], "years": years or [], **more}


async def _told(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The result; what went wrong as words for the model, never as a traceback."""
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        return await run_in_threadpool(work)
    except PlansvarError as error:
        raise ToolError(" / ".join(error_text(error, language) for language in reversed(LANGUAGES))) from None
    except Exception as error:
        raise ToolError(error_text(ApiError("api_failed", kind=type(error).__name__), "en")) from None

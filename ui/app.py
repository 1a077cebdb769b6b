"""The web application: the Gradio page in two languages, the plans as pages, the safety middleware around it all."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from importlib import resources
from typing import Any

# Before gradio is imported: it would call home at its start.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr  # noqa: E402
import uvicorn  # noqa: E402
from fastapi import FastAPI, Response  # noqa: E402
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse  # noqa: E402

from rag.answer import Language  # noqa: E402
from ui.access import Access  # noqa: E402
from ui.login import Login  # noqa: E402
from ui.page import Page  # noqa: E402
from ui.plan_view import Place, Shown, page_html, panel_html, unknown_html  # noqa: E402
from ui.routes import add_routes  # noqa: E402
from ui.safety import Safety  # noqa: E402
from ui.service import LiveAssistant  # noqa: E402
from ui.site import Site  # noqa: E402
from ui.turns import Conversations  # noqa: E402

PREFIXES: dict[Language, str] = {"en": "/en", "da": ""}
_SCRIPTS = ("asking.js", "panel.js", "plansvar.js", "plans.js", "rating.js")
_STYLES = ("plansvar.css", "plans.css")
_ASSETS = {**dict.fromkeys(_STYLES, "text/css"), **dict.fromkeys(_SCRIPTS, "text/javascript")}


def build_app(live: LiveAssistant, site: Site = Site(), *, login: bool = False) -> FastAPI:  # noqa: B008
    """The application over a live assistant, without the safety middleware; with ``login`` the page offers the way out."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    for language, prefix in PREFIXES.items():
        _add_plan_routes(app, live, language, prefix)
        _add_assets(app, prefix)
    ratings = add_routes(app, live, site, PREFIXES)

    @app.get("/sund")
    def health() -> JSONResponse:
        return JSONResponse({"generation": live.get().generation.id})

    @app.get("/en")
    def to_english() -> RedirectResponse:
        return RedirectResponse("/en/")

    conversations = Conversations()
    # English first: the mount at "/" would swallow it.
    for language, prefix in PREFIXES.items():
        page = Page(live, language, conversations, ratings, login=login)
        app = gr.mount_gradio_app(app, page.blocks(), path=prefix or "/", **_mount_options(language))
    return app


def safe_app(live: LiveAssistant, access: Access | None = None, site: Site = Site()) -> Safety:  # noqa: B008
    """The application as it is served; without ``access`` for this machine alone and without a login."""
    granted = access or Access()
    return Safety(Login(build_app(live, site, login=granted.password is not None), granted), granted.hosts)


def serve(live: LiveAssistant, bound: socket.socket, access: Access, ready: Callable[[], None], site: Site = Site()) -> None:  # noqa: B008
    """Serves until interrupted. Nothing is logged about who asks what."""

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready()

    # No proxy is trusted to say who asks: attempts to log in are counted by the address that connects.
    config = uvicorn.Config(safe_app(live, access, site), access_log=False, log_level="error", server_header=False, proxy_headers=False)
    Server(config).run(sockets=[bound])


def _mount_options(language: Language) -> dict[str, Any]:
    head = (
        f"<script>document.documentElement.lang='{language}'</script>"
        '<meta name="referrer" content="no-referrer">'
        + "".join(f'<link rel="stylesheet" href="own/{name}">' for name in _STYLES)
        + "".join(f'<script src="own/{name}" defer></script>' for name in _SCRIPTS)
    )
    plex = gr.themes.LocalFont("IBM Plex Sans", weights=(400, 700))
    return {
        "theme": gr.themes.Base(font=[plex, "system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        "head": head,
        "footer_links": [],
        "run_history": False,
        "show_error": False,
        "enable_monitoring": False,
        "ssr_mode": False,
        "mcp_server": False,
        "pwa": False,
        "allowed_paths": [],
        "max_file_size": "1mb",
        "app_kwargs": {"openapi_url": None, "docs_url": None, "redoc_url": None},
    }


def _add_plan_routes(app: FastAPI, live: LiveAssistant, language: Language, prefix: str) -> None:
    @app.get(f"{prefix}/plan/{{plan_id}}", response_class=HTMLResponse)
    def whole_plan(plan_id: str, fra: str = "", til: str = "", n: str = "", v: str = "") -> Response:
        return _plan_response(live, plan_id, _place(fra, til, n, v), language, page_html)

    @app.get(f"{prefix}/plan/{{plan_id}}/panel", response_class=HTMLResponse)
    def panel(plan_id: str, fra: str = "", til: str = "", n: str = "", v: str = "") -> Response:
        return _plan_response(live, plan_id, _place(fra, til, n, v), language, panel_html)


def _plan_response(
    live: LiveAssistant, plan_id: str, place: Place | None, language: Language, html: Callable[[Shown, Language], str]
) -> Response:
    plans = {plan.id: plan for plan in live.get().generation.plans}
    if plan_id not in plans:
        return HTMLResponse(unknown_html(plan_id, plans, language), 404)
    return HTMLResponse(html(Shown.among(plans[plan_id], place, plans.values()), language))


def _place(fra: str, til: str, n: str, v: str) -> Place | None:
    """The place a link names; None where it names none. Numbers that are no numbers make a place that fits nowhere."""
    if not (fra or til):
        return None
    numbers = [int(one) if one.isascii() and one.isdigit() and len(one) < 10 else -1 for one in (fra, til, n)]
    return Place(numbers[0], numbers[1], max(numbers[2], 0), v[:64])


def _add_assets(app: FastAPI, prefix: str) -> None:
    @app.get(f"{prefix}/own/{{name}}")
    def asset(name: str) -> Response:
        if name not in _ASSETS:
            return Response(status_code=404)
        data = resources.files("ui").joinpath("assets", name).read_bytes()
        return Response(data, media_type=_ASSETS[name], headers={"cache-control": "no-cache"})

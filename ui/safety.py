"""Pure ASGI middleware before everything else: who may talk to the page, how much they may send, and what a browser may do with it.

Plans and questions are untrusted text. They are escaped where HTML is made; this is the second wall.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from corpus.limits import LIMITS

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY_BYTES = 1_000_000
# A plan file is handed in as the body of this one address.
_UPLOAD = "/plans/upload"
THIS_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})

# Gradio fetches remote addresses, serves files and takes uploads under these; the page needs none of them.
_CLOSED = ("/gradio_api/file", "/gradio_api/proxy", "/gradio_api/upload", "/gradio_api/runs", "/monitoring", "/gradio_api/monitoring",
           "/gradio_api/component_server", "/gradio_api/deep_link", "/gradio_api/stream", "/file=", "/proxy=")  # fmt: skip

# Gradio's own start needs inline script and, for HTML components, evaluation; no source but this machine is ever allowed.
PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; media-src 'self' blob:; connect-src 'self'; object-src 'none'; frame-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
# A plan's own page is plain HTML.
PLAN_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# The evaluation report carries its own style and its charts, and nothing else.
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_POLICIES = (("/kvalitet/report", REPORT_POLICY), ("/quality/report", REPORT_POLICY), ("/plan/", PLAN_POLICY), ("/kvalitet", PLAN_POLICY),
             ("/quality", PLAN_POLICY))  # fmt: skip
_HEADERS = (
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
)
_FIXED = ("/own/", "/assets/", "/static/", "/theme.css")


class TooLarge(Exception):
    """The body passed the limit while it was read."""


class Safety:
    """Wraps the whole application.

    Args:
        hosts: host names, without port, that the page answers to; any other is somebody else's name for this machine.
    """

    def __init__(self, app: App, hosts: frozenset[str] = THIS_MACHINE) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["type"] != "http":
            return
        status = self._refusal(scope, headers)
        if status:
            await _refuse(status, send)
            return
        await self._guarded(_stripped(scope), receive, send)

    def _refusal(self, scope: Scope, headers: dict[bytes, str]) -> int:
        """The status to refuse with, or 0."""
        host = headers.get(b"host", "")
        if _hostname(host) not in self._hosts:
            return 421
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405
        if _is_closed(scope["path"]):
            return 403
        if scope["method"] == "POST" and not _same_origin(headers, host):
            return 403
        length = headers.get(b"content-length", "0")
        if not length.isdigit():
            return 400
        return 413 if int(length) > _body_limit(scope["path"]) else 0

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        received, limit = 0, _body_limit(scope["path"])
        started = False

        async def limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise TooLarge
            return message

        async def hardened(message: Message) -> None:
            nonlocal started
            if received > limit:
                # Whatever the application makes of the exception, the answer is ours.
                return
            if message["type"] == "http.response.start":
                started = True
                message = {**message, "headers": _hardened(message.get("headers", ()), scope["path"])}
            await send(message)

        try:
            await self._app(scope, limited, hardened)
        except TooLarge:
            if not started:
                await _refuse(413, send)


def _body_limit(path: str) -> int:
    return LIMITS.bytes if path.removeprefix("/en") == _UPLOAD else MAX_BODY_BYTES


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_closed(path: str) -> bool:
    """Judged on the decoded path, with and without the English prefix."""
    path = path.lower()
    path = path.removeprefix("/en")
    return path.startswith(_CLOSED)


def _same_origin(headers: dict[bytes, str], host: str) -> bool:
    """False when a browser says that another site's page sent this; programs that are no browser say nothing."""
    if headers.get(b"sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get(b"origin")
    return origin is None or urlsplit(origin).netloc == host


def _stripped(scope: Scope) -> Scope:
    """Without the headers a proxy would set: there is none before this version, so whoever sends them pretends."""
    kept = [(name, value) for name, value in scope["headers"] if not name.lower().startswith((b"x-forwarded-", b"forwarded", b"x-gradio-"))]
    return {**scope, "headers": kept}


def _hardened(headers: Any, path: str) -> list[tuple[bytes, bytes]]:
    inner = path.removeprefix("/en")
    policy = next((one for start, one in _POLICIES if inner.startswith(start)), PAGE_POLICY)
    ours = [*_HEADERS, ("content-security-policy", policy)]
    if not inner.startswith(_FIXED):
        ours.append(("cache-control", "no-store"))
    names = {name.encode() for name, _ in ours}
    kept = [(name, value) for name, value in headers if name.lower() not in names]
    return [*kept, *((name.encode(), value.encode()) for name, value in ours)]


async def _refuse(status: int, send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *((name.encode(), value.encode()) for name, value in _HEADERS)]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"cache-control", b"no-store")]})
    await send({"type": "http.response.body", "body": str(status).encode()})

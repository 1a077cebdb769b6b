"""The login before the page, as pure ASGI middleware: a name and a password, a cookie that only the browser holds, few attempts.

Nothing is written anywhere: logins live in the memory of the running program, and neither names nor passwords are logged.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
import time
from collections import deque
from collections.abc import Callable
from html import escape
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from urllib.parse import parse_qs, urlsplit

from rag.answer import Language
from ui.access import Access
from ui.safety import App, Receive, Scope, Send
from ui.texts import text

COOKIE = "plansvar-login"
HOURS = 12
ATTEMPTS, WITHIN_SECONDS = 5, 60
_LOGINS_KEPT = 1000
_ADDRESSES_KEPT = 1000
_FORM_BYTES = 10_000
# What the login page itself needs, and the sign of life; nothing here comes from a plan.
_OPEN = ("/own/plansvar.css", "/en/own/plansvar.css", "/static/fonts/", "/en/static/fonts/", "/sund")


class Login:
    """Lets requests with a valid cookie through and shows everybody else the form."""

    def __init__(self, app: App, access: Access, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._access = access
        self._clock = clock
        self._lock = Lock()
        self._logins: dict[str, float] = {}
        self._failed: dict[str, deque[float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._access.password is None:
            await self._app(scope, receive, send)
            return
        path, method = scope["path"], scope["method"]
        if path == "/login" and method == "POST":
            await self._log_in(scope, receive, send)
        elif path == "/logout" and method == "POST":
            await self._log_out(scope, send)
        elif path.startswith(_OPEN) or self._is_known(scope):
            await self._app(scope, receive, send)
        elif method == "GET" and "text/html" in _header(scope, b"accept"):
            await _send_page(send, 401, _form_html(_language(path), _target(scope), ""))
        else:
            await _send(send, 401, b"401", [(b"content-type", b"text/plain; charset=utf-8")])

    async def _log_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        form = parse_qs((await _body(receive)).decode("utf-8", "replace"), keep_blank_values=True)
        target = _safe_target(form.get("target", [""])[0])
        language = _language(target)
        address = (scope.get("client") or ("", 0))[0]
        wait = self._wait(address)
        if wait:
            words = text("login.wait", language, seconds=wait)
            await _send_page(send, 429, _form_html(language, target, words), [(b"retry-after", str(wait).encode())])
        elif self._matches(form.get("user", [""])[0], form.get("password", [""])[0]):
            with self._lock:
                self._failed.pop(address, None)
            cookie = f"{COOKIE}={self._new_login()}; Path=/; HttpOnly; SameSite=Lax; Max-Age={HOURS * 3600}{_secure(scope)}"
            await _send(send, 303, b"", [(b"location", target.encode("latin-1", "replace")), (b"set-cookie", cookie.encode())])
        else:
            self._note_failure(address)
            await _send_page(send, 401, _form_html(language, target, text("login.wrong", language)))

    async def _log_out(self, scope: Scope, send: Send) -> None:
        with self._lock:
            self._logins.pop(_digest(_cookie(scope)), None)
        await _send(send, 204, b"", [(b"set-cookie", f"{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{_secure(scope)}".encode())])

    def _matches(self, user: str, password: str) -> bool:
        """Both are always compared, and in a time that does not tell how much of them is right."""
        expected = self._access.password or ""
        right_user = hmac.compare_digest(_bytes(user), _bytes(self._access.user))
        right_password = hmac.compare_digest(_bytes(password), _bytes(expected))
        return right_user and right_password

    def _new_login(self) -> str:
        token = secrets.token_urlsafe(32)
        with self._lock:
            while len(self._logins) >= _LOGINS_KEPT:
                self._logins.pop(next(iter(self._logins)))
            # Only the digest is held: what a memory dump shows opens nothing.
            self._logins[_digest(token)] = self._clock() + HOURS * 3600
        return token

    def _is_known(self, scope: Scope) -> bool:
        token = _cookie(scope)
        with self._lock:
            return bool(token) and self._logins.get(_digest(token), -math.inf) > self._clock()

    def _wait(self, address: str) -> int:
        """Seconds until this address may try again, 0 where it may now."""
        with self._lock:
            tries = self._failed.get(address, deque())
            while tries and tries[0] <= self._clock() - WITHIN_SECONDS:
                tries.popleft()
            return math.ceil(tries[0] + WITHIN_SECONDS - self._clock()) if len(tries) >= ATTEMPTS else 0

    def _note_failure(self, address: str) -> None:
        with self._lock:
            while len(self._failed) >= _ADDRESSES_KEPT:
                self._failed.pop(next(iter(self._failed)))
            self._failed.setdefault(address, deque()).append(self._clock())


def _form_html(language: Language, target: str, problem: str) -> str:
    say = {name: escape(text(f"login.{name}", language)) for name in ("title", "intro", "user", "password", "button")}
    warned = f'<p class="failure" role="alert">{escape(problem)}</p>' if problem else ""
    sheet = "/en/own/plansvar.css" if language == "en" else "/own/plansvar.css"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{say["title"]} – Plansvar</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
        # Without a referrer a browser would not say that the form is this page's own, and the form would be refused.
        '<meta name="referrer" content="same-origin">'
        f'<link rel="stylesheet" href="{sheet}"></head><body class="plan-page login"><main><h1>Plansvar</h1><p>{say["intro"]}</p>{warned}'
        f'<form method="post" action="/login"><input type="hidden" name="target" value="{escape(target)}">'
        f'<label>{say["user"]}<input name="user" autocomplete="username" required autofocus></label>'
        f'<label>{say["password"]}<input name="password" type="password" autocomplete="current-password" required></label>'
        f'<button type="submit">{say["button"]}</button></form></main></body></html>'
    )


def _target(scope: Scope) -> str:
    query = scope.get("query_string", b"").decode("latin-1")
    return _safe_target(scope["path"] + (f"?{query}" if query else ""))


def _safe_target(target: str) -> str:
    """A path of this page and nothing else: a login must not lead anywhere else."""
    if not (target.isprintable() and target.isascii()) or "\\" in target or not target.startswith("/") or target.startswith("//"):
        return "/"
    return "/" if urlsplit(target).netloc or target.startswith(("/login", "/logout")) else target


def _language(path: str) -> Language:
    return "en" if path == "/en" or path.startswith("/en/") else "da"


def _cookie(scope: Scope) -> str:
    try:
        found = SimpleCookie(_header(scope, b"cookie")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), "")


def _secure(scope: Scope) -> str:
    return "; Secure" if scope.get("scheme") == "https" else ""


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _bytes(words: str) -> bytes:
    return words.encode("utf-8", "surrogatepass")


async def _body(receive: Receive) -> bytes:
    """The form, cut at a length no honest form has."""
    body, more = b"", True
    while more and len(body) < _FORM_BYTES:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body[:_FORM_BYTES]


async def _send_page(send: Send, status: int, html: str, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    await _send(send, status, html.encode("utf-8"), [(b"content-type", b"text/html; charset=utf-8"), *(headers or [])])


async def _send(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
    await send({"type": "http.response.body", "body": body})

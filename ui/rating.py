"""Thumbs under every answer: the form that opens, and what is taken down when it is sent. Nothing is kept before that.

An answer is named by a random token; the server keeps the newest answers in memory under it, so that nobody can send words that were
never shown.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from html import escape
from threading import Lock

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse

from corpus.errors import PlansvarError
from rag.answer import Language
from ui.feedback import FILE, LONGEST_WORDS, REASONS, FeedbackError, Shown, Verdict, append, record
from ui.site import Site
from ui.texts import error_text, text

ANSWERS_KEPT = 2000
VERDICTS: tuple[Verdict, ...] = ("up", "down")
_THUMB = (
    '<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.8" '
    'stroke-linejoin="round"><path d="M7 10.500v9.500H3.500v-9.500zM7 10.500l4.200-7.500c1.500 0 2.500 1 2.300 2.600l-.600 3.900h5.600'
    'c1.300 0 2.200 1.200 1.900 2.500l-1.500 6.200c-.200 1-1.100 1.800-2.200 1.800H7"/></svg>'
)


class Ratings:
    """The answers that can be rated now. Safe to use from several threads."""

    def __init__(self, site: Site) -> None:
        self._file = site.store / FILE if site.store else None
        self._shown: OrderedDict[str, Shown | None] = OrderedDict()
        self._lock = Lock()

    def remember(self, shown: Shown) -> str:
        """The token under which the answer can be rated from now on; "" where feedback cannot be kept."""
        if self._file is None:
            return ""
        token = secrets.token_urlsafe(12)
        with self._lock:
            self._shown[token] = shown
            while len(self._shown) > ANSWERS_KEPT:
                self._shown.popitem(last=False)
        return token

    def offer(self, article: str, shown: Shown, language: Language) -> str:
        """The article of an answer with thumbs at its end."""
        token = self.remember(shown)
        return f"{article.removesuffix('</article>')}{thumbs_html(token, language)}</article>" if token else article

    def check(self, token: str) -> Shown:
        """The answer of this token, if it can still be rated.

        Raises:
            FeedbackError: ``rating_gone``, ``rating_again``.
        """
        with self._lock:
            if token not in self._shown:
                raise FeedbackError("rating_gone")
            shown = self._shown[token]
        if shown is None:
            raise FeedbackError("rating_again")
        return shown

    def send(self, token: str, verdict: Verdict, reasons: list[str], words: str, language: Language) -> None:
        """Write it down.

        Raises:
            FeedbackError: as ``check``; ``rating_long`` (length, limit), ``feedback_write`` (problem), after which it can be sent again.
        """
        shown = self.check(token)
        if len(words) > LONGEST_WORDS:
            raise FeedbackError("rating_long", length=len(words), limit=LONGEST_WORDS)
        assert self._file is not None
        append(self._file, record(shown, verdict, reasons, words, language))
        with self._lock:
            self._shown[token] = None


def thumbs_html(token: str, language: Language) -> str:
    """The question under an answer."""
    buttons = "".join(
        f'<button type="button" class="thumb {verdict}" data-verdict="{verdict}">{_THUMB}'
        f"<span>{escape(text(f'rating.{verdict}', language))}</span></button>"
        for verdict in VERDICTS
    )
    thanks, gone = escape(text("rating.thanks", language)), escape(text("desk.gone", language))
    return (
        f'<div class="rating" data-token="{escape(token)}" data-thanks="{thanks}" data-gone="{gone}" role="group" '
        f'aria-label="{escape(text("rating.question", language))}"><span>{escape(text("rating.question", language))}</span>{buttons}</div>'
    )


def form_html(verdict: Verdict, language: Language) -> str:
    """What is asked after a thumb; nothing in it has to be filled in."""

    def say(key: str) -> str:
        return escape(text(key, language))

    reasons = "".join(
        f'<label><input type="checkbox" name="reason" value="{reason}"> <span>{say(f"rating.reason.{reason}")}</span></label>'
        for reason in REASONS
    )
    chosen = f"<fieldset><legend>{say('rating.which')}</legend>{reasons}</fieldset>" if verdict == "down" else ""
    return (
        f'<h2 id="rating-title">{say(f"rating.title.{verdict}")}</h2>{chosen}'
        f'<label class="words" for="rating-words">{say("rating.words")}</label>'
        f'<textarea id="rating-words" rows="3" maxlength="{LONGEST_WORDS}" aria-describedby="rating-notice"></textarea>'
        f'<p id="rating-notice" class="notice">{say("rating.notice")}</p><p class="failure" role="alert" hidden></p>'
        f'<div class="dialog-buttons"><button type="button" class="plain" data-rating="cancel">{say("desk.cancel")}</button>'
        f'<button type="button" class="strong" data-rating="send">{say("rating.send")}</button></div>'
    )


def add_rating_routes(app: FastAPI, ratings: Ratings, language: Language, prefix: str) -> None:
    """The form and where it is sent to."""

    @app.get(f"{prefix}/rating/form")
    def form(token: str = "", verdict: str = "") -> HTMLResponse:
        try:
            ratings.check(token)
            return HTMLResponse(form_html("down" if verdict == "down" else "up", language))
        except PlansvarError as error:
            return HTMLResponse(_sorry_html(error_text(error, language), language), 409)

    @app.post(f"{prefix}/rating/send")
    async def send(request: Request) -> JSONResponse:
        try:
            given = _given(await request.body())
            await run_in_threadpool(ratings.send, *given, language)
        except PlansvarError as error:
            return JSONResponse({"code": error.code, "error": error_text(error, language)}, 400 if error.code == "desk_request" else 409)
        return JSONResponse({"kept": True})


def _given(body: bytes) -> tuple[str, Verdict, list[str], str]:
    """Token, verdict, reasons and words of a form that was sent; every one is checked, because anybody can send anything."""
    import json

    try:
        sent = json.loads(body)
        token, verdict, reasons, words = sent["token"], sent["verdict"], sent.get("reasons", []), sent.get("words", "")
        sound = isinstance(token, str) and verdict in VERDICTS and isinstance(words, str) and isinstance(reasons, list)
        if not sound or not set(reasons) <= set(REASONS):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise FeedbackError("desk_request") from None
    return token, verdict, [reason for reason in REASONS if reason in reasons], words


def _sorry_html(words: str, language: Language) -> str:
    close = escape(text("rating.close", language))
    return (
        f'<h2 id="rating-title">{escape(words)}</h2><div class="dialog-buttons">'
        f'<button type="button" class="strong" data-rating="cancel">{close}</button></div>'
    )

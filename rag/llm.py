"""The only door to language models: LangChain's ``init_chat_model`` behind time limits, a size limit and a circuit breaker.

Nothing is imported before a model is opened, and what is opened can reach one address alone (``rag.llm_transport``).
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from rag.llm_settings import LlmSettings, SettingsError
from rag.llm_transport import Guard, ModelFault, fault_of, guarded_transport

PACKAGES = {"openai": "langchain_openai", "ollama": "langchain_ollama"}
# Far more than any answer: an endless stream is cut here.
MAX_CHARACTERS = 8_000
FAULTS_TO_OPEN, OPEN_SECONDS = 3, 60.0
_BUSY_RETRY_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt; ``role`` is "system" or "human"."""

    role: str
    text: str


@dataclass(slots=True)
class Usage:
    """Tokens as the endpoint counts them, 0 where it does not say; ``finished`` is False where the reply was cut off."""

    prompt: int = 0
    answer: int = 0
    finished: bool = False


class Breaker:
    """Open after three faults in a row: for a minute nobody waits for a model that is down. Then one question tries it."""

    def __init__(self, clock: Any = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._faults, self._until = 0, 0.0

    @property
    def is_open(self) -> bool:
        """Whether the model is not to be asked now."""
        with self._lock:
            if self._faults < FAULTS_TO_OPEN:
                return False
            if self._clock() < self._until:
                return True
            # One asker goes through; the others wait for what comes of it.
            self._until = self._clock() + OPEN_SECONDS
            return False

    def note(self, failed: bool) -> None:
        """Count a fault, or forget those before a success."""
        with self._lock:
            self._faults = self._faults + 1 if failed else 0
            if self._faults >= FAULTS_TO_OPEN:
                self._until = self._clock() + OPEN_SECONDS


@dataclass
class ChatModel:
    """A language model that answers in pieces or raises a ``ModelFault``. Safe to share between threads."""

    settings: LlmSettings
    chat: Any
    breaker: Breaker = field(default_factory=Breaker)

    def __post_init__(self) -> None:
        self._free = threading.BoundedSemaphore(self.settings.parallel)

    def stream(self, messages: Sequence[Message], usage: Usage) -> Iterator[str]:
        """The reply in pieces; ``usage`` is filled in on the way.

        A fault before the first piece is tried once more where that may help, after it never.

        Raises:
            ModelFault: see ``rag.llm_transport``; "cut" where the reply broke off after its first piece.
        """
        if self.breaker.is_open:
            raise ModelFault("down")
        if not self._free.acquire(blocking=False):
            raise ModelFault("busy")
        reply = _Reply(self.chat, messages, self.settings, usage, self._free.release)
        try:
            yield from self._with_one_retry(reply, messages, usage)
        except ModelFault as fault:
            # A prompt that is too long says nothing about the endpoint's health.
            self.breaker.note(failed=fault.kind != "too_long")
            raise
        self.breaker.note(failed=False)

    def _with_one_retry(self, reply: _Reply, messages: Sequence[Message], usage: Usage) -> Iterator[str]:
        try:
            first = next(reply, None)
        except ModelFault as fault:
            again = (fault.kind == "busy" and fault.retry_after is not None) or (fault.kind == "down" and fault.status in (0, 502, 503))
            if not again or not self._free.acquire(blocking=False):
                raise
            time.sleep(fault.retry_after or _BUSY_RETRY_SECONDS)
            reply = _Reply(self.chat, messages, self.settings, usage, self._free.release)
            first = next(reply, None)
        if first is None:
            return
        try:
            yield first
            yield from reply
        except ModelFault as fault:
            raise ModelFault("cut", fault.status) from fault
        finally:
            reply.stop()


class _Reply:
    """One request, read in a thread of its own, so that the limits of time hold whatever the endpoint does."""

    def __init__(self, chat: Any, messages: Sequence[Message], settings: LlmSettings, usage: Usage, done: Any) -> None:
        self._settings, self._usage = settings, usage
        self._pieces: queue.Queue[str | ModelFault | None] = queue.Queue()
        self._stopped = threading.Event()
        self._start, self._got_any, self._length = time.monotonic(), False, 0
        given = [(message.role, message.text) for message in messages]
        threading.Thread(target=self._read, args=(chat, given, done), daemon=True, name="plansvar-llm").start()

    def __iter__(self) -> _Reply:
        return self

    def __next__(self) -> str:
        limit = self._settings.total_seconds if self._got_any else min(self._settings.first_seconds, self._settings.total_seconds)
        left = self._start + limit - time.monotonic()
        try:
            if left <= 0:
                raise queue.Empty
            piece = self._pieces.get(timeout=left)
        except queue.Empty:
            self.stop()
            raise ModelFault("slow") from None
        if piece is None:
            raise StopIteration
        if isinstance(piece, ModelFault):
            raise piece
        self._got_any = True
        self._length += len(piece)
        if self._length > MAX_CHARACTERS:
            self.stop()
            raise ModelFault("cut")
        return piece

    def stop(self) -> None:
        """The rest is of no interest."""
        self._stopped.set()

    def _read(self, chat: Any, messages: list[tuple[str, str]], done: Any) -> None:
        from langsmith.run_helpers import tracing_context

        try:
            # Tracing may be switched on in the environment for other programs; no question leaves by it.
            with tracing_context(enabled=False):
                replies = chat.stream(messages) if self._settings.stream else iter((chat.invoke(messages),))
                for chunk in replies:
                    if self._stopped.is_set():
                        break
                    self._note(chunk)
                    if words := chunk.text:
                        self._pieces.put(str(words))
            self._pieces.put(None)
        except Exception as error:  # whatever a provider package raises
            self._pieces.put(fault_of(error))
        finally:
            done()

    def _note(self, chunk: Any) -> None:
        counted = getattr(chunk, "usage_metadata", None) or {}
        self._usage.prompt += int(counted.get("input_tokens") or 0)
        self._usage.answer += int(counted.get("output_tokens") or 0)
        told = getattr(chunk, "response_metadata", None) or {}
        reason = told.get("finish_reason") or told.get("done_reason")
        if reason:
            self._usage.finished = reason == "stop"


def open_chat(settings: LlmSettings) -> ChatModel:
    """The model of the settings. Nothing is sent yet.

    Raises:
        SettingsError: ``llm_package`` (package, extra) where the provider's package is not installed.
    """
    package = PACKAGES[settings.provider]
    if find_spec(package) is None:
        raise SettingsError("llm_package", package=package.replace("_", "-"), provider=settings.provider)
    from langchain.chat_models import init_chat_model

    options = _openai_options(settings) if settings.provider == "openai" else _ollama_options(settings)
    return ChatModel(settings, init_chat_model(settings.model, model_provider=settings.provider, temperature=0, **options))


def _openai_options(settings: LlmSettings) -> dict[str, Any]:
    import httpx2

    client = httpx2.Client(
        transport=guarded_transport(httpx2, Guard(settings.base_url, settings.key)),
        timeout=httpx2.Timeout(settings.first_seconds, connect=5.0),
        follow_redirects=False,
        trust_env=False,
    )
    # The key stands in the transport alone: no package, no trace and no exception ever holds it.
    return {
        "base_url": settings.base_url, "api_key": "-", "max_tokens": settings.max_tokens, "max_retries": 0, "http_client": client,
        "use_responses_api": False, "stream_usage": True, "openai_proxy": "",
    }  # fmt: skip


def _ollama_options(settings: LlmSettings) -> dict[str, Any]:
    import httpx

    transport = guarded_transport(httpx, Guard(settings.base_url, settings.key))
    timeout = httpx.Timeout(settings.first_seconds, connect=5.0)
    return {
        "base_url": settings.base_url, "num_predict": settings.max_tokens, "num_ctx": min(settings.context_tokens, 32_768),
        "reasoning": False,
        "sync_client_kwargs": {"transport": transport, "timeout": timeout, "follow_redirects": False, "trust_env": False},
    }  # fmt: skip

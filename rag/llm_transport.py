"""The only way to a language model's address: one host, one key, no redirects, no compressed or endless replies.

The provider packages use two HTTP libraries of the same shape (httpx and httpx2), so the guard is built over the one that is given.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

FaultKind = Literal["down", "slow", "busy", "setup", "garbled", "too_long", "cut"]
# An answer is a few kilobytes; what is larger is no answer.
MAX_REPLY_BYTES = 1_000_000
_RETRY_AFTER_LIMIT = 5.0


class ModelFault(Exception):
    """Why the model gave no answer, or not a whole one. Holds no text of the reply, the question or the key."""

    def __init__(self, kind: FaultKind, status: int = 0, retry_after: float | None = None) -> None:
        super().__init__(f"{kind} {status or ''}".strip())
        self.kind, self.status, self.retry_after = kind, status, retry_after


def fault_in(error: BaseException) -> ModelFault | None:
    """The guard's own fault behind whatever the provider package made of it."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        if isinstance(current, ModelFault):
            return current
        seen.add(id(current))
        current = current.__cause__ or current.__context__
    return None


def fault_of(error: BaseException) -> ModelFault:
    """What an exception of a provider package or HTTP library means."""
    found = fault_in(error)
    if found is not None:
        return found
    names = {type(one).__name__ for one in _chain(error)}
    if any("Timeout" in name for name in names):
        return ModelFault("slow")
    if any(isinstance(one, (ssl.SSLError, OSError)) for one in _chain(error)) or names & {"ConnectError", "ReadError", "WriteError"}:
        return ModelFault("down")
    if names & {"RemoteProtocolError", "ProtocolError", "APIConnectionError"}:
        return ModelFault("down")
    return ModelFault("garbled")


def _chain(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    for _ in range(10):
        if current is None:
            return
        yield current
        current = current.__cause__ or current.__context__


def fault_of_status(status: int, retry_after: str = "") -> ModelFault | None:
    """What a status code means; None for success."""
    if 200 <= status < 300:
        return None
    if status == 429:
        wait = float(retry_after) if retry_after.replace(".", "", 1).isdigit() else None
        return ModelFault("busy", status, wait if wait is not None and wait <= _RETRY_AFTER_LIMIT else None)
    if status in (400, 413, 422):
        return ModelFault("too_long", status)
    if status == 408:
        return ModelFault("slow", status)
    return ModelFault("down" if status >= 500 else "setup", status)


@dataclass(frozen=True)
class Guard:
    """What the transport allows. ``key`` is put on requests to ``address`` alone."""

    address: str
    key: str

    def is_home(self, host: str, port: int | None, scheme: str) -> bool:
        """Whether a request goes to the one address."""
        home = urlsplit(self.address)
        default = {"http": 80, "https": 443}
        return (host, port or default[scheme], scheme) == (home.hostname, home.port or default[home.scheme], home.scheme)


def guarded_transport(http: Any, guard: Guard) -> Any:
    """A transport of the library ``http`` (httpx or httpx2) that keeps to the guard."""

    class Counted(http.SyncByteStream):  # type: ignore[misc,name-defined]
        def __init__(self, inner: Any) -> None:
            self._inner, self._read = inner, 0

        def __iter__(self) -> Iterator[bytes]:
            for piece in self._inner:
                self._read += len(piece)
                if self._read > MAX_REPLY_BYTES:
                    raise ModelFault("garbled")
                yield piece

        def close(self) -> None:
            self._inner.close()

    class Guarded(http.BaseTransport):  # type: ignore[misc,name-defined]
        def __init__(self) -> None:
            self._inner = http.HTTPTransport(retries=0, trust_env=False)

        def handle_request(self, request: Any) -> Any:
            if not guard.is_home(request.url.host, request.url.port, request.url.scheme):
                raise ModelFault("setup")
            # Whatever key the provider package found in the environment stays here.
            request.headers.pop("authorization", None)
            if guard.key:
                request.headers["authorization"] = f"Bearer {guard.key}"
            request.headers["accept-encoding"] = "identity"
            response = self._inner.handle_request(request)
            fault = fault_of_status(response.status_code, response.headers.get("retry-after", ""))
            if fault is None and response.headers.get("content-encoding", "identity") != "identity":
                fault = ModelFault("garbled")
            if fault is not None:
                response.stream.close()
                raise fault
            return http.Response(
                response.status_code, headers=response.headers, stream=Counted(response.stream), extensions=response.extensions
            )

        def close(self) -> None:
            self._inner.close()

    return Guarded()

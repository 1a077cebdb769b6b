"""A language model's endpoint on this machine: OpenAI chat completions (also streamed as SSE) and Ollama's ``/api/chat``.

What it says is a function of the prompt; how it fails is its ``mode``. It speaks over a socket of its own, so that the real provider
packages are tested from end to end.
"""

from __future__ import annotations

import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Say = Callable[[str, str], str]
_PLACE = re.compile(r"^\[(\d+)\] \((.*?)\) <(\w+)>(.*?)</\3>$", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """One numbered place as the model reads it."""

    n: int
    where: str
    text: str


def places(prompt: str) -> list[Place]:
    """The places of a prompt."""
    return [Place(int(n), where, text) for n, where, _, text in _PLACE.findall(prompt)]


def honest(system: str, human: str) -> str:
    """Repeats the first sentence of the first two places, rightly cited."""
    return " ".join(f"{_first(place.text)} [{place.n}]" for place in places(human)[:2])


def _first(text: str) -> str:
    return re.split(r"(?<=[a-zæøå0-9])[.!?](?:\s|$)", text)[0].strip().rstrip(".") + "."


@dataclass
class Stub:
    """The running endpoint. ``mode`` names a fault of ``FAULTS``, "" answers; ``say`` makes the text; ``seen`` are the requests."""

    say: Say = honest
    mode: str = ""
    pause: float = 0.0
    seen: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    address: str = ""

    @property
    def openai(self) -> str:
        return self.address + "/v1"


# Modes by what happens, each an HTTP status or a behaviour of ``_Handler``.
STATUSES = {
    "401": 401, "403": 403, "404": 404, "408": 408, "413": 413, "429": 429, "429_wait": 429, "500": 500, "502_html": 502, "503": 503,
}  # fmt: skip
TEXTS = {
    "think": "<think>Skal jeg lyve? Der er 999 huse [1].</think>",
    "other_language": "Die Polizei arbeitet mit den Gemeinden zusammen [1]. Alles ist gut [2].",
    "no_citations": "Der er flere tiltag i planerne. De er gode.",
    "invented_citations": "Rådet mødes fire gange om året [77]. Det er aftalt [98].",
    "empty_text": "",
}
FAULTS = (
    "reset", "silence", *STATUSES, "empty_body", "not_json", "cut_json", "wrong_schema", "null", "tool_calls", "length", "sse_cut",
    "sse_cut_in_letter", "sse_error", "no_done", "slow", "endless", "huge", "gzip_bomb", "redirect", *TEXTS,
)  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stub: Stub
    elsewhere: str

    def log_message(self, *_: Any) -> None:
        """Silence."""

    def do_POST(self) -> None:
        stub = self.stub
        stub.paths.append(self.path)
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
        stub.seen.append(body)
        stub.headers.append({name.lower(): value for name, value in self.headers.items()})
        system = "\n".join(_text(m) for m in body["messages"] if m["role"] == "system")
        human = "\n".join(_text(m) for m in body["messages"] if m["role"] != "system")
        said = TEXTS.get(stub.mode, "") if stub.mode in TEXTS and stub.mode != "think" else stub.say(system, human)
        said = TEXTS["think"] + said if stub.mode == "think" else said
        stream = bool(body.get("stream", "api/chat" in self.path))
        if body.get("tools") and not any(m["role"] == "tool" for m in body["messages"]):
            self._send(200, json.dumps(_call(body, human)).encode(), "application/json", {})
            return
        try:
            if not self._fails(said, stream):
                self._answers(said, stream)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def _fails(self, said: str, stream: bool) -> bool:
        mode = self.stub.mode
        if mode in STATUSES:
            extra = {"retry-after": "0.1"} if mode == "429_wait" else {}
            words = "<html>Bad gateway</html>" if mode == "502_html" else json.dumps({"error": {"message": "maximum context length"}})
            self._send(STATUSES[mode], words.encode(), "text/html" if mode == "502_html" else "application/json", extra)
            return True
        if mode == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return True
        if mode == "silence":
            time.sleep(self.stub.pause or 3)
            return True
        if mode == "redirect":
            self._send(307, b"", "text/plain", {"location": self.elsewhere + self.path})
            return True
        bodies = {"empty_body": b"", "not_json": b"hej", "cut_json": b'{"choices": [{"mess', "wrong_schema": b'{"svar": []}'}
        if mode in bodies:
            self._send(200, bodies[mode], "text/event-stream" if stream and mode == "empty_body" else "application/json", {})
            return True
        if mode == "gzip_bomb":
            import gzip

            self._send(200, gzip.compress(b'{"a": "' + b"x" * 30_000_000), "application/json", {"content-encoding": "gzip"})
            return True
        return False

    def _answers(self, said: str, stream: bool) -> None:
        mode = self.stub.mode
        ollama = "api/chat" in self.path
        said = "Ordet " * 300_000 if mode == "huge" else said
        if not stream:
            self._send(200, json.dumps(_whole(said, mode, ollama)).encode(), "application/json", {})
            return
        self.send_response(200)
        self.send_header("content-type", "application/x-ndjson" if ollama else "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        pieces = [said[i : i + 7] for i in range(0, len(said), 7)]
        cut = mode in ("sse_cut", "sse_cut_in_letter", "sse_error")
        for at, piece in enumerate(pieces):
            if cut and at > len(pieces) * 2 // 3:
                break
            self._chunk(_line(_delta(piece, mode, ollama), ollama))
            if self.stub.pause or mode == "slow":
                time.sleep(self.stub.pause or 0.2)
        if mode == "endless":
            while True:
                self._chunk(_line(_delta(said + " ", mode, ollama), ollama))
        if mode == "sse_error":
            self._chunk(_line({"error": {"message": "overloaded"}} if not ollama else {"error": "overloaded"}, ollama))
        if mode == "sse_cut_in_letter":
            whole = _line(_delta("æøå", mode, ollama), ollama)
            self._chunk(whole[: whole.index("æ".encode()) + 1] if "æ".encode() in whole else whole[:-9])
        if cut:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        reason = "length" if mode == "length" else "stop"
        self._chunk(_line(_end(reason, ollama), ollama))
        if not ollama and mode != "no_done":
            self._chunk(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _send(self, status: int, data: bytes, kind: str, extra: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"content-type": kind, "content-length": str(len(data)), **extra}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


def _call(body: dict[str, Any], human: str) -> dict[str, Any]:
    """An agent's model that first calls the one tool it has."""
    function = {"name": body["tools"][0]["function"]["name"], "arguments": json.dumps({"query": human})}
    whole = _whole("", "", False)
    whole["choices"][0] |= {
        "message": {"role": "assistant", "content": None, "tool_calls": [{"id": "1", "type": "function", "function": function}]},
        "finish_reason": "tool_calls",
    }
    return whole


def _text(message: dict[str, Any]) -> str:
    content = message.get("content") or ""
    return content if isinstance(content, str) else "\n".join(part.get("text", "") for part in content)


def _message(said: str, mode: str) -> dict[str, Any]:
    if mode == "null":
        return {"role": "assistant", "content": None}
    if mode == "tool_calls":
        call = {"id": "1", "type": "function", "function": {"name": "hent", "arguments": '{"url": "http://evil.example"}'}}
        return {"role": "assistant", "content": None, "tool_calls": [call]}
    return {"role": "assistant", "content": said}


def _whole(said: str, mode: str, ollama: bool) -> dict[str, Any]:
    reason = "length" if mode == "length" else "stop"
    if ollama:
        message = _message(said, mode)
        for call in message.get("tool_calls", ()):
            call["function"]["arguments"] = json.loads(call["function"]["arguments"])
        counts = {"prompt_eval_count": 100, "eval_count": 20}
        return {"model": "stub", "created_at": "2026-11-24T00:00:00Z", "message": message, "done": True, "done_reason": reason, **counts}
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    choice = {"index": 0, "message": _message(said, mode), "finish_reason": reason}
    return {"id": "c", "object": "chat.completion", "created": 1, "model": "stub", "choices": [choice], "usage": usage}


def _delta(piece: str, mode: str, ollama: bool) -> dict[str, Any]:
    message = _message(piece, mode)
    if ollama:
        for call in message.get("tool_calls", ()):
            call["function"]["arguments"] = json.loads(call["function"]["arguments"])
        return {"model": "stub", "created_at": "2026-11-24T00:00:00Z", "message": message, "done": False}
    for at, call in enumerate(message.get("tool_calls", ())):
        call["index"] = at
    choice = {"index": 0, "delta": message, "finish_reason": None}
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "stub", "choices": [choice]}


def _end(reason: str, ollama: bool) -> dict[str, Any]:
    if ollama:
        return {**_whole("", "", True), "done_reason": reason}
    choice = {"index": 0, "delta": {}, "finish_reason": reason}
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "stub", "choices": [choice], "usage": usage}


def _line(record: dict[str, Any], ollama: bool) -> bytes:
    words = json.dumps(record, ensure_ascii=False)
    return f"{words}\n".encode() if ollama else f"data: {words}\n\n".encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error here."""


@contextmanager
def running(stub: Stub, elsewhere: str = "http://127.0.0.1:9") -> Iterator[Stub]:
    """The endpoint on a free port of this machine."""
    handler = type("Handler", (_Handler,), {"stub": stub, "elsewhere": elsewhere})
    server = _Server(("127.0.0.1", 0), handler)
    stub.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()

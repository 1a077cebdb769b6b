"""No evaluation needs a network: every connection to another machine is refused and counted while it runs."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(slots=True)
class Refused:
    """The addresses that something tried to reach."""

    addresses: list[str] = field(default_factory=list)


@contextmanager
def no_network() -> Iterator[Refused]:
    """Within it, connecting to another machine raises ``ConnectionRefusedError``."""
    refused = Refused()
    original = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and host not in _HERE:
            refused.addresses.append(str(host))
            raise ConnectionRefusedError(f"evaluation runs without a network, {host} was asked for")
        original(self, address)

    socket.socket.connect = connect  # type: ignore[method-assign,assignment]
    try:
        yield refused
    finally:
        socket.socket.connect = original  # type: ignore[method-assign]

"""``python -m tests.stand_in [--slow SECONDS] ARGUMENTS``: the program with the tests' own encoder, in a process that may be killed."""

from __future__ import annotations

import sys
import time

import index.encoder
from tests.conftest import HashingEncoder


class SlowEncoder(HashingEncoder):
    """Takes its time for each text, so that a test can come in between; says once that it has begun."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    def encode_query(self, text: str):  # type: ignore[no-untyped-def]
        if self.seconds:
            sys.stderr.write("ENCODING\n")
            sys.stderr.flush()
            time.sleep(self.seconds)
        return super().encode_query(text)


def main(arguments: list[str]) -> None:
    seconds = 0.0
    if arguments[:1] == ["--slow"]:
        seconds, arguments = float(arguments[1]), arguments[2:]
    index.encoder.load_encoder = lambda name=None: SlowEncoder(seconds)
    from ui.cli import main as program

    program(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])

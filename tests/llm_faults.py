"""The fault matrix of a language model's endpoint. ``python -m tests.llm_faults`` prints it as a table; the tests run a part of it.

Every mode of ``tests.llm_stub`` with both providers, streamed or not. The extractive answer must be there first and within two seconds, the
end within the time limit, and the note must be the one that the mode deserves.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

from rag.llm import open_chat
from rag.llm_settings import llm_settings
from rag.written import Note, Writer, WrittenAnswer
from tests.llm_stub import FAULTS, Stub, running
from tests.rag_plans import three_plans

QUESTION = "Hvilke kommuner har en havnevagt?"
KEY = "nøgle-der-aldrig-må-ses".encode().hex()
FIRST, TOTAL = 0.7, 1.5
_DOWN: tuple[Note | None, ...] = ("down",)
_GARBLED: tuple[Note | None, ...] = ("unconfirmed",)
# Mode → the notes that are right; where streaming matters both are listed.
EXPECTED: dict[str, tuple[Note | None, ...]] = {
    "": (None,), "reset": _DOWN, "silence": ("slow",), "401": ("setup",), "403": ("setup",), "404": ("setup",), "408": ("slow",),
    "413": _GARBLED, "429": ("busy",), "429_wait": ("busy",), "500": _DOWN, "502_html": _DOWN, "503": _DOWN, "empty_body": _GARBLED,
    "not_json": _GARBLED, "cut_json": _GARBLED, "wrong_schema": _GARBLED, "null": _GARBLED, "tool_calls": _GARBLED, "length": ("cut",),
    "sse_cut": ("cut", "down", "unconfirmed", None), "sse_cut_in_letter": ("cut", "down", "unconfirmed", None),
    "sse_error": ("cut", "unconfirmed", None), "no_done": (None,), "slow": ("cut", "slow", None),
    "endless": (None, "slow", "partly", "cut"),
    "huge": ("unconfirmed", "slow"), "gzip_bomb": ("unconfirmed", "slow"), "redirect": ("setup",), "think": (None,),
    "other_language": _GARBLED, "no_citations": _GARBLED, "invented_citations": _GARBLED, "empty_text": _GARBLED,
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What one mode led to. ``first`` and ``total`` are seconds; ``right`` says whether everything was as it must be."""

    first: float
    total: float
    last: WrittenAnswer
    requests: int
    right: bool


def outcome(provider: str, stream: bool, mode: str) -> Outcome:
    """Ask once with an endpoint in that mode, and a second host that nobody may be led to."""
    three_plans().answer(QUESTION)
    stub, other = Stub(mode=mode), Stub()
    with running(other), running(stub, elsewhere=other.address):
        address = stub.openai if provider == "openai" else stub.address
        given = {"model": f"{provider}:stub", "base_url": address, "key": KEY, "first_seconds": 1, "total_seconds": 1, "stream": stream}
        settings = llm_settings(given)
        writer = Writer(open_chat(_hurried(settings)))
        start = time.monotonic()
        first = 0.0
        steps = []
        for step in writer.stream(three_plans(), QUESTION):
            first = first or time.monotonic() - start
            steps.append(step)
        total = time.monotonic() - start
    last = steps[-1]
    right = (
        first < 2
        and total < FIRST + TOTAL + 2
        and not steps[0].by_model
        and last.note in EXPECTED[mode]
        and last.answer.status == "answered"
        and not other.seen
        and len(stub.seen) <= 2
        and KEY not in repr(steps)
        and KEY not in repr(settings)
    )
    return Outcome(first, total, last, len(stub.seen), right)


def _hurried(settings):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(settings, first_seconds=FIRST, total_seconds=TOTAL)


def main() -> int:
    """Print the whole table; the exit status counts the modes that went wrong."""
    write = sys.stdout.write
    write("| mode | " + " | ".join(f"{p} {'streamed' if s else 'whole'}" for p in ("openai", "ollama") for s in (True, False)) + " |\n")
    write("|---|---|---|---|---|\n")
    wrong = 0
    for mode in ("", *FAULTS):
        cells = []
        for provider in ("openai", "ollama"):
            for stream in (True, False):
                found = outcome(provider, stream, mode)
                wrong += not found.right
                shown = "written" if found.last.by_model else "extractive"
                cells.append(f"{shown}, {found.last.note or '–'}, {found.total:.1f} s{'' if found.right else ' WRONG'}")
        write(f"| {mode or 'no fault'} | {' | '.join(cells)} |\n")
    write(f"\n{wrong} wrong\n")
    return min(wrong, 100)


if __name__ == "__main__":
    sys.exit(main())

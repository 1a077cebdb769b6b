"""Small stores to break, and the question whether one is still exactly one of two generations."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import StoreError
from index.generation import Generation, data_files
from index.store import Store
from index.update import update
from rag.assistant import Assistant
from tests.faults.plans import StubEncoder, write_plans

QUESTIONS = (
    "Hvad gør kommunen mod indbrud på Fyn i 1900?",
    "Hvor mange cykler bliver stjålet ved stationen?",
    "Hvad sker der på Ærø?",
)


def reindex(root: Path, plans: Path) -> str:
    """Bring the store up to date with the folder; the id of the live generation."""
    return str(update(Store(root), plans, StubEncoder(), lambda step: None).generation)


@dataclass(frozen=True, slots=True)
class Pair:
    """A store with one generation, and a folder whose indexing makes it another.

    Attributes:
        data: the bytes of each generation's files, by its id. answers: what it answers to ``QUESTIONS``.
    """

    root: Path
    after: Path
    old: str
    new: str
    data: dict[str, dict[str, bytes]]
    answers: dict[str, tuple[object, ...]]

    def copy(self, place: Path) -> Path:
        """A store like the first in a new place."""
        shutil.copytree(self.root, place)
        return place

    def fault_of(self, root: Path) -> str:
        """What is wrong with the store that a crash left, "" where it is exactly the old or the new one."""
        try:
            opened = Store(root).open()
        except StoreError as error:
            return f"does not open: {error}"
        if opened.damaged_file is not None:
            return f"falls back: {opened.damaged_file}"
        if opened.generation.id not in (self.old, self.new):
            return f"is neither: {opened.generation.id}"
        bad = [check.file for check in Store(root).verify() if not check.ok]
        if bad:
            return f"verify: {bad}"
        if data_files(opened.generation) != self.data[opened.generation.id]:
            return "holds other bytes than its generation"
        # The same bytes give the same answers; to ask costs half a second, so a tenth of the stores are asked.
        if zlib.crc32(str(root).encode()) % 10 == 0 and answers_of(opened.generation) != self.answers[opened.generation.id]:
            return "answers differ from those of its generation"
        return ""

    def fault_after_repeating(self, root: Path) -> str:
        """What is wrong when the same indexing is simply done again after the crash."""
        try:
            made = reindex(root, self.after)
        except StoreError as error:
            return f"cannot be indexed again: {error}"
        left = [path.name for path in (root / "index").rglob("*") if ".tmp" in path.name or ".old-" in path.name]
        return "" if made == self.new and not left else f"indexing again gives {made}, left over: {left}"


def answers_of(generation: Generation) -> tuple[object, ...]:
    """What is answered, cited and found."""
    assistant = Assistant.over(generation, StubEncoder())
    found: list[object] = []
    for question in QUESTIONS:
        answer = assistant.answer(question)
        found.append((answer.status, answer.items, tuple((c.plan, c.start, c.end, c.quote) for c in answer.citations)))
        found.append(tuple((hit.passage.plan, hit.passage.start) for hit in assistant.search(question, 5)))
    return tuple(found)


def pair(folder: Path, plans: int = 6) -> Pair:
    """A store of some plans; the new generation has one plan more, one less and one changed."""
    made = _pair(plans)
    return replace(made, root=made.copy(folder / "lager"), after=Path(shutil.copytree(made.after, folder / "efter")))


@functools.cache
def _pair(plans: int) -> Pair:
    folder = Path(tempfile.mkdtemp(prefix="plansvar-par-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    before, after, root = folder / "før", folder / "efter", folder / "lager"
    write_plans(before, range(plans))
    shutil.copytree(before, after)
    (after / "plan-00000.md").unlink()
    write_plans(after, [plans])
    changed = after / "plan-00001.md"
    changed.write_text(changed.read_text(encoding="utf-8") + "\nEn ny sætning om indbrud på Ærø.\n", encoding="utf-8")
    old = reindex(root, before)
    other = folder / "andet"
    shutil.copytree(root, other)
    new = reindex(other, after)
    both = {name: Store(place).open().generation for name, place in ((old, root), (new, other))}
    data = {name: data_files(one) for name, one in both.items()}
    return Pair(root, after, old, new, data, {name: answers_of(one) for name, one in both.items()})


def words_in_files(folder: Path, words: Iterable[str]) -> list[str]:
    """``word in file`` for each of the words that stands in the bytes or the name of a file below the folder."""
    found = []
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        for word in words:
            forms = (word.encode("utf-8"), word.encode("utf-16-le"), word.encode("utf-16-be"), word.encode("cp1252", "replace"))
            if word in path.name or any(form in data for form in forms):
                found.append(f"{word} in {path.name}")
    return found

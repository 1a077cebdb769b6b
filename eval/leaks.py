"""Test questions must stand nowhere but in the gold set: not in word lists, tests, examples or documentation that anything is tuned on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.matchers import fold

SHINGLE = 6
# A whole question shorter than this is everybody's words ("Hvad er SSP?") and proves no leak.
_SHORTEST = 4
_TEXT_SUFFIXES = frozenset(".py .md .toml .yaml .yml .json .jsonl .txt .html .js .css .cfg .ini .sh .csv .tsv .run".split())
_NOT_SOURCE = frozenset({"__pycache__", "node_modules", "build", "dist", "data", "shared"})


@dataclass(frozen=True, slots=True)
class Leak:
    """A test question's words in a file."""

    id: str
    file: str
    line: int


def find_leaks(test: Mapping[str, Sequence[str]], dev: Iterable[str], files: Mapping[str, str]) -> list[Leak]:
    """Every test question of which six words in a row, or the whole wording, stand in a file; the first place in each file.

    Runs of six words that a development question has too are nobody's secret and are left aside.
    """
    open_shingles = {shingle for text in dev for shingle in _shingles(_words(text))}
    owners: dict[tuple[str, ...], set[str]] = {}
    for id, wordings in test.items():
        for wording in wordings:
            words = _words(wording)
            for shingle in _shingles(words) or ([tuple(words)] if len(words) >= _SHORTEST else []):
                if shingle not in open_shingles:
                    owners.setdefault(shingle, set()).add(id)
    lengths = sorted({len(shingle) for shingle in owners})
    found: dict[tuple[str, str], Leak] = {}
    for name in sorted(files):
        words, lines = _words_with_lines(files[name])
        for length in lengths:
            for at in range(len(words) - length + 1):
                for id in sorted(owners.get(tuple(words[at : at + length]), ())):
                    found.setdefault((name, id), Leak(id, name, lines[at]))
    return [found[key] for key in sorted(found)]


def repository_files(root: Path) -> dict[str, str]:
    """The text files of a repository by their path in it, without the gold set, the plans and what no one writes by hand.

    The plans are left out because a question asked in a plan's own words shares them with the plan by intent.
    """
    files: dict[str, str] = {}
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if any(part.startswith(".") or part in _NOT_SOURCE for part in parts[:-1]) or parts[:2] in (("eval", "gold"), ("corpus", "plans")):
            continue
        if path.suffix in _TEXT_SUFFIXES and path.is_file() and not path.is_symlink():
            files["/".join(parts)] = path.read_text(encoding="utf-8", errors="replace")
    return files


def repository_root() -> Path | None:
    """The checkout this code runs from, None where it is installed without one."""
    root = Path(__file__).resolve().parents[1]
    return root if (root / "tests").is_dir() else None


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


def _shingles(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)]


def _words_with_lines(text: str) -> tuple[list[str], list[int]]:
    words: list[str] = []
    lines: list[int] = []
    for number, line in enumerate(text.split("\n"), start=1):
        found = _words(line)
        words += found
        lines += [number] * len(found)
    return words, lines

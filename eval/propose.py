"""From feedback to gold: every thumbs-down becomes a proposal that a person completes. Proposals are never scored.

The feedback file has one JSON object a line::

    {"question": "Hvem leder lokalrådet?", "context": ["earlier question", ...], "verdict": "down" or "up", "reason": "what the user wrote",
     "answer": "the answer that was shown", "citations": [{"plan": "oestjylland-2024", "section": "4.2", "heading": "Lokalråd",
     "start": 10234, "end": 10312, "quote": "the plan's own words"}], "generation": "…"}

``question`` and ``verdict`` are required; in a citation ``plan``, ``start``, ``end`` and ``quote``. Fields that are not named here are
passed over, so the page may write more. Blank lines are allowed. The answer is not copied: the reviewer can ask again.

A proposal is a gold record with ``status: proposal``, which ``load_gold`` refuses, and without a split. What a person wrote (question,
context, reason) is copied without CPR-like numbers, e-mail addresses and phone numbers; names of persons are for the reviewer to remove.
Quotes are copied as they are: they are the plan's words, and an anchor that is changed is found nowhere.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import PlansvarError
from eval.danish import PROPOSAL_COMMENTS, REMOVED, fault_text
from eval.gold import KINDS
from eval.records import Fault
from eval.run import write_bytes
from rag.question import language_of

_LONGEST_QUESTION = 2000

_GAP = r"[\s.\-‐‑‒–—−/]"
# "12.00-14.00" has the digits of a phone number, "2021 2024" too.
_NO_CLOCK = r"(?!\d\d[.:]\d\d\s?[-–]\s?\d\d[.:]\d\d(?!\d))"
_NO_YEARS = rf"(?!(?:199|20[0-3])\d{_GAP}{{1,3}}(?:199|20[0-3])\d(?!\d))"
_CPR = rf"(?<!\d)\d\d{_GAP}?\d\d{_GAP}?\d\d{_GAP}{{0,3}}\d{{4}}(?!\d)"
_EMAIL = r"[^\s@<>()\[\],;:\"']{1,64}\s?(?:@|[(\[](?:at|snabel-?a)[)\]])\s?[\w-]{1,63}(?:\.[\w-]{1,63})+"
_FOREIGN_PHONE = rf"(?:\+|(?<!\d)00)\d(?:{_GAP}{{0,2}}\(?\d\)?){{6,14}}"
_PHONE = (
    rf"(?<![\d])(?:\(?(?:\+|00)45\)?{_GAP}?)?"
    r"(?:"
    rf"{_NO_CLOCK}\d\d{_GAP}\d\d{_GAP}\d\d{_GAP}\d\d"
    rf"|{_NO_YEARS}\d{{4}}{_GAP}{{1,3}}\d{{4}}"
    rf"|\d{{3}}{_GAP}\d\d{_GAP}\d{{3}}"
    r"|\d\d\s\d{3}\s\d{3}"
    r"|\d{8,}"
    r")(?!\d)"
)
_PERSONAL = re.compile("|".join((_EMAIL, _CPR, _FOREIGN_PHONE, _PHONE)), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Citation:
    """What the answer pointed at: the plan, the section and the plan's own words."""

    plan: str
    section: str
    heading: str
    quote: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """One line of the file, its free text already without personal data."""

    down: bool
    question: str
    context: tuple[str, ...]
    reason: str
    citations: tuple[Citation, ...]
    generation: str

    @property
    def id(self) -> str:
        """The same for the same question after the same questions, however it was spaced, cased or ended."""
        words = "\0".join(one.casefold().rstrip(" ?.!") for one in (*self.context, self.question))
        return f"feedback-{hashlib.sha256(words.encode()).hexdigest()[:10]}"


@dataclass(frozen=True, slots=True)
class Proposals:
    """The files written now, and those that lay there already and were left as they are."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def propose(feedback: Path, output: Path) -> Proposals:
    """Write one YAML file for each question that got a thumbs-down. A file that is there is kept: someone may be at work in it.

    Raises:
        PlansvarError: ``feedback_missing`` (path), ``feedback_invalid`` (path, count, faults) naming every bad line, ``propose_in_gold``
            (path) for an output in the gold set itself, ``output_write`` (file, problem). Nothing is written after the first three.
    """
    gold = Path(str(resources.files("eval").joinpath("gold"))).resolve()
    if output.resolve().is_relative_to(gold):
        raise PlansvarError("propose_in_gold", path=str(output))
    wanted: dict[str, Feedback] = {}
    for one in read_feedback(feedback):
        if one.down:
            wanted.setdefault(one.id, one)
    written, kept = [], []
    for id, one in wanted.items():
        path = output / f"{id}.yaml"
        try:
            if path.exists():
                kept.append(path)
                continue
            write_bytes(path, proposal(one).encode("utf-8"))
        except OSError as problem:
            raise PlansvarError("output_write", file=str(path), problem=problem.strerror or type(problem).__name__) from None
        written.append(path)
    return Proposals(tuple(written), tuple(kept))


def without_personal_data(words: str) -> str:
    """Free text on one line, with CPR-like numbers, e-mail addresses and phone numbers taken out; years, dates and clock times stay.

    >>> without_personal_data("Ring til 12 34 56 78 om 010190-1234 fra 2021-2024, kl. 12.00-14.00")
    'Ring til [fjernet] om [fjernet] fra 2021-2024, kl. 12.00-14.00'
    """
    # Full-width digits are digits, and what cannot be seen must not hide a number.
    visible = "".join(one for one in unicodedata.normalize("NFKC", words) if unicodedata.category(one) not in ("Cf", "Co", "Cn"))
    plain = "".join(" " if unicodedata.category(one).startswith(("C", "Z")) else one for one in visible)
    return " ".join(_PERSONAL.sub(REMOVED, plain).split())


# ---- the feedback file


def read_feedback(path: Path) -> tuple[Feedback, ...]:
    """Every line, or every fault: see ``propose``."""
    try:
        data = path.read_bytes()
    except OSError:
        raise PlansvarError("feedback_missing", path=str(path)) from None
    found: list[Feedback] = []
    faults: list[Fault] = []
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            read = _Line(path.name, number)
            one = read.feedback(line)
            faults += read.faults
            found += [one] if one is not None else []
    if faults:
        raise PlansvarError("feedback_invalid", path=str(path), count=len(faults), faults=";\n  ".join(fault_text(one) for one in faults))
    return tuple(found)


class _Line:
    """Takes one line apart and collects what is wrong. A fault names fields, never their content: that may be personal."""

    def __init__(self, file: str, number: int) -> None:
        self.faults: list[Fault] = []
        self._file, self._number = file, number

    def feedback(self, line: bytes) -> Feedback | None:
        record = self._object(line)
        if record is None:
            return None
        question = without_personal_data(self._text(record, "question", required=True))
        if len(question) > _LONGEST_QUESTION:
            self._fault("feedback_long", "question")
        if record.get("verdict") not in ("up", "down"):
            self._fault("feedback_verdict")
        context = self._list(record, "context")
        if not all(isinstance(one, str) for one in context):
            self._fault("not_text", "context")
        self._text(record, "answer")
        one = Feedback(
            down=record.get("verdict") == "down",
            question=question,
            context=tuple(without_personal_data(one) for one in context if isinstance(one, str)),
            reason=without_personal_data(self._text(record, "reason")),
            citations=tuple(self._citation(one, at) for at, one in enumerate(self._list(record, "citations"), start=1)),
            generation=self._text(record, "generation"),
        )
        return None if self.faults else one

    def _object(self, line: bytes) -> dict[str, Any] | None:
        try:
            text = line.decode("utf-8")
            record = json.loads(text)
            json.dumps(record, ensure_ascii=False).encode("utf-8")  # half a surrogate pair is no text
        except UnicodeError:
            self._fault("not_utf8")
            return None
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, dict):
            self._fault("feedback_json")
            return None
        return record

    def _citation(self, found: object, at: int) -> Citation:
        where = f"citations[{at}]"
        record = found if isinstance(found, dict) else {}
        if not isinstance(found, dict):
            self._fault("not_a_mapping", where)
            return Citation("", "", "", "")
        start, end = record.get("start"), record.get("end")
        if type(start) is not int or type(end) is not int or not 0 <= start < end:
            self._fault("feedback_span", where)
        plan, quote = (self._text(record, name, f"{where}.", required=True) for name in ("plan", "quote"))
        section, heading = (self._text(record, name, f"{where}.") for name in ("section", "heading"))
        return Citation(plan, section, heading, quote)

    def _text(self, record: dict[str, Any], name: str, where: str = "", required: bool = False) -> str:
        found = record.get(name)
        if found is None or (isinstance(found, str) and not found.strip()):
            if required:
                self._fault("field_missing", where + name)
            return ""
        if not isinstance(found, str):
            self._fault("not_text", where + name)
            return ""
        return found

    def _list(self, record: dict[str, Any], name: str) -> list[Any]:
        found = record.get(name)
        if found is not None and not isinstance(found, list):
            self._fault("not_list", name)
        return found if isinstance(found, list) else []

    def _fault(self, code: str, detail: str = "") -> None:
        self.faults.append(Fault(self._file, self._number, "", code, detail))


# ---- the proposal file


class _Dumper(yaml.SafeDumper):
    """Writes texts with line breaks or unseen characters with escapes: as they are, YAML would read some of them as other breaks."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _escaped(dumper: yaml.SafeDumper, words: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", words, style=None if words.isprintable() else '"')


_Dumper.add_representer(str, _escaped)


def proposal(one: Feedback) -> str:
    """The text of a proposal: a gold record with gaps, and before each gap what the reviewer fills in."""
    fields: tuple[tuple[str, Any], ...] = (
        ("id", one.id),
        ("status", "proposal"),
        ("cluster", one.id),
        ("language", language_of(one.question)),
        ("kind", ""),
        ("style", "question_first"),
        ("question", one.question),
        ("context", list(one.context)),
        ("variants", []),
        ("expect", ""),
        ("reasons", []),
        ("scope", {"districts": [], "years": []}),
        ("nuggets", list(_nuggets(one.citations))),
        ("provenance", {"author": "feedback", "verified": False, "note": one.reason, "generation": one.generation}),
    )
    lines = [f"# {words}" for words in PROPOSAL_COMMENTS["head"]]
    for name, value in fields:
        lines += [f"  # {words.format(kinds=', '.join(KINDS))}" for words in PROPOSAL_COMMENTS.get(name, ())]
        dumped = yaml.dump({name: value}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
        lines += [f"  {line}" for line in dumped.rstrip("\n").split("\n")]
    first = next(at for at, line in enumerate(lines) if line.startswith("  id:"))
    lines[first] = f"- {lines[first].strip()}"
    return "\n".join(lines) + "\n"


def _nuggets(citations: Iterable[Citation]) -> Iterable[dict[str, Any]]:
    """One nugget for each place that was cited, without text and matcher: what is right there is not known yet."""
    for at, one in enumerate(dict.fromkeys(citations), start=1):
        anchor = {"plan": one.plan, "section": one.section, "heading": one.heading, "quote": one.quote}
        yield {"id": f"n{at}", "vital": True, "text": "", "match": {}, "plan": one.plan, "evidence": [anchor]}

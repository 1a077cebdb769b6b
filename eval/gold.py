"""The gold set: what is asked, what a right answer says, and where in a plan it stands. Types and loader.

A record is YAML as in ``eval/gold``. The loader reads every file to its end and reports every fault with file and line at once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from corpus.errors import PlansvarError
from eval.matchers import Matcher
from eval.record_reader import RecordReader
from eval.records import Fault, Value, read_records

Split = Literal["dev", "test"]
KINDS = (
    "list", "count", "date", "who", "where", "definition", "yesno", "describe", "compare", "trend", "per_plan", "followup", "unanswerable",
)  # fmt: skip
REASONS = ("not_mentioned", "no_such_plan", "unsure")
STYLES = ("question_first", "text_first")


class GoldError(PlansvarError):
    """A gold set that cannot be used; ``faults`` holds every fault found."""

    def __init__(self, code: str, found: tuple[Fault, ...] = (), **values: object) -> None:
        super().__init__(code, **values)
        self.faults = found


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a fact stands: words of the shipped retelling of ``plan``, in the section of that number or (unnumbered) heading."""

    plan: str
    section: str
    heading: str
    quote: str


@dataclass(frozen=True, slots=True)
class Nugget:
    """One fact of the answer. ``plan`` must be cited for it ("" = any); any one of ``evidence`` carries it."""

    id: str
    vital: bool
    text: str
    match: Matcher
    plan: str
    evidence: tuple[Anchor, ...]

    @property
    def verdict(self) -> bool:
        """Whether it is said by the answer and not by the plan ("Nej", a sum): no anchor's words satisfy the matcher."""
        return not any(self.match.matches(anchor.quote, anchor.quote) for anchor in self.evidence)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What makes an answer wrong; with ``plan`` only where it is said about that plan."""

    match: Matcher
    plan: str


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One base question and its variants.

    Attributes:
        cluster: questions about the same facts; resampled and split together.
        reasons: for ``abstained``, the accepted reasons. allowed: texts that are right although an abstention was expected.
        districts, years: the plans that the answer is about; empty = all.
        items: for lists, the exact members per plan.
        verified: True where a domain expert has looked at it.
        must_pass: the gate fails when the assistant loses it.
    """

    id: str
    cluster: str
    split: Split
    language: Literal["da", "en"]
    kind: str
    style: str
    question: str
    context: tuple[str, ...]
    variants: tuple[str, ...]
    expect: Literal["answered", "abstained"]
    reasons: tuple[str, ...]
    districts: tuple[str, ...]
    years: tuple[int, ...]
    nuggets: tuple[Nugget, ...]
    items: tuple[tuple[str, tuple[str, ...]], ...]
    forbidden: tuple[Contradiction, ...]
    allowed: tuple[Matcher, ...]
    distractors: tuple[str, ...]
    author: str
    verified: bool
    must_pass: bool
    file: str
    line: int

    @property
    def answerable(self) -> bool:
        return self.expect == "answered"

    @property
    def vital(self) -> tuple[Nugget, ...]:
        return tuple(nugget for nugget in self.nuggets if nugget.vital)

    @property
    def plans(self) -> frozenset[str]:
        """Every plan id that the record names."""
        named = {nugget.plan for nugget in self.nuggets} | {plan for plan, _ in self.items} | {one.plan for one in self.forbidden}
        return frozenset(named | {anchor.plan for nugget in self.nuggets for anchor in nugget.evidence}) - {""}


@dataclass(frozen=True, slots=True)
class GoldSet:
    """All questions, sorted by id. ``sha256`` is over what they say, wherever and in whatever order they are written."""

    questions: tuple[GoldQuestion, ...]
    sha256: str

    def of(self, split: str) -> GoldSet:
        """The questions of one split; "all" is everything."""
        return GoldSet(tuple(one for one in self.questions if split in ("all", one.split)), self.sha256)


def load_gold(path: Path) -> GoldSet:
    """Read one YAML file, or every ``*.yaml`` of a folder.

    Raises:
        GoldError: ``gold_missing`` (path) where there is none; ``gold_invalid`` (count, faults as text, one a line) naming every fault.
    """
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    questions: list[GoldQuestion] = []
    faults: list[Fault] = []
    for file in files:
        try:
            data = file.read_bytes()
            text = data.decode("utf-8")
        except OSError:
            raise GoldError("gold_missing", path=str(path)) from None
        except UnicodeDecodeError as problem:
            faults.append(Fault(file.name, data.count(b"\n", 0, problem.start) + 1, "", "not_utf8"))
            continue
        records, wrong = read_records(text, file.name)
        faults.extend(wrong)
        for record in records:
            question, wrong = read_question(record, file.name)
            faults.extend(wrong)
            if question is not None:
                questions.append(question)
    if not files or not (questions or faults):
        raise GoldError("gold_missing", path=str(path))
    faults.extend(_same_ids(questions))
    if faults:
        raise gold_invalid(faults)
    ordered = tuple(sorted(questions, key=lambda one: one.id))
    content = "\n".join(repr(replace(one, file="", line=0)) for one in ordered)
    return GoldSet(ordered, hashlib.sha256(content.encode()).hexdigest())


def gold_invalid(faults: list[Fault]) -> GoldError:
    """The error that names every fault, in the order of the files."""
    from eval.danish import fault_text

    ordered = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line, fault.code, fault.detail)))
    # Readable as lines, and still as one line where a face joins them.
    listed = ";\n  ".join(fault_text(fault) for fault in ordered)
    return GoldError("gold_invalid", ordered, count=len(ordered), faults=listed)


def _same_ids(questions: list[GoldQuestion]) -> list[Fault]:
    first: dict[str, GoldQuestion] = {}
    faults = []
    for one in questions:
        earlier = first.setdefault(one.id, one)
        if earlier is not one:
            faults.append(Fault(one.file, one.line, one.id, "id_twice", f"{earlier.file}:{earlier.line}"))
    return faults


_FIELDS = frozenset(
    "id status cluster split language kind style question context variants expect reasons scope nuggets items forbidden allowed "
    "distractors provenance must_pass".split()
)


def read_question(record: Value, file: str) -> tuple[GoldQuestion | None, list[Fault]]:
    """One record as a question, or None with what is wrong with it."""
    read = RecordReader(record, file, _FIELDS)
    if read.is_proposal():
        return None, read.faults
    nuggets = tuple(_nugget(read, one, at) for at, one in enumerate(read.mappings("nuggets"), start=1))
    scope = read.mapping("scope")
    provenance = read.mapping("provenance")
    question = GoldQuestion(
        id=read.identifier("id"),
        cluster=read.text("cluster"),
        split=cast(Split, read.choice("split", ("dev", "test"))),
        language=cast(Literal["da", "en"], read.choice("language", ("da", "en"))),
        kind=read.choice("kind", KINDS),
        style=read.choice("style", STYLES),
        question=read.text("question"),
        context=read.texts("context"),
        variants=read.texts("variants"),
        expect=cast(Literal["answered", "abstained"], read.choice("expect", ("answered", "abstained"))),
        reasons=read.choices("reasons", REASONS),
        districts=read.texts("districts", scope),
        years=read.whole_numbers("years", scope),
        nuggets=nuggets,
        items=read.members("items"),
        forbidden=tuple(
            Contradiction(read.matcher(one, ignore=("plan",)), read.optional("plan", one)) for one in read.mappings("forbidden")
        ),
        allowed=tuple(read.matcher(one) for one in read.mappings("allowed")),
        distractors=read.texts("distractors"),
        author=read.optional("author", provenance),
        verified=read.flag("verified", provenance),
        must_pass=read.flag("must_pass"),
        file=file,
        line=record.line,
    )
    return (None, read.faults) if read.faults else (question, [])


def _nugget(read: RecordReader, value: Value, at: int) -> Nugget:
    read.known(value, frozenset({"id", "vital", "text", "match", "plan", "evidence"}))
    evidence = []
    for one in read.mappings("evidence", value):
        read.known(one, frozenset({"plan", "section", "heading", "quote"}))
        section = read.optional("section", one).strip().rstrip(".")
        evidence.append(Anchor(read.text("plan", one), section, read.optional("heading", one), read.text("quote", one)))
    return Nugget(
        id=read.optional("id", value) or f"n{at}",
        vital=read.flag("vital", value, missing=True),
        text=read.text("text", value),
        match=read.matcher_of("match", value),
        plan=read.optional("plan", value),
        evidence=tuple(evidence),
    )

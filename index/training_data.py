"""What the encoder is tuned on: sentences of plans with their English, and questions tied to the sentences that answer them.

Everything in ``index/training`` was written by the project: the English of the shipped retellings, two invented plans of other districts,
questions in the words of people who have not read the plans, and invented sentences of the whole field (``field.jsonl``), each with its
English and with questions in everyday words. No question of the gold set's test split is among them (``eval.leaks``).
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from corpus.errors import StoreError
from corpus.passages import cut_passages
from corpus.plan import Passage, Plan
from corpus.reader import read_plan
from index import general_words
from index.danish import fold_loose
from index.glossary import entries
from index.windows import context_line, encoded_text, sentence_text

# Of ten wordings so many are given a slip of the finger: staff type in a hurry, and not every keyboard has æøå.
_SLIPS = 0.15
# Of ten answers so many are shown inside their passage, as the index also encodes them.
_IN_PASSAGE = 0.2
_TYPED = {"æ": "ae", "ø": "oe", "å": "aa"}


@dataclass(frozen=True, slots=True)
class Pair:
    """The same words in Danish and in English."""

    danish: str
    english: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One wording of a question and one text that answers it, as the index encodes that text."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Answering:
    """Sentences of one plan that answer a question, and words of them that an answer has to say."""

    plan: str
    sentences: tuple[str, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrainingQuestion:
    """A question in several wordings.

    Attributes:
        about: the plan it was written for, "" for questions over several plans.
        danish, english: wordings of the same question. before: the earlier questions of a conversation, in each language.
        answers: () where no plan answers it.
    """

    about: str
    kind: str
    danish: tuple[str, ...]
    english: tuple[str, ...]
    before: tuple[tuple[str, ...], tuple[str, ...]]
    answers: tuple[Answering, ...]

    @property
    def alone(self) -> bool:
        """Whether it can be asked without earlier questions."""
        return not any(self.before)


def shipped_folder() -> Path:
    """The training data that the project ships."""
    return Path(str(resources.files("index").joinpath("training")))


def training_plans(folder: Path) -> dict[str, Plan]:
    """The shipped retellings and the invented plans of ``folder`` by id."""
    shipped = Path(str(resources.files("corpus").joinpath("plans")))
    files = sorted([*shipped.glob("*.md"), *folder.glob("plans/*.md")])
    return {plan.id: plan for plan in map(read_plan, files)}


def read_terms(general: bool = False) -> list[Pair]:
    """The phrases of the glossary, with ``general`` the general verbs too, each with its two best Danish alternatives."""
    known = {**general_words.entries("verbs"), **entries()} if general else entries()
    return [Pair(danish, english) for english, alternatives in sorted(known.items()) for danish in alternatives[:2]]


def read_pairs(folder: Path, leave_out: Iterable[str] = ()) -> list[Pair]:
    """Sentences with their English, of every plan but ``leave_out``.

    Raises:
        StoreError: ``training_data`` (file, line, problem).
    """
    without = frozenset(leave_out)
    return [Pair(row["da"], row["en"]) for row in _rows(folder / "sentences.jsonl", {"plan", "da", "en"}) if row["plan"] not in without]


def read_field(folder: Path) -> tuple[list[Pair], list[Asked]]:
    """Invented sentences of the field, of no plan: each with its English, and every question with the sentence that answers it.

    They widen the vocabulary: of districts, offices, offences, ages and everyday words that no shipped plan speaks of.

    Raises:
        StoreError: ``training_data`` (file, line, problem).
    """
    rows = list(_rows(folder / "field.jsonl", {"da", "en", "ask_da", "ask_en"}))
    pairs = [Pair(row["da"], row["en"]) for row in rows]
    return pairs, [Asked(question, row["da"]) for row in rows for question in (*row["ask_da"], *row["ask_en"])]


def read_questions(folder: Path, leave_out: Iterable[str] = ()) -> list[TrainingQuestion]:
    """Every question that no plan of ``leave_out`` has a part in.

    Raises:
        StoreError: ``training_data`` (file, line, problem).
    """
    without = frozenset(leave_out)
    questions = [_question(row) for row in _rows(folder / "questions.jsonl", {"about", "kind", "da", "en", "answers"})]
    return [q for q in questions if q.about not in without and not any(a.plan in without for a in q.answers)]


def _question(row: dict[str, Any]) -> TrainingQuestion:
    before = row.get("context", {})
    answers = tuple(Answering(a["plan"], tuple(a["sentences"]), tuple(a["says"])) for a in row["answers"])
    contexts = (tuple(before.get("da", ())), tuple(before.get("en", ())))
    return TrainingQuestion(row["about"], row["kind"], tuple(row["da"]), tuple(row["en"]), contexts, answers)


def _rows(file: Path, fields: set[str]) -> Iterator[dict[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as problem:
        raise StoreError("training_data", file=str(file), line=0, problem=type(problem).__name__) from None
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except ValueError:
            raise StoreError("training_data", file=file.name, line=number, problem="JSON") from None
        if not isinstance(row, dict) or fields - row.keys():
            raise StoreError("training_data", file=file.name, line=number, problem=", ".join(sorted(fields)))
        yield row


def asked(questions: Sequence[TrainingQuestion], plans: dict[str, Plan], seed: int) -> list[Asked]:
    """Every wording with one of the sentences that answer it; some wordings have a slip, some answers stand inside their passage."""
    chance = random.Random(seed)
    places = {id: _Places(plan) for id, plan in plans.items()}
    found = []
    for question in questions:
        if not question.alone:
            continue
        for answering in question.answers:
            for wording in (*question.danish, *question.english):
                sentence = chance.choice(answering.sentences)
                shown = places[answering.plan].text(sentence, in_passage=chance.random() < _IN_PASSAGE)
                found.append(Asked(slipped(wording, chance) if chance.random() < _SLIPS else wording, shown))
    return found


def belonging(plans: Iterable[Plan]) -> list[tuple[str, str]]:
    """What a plan alone can teach: a sentence belongs to the headings above it and to the sentence after it in its section."""
    found = []
    for plan in plans:
        told = [sentence for sentence in plan.sentences if sentence.kind != "heading"]
        for sentence, after in itertools.pairwise(told):
            text = sentence_text(plan, sentence)
            found.append((context_line(plan, plan.sections[sentence.section]), text))
            if sentence.section == after.section:
                found.append((text, sentence_text(plan, after)))
    return found


class _Places:
    """Finds sentences of a plan by their words, and shows them as the index encodes them."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._at = {plan.text[s.start : s.end]: s for s in reversed(plan.sentences)}
        self._passages = cut_passages(plan)

    def text(self, sentence: str, in_passage: bool) -> str:
        found = self._at.get(sentence)
        if found is None:
            raise StoreError("training_data", file=self._plan.id, line=0, problem=sentence[:60])
        context = context_line(self._plan, self._plan.sections[found.section])
        holding = (p for p in self._passages if p.start <= found.start < p.end)
        passage: Passage | None = next(holding, None) if in_passage else None
        return encoded_text(context, passage.text if passage else sentence_text(self._plan, found))


def slipped(text: str, chance: random.Random) -> str:
    """``text`` as typed in a hurry: without æøå, or with two letters swapped, one lost or one doubled in its longest word.

    >>> slipped("Hvor ligger rådhuset?", random.Random(3)) != "Hvor ligger rådhuset?"
    True
    """
    if any(letter in text.lower() for letter in "æøå") and chance.random() < 0.5:
        return without_letters(text, _TYPED) if chance.random() < 0.5 else fold_loose(text)
    word = max(text.split(), key=len)
    if len(word) < 5:
        return text.lower()
    at = chance.randrange(1, len(word) - 2)
    slip = chance.randrange(3)
    changed = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[: at + 1] + word[at:],
    )[slip]
    return text.replace(word, changed, 1)


def without_letters(text: str, letters: Mapping[str, str]) -> str:
    """``text`` typed on a keyboard without æ, ø and å; ``letters`` says what is typed in their place."""
    for letter, typed in letters.items():
        text = text.replace(letter, typed).replace(letter.upper(), typed.capitalize())
    return text

"""An answer as the text a person reads: statements with their markers, never longer than they can take in, never cut.

The same ``Rendering`` is flattened for the command line and set as HTML by the page, so that both say exactly the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.plan import Plan
from corpus.sentences import split_sentences
from rag.answer import Answer, Citation, Language, Statement
from ui.texts import clean, counted, district_name, joined, plan_label, quoted, text

# The readers keep quotes near 380 characters; frames, markers and the coverage line come on top.
SHORT_LIMIT = 640
LONG_LIMIT = 1500
_QUOTE_LIMIT = 300
_QUESTION_LIMIT = 200
_NAMES_LIMIT = 6
_PLACES_LIMIT = 5

# These forms speak of several plans or name many things; the others answer one question with one statement.
_LONG_FORMS = frozenset({"items", "all_items", "unnamed"})
# Sentences whose subject is the plan, and forms that begin a line of their own.
_OF_THE_PLAN = frozenset({"unnamed", "absent"})
_ALONE = _OF_THE_PLAN | {"yes", "no", "unconfirmed"}
_LONG_KINDS = frozenset({"list", "compare", "trend"})


@dataclass(frozen=True, slots=True)
class Part:
    """One statement in words, without its markers, and the numbers of the citations that carry it."""

    words: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Statements about one plan. ``lead`` names the plan ("Østjylland 2024: ") where the words do not."""

    lead: str
    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return self.lead + " ".join(" ".join([part.words, *(f"[{n}]" for n in part.citations)]) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Rendering:
    """The answer in words. ``message`` is set where nothing is claimed; ``left_out`` holds what the limit kept away."""

    message: str
    lines: tuple[Line, ...]
    left_out: tuple[Line, ...]
    left_out_note: str
    coverage: str

    def __str__(self) -> str:
        blocks = [self.message, *map(str, self.lines), self.left_out_note, self.coverage]
        return "\n".join(block for block in blocks if block)


def answer_text(answer: Answer, plans: Sequence[Plan] = ()) -> str:
    """The text a person reads, at most 640 characters, for lists and comparisons at most 1,500.

    A single sentence of a plan that alone passes the limit is still shown whole. ``plans`` is accepted for callers that hold
    them; names and years come from the plan ids.
    """
    return str(rendering(answer))


def rendering(answer: Answer) -> Rendering:
    """The answer in words, whole statements dropped from the end until it fits."""
    if answer.status != "answered" or not answer.statements:
        return Rendering(_message(answer), _place_lines(answer), (), "", _coverage(answer))
    for count in range(len(answer.statements), 1, -1):
        candidate = _claims(answer, count)
        if len(str(candidate)) <= _limit(answer):
            return candidate
    alone = _claims(answer, 1)
    return alone if len(str(alone)) <= LONG_LIMIT else _claims(answer, 1, shorten=True)


def place(citation: Citation, language: Language) -> str:
    """Where a citation stands: "Østjylland 2024, afsnit 4.2 Infohuse, s. 6"."""
    words = [f"{district_name(citation.district, language)} {citation.year}"]
    section = text("cli.section", language, number=citation.section) if citation.section else ""
    heading = " ".join(filter(None, (section, " ".join(citation.heading.split()))))
    words += [heading] if heading else []
    words += [text("cli.page", language, page=citation.page)] if citation.page is not None else []
    return clean(", ".join(words))


def _limit(answer: Answer) -> int:
    forms = {statement.form for statement in answer.statements}
    about = {statement.plan for statement in answer.statements}
    is_long = answer.understood.kind in _LONG_KINDS or forms & _LONG_FORMS or len(about) > 1
    return LONG_LIMIT if is_long else SHORT_LIMIT


def _claims(answer: Answer, count: int, shorten: bool = False) -> Rendering:
    shown, dropped = answer.statements[:count], answer.statements[count:]
    note = counted("answer.left_out", len(dropped), answer.language) if dropped else ""
    return Rendering("", _lines(shown, answer, shorten), _lines(dropped, answer), note, _coverage(answer))


def _lines(statements: Iterable[Statement], answer: Answer, shorten: bool = False) -> tuple[Line, ...]:
    lines: list[Line] = []
    previous = ""
    for statement in statements:
        part = Part(_words(statement, answer, shorten), statement.citations)
        lead = _lead(statement, answer.language)
        if statement.plan and statement.plan == previous and statement.form not in _ALONE:
            lines[-1] = Line(lines[-1].lead, (*lines[-1].parts, part))
        else:
            lines.append(Line(lead, (part,)))
        previous = "" if statement.form in _OF_THE_PLAN else statement.plan
    return tuple(lines)


def _label(statement: Statement, language: Language) -> str:
    label = plan_label(statement.plan, language)
    return text("answer.older", language, plan=label) if statement.older else label


def _lead(statement: Statement, language: Language) -> str:
    """ "Østjylland 2024: ", "Ja. Østjylland 2024: ", "Østjylland 2024 " before a sentence about the plan, or "" over several plans."""
    answer = text(f"answer.{statement.form}", language) if statement.form in ("yes", "no") else ""
    if not statement.plan:
        return answer
    label = _label(statement, language)
    return f"{label} " if statement.form in _OF_THE_PLAN else answer + text("answer.prefix", language, plan=label)


def _words(statement: Statement, answer: Answer, shorten: bool) -> str:
    language = answer.language
    if statement.form in ("items", "all_items"):
        return _items(statement, language, shorten)
    if statement.form == "absent":
        return text("answer.absent", language)
    if statement.form == "expansion" and len(statement.items) > 1:
        return text("answer.expansion", language, short=statement.items[0], long=statement.items[1])
    if statement.form == "written":
        return clean(statement.text)
    if statement.form == "unconfirmed":
        return text("answer.unconfirmed", language, quote=quoted(clean(statement.text), language))
    quote = _quote(statement, answer, shorten)
    if statement.form == "unnamed":
        return text("answer.unnamed", language, quote=quote)
    if statement.form in ("value", "expansion") and statement.items:
        value = joined(statement.items, language)
        return f"{value}: {quote}" if statement.text else value
    return quote


def _items(statement: Statement, language: Language, shorten: bool) -> str:
    names = list(statement.items)
    shown = joined(names, language)
    if shorten:
        keep = max(1, len(names) * (LONG_LIMIT // 2) // max(1, len(shown)))
        shown = text("answer.items_more", language, items=", ".join(names[:keep]), count=len(names) - keep)
    if statement.form == "items":
        return shown
    return text("answer.all_items", language, count=len(names), items=shown) if names else text("answer.all", language)


def _quote(statement: Statement, answer: Answer, shorten: bool) -> str:
    """The plan's words between quotation marks; several sentences that are together too long are pointed at, not pasted."""
    words = statement.text or next((one.quote for one in answer.citations if one.n in statement.citations), "")
    words = " ".join(words.split())
    if not words or shorten or (len(words) > _QUOTE_LIMIT and len(split_sentences(words)) > 1):
        return text("answer.too_long", answer.language)
    return quoted(words, answer.language)


def _message(answer: Answer) -> str:
    """What is said where nothing is claimed."""
    language = answer.language
    if answer.status == "clarify":
        if answer.items:
            return text("answer.clarify_choices", language, choices=joined(answer.items, language, "list.or"))
        return text("answer.clarify", language)
    if answer.reason == "no_such_plan":
        return _no_such_plan(answer)
    if answer.reason == "not_mentioned":
        return _not_mentioned(answer)
    topic = joined(answer.missing[:_NAMES_LIMIT], language) or answer.question.strip()
    if len(topic) > _QUESTION_LIMIT:
        topic = ""
    sentence = text("answer.unsure", language, topic=clean(topic)) if topic else text("answer.unsure_bare", language)
    return f"{sentence} {text('answer.read_these', language)}" if answer.citations else sentence


def _no_such_plan(answer: Answer) -> str:
    language = answer.language
    if not answer.available:
        return text("answer.no_plans", language)
    available = _some([_known(plan, language) for plan in answer.available], language)
    if not answer.missing:
        return text("answer.no_such_plan_unnamed", language, available=available)
    missing = joined([_known(one, language) for one in answer.missing[:_NAMES_LIMIT]], language)
    return text("answer.no_such_plan", language, missing=missing, available=available)


def _not_mentioned(answer: Answer) -> str:
    language = answer.language
    sentence = counted("answer.not_mentioned", len(answer.coverage.searched), language)
    words = [word for word in answer.missing[:_NAMES_LIMIT] if len(word) <= _QUESTION_LIMIT // 4]
    if not words:
        return sentence
    return f"{sentence} {text('answer.not_mentioned_words', language, words=joined([quoted(word, language) for word in words], language))}"


def _place_lines(answer: Answer) -> tuple[Line, ...]:
    """The nearest places under an unsure answer: where to read, without a word of what stands there."""
    if answer.status == "clarify" or answer.reason in ("no_such_plan", "not_mentioned"):
        return ()
    return tuple(Line("", (Part(place(one, answer.language), (one.n,)),)) for one in answer.citations[:_PLACES_LIMIT])


def _known(name: str, language: Language) -> str:
    """A plan id as "Østjylland 2024", a district by its name in the language, anything else as it is."""
    return plan_label(name, language) if re.search(r"[a-z]-\d{4}$", name) else clean(district_name(name, language))


def _some(names: list[str], language: Language) -> str:
    if len(names) <= 2 * _NAMES_LIMIT:
        return joined(names, language)
    return text("coverage.more", language, plans=", ".join(names[:_NAMES_LIMIT]), count=len(names) - _NAMES_LIMIT)


def _coverage(answer: Answer) -> str:
    """What of several questions was not answered, and what was searched."""
    searched = _searched(answer)
    if answer.status != "answered" or not answer.missing:
        return searched
    parts = ", ".join(quoted(clean(part.rstrip(" ?")) + "?", answer.language) for part in answer.missing)
    return " ".join(filter(None, (text("answer.part_unanswered", answer.language, parts=parts), searched)))


def _searched(answer: Answer) -> str:
    """ "Søgt i 5 planer, 3 politikredse, 2017–2024; ikke omtalt i: Sydøstjylland 2021." """
    searched, language = answer.coverage.searched, answer.language
    if not searched:
        return ""
    if len(searched) == 1:
        return text("coverage.searched_one", language, plan=plan_label(searched[0], language)) + "."
    years = sorted(plan.rpartition("-")[2] for plan in searched)
    words = text(
        "coverage.searched",
        language,
        plans=counted("coverage.plans", len(searched), language),
        districts=counted("coverage.districts", len({plan.rpartition("-")[0] for plan in searched}), language),
        years=years[0] if years[0] == years[-1] else f"{years[0]}–{years[-1]}",
    )
    silent = _silent_plans(answer)
    if silent:
        words += text("coverage.not_in", language, plans=_some([plan_label(plan, language) for plan in silent], language))
    return words + "."


def _silent_plans(answer: Answer) -> list[str]:
    """Plans that were searched and say nothing; left out where the whole answer is that silence, or has said so itself."""
    if answer.status != "answered":
        return []
    spoken = {*answer.coverage.mentioning, *(statement.plan for statement in answer.statements)}
    return [plan for plan in answer.coverage.searched if plan not in spoken]


def reading_notes(answer: Answer, language: Language) -> list[str]:
    """What was read otherwise than it was typed: misspelt places, words searched beside those the plans do not know, a follow-up."""
    read = answer.understood
    notes = [text("cli.place", language, typed=clean(typed), read=name) for typed, name in read.places]
    notes += [text("cli.corrected", language, typed=clean(typed), read=word) for typed, word in read.corrected]
    if read.rewritten and read.rewritten != answer.question:
        notes.append(text("cli.rewritten", language, question=clean(read.rewritten)))
    return notes

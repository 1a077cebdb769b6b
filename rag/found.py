"""What was found for a question before it is said: the plans read, the topic, the evidence, and the drafts of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.concepts import Topic
from rag.reading import Draft, Reading
from rag.scope import Scope

# An answer to several questions is no essay: so many characters of quotes.
_MOST_CHARACTERS = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """What one question found.

    Attributes:
        drafts: () where nothing may be shown. unanswered: of several questions in one, those for which nothing was found.
    """

    scope: Scope
    topic: Topic
    reading: Reading
    drafts: tuple[Draft, ...]
    unanswered: tuple[str, ...] = ()


def together(first: Found, rest: Sequence[Found], questions: Sequence[str]) -> Found:
    """The parts of a question that holds several as one: plan by plan, no place twice.

    What the first part is about is in the plans that answer it, so the others (``questions``) are answered from those.
    """
    order = {draft.plan.id: at for at, draft in reversed(list(enumerate(first.drafts)))}
    drafts = list(first.drafts)
    unanswered = []
    for question, one in zip(questions, rest, strict=True):
        said = [draft for draft in one.drafts if draft.plan.id in order]
        if not said:
            unanswered.append(question.strip())
        for draft in said:
            # "Yes" beside another question's answer would not say what it says yes to.
            plain = replace(draft, form="quote") if draft.form in ("yes", "no") else draft
            known = {(other.plan.id, span) for other in drafts for span in other.spans}
            if any((plain.plan.id, span) not in known for span in plain.spans) and _length((*drafts, plain)) <= _MOST_CHARACTERS:
                drafts.append(plain)
    drafts.sort(key=lambda draft: order[draft.plan.id])
    return replace(first, drafts=tuple(drafts), unanswered=tuple(unanswered))


def _length(drafts: Sequence[Draft]) -> int:
    return sum(end - start for draft in drafts for start, end in draft.spans)

"""A citation as words to quote it by, and an answer with its sources as text to copy."""

from __future__ import annotations

from corpus.plan import Plan
from rag.answer import Answer, Citation, Language
from rag.citations import citation as citation_of
from ui.texts import clean, quoted, text
from ui.wording import answer_text


def police_name(district: str) -> str:
    """ "Østjyllands Politi" from "Østjylland", "Sydsjællands og Lolland-Falsters Politi" from "Sydsjælland og Lolland-Falster"."""
    parts = [part if part.endswith(("s", "x", "z", "-", "Politi")) else f"{part}s" for part in district.split(" og ")]
    name = " og ".join(parts)
    return name if name.endswith("Politi") else f"{name} Politi"


def citation_text(citation: Citation, language: Language) -> str:
    """ "Østjyllands Politi: Samarbejdsplan 2024, afsnit 4.2, s. 6"; the plan's title stays Danish, whatever the language."""
    words = [f"{police_name(citation.district)}: Samarbejdsplan {citation.year}"]
    heading = " ".join(citation.heading.split())
    if citation.section:
        words.append(text("cli.section", language, number=citation.section))
    elif heading:
        words.append(text("cite.heading", language, heading=quoted(heading, language)))
    if citation.page is not None:
        words.append(text("cli.page", language, page=citation.page))
    if citation.retold:
        words.append(text("cite.retold", language))
    return clean(", ".join(words))


def place_text(plan: Plan, start: int, end: int, language: Language) -> str:
    """The same for a place in a plan."""
    return citation_text(citation_of(plan, start, end, 0), language)


def copied_answer(answer: Answer, language: Language) -> str:
    """Question, answer and every source that it rests on with the plan's words, as plain text."""
    used = {n for statement in answer.statements for n in statement.citations}
    cited = [one for one in answer.citations if one.n in used] if answer.status == "answered" else list(answer.citations)
    lines = [clean(answer.question), "", answer_text(answer)]
    if cited:
        lines += ["", text("cli.sources" if answer.status == "answered" else "cli.nearest", language)]
        for one in cited:
            lines += [f"[{one.n}] {citation_text(one, language)}", f"    {quoted(clean(' '.join(one.quote.split())), language)}"]
    return "\n".join(lines)

"""A follow-up or a hard question put into other words by a language model. What it adds to the question's meaning is refused."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.gazetteer import find_districts, find_kommuner
from rag.answer import Language
from rag.figures import stated
from rag.llm import ChatModel, Message, Usage
from rag.llm_transport import ModelFault
from rag.names import names_in
from rag.question import language_of
from rag.sentence_stream import cleaned

_LONGEST = 300
_FOLLOW_UP: dict[Language, str] = {
    "da": "Skriv det sidste spørgsmål om, så det kan forstås uden de tidligere. Tilføj intet. Skriv kun spørgsmålet, på dansk.",
    "en": "Rewrite the last question so that it can be understood without the earlier ones. Add nothing. "
    "Write only the question, in English.",
}
_HARD: dict[Language, str] = {
    "da": "Skriv spørgsmålet om med de ord, som en samarbejdsplan mellem politi og kommuner ville bruge. Tilføj intet. "
    "Skriv kun spørgsmålet.",
    "en": "Rewrite the question in the words that a cooperation plan between police and municipalities would use. Add nothing. "
    "Write only the question.",
}


def rewrite_follow_up(model: ChatModel, question: str, context: Sequence[str], language: Language) -> str:
    """The question as it stands alone after the earlier ones, or "" where the model gives none that can be used."""
    earlier = "\n".join(f"- {cleaned(one)}" for one in context[-3:])
    return _asked(model, _FOLLOW_UP[language], f"{earlier}\n- {cleaned(question)}", (question, *context), language)


def rewrite_hard(model: ChatModel, question: str, language: Language) -> str:
    """The question in the words of plans, or ""."""
    return _asked(model, _HARD[language], cleaned(question), (question,), language)


def _asked(model: ChatModel, rule: str, text: str, given: Sequence[str], language: Language) -> str:
    usage = Usage()
    try:
        reply = "".join(model.stream((Message("system", rule), Message("human", text)), usage))
    except ModelFault:
        return ""
    # What reasons aloud does so before the last line.
    lines = [cleaned(line) for line in reply.rpartition("</think>")[2].splitlines() if line.strip()]
    rewritten = lines[-1].strip('"»«“” ') if len(lines) == 1 else ""
    return rewritten if usage.finished and _is_same_question(rewritten, given, language) else ""


def _is_same_question(rewritten: str, given: Sequence[str], language: Language) -> bool:
    """One question of the same language that names nothing and no figure that the conversation does not name."""
    if not rewritten.endswith("?") or len(rewritten) > _LONGEST or language_of(rewritten) != language:
        return False
    before = " ".join(given)
    if not {f.key for f in stated(rewritten, language)} <= {f.key for f in stated(before, language)}:
        return False
    for find in (find_kommuner, find_districts):
        if not {hit.name for hit in find(rewritten)} <= {hit.name for hit in find(before)}:
            return False
    low = before.lower()
    return all(word.lower() in low for name in names_in(rewritten, language) if name.foreign for word in name.text.split())

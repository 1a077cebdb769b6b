"""Cuts a plan into passages: whole sentences of one section, long sections cut by a LangChain text splitter on sentence borders."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from corpus.plan import Passage, Plan, Section, Sentence

if TYPE_CHECKING:
    from langchain_text_splitters import CharacterTextSplitter

PASSAGE_CHARACTERS = 700
# One private-use character stands between sentences while LangChain groups them; it is taken out of the sentences first, and the splitter
# cuts nowhere else.
_BORDER = "\ue000"


@cache
def _splitter() -> CharacterTextSplitter:
    from langchain_text_splitters import CharacterTextSplitter

    return CharacterTextSplitter(separator=_BORDER, chunk_size=PASSAGE_CHARACTERS, chunk_overlap=0, strip_whitespace=False)


def cut_passages(plan: Plan) -> tuple[Passage, ...]:
    """The passages of a plan in the order of its text.

    Each is ``plan.text[start:end]`` from its first sentence's start to its last sentence's end. A sentence longer than
    ``PASSAGE_CHARACTERS`` is a passage of its own, uncut. A section without own text gives no passage.
    """
    passages = []
    for section in plan.sections:
        own = [s for s in plan.sentences if s.section == section.index and s.kind != "heading"]
        for group in _groups(plan, section, own):
            start, end = group[0].start, group[-1].end
            passages.append(Passage(plan.id, section.index, start, end, plan.text[start:end]))
    return tuple(passages)


def _groups(plan: Plan, section: Section, sentences: list[Sentence]) -> list[list[Sentence]]:
    if not sentences:
        return []
    if section.kind in ("cover", "signatories"):
        return [sentences]
    joined = _BORDER.join(plan.text[s.start : s.end].replace(_BORDER, " ") for s in sentences)
    groups, at = [], 0
    for chunk in _splitter().split_text(joined):
        size = chunk.count(_BORDER) + 1
        groups.append(sentences[at : at + size])
        at += size
    return groups

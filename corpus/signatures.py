"""Signatures: names with office, or names alone, cut out as blocks of their own so that they stay findable and are never headings."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.blocks import Block
from corpus.gazetteer import find_kommuner

_NAME_WORD = r"[A-ZÆØÅ][a-zæøåéüö]+(?:-[A-ZÆØÅ][a-zæøå]+)?"
_NAME = rf"{_NAME_WORD}(?:\s(?:[A-ZÆØÅ]\.|{_NAME_WORD})){{1,3}}"
_OFFICE_WORDS = (
    r"(?:[Cc]hef)?[Pp]olitidirektør(?:en)?|[Bb]orgmester|[Vv]iceborgmester|[Rr]ådmand|[Cc]hefpolitiinspektør|[Pp]olitiinspektør|"
    r"[Kk]ommunaldirektør|[Ff]ormand|[Nn]æstformand|[Dd]irektør|[Ss]tatsadvokat"
)
_OFFICE = rf"(?:{_OFFICE_WORDS})(?:\s(?:i|for|ved)\s(?:[A-ZÆØÅ][\wæøåÆØÅ-]*\s?){{1,3}})?"
_NAME_LINE = re.compile(rf"^{_NAME}$")
_OFFICE_LINE = re.compile(rf"^{_OFFICE}$")
_BOTH_LINE = re.compile(rf"^(?P<name>{_NAME}),?\s+(?P<office>{_OFFICE})$")
_RUN_IN = re.compile(
    rf"(?P<name>{_NAME_WORD}(?:\s{_NAME_WORD}){{1,2}})\s(?P<office>(?:Politidirektør|Borgmester i\s(?:[A-ZÆØÅ][\wæøå-]*\s)?Kommune))\b"
)


def is_name(text: str) -> bool:
    """True for two to four capitalised words that begin with no kommune and carry no word of an organisation."""
    return (
        _NAME_LINE.match(text) is not None
        and not re.search(r"\b(Kommune|Politi|Politikreds|Kredsråd|Samarbejdsplan|Region|Plan)\b", text)
        and not any(hit.start == 0 for hit in find_kommuner(text))
    )


def is_office(text: str) -> bool:
    """True for a line that holds an office and nothing else: "Borgmester i Odder Kommune"."""
    return _OFFICE_LINE.match(text) is not None


def split_signature(text: str) -> tuple[str, str] | None:
    """(name, office) of "Ole Bollesen, Borgmester i Syddjurs Kommune", or None."""
    match = _BOTH_LINE.match(text)
    return (match["name"], match["office"]) if match else None


def mark_signatures(blocks: list[Block]) -> list[Block]:
    """Turn signature lines into blocks of kind ``signature``: "Name" or "Name, office"."""
    blocks = [part for block in blocks for part in _cut_run_in(block)]
    result: list[Block] = []
    position = 0
    while position < len(blocks):
        block = blocks[position]
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        if block.kind != "item" and is_name(block.text) and following and following.kind != "item" and is_office(following.text):
            result.append(replace(block, kind="signature", text=f"{block.text}, {following.text}", level=0, number=""))
            position += 2
            continue
        if block.kind == "paragraph" and split_signature(block.text):
            name, office = split_signature(block.text) or ("", "")
            result.append(replace(block, kind="signature", text=f"{name}, {office}"))
        else:
            result.append(block)
        position += 1
    return _mark_bare_names(result)


def _mark_bare_names(blocks: list[Block]) -> list[Block]:
    """Three or more lines in a row that are nothing but names are signatures without office."""
    result = list(blocks)
    run: list[int] = []
    for position, block in enumerate([*blocks, Block("heading", "")]):
        unmarked = block.kind == "paragraph" or (block.kind == "heading" and not block.level and not block.number)
        if unmarked and is_name(block.text):
            run.append(position)
            continue
        if len(run) >= 3:
            for index in run:
                result[index] = replace(blocks[index], kind="signature")
        run = []
    return result


def _cut_run_in(block: Block) -> list[Block]:
    """Signatures that ran into a paragraph, as transcripts have them; at least three of them make a list."""
    matches = list(_RUN_IN.finditer(block.text)) if block.kind == "paragraph" else []
    if len(matches) < 3:
        return [block]
    parts, at = [], 0
    for match in matches:
        if before := block.text[at : match.start()].strip():
            parts.append(replace(block, text=before))
        parts.append(replace(block, kind="signature", text=f"{match['name']}, {match['office']}"))
        at = match.end()
    if rest := block.text[at:].strip():
        parts.append(replace(block, text=rest))
    return parts

"""One plan file in, one ``Plan`` out."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from corpus.assemble import Assembly, assemble
from corpus.blocks import Block, parse_blocks
from corpus.contents import ContentsEntry
from corpus.decode import decode
from corpus.errors import PlanFileError
from corpus.extract import Extract
from corpus.gazetteer import fold
from corpus.limits import LIMITS, Limits
from corpus.metadata import Metadata, read_metadata
from corpus.pieces import to_blocks
from corpus.plan import FileNote, Plan
from corpus.sandbox import read_confined
from corpus.signatures import mark_signatures
from corpus.sniff import HEAD_BYTES, SUFFIXES, sniff
from corpus.transcript import is_transcript, parse_transcript

__all__ = ["SUFFIXES", "parse_extract", "parse_plan", "plan_id", "read_plan"]

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_OLE = b"\xd0\xcf\x11\xe0"


def read_plan(path: Path, limits: Limits = LIMITS) -> Plan:
    """Read a text, Markdown, PDF, DOCX or HTML file; what it is its bytes say, not its name.

    Text is read here, the other kinds in a process of their own (``corpus/sandbox.py``).

    Raises:
        PlanFileError: ``file_missing``, ``file_type``, ``file_too_large``, ``file_empty``, ``file_not_text``, ``file_mismatch``,
            those of ``read_confined``, ``plan_no_district``, ``plan_no_year``, ``plan_no_text``.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise PlanFileError("file_type", file=path.name, found=path.suffix, allowed=sorted(SUFFIXES))
    name = unicodedata.normalize("NFC", path.name)
    try:
        size = path.stat().st_size
        if size > limits.bytes:
            raise PlanFileError("file_too_large", file=path.name, megabytes=round(size / 1e6), limit=limits.bytes // 1_000_000)
        with path.open("rb") as opened:
            head = opened.read(HEAD_BYTES)
            data = head + opened.read() if head.startswith(_OLE) else head
            kind = sniff(data, path.suffix, path.name)
            data = head + opened.read() if kind == "text" else b""
    except OSError:
        raise PlanFileError("file_missing", file=path.name) from None
    if kind == "text":
        return parse_plan(decode(data, path.name), name)
    return parse_extract(read_confined(path, kind, path.name, limits), name)


def parse_plan(text: str, file: str) -> Plan:
    """Build the plan from a file's decoded text.

    Raises:
        PlanFileError: ``plan_no_text``, ``plan_no_district``, ``plan_no_year``.
    """
    front, body = _front_matter(text)
    # A transcript's contents list is used up while its running text is cut, so no entries are left.
    blocks, entries = (parse_transcript(body), []) if is_transcript(body) else parse_blocks(body)
    return _plan(blocks, entries, file, front)


def parse_extract(extract: Extract, file: str) -> Plan:
    """Build the plan from what a reader of PDF, DOCX or HTML handed over.

    Raises:
        PlanFileError: ``plan_no_text``, ``plan_no_district``, ``plan_no_year``.
    """
    text = "\n\n".join(piece.text for piece in extract.pieces)
    if is_transcript(text):
        return _plan(parse_transcript(text), [], file, {}, extract.notes)
    blocks, entries = to_blocks(extract.pieces)
    return _plan(blocks, entries, file, {}, extract.notes)


def plan_id(district: str, year: int) -> str:
    """The id of a district's plan of a year.

    >>> plan_id("Midt- og Vestjylland", 2024)
    'midt-og-vestjylland-2024'
    """
    return f"{re.sub(r'[^a-z0-9]+', '-', fold(district)).strip('-')}-{year}"


def _plan(blocks: list[Block], entries: list[ContentsEntry], file: str, front: dict[str, str], notes: tuple[FileNote, ...] = ()) -> Plan:
    built = assemble(mark_signatures(blocks), entries)
    if not any(sentence.kind != "heading" for sentence in built.sentences):
        raise PlanFileError("plan_no_text", file=file)
    metadata = read_metadata(built)
    district = metadata.district or front.get("district", "")
    stated = front.get("year", "")
    year = metadata.year or (int(stated) if re.fullmatch(r"(19|20)\d\d", stated) else 0)
    if not district:
        raise PlanFileError("plan_no_district", file=file)
    if not year:
        raise PlanFileError("plan_no_year", file=file)
    return _made(file, built, metadata, district, year, front, notes)


def _made(
    file: str,
    built: Assembly,
    metadata: Metadata,
    district: str,
    year: int,
    front: dict[str, str],
    notes: tuple[FileNote, ...],
) -> Plan:
    return Plan(
        id=plan_id(district, year),
        file=file,
        title=front.get("title") or _title(built, year) or f"{district} {year}",
        district=district,
        year=year,
        text=built.text,
        kommuner=metadata.kommuner,
        kommune_mentions=metadata.mentions,
        sections=tuple(built.sections),
        sentences=tuple(built.sentences),
        signatories=tuple(built.signatories),
        contradictions=metadata.contradictions,
        pages=tuple(built.pages),
        retold=front.get("retold", "").lower() == "true",
        notes=notes,
    )


def _title(built: Assembly, year: int) -> str:
    """The cover's line that says samarbejdsplan, else its first line; the year is added where the line lacks it."""
    cover = built.text[built.sections[0].start : built.sections[0].end] if built.sections else ""
    lines = [line.strip(" -:") for line in cover.split("\n") if line.strip(" -:")]
    line = next((line for line in lines if "samarbejdsplan" in line.lower()), lines[0] if lines else "")
    return line if not line or str(year) in line else f"{line} {year}"


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The ``key: value`` lines between the opening ``---`` lines of a Markdown file, and the text after them."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    pairs = (line.partition(":") for line in match.group(1).split("\n") if ":" in line and not line.startswith((" ", "#")))
    values = {key.strip(): re.sub(r"\s+#.*$", "", value).strip().strip('"') for key, _, value in pairs}
    return values, text[match.end() :]

"""One plan file in, one ``Plan`` out."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from corpus.assemble import Assembly, assemble
from corpus.blocks import parse_blocks
from corpus.decode import decode
from corpus.errors import PlanFileError
from corpus.gazetteer import fold
from corpus.metadata import Metadata, read_metadata
from corpus.plan import Plan
from corpus.signatures import mark_signatures
from corpus.transcript import is_transcript, parse_transcript

SUFFIXES = frozenset({".txt", ".md", ".markdown"})
MAX_BYTES = 50_000_000

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


def read_plan(path: Path) -> Plan:
    """Read a text or Markdown file.

    Raises:
        PlanFileError: ``file_missing``, ``file_type``, ``file_too_large``, ``file_empty``, ``file_not_text``,
            ``plan_no_district``, ``plan_no_year``, ``plan_no_text``.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise PlanFileError("file_type", file=path.name, found=path.suffix, allowed=sorted(SUFFIXES))
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise PlanFileError("file_too_large", file=path.name, megabytes=round(size / 1e6), limit=MAX_BYTES // 1_000_000)
        data = path.read_bytes()
    except OSError:
        raise PlanFileError("file_missing", file=path.name) from None
    return parse_plan(decode(data, path.name), unicodedata.normalize("NFC", path.name))


def parse_plan(text: str, file: str) -> Plan:
    """Build the plan from a file's decoded text.

    Raises:
        PlanFileError: ``plan_no_text``, ``plan_no_district``, ``plan_no_year``.
    """
    front, body = _front_matter(text)
    # A transcript's contents list is used up while its running text is cut, so no entries are left.
    blocks, entries = (parse_transcript(body), []) if is_transcript(body) else parse_blocks(body)
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
    return _plan(file, built, metadata, district, year, front)


def plan_id(district: str, year: int) -> str:
    """The id of a district's plan of a year.

    >>> plan_id("Midt- og Vestjylland", 2024)
    'midt-og-vestjylland-2024'
    """
    return f"{re.sub(r'[^a-z0-9]+', '-', fold(district)).strip('-')}-{year}"


def _plan(file: str, built: Assembly, metadata: Metadata, district: str, year: int, front: dict[str, str]) -> Plan:
    return Plan(
        id=plan_id(district, year),
        file=file,
        title=front.get("title") or _title(built, year) or file,
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

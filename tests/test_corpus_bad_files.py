"""Whatever lies in the plan folder gives one clear sentence, in both languages, and soon."""

from __future__ import annotations

import io
import re
import struct
import time
import zipfile
from dataclasses import replace

import docx
import pytest

from corpus.errors import PlanFileError
from corpus.limits import LIMITS, Limits
from corpus.reader import read_plan
from tests.file_samples import PICTURE, PLAN_LINES, SCANNED_PAGE, SHIPPED, docx_of, html_of, pdf_of, saved
from ui.texts import error_text

SMALL = replace(LIMITS, seconds=20, elements=30_000, depth=60, unpacked=3_000_000, pages=20)
ENCRYPTED = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'61' * 32}> /U <{'62' * 32}> /P -4 >> /ID [<{'63' * 16}><{'63' * 16}>]"
MORE = [[(72, 200 + n, 11, f"Ålen på øen røges i {n} timer, før den er færdig til bordet på Ærø.")] for n in range(3)]
PDF = pdf_of([PLAN_LINES, *MORE])
DOCX = docx_of(SHIPPED[0])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def package(document: bytes, *, entries: dict[str, bytes] | None = None) -> bytes:
    """A Word file with this main part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(docx.Document()))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, document if name == "word/document.xml" else old.read(name))
        for name, data in (entries or {}).items():
            new.writestr(name, data)
    return out.getvalue()


def body(inner: str, doctype: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<w:document {W}><w:body>{inner}</w:body></w:document>'.encode()


def forged(data: bytes) -> bytes:
    """The package with its largest part declared as a hundred bytes."""
    at = data.index(b"PK\x01\x02", data.index(b"word/bombe.xml"))
    while data[at + 46 : at + 60] != b"word/bombe.xml":
        at = data.index(b"PK\x01\x02", at + 4)
    return data[: at + 24] + struct.pack("<I", 100) + data[at + 28 :]


def overlapping() -> bytes:
    """Many names for the same compressed bytes: each of them unpacks to all of it."""
    data = package(body("<w:p/>"), entries={"word/a.bin": bytes(2_000_000)})
    start = data.index(b"PK\x01\x02")
    entries = data[start : data.index(b"PK\x05\x06")]
    at = entries.index(b"word/a.bin") - 46
    one = entries[at : at + 46 + len(b"word/a.bin")]
    copies = b"".join(one.replace(b"word/a.bin", b"word/%c.bin" % letter) for letter in range(ord("b"), ord("z")))
    count = len(zipfile.ZipFile(io.BytesIO(data)).namelist()) + 24
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(entries + copies), start, 0)
    return data[:start] + entries + copies + end


LAUGHS = '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
DEEP_XML = "<w:sdt><w:sdtContent>" * 100 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 100
BOMB = {"word/bombe.xml": b"<x>" + b" " * 20_000_000 + b"</x>"}

SCANNED = "er scannet og har ingen tekst (side 1). Den kan ikke søges. Kør tekstgenkendelse (OCR), og prøv igen."
ENTITIES = "erklærer sine egne tegnkoder, som kan vokse uden ende, og er sprunget over. Gem den igen i Word, og prøv igen."
NAMELESS = (
    "nævner ingen politikreds, så jeg ved ikke, hvis plan det er. "
    "Skriv den på forsiden, i en tekstfil som »district: Østjylland« øverst mellem to linjer med ---."
)
DAMAGED = "er beskadiget eller ikke hel og kunne ikke læses. Åbn den i dit program, gem den igen, og prøv igen."
LOCKED = "er beskyttet med adgangskode. Gem den uden adgangskode, og prøv igen."
UNPACKED = "pakker ud til mere, end jeg tillader (3 MB). Den er ikke taget med."
EMPTY = "er tom. Der er ikke noget at søge i."
COMPLEX = "er bygget af flere eller dybere dele, end jeg læser (grænsen er 30.000). Gem den som ren tekst, og prøv igen."


def mismatch(found: str, suffix: str) -> str:
    return f"ser ud til at være {found}, men hedder {suffix}. Gem den som PDF, DOCX, HTML eller tekst, og prøv igen."


# name of the file → (bytes, the Danish sentence after the name)
BAD: dict[str, tuple[bytes, str]] = {
    "afkortet.pdf": (PDF[: len(PDF) // 2], DAMAGED),
    "uden-slut.pdf": (PDF[: PDF.rindex(b"startxref")], DAMAGED),
    "bytte.pdf": (PDF.replace(PDF[PDF.index(b"stream\n") + 30 : PDF.index(b"stream\n") + 50], b"\x00" * 20, 1), DAMAGED),
    "kun-hoved.pdf": (b"%PDF-1.7\n%%EOF\n", DAMAGED),
    "låst.pdf": (pdf_of([PLAN_LINES], trailer=ENCRYPTED), LOCKED),
    "låst.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), LOCKED),
    "scan.pdf": (pdf_of([SCANNED_PAGE], extra=[PICTURE]), SCANNED),
    "lang.pdf": (pdf_of([PLAN_LINES] * 21), "har 21 sider. Grænsen er 20. Del den op."),
    "bombe.pdf": (pdf_of([b" " * 9_000_000]), UNPACKED),
    "blank.pdf": (pdf_of([b""]), EMPTY),
    "nul.pdf": (b"", EMPTY),
    "nul.docx": (bytes(64), EMPTY),
    "luft.html": (b"<!doctype html><html><body><p> </p></body></html>", EMPTY),
    "tom.docx": (saved(docx.Document()), EMPTY),
    "program.pdf": (b"MZ\x90\x00" + bytes(90) + b"This program", mismatch("et program", ".pdf")),
    "billede.pdf": (b"\x89PNG\r\n\x1a\n" + bytes(90), mismatch("et billede", ".pdf")),
    "billede.txt": (b"\xff\xd8\xff\xe0" + bytes(90), mismatch("et billede", ".txt")),
    "gammel.docx": (OLE, mismatch("en ældre Office-fil", ".docx")),
    "brev.docx": (b"{\\rtf1 Ael}", mismatch("en RTF-fil", ".docx")),
    "tekst.pdf": ("Åben havn på Ærø.".encode(), mismatch("almindelig tekst", ".pdf")),
    "arkiv.docx": (b"PK\x03\x04" + bytes(90), DAMAGED),
    "afkortet.docx": (DOCX[: len(DOCX) // 2], DAMAGED),
    "xml.docx": (package(body("<w:p>")), DAMAGED),
    "bombe.docx": (package(body("<w:p/>"), entries=BOMB), UNPACKED),
    "flettet.docx": (overlapping(), UNPACKED),
    "falsk.docx": (forged(package(body("<w:p/>"), entries=BOMB)), DAMAGED),
    "afsnit.docx": (package(body("<w:p/>" * 40_000)), COMPLEX),
    "dyb.docx": (package(body(DEEP_XML)), COMPLEX),
    "latter.docx": (package(body("<w:p><w:r><w:t>&b;&c;</w:t></w:r></w:p>", LAUGHS)), ENTITIES),
    "dyb.html": (b"<html><body>" + b"<div>" * 100_000 + b"Ael", COMPLEX),
    "lidt-dyb.html": (b"<html><body>" + b"<div>" * 100 + b"Ael", COMPLEX),
    "bred.html": (b"<html><body>" + b"<p>Ael" * 80_000, COMPLEX),
    "uden-kreds.html": ("<html><body><h1>Plan 2031</h1><p>Ål røges.</p></body></html>".encode(), NAMELESS),
}  # fmt: skip


def refused(path, limits: Limits = SMALL) -> PlanFileError:
    began = time.monotonic()
    with pytest.raises(PlanFileError) as caught:
        read_plan(path, limits)
    assert time.monotonic() - began < 15
    return caught.value


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gives_one_clear_sentence(tmp_path, name):
    data, sentence = BAD[name]
    (tmp_path / name).write_bytes(data)
    error = refused(tmp_path / name)
    assert error_text(error, "da") == f"»{name}« {sentence}"
    english = error_text(error, "en")
    assert english.startswith(f"“{name}” ") and "?" not in english and english.isascii() is False


@pytest.mark.parametrize(
    ("name", "data"),
    [("plan.txt", PDF), ("plan.md", PDF), ("plan.docx", PDF), ("plan.pdf", b"\r\n junk\n" + PDF), ("plan.txt", DOCX), ("plan.pdf", DOCX)],
)
def test_a_file_is_read_as_what_it_is(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    plan = read_plan(tmp_path / name)
    assert (plan.id, plan.file) == ("fyn-2031" if b"%PDF" in data[:20] else read_plan(SHIPPED[0]).id, name)


def test_a_web_page_named_as_text_is_read_as_a_web_page(tmp_path):
    (tmp_path / "plan.txt").write_text(html_of(SHIPPED[0]), encoding="utf-8")
    assert read_plan(tmp_path / "plan.txt").text == read_plan(SHIPPED[0]).text


HOSTILE_NAMES = [
    "-rf ærø.pdf",
    "$(touch ål).pdf",
    "a\nb.pdf",
    "plan\u202efdp.pdf",
    "'; DROP TABLE--.pdf",
    "%s%n.pdf",
    "--kind.pdf",
    "å" * 80 + ".pdf",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_is_only_a_name(tmp_path, name):
    (tmp_path / name).write_bytes(PDF)
    assert read_plan(tmp_path / name).file == name
    (tmp_path / name).write_bytes(PDF[:300])
    assert (refused(tmp_path / name).code, sorted(path.name for path in tmp_path.iterdir())) == ("file_damaged", [name])


def test_one_enormous_line_is_read(tmp_path):
    line = "Havnen på Ærø er åben hele året. " * 30_000
    for name, text in (
        ("plan.txt", f"# Samarbejdsplan 2031\n\nFYNS POLITI\n\n{line}"),
        ("plan.html", f"<html><h1>Samarbejdsplan 2031</h1><p>FYNS POLITI<p>{line}"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        plan = read_plan(tmp_path / name)
        assert sum(1 for sentence in plan.sentences if sentence.kind == "prose") >= 30_000


@pytest.mark.parametrize("mark", ["*a ", "_a", "[a", "<a ", "a. ", "....", "(a", "| "])
def test_marks_without_end_cost_no_time_without_end(tmp_path, mark):
    (tmp_path / "plan.txt").write_text(f"# Samarbejdsplan 2031\n\nFYNS POLITI\n\nÅben havn.\n\n{mark * 20_000}", encoding="utf-8")
    began = time.monotonic()
    assert read_plan(tmp_path / "plan.txt").id == "fyn-2031"
    assert time.monotonic() - began < 10


def test_a_file_that_takes_too_long_is_stopped(tmp_path):
    (tmp_path / "tung.html").write_bytes(b"<html><body>" + b"<p>Havnen er aaben.</p>" * 400_000)
    began = time.monotonic()
    error = refused(tmp_path / "tung.html", replace(LIMITS, seconds=1, elements=10_000_000))
    assert time.monotonic() - began < 8
    assert re.match(r"»tung.html« var for tung at læse og blev afbrudt efter \d s\. Gem den som ren tekst\.", error_text(error, "da"))


def test_a_file_that_takes_too_much_memory_is_stopped(tmp_path):
    (tmp_path / "tung.html").write_bytes(b"<html><body>" + b"<p>Havnen er aaben.</p>" * 400_000)
    assert refused(tmp_path / "tung.html", replace(LIMITS, memory=300_000_000, elements=10_000_000)).code == "file_too_heavy"


def test_a_file_that_gives_too_much_text_is_stopped(tmp_path):
    (tmp_path / "tung.html").write_bytes(b"<html><body>" + b"<p>Havnen er aaben.</p>" * 5_000)
    assert refused(tmp_path / "tung.html", replace(LIMITS, output=100_000)).code == "file_too_heavy"


def test_a_file_over_the_limit_is_not_opened(tmp_path):
    (tmp_path / "stor.pdf").write_bytes(PDF + bytes(3_000_000))
    error = refused(tmp_path / "stor.pdf", replace(LIMITS, bytes=2_000_000))
    assert error_text(error, "da") == "»stor.pdf« fylder 3 MB. Grænsen er 2 MB. Del den op, eller gem den som ren tekst."


def test_damage_in_what_a_page_says_is_never_passed_over(tmp_path):
    """A byte changed at many places of the pages' contents: PDFium alone reads half of such files as if nothing were wrong."""
    read = {}
    for match in re.finditer(rb"stream\n(.+?)\nendstream", PDF, re.DOTALL):
        for at in range(match.start(1), match.end(1), 9):
            damaged = PDF[:at] + bytes([PDF[at] ^ 0x15]) + PDF[at + 1 :]
            read[at] = refused(_written(tmp_path, damaged)).code
    assert len(read) > 40 and set(read.values()) == {"file_damaged"}


def _written(folder, data: bytes):
    (folder / "ærø.pdf").write_bytes(data)
    return folder / "ærø.pdf"

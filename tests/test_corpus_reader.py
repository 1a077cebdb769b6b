"""One plan file in, one plan out; what cannot be read is refused by code."""

from __future__ import annotations

import unicodedata

import pytest

from corpus.errors import PlanFileError
from corpus.limits import Limits
from corpus.reader import parse_plan, plan_id, read_plan

PLAN = "# Samarbejdsplan 2031\n\nFYNS POLITI\n\n## 1. Åben havn\n\nHavnen på Ærø er åben.\n"


def refused(call) -> tuple[str, dict[str, object]]:
    with pytest.raises(PlanFileError) as caught:
        call()
    return caught.value.code, caught.value.values


@pytest.mark.parametrize("name", ["ærø.txt", "ærø.md", "ærø.markdown", "ÆRØ.TXT"])
def test_text_and_markdown_files_are_read(tmp_path, name):
    (tmp_path / name).write_text(PLAN, encoding="utf-8")
    plan = read_plan(tmp_path / name)
    assert (plan.id, plan.file, plan.title, plan.district, plan.year, plan.retold) == (
        "fyn-2031",
        name,
        "Samarbejdsplan 2031",
        "Fyn",
        2031,
        False,
    )
    assert plan.text == "Samarbejdsplan 2031\n\nFYNS POLITI\n\n1. Åben havn\n\nHavnen på Ærø er åben."


def test_the_file_name_is_composed(tmp_path):
    path = tmp_path / unicodedata.normalize("NFD", "åben.txt")
    path.write_text(PLAN, encoding="utf-8")
    assert read_plan(path).file == "åben.txt"


@pytest.mark.parametrize(
    "changed",
    [
        PLAN.encode("cp1252"),
        PLAN.replace("\n", "\r\n").encode(),
        unicodedata.normalize("NFD", PLAN).encode(),
        PLAN.replace("\n\n", "\n\n\n").encode(),
    ],
    ids=["windows-1252", "windows line ends", "decomposed", "more blank lines"],
)
def test_the_same_plan_in_another_dress_is_the_same_plan(tmp_path, changed):
    (tmp_path / "ærø.txt").write_bytes(changed)
    assert read_plan(tmp_path / "ærø.txt") == parse_plan(PLAN, "ærø.txt")


def test_other_file_types_are_refused(tmp_path):
    code, values = refused(lambda: read_plan(tmp_path / "ærø.doc"))
    assert (code, values["file"], values["found"]) == ("file_type", "ærø.doc", ".doc")
    assert values["allowed"] == [".docx", ".htm", ".html", ".markdown", ".md", ".pdf", ".txt"]


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    (tmp_path / "mappe på ø.md").mkdir()
    assert refused(lambda: read_plan(tmp_path / "ærø.txt")) == ("file_missing", {"file": "ærø.txt"})
    assert refused(lambda: read_plan(tmp_path / "mappe på ø.md")) == ("file_missing", {"file": "mappe på ø.md"})


def test_a_file_over_the_limit_is_refused_unread(tmp_path):
    (tmp_path / "ærø.txt").write_bytes(b"a" * 3_400_000)
    found = refused(lambda: read_plan(tmp_path / "ærø.txt", Limits(bytes=2_000_000)))
    assert found == ("file_too_large", {"file": "ærø.txt", "megabytes": 3, "limit": 2})


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "file_empty"), (b"\n \n", "file_empty"), (b"%PDF-1.4 \xe6", "file_damaged"), (b"\x00\x01", "file_not_text")]
)
def test_empty_files_and_files_that_are_no_text_are_refused(tmp_path, data, code):
    (tmp_path / "ærø.txt").write_bytes(data)
    assert refused(lambda: read_plan(tmp_path / "ærø.txt")) == (code, {"file": "ærø.txt"})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("# Samarbejdsplan 2031\n\n## 1. Åben havn\n\nHavnen er åben.\n", "plan_no_district"),
        ("# Plan for Fyns Politi\n\n## 1. Åben havn\n\nHavnen er åben.\n", "plan_no_year"),
        ("## 1. Åben havn 2031\n\n## 2. Fyns Politi\n", "plan_no_text"),
    ],
)
def test_a_text_that_is_no_plan_is_refused(text, code):
    assert refused(lambda: parse_plan(text, "ærø.txt")) == (code, {"file": "ærø.txt"})


def test_front_matter_tells_what_the_text_does_not():
    front = 'title: "Øernes plan: åben"\ndistrict: Fyn\nyear: 2031   # aftalt år\nretold: true'
    text = f"---\n{front}\n---\n\n## 1. Åben havn\n\nHavnen er åben.\n"
    plan = parse_plan(text, "ærø.md")
    assert (plan.id, plan.title, plan.retold) == ("fyn-2031", "Øernes plan: åben", True)
    assert plan.text == "1. Åben havn\n\nHavnen er åben."


def test_the_text_outweighs_the_front_matter():
    assert parse_plan(f"---\ndistrict: Bornholm\nyear: 2001\n---\n{PLAN}", "ærø.md").id == "fyn-2031"


@pytest.mark.parametrize("year", ["ukendt år", "2031-2032", "", "MMXXXI"])
def test_a_year_in_the_front_matter_that_is_no_year_is_no_year(year):
    text = f"---\ndistrict: Fyn\nyear: {year}\n---\n## 1. Åben havn\n\nHavnen er åben.\n"
    assert refused(lambda: parse_plan(text, "ærø.md"))[0] == "plan_no_year"


def test_the_title_is_the_covers_line_with_the_year():
    assert (
        parse_plan(f"Nyborg\n\nÅben samarbejdsplan\n\nFYNS POLITI\n\n2031\n\n{PLAN[PLAN.index('##') :]}", "ærø.txt").title
        == "Åben samarbejdsplan 2031"
    )


@pytest.mark.parametrize(
    ("district", "year", "expected"),
    [
        ("Østjylland", 2024, "oestjylland-2024"),
        ("Midt- og Vestsjælland", 2031, "midt-og-vestsjaelland-2031"),
        ("Sydsjælland og Lolland-Falster", 2031, "sydsjaelland-og-lolland-falster-2031"),
    ],
)
def test_plan_ids(district, year, expected):
    assert plan_id(district, year) == expected

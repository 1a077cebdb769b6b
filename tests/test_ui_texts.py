"""Every sentence exists in both languages, names the same things, and every code that can be raised has one."""

import ast
import string
from functools import cache
from pathlib import Path

import pytest

from corpus.errors import PlanFileError, PlansvarError, QuestionError
from ui.texts import LANGUAGES, SENTENCES, code_text, counted, district_name, error_text, joined, plan_label, quoted, text

ROOT = Path(__file__).parent.parent
ROOMS = ("corpus", "index", "rag", "eval", "ui")


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def error_classes() -> set[str]:
    """``PlansvarError`` and every class that is one."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for room in ROOMS for file in (ROOT / room).rglob("*.py")]
    bases = {
        one.name: {getattr(base, "id", "") for base in one.bases}
        for tree in trees
        for one in ast.walk(tree)
        if isinstance(one, ast.ClassDef)
    }
    found = {"PlansvarError"}
    while more := {name for name, parents in bases.items() if parents & found} - found:
        found |= more
    return found


@cache
def raised_codes() -> dict[str, list[tuple[str, set[str], bool]]]:
    """code → places where it is raised: (file:line, names of the values, whether more come by ``**``)."""
    found: dict[str, list[tuple[str, set[str], bool]]] = {}
    classes = error_classes()
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if called == "ReportLine" and len(node.args) > 3 and isinstance(node.args[3], ast.Constant):
                    found.setdefault(str(node.args[3].value), []).append((f"{file.relative_to(ROOT)}:{node.lineno}", set(), True))
                if called not in classes:
                    continue
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value.isidentifier():
                    names = {keyword.arg for keyword in node.keywords if keyword.arg}
                    more = any(keyword.arg is None for keyword in node.keywords)
                    found.setdefault(first.value, []).append((f"{file.relative_to(ROOT)}:{node.lineno}", names, more))
    return found


def used_keys() -> dict[str, str]:
    """Literal keys given to ``text`` or ``counted`` in ui/, with the place."""
    used: dict[str, str] = {}
    for file in sorted((ROOT / "ui").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("text", "counted", "say_text") and node.args:
                first = node.args[0]
                choices = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                for choice in choices:
                    if isinstance(choice, ast.Constant) and isinstance(choice.value, str):
                        key = choice.value + (".one" if node.func.id == "counted" else "")
                        used[key] = f"{file.name}:{node.lineno}"
    return used


def test_both_languages_have_the_same_keys():
    assert set(SENTENCES["da"]) == set(SENTENCES["en"])


@pytest.mark.parametrize("key", sorted(SENTENCES["da"]))
def test_both_languages_name_the_same_values(key):
    assert placeholders(SENTENCES["da"][key]) == placeholders(SENTENCES["en"][key])
    assert SENTENCES["da"][key].strip()
    assert SENTENCES["en"][key].strip()


def test_every_key_that_is_used_exists():
    assert {key: place for key, place in used_keys().items() if key not in SENTENCES["da"]} == {}


def test_every_raised_code_has_a_sentence():
    assert {code: places[0][0] for code, places in raised_codes().items() if f"error.{code}" not in SENTENCES["da"]} == {}


@pytest.mark.parametrize("code", sorted(raised_codes()))
def test_every_value_that_a_sentence_names_is_given_where_the_code_is_raised(code):
    wanted = placeholders(SENTENCES["da"].get(f"error.{code}", ""))
    for place, given, more in raised_codes()[code]:
        assert more or wanted <= given or code == "store_damaged", f"{place} lacks {wanted - given}"


def test_exact_error_sentences():
    error = QuestionError("question_too_long", length=10_000, limit=2000)
    assert error_text(error, "da") == "Spørgsmålet er på 10.000 tegn. Grænsen er 2.000. Forkort det."
    assert error_text(error, "en") == "The question has 10,000 characters. The limit is 2,000. Shorten it."
    error = QuestionError("district_unknown", found="Fyn", available=("Nordjylland", "Østjylland"))
    assert error_text(error, "da") == "Der er ingen plan for politikredsen »Fyn«. Vælg mellem: Nordjylland og Østjylland."
    assert error_text(PlanFileError("file_empty", file="a.txt"), "da") == "»a.txt« er tom. Der er ikke noget at søge i."


def test_exact_sentences_about_files_that_were_read_in_part():
    values = {"file": "a.pdf", "pages": "2, 5–6", "count": 3, "total": 1200}
    assert code_text("file_pages_scanned", values, "da") == (
        "»a.pdf« er med, men 3 af 1.200 sider er uden tekst (side 2, 5–6). De kan ikke søges."
    )
    assert code_text("file_pages_lost", values, "da") == (
        "»a.pdf« er med, men på 3 af 1.200 sider mangler der tekst (side 2, 5–6). Kontrollér dem, før du bruger svarene."
    )
    assert code_text("file_pages_lost", values, "en") == (
        "“a.pdf” is included, but on 3 of 1,200 pages text is missing (page 2, 5–6). Check them before you use the answers."
    )
    assert error_text(PlanFileError("file_glyphs", file="a.pdf", pages="1–3"), "da") == (
        "»a.pdf« viser bogstaver, men siger ikke, hvilke de er (side 1–3). Gem den igen, eller kør tekstgenkendelse (OCR)."
    )


def test_an_unknown_code_or_a_missing_value_is_shown_and_does_not_fail():
    assert "no_such_code" in error_text(PlansvarError("no_such_code"), "da")
    assert error_text(PlansvarError("file_empty"), "en") == "“?” is empty. There is nothing to search in."


def test_values_from_outside_cannot_steer_the_terminal_or_be_filled_again():
    hostile = PlanFileError("file_empty", file="\x1b[2Jplan\u202efdp.exe{file!r}")
    assert error_text(hostile, "da") == "»\ufffd[2Jplan\ufffdfdp.exe{file!r}« er tom. Der er ikke noget at søge i."


def test_small_words():
    assert joined(["Norddjurs", "Syddjurs", "Randers"], "da") == "Norddjurs, Syddjurs og Randers"
    assert joined(["Norddjurs", "Syddjurs"], "en") == "Norddjurs and Syddjurs"
    assert joined([], "da") == ""
    assert counted("coverage.plans", 1, "da") == "1 plan"
    assert counted("coverage.plans", 5, "en") == "5 plans"
    assert quoted("ja", "da") == "»ja«"
    assert quoted("ja", "en") == "“ja”"
    assert district_name("Østjylland", "en") == "East Jutland (Østjylland)"
    assert plan_label("sydsjaelland-og-lolland-falster-2020", "da") == "Sydsjælland og Lolland-Falster 2020"
    assert plan_label("atlantis-2020", "en") == "Atlantis 2020"
    with pytest.raises(KeyError):
        text("no.such.key", LANGUAGES[0])

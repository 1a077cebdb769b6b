"""From a thumbs-down to a proposal: what is copied, what is taken out, what is refused, and that nothing of it is ever scored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from corpus.errors import PlansvarError
from eval.gold import GoldError, load_gold
from eval.propose import propose, read_feedback, without_personal_data
from eval.records import read_records
from ui.cli import app
from ui.texts import error_text

ROOT = Path(__file__).resolve().parents[1]
QUOTE = "Der er infohuse i Aarhus Kommune og Randers Kommune."
CITED = {"plan": "oestjylland-2024", "section": "1", "heading": "Tryghed", "start": 80, "end": 132, "quote": QUOTE, "n": 1, "page": None}
DOWN: dict[str, Any] = {
    "question": "Hvor findes der infohuse?",
    "context": [],
    "verdict": "down",
    "reason": "Odder mangler",
    "answer": "Aarhus og Randers [1]",
    "citations": [CITED],
    "generation": "g-1",
}


def file_of(folder: Path, *lines: dict[str, Any] | str | bytes) -> Path:
    written = [one if isinstance(one, bytes) else (one if isinstance(one, str) else json.dumps(one)).encode() for one in lines]
    path = folder / "feedback.jsonl"
    path.write_bytes(b"\n".join(written) + b"\n")
    return path


def proposed(folder: Path, *lines: dict[str, Any]) -> list[dict[str, Any]]:
    made = propose(file_of(folder, *lines), folder / "forslag")
    return [yaml.safe_load(path.read_text(encoding="utf-8"))[0] for path in made.written]


def faults_of(path: Path) -> list[str]:
    with pytest.raises(PlansvarError) as caught:
        read_feedback(path)
    assert caught.value.code == "feedback_invalid"
    listed = str(caught.value.values["faults"]).split(";\n  ")
    assert caught.value.values["count"] == len(listed)
    return listed


# ---- what a proposal holds


def test_a_thumbs_down_becomes_one_record_with_gaps(tmp_path: Path) -> None:
    (record,) = proposed(tmp_path, DOWN, {**DOWN, "question": "Hvad er et lokalråd?", "verdict": "up"})
    assert record == {
        "id": record["id"],
        "status": "proposal",
        "cluster": record["id"],
        "language": "da",
        "kind": "",
        "style": "question_first",
        "question": "Hvor findes der infohuse?",
        "context": [],
        "variants": [],
        "expect": "",
        "reasons": [],
        "scope": {"districts": [], "years": []},
        "nuggets": [
            {
                "id": "n1",
                "vital": True,
                "text": "",
                "match": {},
                "plan": "oestjylland-2024",
                "evidence": [{"plan": "oestjylland-2024", "section": "1", "heading": "Tryghed", "quote": QUOTE}],
            }
        ],
        "provenance": {"author": "feedback", "verified": False, "note": "Odder mangler", "generation": "g-1"},
    }


def test_the_reviewer_is_told_what_to_fill_in(tmp_path: Path) -> None:
    (path,) = propose(file_of(tmp_path, DOWN), tmp_path / "forslag").written
    lines = path.read_text(encoding="utf-8").splitlines()
    for field in ("kind", "expect", "nuggets"):
        at = next(at for at, line in enumerate(lines) if line.startswith(f"  {field}:"))
        assert lines[at - 1].startswith("  # "), field
    assert lines[0].startswith("# Forslag") and "yesno" in path.read_text(encoding="utf-8")


def test_without_citations_there_is_no_nugget_and_the_same_place_makes_one(tmp_path: Path) -> None:
    bare = {"question": "Is there a council?", "verdict": "down"}
    twice = {**DOWN, "citations": [CITED, {**CITED, "n": 2}, {**CITED, "quote": "I byen står 45 kameraer."}]}
    english, danish = proposed(tmp_path, bare, twice)
    assert english["nuggets"] == [] and english["language"] == "en"
    assert [one["id"] for one in danish["nuggets"]] == ["n1", "n2"]


def test_the_same_question_twice_is_one_proposal_and_after_another_question_it_is_another(tmp_path: Path) -> None:
    records = proposed(
        tmp_path, DOWN, {**DOWN, "question": " hvor FINDES der\ninfohuse ", "reason": "igen"}, {**DOWN, "context": ["Hvad med Odder?"]}
    )
    assert [one["provenance"]["note"] for one in records] == ["Odder mangler", "Odder mangler"]
    assert [one["context"] for one in records] == [[], ["Hvad med Odder?"]]


def test_a_proposal_that_someone_works_on_is_left_alone(tmp_path: Path) -> None:
    feedback = file_of(tmp_path, DOWN)
    (path,) = propose(feedback, tmp_path / "forslag").written
    path.write_text("min rettelse", encoding="utf-8")
    again = propose(feedback, tmp_path / "forslag")
    assert again.written == () and again.kept == (path,) and path.read_text(encoding="utf-8") == "min rettelse"


# ---- privacy


@pytest.mark.parametrize(
    "personal",
    [
        "010190-1234", "0101901234", "010190 1234", "01 01 90 1234", "01.01.90-1234", "010190 - 1234",
        "010190\N{EN DASH}1234", "010190\N{NON-BREAKING HYPHEN}1234",
        "0101\N{ZERO WIDTH SPACE}90-1234", "\N{FULLWIDTH DIGIT ZERO}10190-1234", "010190\N{NO-BREAK SPACE}1234",
        "12345678", "12 34 56 78", "1234 5678", "12-34-56-78", "12.34.56.78", "123 45 678",
        "+45 12345678", "+4512345678", "0045 12 34 56 78",
        "(+45) 12 34 56 78", "+46 70 123 45 67", "+49 (30) 1234567", "2012 3456", "123456789012",
        "bo@odder.dk", "bo.æble+x@post.odder.dk", "BO@ODDER.DK", "bo(at)odder.dk", "bo [snabel-a] odder.dk",
    ],
)  # fmt: skip
def test_personal_data_is_taken_out(personal: str) -> None:
    assert without_personal_data(f"Hvem er {personal}, spurgte hun") == "Hvem er [fjernet], spurgte hun"
    assert without_personal_data(f"Hvem er {personal}?").endswith("[fjernet]?")


@pytest.mark.parametrize(
    "harmless",
    [
        "fra 2021-2024", "2021 2024", "2021/2022", "i 2017, 2021 og 2024", "den 24.12.2024", "den 2024-12-24", "31.12.2021-01.01.2022",
        "kl. 12.00-14.00", "kl. 8.30 - 16.00", "1.250.000 kr.", "12.500.000", "§ 115", "45 kameraer", "10-17 år",
        "afsnit 4.2.1", "112 og 114", "@odder", "a @ b",
    ],
)  # fmt: skip
def test_years_dates_times_and_amounts_stay(harmless: str) -> None:
    assert without_personal_data(f"Hvad sker der {harmless} i planen") == f"Hvad sker der {harmless} i planen"


def test_question_context_and_reason_are_cleaned_and_the_answer_is_not_copied(tmp_path: Path) -> None:
    said = {"question": "Ring 12345678?", "context": ["a@b.dk?"], "reason": "mit cpr er 010190-1234", "answer": "svaret nævner 87654321"}
    propose(file_of(tmp_path, {**DOWN, **said}), tmp_path / "forslag")
    (path,) = (tmp_path / "forslag").iterdir()
    text = path.read_text(encoding="utf-8") + path.name
    assert text.count("[fjernet]") == 3
    assert not any(one in text for one in ("12345678", "a@b.dk", "010190", "87654321", "svaret nævner"))


def test_faults_name_fields_and_never_what_was_written(tmp_path: Path) -> None:
    listed = faults_of(file_of(tmp_path, {"question": ["010190-1234"], "verdict": "010190-1234", "context": "010190-1234"}))
    assert len(listed) >= 3 and "010190" not in " ".join(listed)


def test_a_long_text_is_cleaned_quickly() -> None:
    for part in ("a", "1", "1 ", "12.", "+", "a@", "(at)", "00"):
        without_personal_data(part * 20_000)


# ---- hostile text


@pytest.mark.parametrize(
    "words",
    [
        '- id: x\n  split: "test"', "nej: ja # {[", "'\"\\", "\x1b[2J\u202eabc", "!!python/object:os.system x",
        "null", "*a &b", "../../x", "\u2028", "a\x85b", "a\r\nb\rc", "a\n\n  b \n", "\ufeffa\ufeff", "\t x",
    ],
)  # fmt: skip
def test_hostile_words_stay_words(tmp_path: Path, words: str) -> None:
    (record,) = proposed(tmp_path, {**DOWN, "question": f"Hvad {words}", "reason": words, "citations": [{**CITED, "quote": words + "."}]})
    assert record["status"] == "proposal" and "split" not in record
    assert record["nuggets"][0]["evidence"][0]["quote"] == words + "."
    assert record["question"] == without_personal_data(f"Hvad {words}") and "\x1b" not in record["question"]
    assert [path.name for path in (tmp_path / "forslag").iterdir()] == [f"{record['id']}.yaml"]


@settings(max_examples=60, deadline=None)
@given(quote=st.text(min_size=1).filter(str.strip), heading=st.text(), question=st.text())
def test_any_text_comes_back_from_the_file(tmp_path_factory: pytest.TempPathFactory, quote: str, heading: str, question: str) -> None:
    folder = tmp_path_factory.mktemp("p")
    cited = {**CITED, "quote": quote, "heading": heading or None}
    (record,) = proposed(folder, {**DOWN, "question": f"Hvad? {question}", "citations": [cited]})
    assert record["nuggets"][0]["evidence"][0] == {
        "plan": CITED["plan"], "section": "1", "heading": heading if heading.strip() else "", "quote": quote,
    }  # fmt: skip
    (path,) = (folder / "forslag").iterdir()
    found, faults = read_records(path.read_text(encoding="utf-8"), path.name)
    assert len(found) == 1 and faults == []


# ---- bad input


def test_every_bad_line_is_reported_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        DOWN,
        "",
        "{nej",
        "[1]",
        b'{"question": "\xff"}',
        '{"question": "\\ud800", "verdict": "up"}',
        {"verdict": "op"},
        {**DOWN, "context": [1], "citations": {}, "reason": 7},
        {**DOWN, "citations": [CITED, {**CITED, "start": 9, "end": 9}, {"plan": "a", "start": True, "end": 2.0}, "x"]},
        {**DOWN, "question": "x" * 2001},
        "[" * 100_000,
    )
    with pytest.raises(PlansvarError) as caught:
        propose(path, tmp_path / "forslag")
    listed = str(caught.value.values["faults"]).split(";\n  ")
    assert listed == [
        "feedback.jsonl:3: er ikke et JSON-objekt",
        "feedback.jsonl:4: er ikke et JSON-objekt",
        "feedback.jsonl:5: er ikke gyldig UTF-8",
        "feedback.jsonl:6: er ikke gyldig UTF-8",
        "feedback.jsonl:7: feltet »question« mangler eller er tomt",
        "feedback.jsonl:7: »verdict« skal være up eller down",
        "feedback.jsonl:8: »context« skal være tekst",
        "feedback.jsonl:8: »reason« skal være tekst",
        "feedback.jsonl:8: »citations« skal være en liste",
        "feedback.jsonl:9: »start« og »end« skal være hele tal med start før end: citations[2]",
        "feedback.jsonl:9: »start« og »end« skal være hele tal med start før end: citations[3]",
        "feedback.jsonl:9: feltet »citations[3].quote« mangler eller er tomt",
        "feedback.jsonl:9: skal være felter med navn og værdi citations[4]",
        "feedback.jsonl:10: »question« er for lang",
        "feedback.jsonl:11: er ikke et JSON-objekt",
    ]
    assert caught.value.values["count"] == 15 and not (tmp_path / "forslag").exists()
    assert error_text(caught.value, "en").startswith(f"The feedback in {path} has 15 faults, and nothing was written: feedback.jsonl:3:")
    assert error_text(caught.value, "da").startswith(f"Tilbagemeldingerne i {path} har 15 fejl, og intet er skrevet: ")


def test_an_empty_file_has_no_proposals_and_a_missing_one_is_an_error(tmp_path: Path) -> None:
    assert propose(file_of(tmp_path), tmp_path / "forslag").written == ()
    for path in (tmp_path, tmp_path / "findes-ikke.jsonl"):
        with pytest.raises(PlansvarError, match="feedback_missing"):
            propose(path, tmp_path / "forslag")


def test_an_output_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "forslag").write_text("", encoding="utf-8")
    with pytest.raises(PlansvarError, match="output_write"):
        propose(file_of(tmp_path, DOWN), tmp_path / "forslag")


# ---- never scored


def test_the_gold_set_is_never_written(tmp_path: Path) -> None:
    gold = ROOT / "eval" / "gold"
    before = sorted(gold.iterdir())
    (tmp_path / "link").symlink_to(gold)
    for output in (gold, gold / "nye", ROOT / "eval" / "x" / ".." / "gold", tmp_path / "link"):
        with pytest.raises(PlansvarError, match="propose_in_gold"):
            propose(file_of(tmp_path, DOWN), output)
    assert sorted(gold.iterdir()) == before


def test_a_proposal_is_refused_by_the_loader_with_file_and_line_and_no_other_fault(tmp_path: Path) -> None:
    (path,) = propose(file_of(tmp_path, DOWN), tmp_path / "forslag").written
    line = path.read_text(encoding="utf-8").splitlines().index("  status: proposal") + 1
    for given_path in (path, path.parent):
        with pytest.raises(GoldError) as caught:
            load_gold(given_path)
        assert [(one.file, one.line, one.code) for one in caught.value.faults] == [(path.name, line, "proposal")]
    assert "er et forslag, som ingen har gennemset" in str(caught.value.values["faults"])


def test_without_its_status_a_proposal_still_has_every_gap_reported_and_filled_in_it_loads(tmp_path: Path) -> None:
    (path,) = propose(file_of(tmp_path, DOWN), tmp_path / "forslag").written
    text = path.read_text(encoding="utf-8").replace("  status: proposal\n", "")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        load_gold(path)
    assert {one.detail for one in caught.value.faults if one.code == "field_missing"} >= {"split", "kind", "expect", "text"}
    filled = text.replace("kind: ''", "kind: list\n  split: dev").replace("expect: ''", "expect: answered")
    path.write_text(filled.replace("text: ''", "text: Aarhus").replace("match: {}", "match: {any: [Aarhus]}"), encoding="utf-8")
    (found,) = load_gold(path).questions
    assert found.author == "feedback" and not found.verified and found.nuggets[0].evidence[0].quote == QUOTE


@pytest.mark.parametrize("status", ["Proposal", "reviewed", "[proposal]", ""])
def test_no_other_status_passes_either(tmp_path: Path, status: str) -> None:
    (path,) = propose(file_of(tmp_path, DOWN), tmp_path / "forslag").written
    path.write_text(path.read_text(encoding="utf-8").replace("status: proposal", f"status: {status}"), encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        load_gold(path)
    assert {"proposal", "bad_choice"} & {one.code for one in caught.value.faults}


# ---- the command


def run(*args: object) -> Any:
    return CliRunner().invoke(app, [str(arg) for arg in args], prog_name="plansvar")


def test_the_command_lists_the_files_and_says_how_many(tmp_path: Path) -> None:
    arguments = ("eval", "propose", "--feedback", file_of(tmp_path, DOWN), "--output", tmp_path / "forslag")
    first, second = run(*arguments), run(*arguments, "--language", "en")
    assert first.exit_code == second.exit_code == 0
    assert [Path(line) for line in first.stdout.splitlines()] == list((tmp_path / "forslag").iterdir())
    assert "Nye forslag: 1. Lå der allerede: 0." in first.stderr
    assert second.stdout == "" and "New proposals: 0. Already there: 1." in second.stderr


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["eval", "propose"], "Kommandoen kan ikke forstås: --feedback mangler. Se: plansvar eval propose --help"),
        (["eval", "foresla"], "Kommandoen kan ikke forstås: ukendt kommando »foresla«. Se: plansvar eval --help"),
        (
            ["eval", "propose", "--feedback", "/findes/ikke", "--output", "x"],
            "Filen med tilbagemeldinger kan ikke læses: /findes/ikke. Angiv den med --feedback.",
        ),
    ],
)
def test_a_mistake_is_one_line(arguments: list[str], line: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (2, line + "\n")


def test_eval_alone_still_evaluates(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(options: Any) -> None:
        raise PlansvarError("gold_missing", path=str(options.gold))

    monkeypatch.setattr("eval.command.evaluate", asked)
    result = run("eval", "--gold", "nej.yaml", "--split", "dev")
    assert result.exit_code == 2 and result.stderr.startswith("Guldsættet findes ikke eller er tomt: nej.yaml.")
    assert "propose" in run("eval", "--help").stdout

"""The command line: its contracts, exit codes and exact sentences, over an assistant that answers by hand."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

import ui.batch
import ui.commands
from corpus.errors import StoreError
from tests.ui_samples import NEW, PLANS, CannedAssistant, abstained, houses
from ui.cli import app
from ui.service import OpenedAssistant

ROOT = Path(__file__).parent.parent
COMMANDS = ("index", "ask", "search", "answer", "plans", "verify", "rollback", "ui")


@pytest.fixture
def canned(monkeypatch) -> CannedAssistant:
    assistant = CannedAssistant(ejer=abstained("unsure"))
    monkeypatch.setattr(ui.commands, "open_assistant", lambda store, encoder=None, reranker=None: OpenedAssistant(assistant, None))
    return assistant


def run(*args: object):
    return CliRunner().invoke(app, [str(arg) for arg in args], prog_name="plansvar")


def test_help_is_danish_and_names_every_command():
    result = run("--help")
    assert result.exit_code == 0
    assert "Brug: plansvar" in result.output
    assert "Show this message" not in result.output
    for command in COMMANDS:
        assert f" {command} " in result.output
        helped = run(command, "--help")
        assert helped.exit_code == 0
        assert "--store" in helped.output


@pytest.mark.parametrize("args", [["--help"], ["ask", "--help"], ["ui", "--help"]])
def test_help_loads_nothing_heavy(args):
    program = (
        "import sys\nfrom ui.cli import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "heavy = {'torch', 'gradio', 'faiss', 'sentence_transformers', 'numpy', 'fastapi', 'langchain_core'} & set(sys.modules)\n"
        "print('HEAVY', sorted(heavy))"
    )
    result = subprocess.run([sys.executable, "-c", program, *args], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "HEAVY []" in result.stdout


def test_ask_shows_the_answer_and_its_sources(canned):
    result = run("ask", "Hvilke kommuner har et infohus?")
    assert result.exit_code == 0
    assert result.stdout.startswith("Østjylland 2024: Norddjurs, Syddjurs og Randers [1]\n")
    assert "\nKilder\n[1] Østjylland 2024, afsnit 4.2 Infohuse\n    »Der er etableret infohuse" in result.stdout
    assert "[2] Østjylland 2021, Infohuse (genfortalt)\n" in result.stdout
    assert canned.asked[-1] == ("Hvilke kommuner har et infohus?", (), (), (), None, ())


def test_ask_json_is_one_object_and_nothing_else(canned):
    result = run("ask", "Hvilke kommuner har et infohus?", "--json")
    assert json.loads(result.stdout)["items"] == ["Norddjurs", "Syddjurs", "Randers"]
    assert result.stdout.count("\n") == 1


def test_ask_explains_how_it_read_the_question(canned):
    assert "Forstået som: list; emne: infohus;" in run("ask", "Hvilke kommuner?", "--explain").stdout


@pytest.mark.parametrize("typed", ["Østjylland", "oestjylland", "ØSTJYLLANDS", "East Jutland", "østjysk"])
def test_a_district_may_be_typed_in_either_language_and_spelling(canned, typed):
    assert run("ask", "Hvilke?", "--district", typed, "--year", 2024, "--year", 2021).exit_code == 0
    assert canned.asked[-1][1:3] == (("Østjylland",), (2024, 2021))


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (["ask", "Hvad?", "--district", "Fyn"], "Der er ingen plan for politikredsen »Fyn«. Vælg mellem: Østjylland."),
        (["train-encoder", "--part", "øre"], "»øre« kan ikke vælges her. Vælg blandt: all, words, layers."),
        (
            ["train-encoder", "--without", "å", "--language", "en"],
            "“å” cannot be chosen here. Choose from: questions, pairs, terms, own, goal.",
        ),
        (["ask", "Hvad?", "--year", "1999"], "Der er ingen plan fra 1999. Vælg mellem: 2021 og 2024."),
        (["ask", "What?", "--year", "1999", "--language", "en"], "There is no plan from 1999. Choose from: 2021 and 2024."),
        (["ask", "Which kommuner have an Infohus?", "--year", "1999"], "There is no plan from 1999. Choose from: 2021 and 2024."),
        (["ask", " "], "Skriv et spørgsmål."),
        (["ask", "x" * 10_000], "Spørgsmålet er på 10.000 tegn. Grænsen er 2.000. Forkort det."),
        (["ask", "Hvad?", "--language", "sv"], "Sproget »sv« findes ikke. Vælg da eller en."),
        (["ask"], "Kommandoen kan ikke forstås: SPØRGSMÅL mangler. Se: plansvar ask --help"),
        (["spørg"], "Kommandoen kan ikke forstås: ukendt kommando »spørg«. Se: plansvar --help"),
        (["ask", "Hvad?", "--vis"], "Kommandoen kan ikke forstås: ukendt valg --vis. Se: plansvar ask --help"),
        (["search", "Hvad?", "--k", "mange"], "Kommandoen kan ikke forstås: værdien til --k kan ikke bruges. Se: plansvar search --help"),
        (
            ["ui", "--host", "0.0.0.0"],
            "Siden kan ses af andre maskiner på 0.0.0.0, men der er ingen adgangskode. Sæt PLANSVAR_PASSWORD (mindst 12 tegn) "
            "og eventuelt PLANSVAR_USER, eller brug --host 127.0.0.1.",
        ),
    ],
)
def test_a_user_error_is_one_exact_line_and_exit_2(canned, args, line):
    result = run(*args)
    assert result.exit_code == 2
    assert result.stderr == line + "\n"
    assert result.stdout == ""


def test_a_missing_store_names_the_command_to_run(tmp_path):
    pytest.importorskip("index.store")
    for command in (["ask", "Hvad?"], ["plans"], ["verify"], ["search", "Hvad?"]):
        result = run(*command, "--store", tmp_path)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"Der er intet indeks i {tmp_path} endnu. Byg det med: plansvar index --store {tmp_path}\n"


def test_an_interruption_and_an_unexpected_failure_are_one_line_each(canned, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(canned, "answer", interrupted)
    result = run("ask", "Hvad?")
    assert (result.exit_code, result.stderr) == (130, "Afbrudt.\n")
    monkeypatch.setattr(canned, "answer", lambda *_, **__: 1 / 0)
    result = run("ask", "Hvad?")
    assert result.exit_code == 1
    assert result.stderr == "Uventet fejl: ZeroDivisionError. Intet er gået tabt. plansvar ask --debug viser detaljer.\n"
    assert isinstance(run("ask", "Hvad?", "--debug").exception, ZeroDivisionError)


def test_an_older_index_is_announced(canned, monkeypatch):
    monkeypatch.setattr(ui.commands, "open_assistant", lambda store, encoder=None, reranker=None: OpenedAssistant(canned, "vectors.npy"))
    result = run("ask", "Hvad?")
    assert result.exit_code == 0
    assert result.stderr.startswith("Bemærk: vectors.npy i det nyeste indeks er beskadiget.")


def test_search(canned):
    record = json.loads(run("search", "infohus", "--json").stdout)
    assert list(record) == ["question", "passages", "generation"]
    first = record["passages"][0]
    assert list(first) == ["rank", "plan", "file", "section", "start", "end", "score", "text"]
    assert NEW.text[first["start"] : first["end"]] == first["text"]
    assert "  1. Østjylland 2024, 4.2 Infohuse  (1.500)" in run("search", "infohus").stdout


def fake_store(monkeypatch, **methods):
    module = SimpleNamespace(Store=lambda root: SimpleNamespace(**methods))
    monkeypatch.setitem(sys.modules, "index.store", module)


def test_plans(monkeypatch, canned):
    fake_store(monkeypatch, open=lambda: SimpleNamespace(generation=canned.generation))
    result = run("plans")
    assert "oestjylland-2024" in result.stdout
    assert "2 planer · abc" in result.stdout
    record = json.loads(run("plans", "--json").stdout)
    assert [plan["passages"] for plan in record["plans"]] == [0, 1]
    assert [plan["retold"] for plan in record["plans"]] == [True, False]


def test_verify(monkeypatch):
    checks = [SimpleNamespace(file="plans.jsonl", ok=True, problem=""), SimpleNamespace(file="vectors.npy", ok=False, problem="sha256")]
    fake_store(monkeypatch, verify=lambda: checks)
    result = run("verify", "--store", "lager")
    assert result.exit_code == 2
    assert "kontrolsummen passer ikke" in result.stdout
    assert result.stderr == (
        "Indekset i lager er beskadiget: vectors.npy. Planerne selv er intakte. Byg igen: plansvar index --store lager --rebuild\n"
    )
    assert json.loads(run("verify", "--json").stdout)["ok"] is False
    checks.pop()
    result = run("verify")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "Alle 1 filer er i orden.")


def test_rollback(monkeypatch):
    fake_store(monkeypatch, rollback=lambda: "g1")
    assert run("rollback").stdout == "Indekset er ført tilbage til g1.\n"

    def nothing_older():
        raise StoreError("store_no_older", store="data", generation="g2")

    fake_store(monkeypatch, rollback=nothing_older)
    result = run("rollback")
    assert (result.exit_code, result.stderr) == (2, "Der er ingen ældre udgave at gå tilbage til; g2 er den eneste. Intet er ændret.\n")


def questions(folder: Path, *lines: object) -> Path:
    file = folder / "spørgsmål.jsonl"
    file.write_text(
        "".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines), encoding="utf-8"
    )
    return file


def test_answer_keeps_the_order_and_the_context(canned, tmp_path):
    file = questions(
        tmp_path,
        {"id": "b", "question": "Hvilke kommuner har et infohus?"},
        "",
        {"id": 1, "question": "Hvem ejer det?", "context": ["Hvad er et infohus?"], "more": True},
    )
    output = tmp_path / "svar.jsonl"
    result = run("answer", file, "--output", output, "--passages", 3)
    assert (result.exit_code, result.stdout) == (0, "")
    records = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [record["id"] for record in records] == ["b", 1]
    assert records[0]["answer"].startswith("Østjylland 2024: ")
    assert records[0]["passages"][0]["rank"] == 1
    assert canned.asked[-1][3] == ("Hvad er et infohus?",)
    assert f"2 svar er skrevet til {output}." in result.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["spørgsmål.jsonl", "svar.jsonl"]


def test_answer_reports_every_bad_line_at_once_and_writes_nothing(canned, tmp_path):
    file = questions(tmp_path, {"id": "a", "question": "Hvad?"}, "{", "[]", {"id": "c"}, {"question": " "}, {"question": "x" * 2001},
                     {"question": "x", "context": "y"}, {"id": [1], "question": "x"}, {"question": "x", "context": None})  # fmt: skip
    output = tmp_path / "svar.jsonl"
    output.write_text("gammelt\n")
    result = run("answer", file, "--output", output)
    assert result.exit_code == 2
    assert result.stderr == (
        f"Intet er besvaret, for {file} har fejl: linje 2: er ikke gyldig JSON; linje 3: er ikke et JSON-objekt; "
        'linje 4: mangler feltet "question" som tekst; linje 5: har et tomt spørgsmål; '
        'linje 6: har et spørgsmål på 2.001 tegn; grænsen er 2.000; linje 7: har en "context", der ikke er en liste af tekster; '
        'linje 8: har et "id", der ikke er tekst eller et heltal. Ret dem, og kør igen.\n'
    )
    assert output.read_text() == "gammelt\n"


def test_answer_reports_a_question_that_the_assistant_refuses(canned, tmp_path):
    result = run("answer", questions(tmp_path, {"question": "Hvad?"}, {"question": "???"}), "--output", tmp_path / "svar.jsonl")
    assert result.exit_code == 2
    assert "linje 2: Skriv et spørgsmål." in result.stderr
    assert not (tmp_path / "svar.jsonl").exists()


def test_answer_refuses_files_it_cannot_use(canned, tmp_path):
    missing = tmp_path / "nej.jsonl"
    assert run("answer", missing, "--output", tmp_path / "o").stderr == (
        f"Filen med spørgsmål kan ikke læses: {missing} (findes ikke). Kontrollér navnet og rettighederne.\n"
    )
    empty = questions(tmp_path)
    assert "indeholder ingen spørgsmål" in run("answer", empty, "--output", tmp_path / "o").stderr
    file = questions(tmp_path, {"question": "Hvad?"})
    assert "ikke skrives oven i" in run("answer", file, "--output", file).stderr
    result = run("answer", file, "--output", tmp_path / "findes" / "ikke" / "svar.jsonl")
    assert (result.exit_code, "(findes ikke)" in result.stderr) == (2, True)
    file.write_bytes(b'{"question": "\xe6"}\n')
    assert "linje 1: er ikke gyldig UTF-8" in run("answer", file, "--output", tmp_path / "o").stderr


def test_answer_writes_to_a_pipe_or_device(canned, tmp_path):
    assert run("answer", questions(tmp_path, {"question": "Hvad?"}), "--output", "/dev/null").exit_code == 0
    assert Path("/dev/null").is_char_device()


def line(file, state, plan=None, code=None, **values):
    return SimpleNamespace(file=file, plan=plan, state=state, code=code, values=values)


@pytest.fixture
def update(monkeypatch):
    calls = []

    def canned_update(store, folder, encoder, progress, allow_empty=False, rebuild=False):
        calls.append((folder, allow_empty, rebuild))
        progress(SimpleNamespace(stage="read", done=1, total=1, name="a.txt"))
        return SimpleNamespace(lines=calls.lines, generation="g1", encoded_windows=7, parsed=1, published=calls.published)

    class Calls(list):
        published = True
        lines = (line("a.txt", "added", "oestjylland-2024"),)

    calls = Calls()
    monkeypatch.setitem(sys.modules, "index.update", SimpleNamespace(update=canned_update))
    monkeypatch.setitem(sys.modules, "index.store", SimpleNamespace(Store=lambda root: root))
    monkeypatch.setitem(sys.modules, "index.encoder", SimpleNamespace(load_encoder=lambda name: name))
    return calls


def test_index_fills_the_default_folder_and_says_so(update, tmp_path):
    result = run("index", "--store", tmp_path)
    assert result.exit_code == 0
    assert update == [(tmp_path / "plans", False, False)]
    shipped = sorted(one.name for one in (ROOT / "corpus" / "plans").glob("*.md"))
    assert sorted(one.name for one in (tmp_path / "plans").iterdir()) == shipped
    assert f"{tmp_path / 'plans'} var tom og er fyldt med de {len(shipped)} planer" in result.stderr
    assert "Læser planer 1/1" in result.stderr
    assert "1 plan i indekset (g1). Tilføjet: 1. 7 nye vektorer." in result.stdout
    assert "fyldt" not in run("index", "--store", tmp_path).stderr


def test_index_leaves_a_named_folder_alone_and_prints_json(update, tmp_path):
    result = run("index", "--store", tmp_path, "--plans", tmp_path / "mine", "--json", "--rebuild")
    record = json.loads(result.stdout)
    assert record["files"] == [{"file": "a.txt", "plan": "oestjylland-2024", "state": "added", "code": None, "message": None}]
    assert (record["plans"], record["encoded"], record["parsed"]) == (1, 7, 1)
    assert update == [(tmp_path / "mine", False, True)]
    assert not (tmp_path / "mine").exists()


def test_index_reports_a_file_that_is_no_plan_with_exit_2(update, tmp_path):
    update.lines = (line("a.txt", "unchanged", "oestjylland-2024"), line("b.txt", "skipped", code="file_empty"))
    result = run("index", "--store", tmp_path, "--plans", tmp_path)
    assert result.exit_code == 2
    assert result.stderr.endswith("»b.txt« er tom. Der er ikke noget at søge i.\n")
    assert "sprunget over" in result.stdout


def test_index_with_nothing_new(update, tmp_path):
    update.lines, update.published = (line("a.txt", "unchanged", "oestjylland-2024"),), False
    assert "Intet nyt: 1 plan i indekset (g1)." in run("index", "--store", tmp_path, "--plans", tmp_path).stdout


def test_samples_are_sound():
    for citation in houses().citations:
        plan = next(plan for plan in PLANS if plan.id == citation.plan)
        assert plan.text[citation.start : citation.end] == citation.quote

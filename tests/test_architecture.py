from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
LINE = ("corpus", "index", "rag", "eval", "ui")
FILES = sorted(path for room in LINE for path in (ROOT / room).rglob("*.py"))
TESTS = sorted((ROOT / "tests").glob("*.py"))

# Which files may import a big dependency. Nothing else may, not even inside a function.
DOORS = {
    "sentence_transformers": ("index/encoder.py", "index/packed_model.py", "index/reranker.py", "index/tuning.py"),
    "transformers": ("index/encoder.py", "index/packed_model.py", "index/tuning.py"),
    "torch": ("index/encoder.py", "index/packed_model.py", "index/reranker.py", "index/tuning.py"),
    "huggingface_hub": ("index/weights.py",),
    "faiss": ("index/dense.py",),
    "bm25s": ("index/lexical.py", "eval/baselines*.py"),
    "gradio": ("ui/*.py",),
    "fastapi": ("ui/*.py",),
    "uvicorn": ("ui/*.py",),
    "mcp": ("ui/mcp_tools.py",),
    "typer": ("ui/*.py", "eval/command.py"),
    "rich": ("ui/*.py", "eval/command.py"),
    "langchain": ("rag/llm.py",),
    "langchain_core": ("rag/llm.py", "rag/chain.py", "eval/baselines*.py"),
    "langchain_text_splitters": ("corpus/passages.py", "eval/baselines*.py"),
    "langchain_community": (),
    "pypdfium2": ("corpus/pdf_page.py",),
    "docx": ("corpus/docx_reader.py",),
    "selectolax": ("corpus/html_*.py",),
    "lxml": (),
    "datasets": ("index/tuning.py",),
    "accelerate": ("index/tuning.py",),
    "sklearn": ("eval/selector_training.py",),
    "pickle": (),
    "dill": (),
    "joblib": (),
}  # fmt: skip
HEAVY = ("torch", "gradio", "faiss", "sentence_transformers", "transformers", "langchain", "langchain_core", "langchain_text_splitters")
# Files are opened in a child process; the process that answers never loads what opens them.
HEAVY += ("pypdfium2", "docx", "lxml", "selectolax")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(source: str) -> Iterator[tuple[int, str, bool]]:
    """(line, dotted module, as ``import x``) for every import of a file, wherever in it, also by name at run time."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, True) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"line {node.lineno}: a relative import"
            yield node.lineno, node.module or "", False
        elif isinstance(node, ast.Call) and _is_import_call(node.func) and node.args and isinstance(node.args[0], ast.Constant):
            yield node.lineno, str(node.args[0].value), True


def _is_import_call(function: ast.expr) -> bool:
    return (isinstance(function, ast.Name) and function.id == "__import__") or (
        isinstance(function, ast.Attribute) and function.attr == "import_module"
    )


def against_the_line(room: str, source: str) -> list[str]:
    """The imports of a file in ``room`` that do not point backwards along the line."""
    allowed = LINE[: LINE.index(room) + 1]
    wrong = []
    for line, module, _ in imports(source):
        target = module.split(".")[0]
        if target == "tests" or (target in LINE and target not in allowed):
            wrong.append(f"line {line}: {room} imports {module}")
    return wrong


def past_the_door(file: str, source: str) -> list[str]:
    """The imports of big dependencies that ``file`` is no door for."""
    wrong = []
    for line, module, _ in imports(source):
        package = module.split(".")[0]
        doors = DOORS.get(package, () if package.startswith("langchain") else ("*",))
        if not any(fnmatch(file, door) for door in doors):
            wrong.append(f"line {line}: {module}")
    return wrong


# ---- the tests of the test: a rule that finds nothing anywhere proves nothing


@pytest.mark.parametrize(
    ("room", "source", "wrong"),
    [
        ("index", "from corpus.plan import Plan\nimport numpy", []),
        ("index", "from rag.answer import Answer", ["line 1: index imports rag.answer"]),
        ("corpus", "def læs():\n    import index.store", ["line 2: corpus imports index.store"]),
        ("rag", "if TYPE_CHECKING:\n    from ui.texts import text", ["line 2: rag imports ui.texts"]),
        ("rag", "x = importlib.import_module('eval.gold')", ["line 1: rag imports eval.gold"]),
        ("eval", "from rag.assistant import Assistant", []),
        ("ui", "from eval.command import run\nfrom tests.conftest import x", ["line 2: ui imports tests.conftest"]),
    ],
)
def test_the_rule_of_the_line_sees_every_kind_of_import(room: str, source: str, wrong: list[str]) -> None:
    assert against_the_line(room, source) == wrong


@pytest.mark.parametrize(
    ("file", "source", "wrong"),
    [
        ("index/encoder.py", "import sentence_transformers", []),
        ("index/dense.py", "def søg():\n    import sentence_transformers as st", ["line 2: sentence_transformers"]),
        ("rag/retriever.py", "from faiss import IndexFlatIP", ["line 1: faiss"]),
        ("eval/baselines_rrf.py", "import bm25s", []),
        ("eval/report.py", "import bm25s.tokenization", ["line 1: bm25s.tokenization"]),
        ("rag/chain.py", "from langchain_core.documents import Document\nimport langchain.agents", ["line 2: langchain.agents"]),
        ("rag/llm.py", "from langchain_openai import ChatOpenAI", ["line 1: langchain_openai"]),
        ("corpus/blocks.py", "import re, json", []),
    ],
)  # fmt: skip
def test_the_rule_of_the_doors_sees_every_kind_of_import(file: str, source: str, wrong: list[str]) -> None:
    assert past_the_door(file, source) == wrong


# ---- the house


def test_the_five_rooms_have_files_and_nothing_else_is_a_room() -> None:
    assert {name_of(path).split("/")[0] for path in FILES} == set(LINE)
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {".venv"}
    assert packages == set(LINE)


def found_in(files: list[Path], rule: Callable[[str, str], list[Any]]) -> dict[str, list[Any]]:
    """What a rule finds per file, files without a finding left out."""
    found = {name_of(path): rule(name_of(path), path.read_text(encoding="utf-8")) for path in files}
    return {name: wrong for name, wrong in found.items() if wrong}


def test_imports_point_backwards_along_the_line() -> None:
    assert found_in(FILES, lambda name, source: against_the_line(name.split("/")[0], source)) == {}


@cache
def past_their_doors() -> dict[str, list[Any]]:
    return found_in(FILES, past_the_door)


@pytest.mark.parametrize("package", DOORS)
def test_a_big_dependency_comes_in_through_its_door(package: str) -> None:
    assert {file: wrong for file, wrong in past_their_doors().items() if any(f" {package}." in f"{line}." for line in wrong)} == {}


def test_no_other_langchain_package_comes_in() -> None:
    known = {f" {package}" for package in DOORS}
    lines = [line for wrong in past_their_doors().values() for line in wrong]
    assert [line for line in lines if not any(f"{name}." in f"{line}." for name in known)] == []


def test_eval_is_imported_by_its_modules_because_its_bare_name_is_a_builtin() -> None:
    def bare(name: str, source: str) -> list[Any]:
        return [line for line, module, plain in imports(source) if plain and module == "eval"]

    assert bare("x", "import eval") == [1] and bare("x", "from eval.gold import y") == []
    assert found_in([*FILES, *TESTS], bare) == {}


def unsafe_calls(source: str) -> list[str]:
    """Calls that run or load what a file says, and switches that let others do so."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec"):
            found.append(f"line {node.lineno}: {node.func.id}()")
        if isinstance(node, ast.keyword) and node.arg in ("allow_pickle", "trust_remote_code", "allow_dangerous_deserialization"):
            off = isinstance(node.value, ast.Constant) and node.value.value is False
            found += [] if off else [f"line {node.value.lineno}: {node.arg}"]
    return found


def test_the_rule_against_unsafe_calls_sees_them() -> None:
    source = "eval('1')\nexec(kode)\nload(f, allow_pickle=True)\nload(f, allow_pickle=False)\nload(trust_remote_code=æ)\nmodel.eval()"
    assert unsafe_calls(source) == ["line 1: eval()", "line 2: exec()", "line 3: allow_pickle", "line 5: trust_remote_code"]


def test_nothing_is_unpickled_evaluated_or_trusted() -> None:
    assert found_in(FILES, lambda name, source: unsafe_calls(source)) == {}


def test_only_the_faces_print() -> None:
    def printed(name: str, source: str) -> list[Any]:
        calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
        return [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]

    assert printed("x", "def f():\n    print('æ')") == [2]
    assert found_in([path for path in FILES if not name_of(path).startswith("ui/")], printed) == {}


def test_no_file_grows_past_300_lines() -> None:
    assert {name_of(path): lines for path in FILES if (lines := path.read_text(encoding="utf-8").count("\n")) > 300} == {}


def test_no_file_is_named_after_nothing() -> None:
    empty = {"utils", "helpers", "common", "types", "misc", "tools"}
    assert [name_of(path) for path in FILES if {path.stem, path.parent.name} & empty] == []


# ---- what is loaded when little is asked


def loaded_after(code: str) -> list[str]:
    report = f"\nimport sys\nsys.stderr.write('LOADED ' + ' '.join(m for m in {HEAVY!r} if m in sys.modules) + '\\n')\n"
    done = subprocess.run([sys.executable, "-c", code + report], capture_output=True, text=True, cwd=ROOT)
    lines = [line for line in done.stderr.splitlines() if line.startswith("LOADED ")]
    assert len(lines) == 1, done.stderr
    return lines[0].split()[1:]


def test_the_measure_of_what_is_loaded_sees_a_heavy_module() -> None:
    assert loaded_after("import langchain_text_splitters")[-1] == "langchain_text_splitters"


def test_importing_the_entry_point_loads_nothing_heavy() -> None:
    assert loaded_after("import ui.cli") == []


@pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"], ["index", "--help"], ["ui", "--help"], ["eval", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    run = "from ui.cli import main\ntry:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code"
    assert loaded_after(f"import sys\nsys.argv = ['plansvar', *{arguments!r}]\n{run}") == []


def test_every_room_below_the_faces_is_imported_without_anything_heavy() -> None:
    light = [name_of(p).removesuffix(".py").replace("/", ".") for p in FILES if not name_of(p).startswith("ui/")]
    chain_free = [m for m in light if not m.endswith(".__init__") and m not in ("rag.chain", "rag.llm")]
    assert loaded_after("\n".join(f"import {module}" for module in chain_free)) == []

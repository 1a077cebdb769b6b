"""The examples run as they stand, over a store of three small plans; the agent's model is the stub."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from index.encoder import load_encoder
from index.store import Store
from index.update import update
from tests.conftest import PLANS
from tests.llm_stub import Stub, running

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")]
EXAMPLES = Path(__file__).parents[1] / "examples"


def example(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planer")
    for name, text in PLANS.items():
        (folder / name).write_text(text, encoding="utf-8")
    path = tmp_path_factory.mktemp("store")
    update(Store(path), folder, load_encoder(None), lambda step: None)
    return path


def test_the_assistant_as_a_step_of_a_chain(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert example("runnable").main(["--store", str(store), "Hvilke kommuner har infohuse?", "Hvad koster en båd på Ærø?"]) == 0
    shown = capsys.readouterr().out
    assert "Østjylland 2024: Aarhus, Randers" in shown and "Hvad koster en båd på Ærø?" in shown


def test_the_retriever_as_the_tool_of_an_agent(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stub = Stub(say=lambda system, human: "Politiet og kommunerne forebygger indbrud gennem nabohjælp (Østjylland 2024).")
    with running(stub):
        given = ["--store", str(store), "--model", "stub", "--base-url", stub.openai, "Hvordan forebygges indbrud?"]
        assert example("agent").main(given) == 0
    found = [m["content"] for m in stub.seen[1]["messages"] if m["role"] == "tool"]
    assert "nabohjælp" in found[0]
    shown = capsys.readouterr().out
    assert "nabohjælp" in shown and "1 søgning(er)" in shown and "ikke kontrolleret" in shown

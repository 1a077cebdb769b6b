"""The README says what the program does: its commands exist and its first transcript is what the shipped plans answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from index.encoder import load_encoder
from index.store import Store
from index.update import update
from rag.assistant import Assistant
from ui.cli import app
from ui.render import answer_text

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 200


def test_every_command_of_the_readme_exists_and_every_command_is_in_it() -> None:
    import typer

    commands = set(typer.main.get_command(app).commands)
    assert set(re.findall(r"`plansvar ([a-z-]+)", README)) <= commands
    assert commands <= set(re.findall(r"plansvar ([a-z-]+)", README))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")
def test_the_transcripts_are_what_the_shipped_plans_answer(tmp_path: Path) -> None:
    encoder = load_encoder(None)
    store = Store(tmp_path)
    update(store, Path(__file__).parents[1] / "corpus" / "plans", encoder, lambda step: None)
    assistant = Assistant.over(store.open().generation, encoder)
    for question, shown in re.findall(r'\$ plansvar ask "([^"]+)"\n(.*?)\n(?:\n|```)', README, re.DOTALL):
        said = answer_text(assistant.answer(question), assistant.generation.plans)
        for line in shown.splitlines():
            assert said.startswith(line.removesuffix(" …")) or line in said.splitlines(), question

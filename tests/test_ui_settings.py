"""The language model is off unless set up, by file or environment; the key is never in the file, a message or the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus.errors import PlansvarError
from rag.llm_settings import SettingsError
from ui.cli import app
from ui.settings import read_llm_settings
from ui.texts import error_text

KEY = "æøå-hemmelig-nøgle"


def file_with(store: Path, text: str) -> Path:
    (store / "settings.toml").write_text(text, encoding="utf-8")
    return store


def test_nothing_is_set_up_by_default(tmp_path: Path) -> None:
    assert read_llm_settings(tmp_path, {}) is None
    assert read_llm_settings(file_with(tmp_path, "[side]\nfarve = 'blå'\n"), {}) is None


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    store = file_with(tmp_path, '[llm]\nmodel = "ollama:qwen3:4b"\ncontext_tokens = 8192\nunconfirmed = "mark"\n')
    found = read_llm_settings(store, {})
    assert found is not None
    assert (found.name, found.base_url, found.context_tokens) == ("ollama:qwen3:4b", "http://127.0.0.1:11434", 8192)
    env = {"PLANSVAR_LLM": "openai:m", "PLANSVAR_LLM_BASE_URL": "http://127.0.0.1:8000/v1/", "PLANSVAR_LLM_STREAM": "0"}
    found = read_llm_settings(store, {**env, "PLANSVAR_LLM_KEY": KEY, "PLANSVAR_LLM_FIRST_SECONDS": "5"})
    assert found is not None
    assert (found.name, found.base_url, found.stream, found.first_seconds) == ("openai:m", "http://127.0.0.1:8000/v1", False, 5.0)
    assert (found.key, found.unconfirmed) == (KEY, "mark")


def test_the_key_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "nøgle").write_text(f"{KEY}\n", encoding="utf-8")
    found = read_llm_settings(tmp_path, {"PLANSVAR_LLM": "ollama:m", "PLANSVAR_LLM_KEY_FILE": str(tmp_path / "nøgle")})
    assert found is not None and found.key == KEY


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f'[llm]\nmodel = "ollama:m"\nkey = "{KEY}"\n', "llm_key_in_file"),
        ("[llm\nmodel", "settings_unreadable"),
        ('llm = "ja"', "settings_unreadable"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_no_key_is_shown(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_llm_settings(file_with(tmp_path, text), {})
    assert caught.value.code == code
    shown = error_text(caught.value, "da") + error_text(caught.value, "en") + str(caught.value)
    assert "settings.toml" in shown and KEY not in shown


def test_an_address_with_a_password_is_refused_without_showing_it(tmp_path: Path) -> None:
    with pytest.raises(PlansvarError) as caught:
        read_llm_settings(tmp_path, {"PLANSVAR_LLM": "openai:m", "PLANSVAR_LLM_BASE_URL": f"http://bo:{KEY}@vært/v1?token={KEY}"})
    assert KEY not in error_text(caught.value, "da") + repr(caught.value)


def test_exact_sentences() -> None:
    assert error_text(SettingsError("llm_package", package="langchain-ollama", provider="ollama"), "da") == (
        "Sprogmodellen kræver pakken langchain-ollama. Installér den: pip install 'plansvar[ollama]'"
    )
    assert error_text(SettingsError("llm_provider", found="hest", providers=("ollama", "openai")), "da") == (
        "Sprogmodellen »hest« kan ikke bruges. Skriv den som udbyder:model, hvor udbyderen er ollama og openai, fx ollama:qwen3:4b."
    )


def test_a_wrong_setting_ends_the_command_with_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["ask", "Hvad er SSP?", "--store", str(tmp_path), "--llm", "hest"], prog_name="plansvar")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)

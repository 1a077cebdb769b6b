"""Settings of the language model, off unless set: ``settings.toml`` in the store, then the environment, which wins.

The key comes from the environment or from a file of its own, never from ``settings.toml``: that file is shown, copied and backed up.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.llm_settings import LlmSettings, SettingsError, llm_settings

if TYPE_CHECKING:
    from rag.written import Writer

FILE = "settings.toml"
# Environment variable → name in the file.
VARIABLES = {
    "PLANSVAR_LLM": "model",
    "PLANSVAR_LLM_BASE_URL": "base_url",
    "PLANSVAR_LLM_KEY": "key",
    "PLANSVAR_LLM_STREAM": "stream",
    "PLANSVAR_LLM_FIRST_SECONDS": "first_seconds",
    "PLANSVAR_LLM_TOTAL_SECONDS": "total_seconds",
    "PLANSVAR_LLM_CONTEXT_TOKENS": "context_tokens",
    "PLANSVAR_LLM_MAX_TOKENS": "max_tokens",
    "PLANSVAR_LLM_UNCONFIRMED": "unconfirmed",
    "PLANSVAR_LLM_REWRITE": "rewrite",
    "PLANSVAR_LLM_PARALLEL": "parallel",
}
KEY_FILE = "PLANSVAR_LLM_KEY_FILE"


def read_llm_settings(store: Path, environment: Mapping[str, str] | None = None) -> LlmSettings | None:
    """The model that is set up, or None where none is.

    Raises:
        SettingsError: ``settings_unreadable`` (file, problem), ``llm_key_in_file`` (file), and those of ``llm_settings``.
    """
    environment = os.environ if environment is None else environment
    given = _from_file(store / FILE)
    given |= {name: environment[variable] for variable, name in VARIABLES.items() if environment.get(variable)}
    if not given.get("model"):
        return None
    if path := environment.get(KEY_FILE):
        given["key"] = _key_from(Path(path))
    return llm_settings(given)


def open_writer(store: Path, name: str | None = None) -> Writer | None:
    """The writer over the model that is set up, or over ``name`` ("provider:model"); None where there is none.

    Raises:
        SettingsError: as ``read_llm_settings``; ``llm_package`` (package, provider).
    """
    environment = {**os.environ, "PLANSVAR_LLM": name} if name else os.environ
    settings = read_llm_settings(store, environment)
    if settings is None:
        return None
    from rag.llm import open_chat
    from rag.written import Writer

    return Writer(open_chat(settings))


def _from_file(file: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8")).get("llm", {})
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise SettingsError("settings_unreadable", file=file, problem=type(problem).__name__) from None
    if not isinstance(table, dict):
        raise SettingsError("settings_unreadable", file=file, problem="[llm]")
    if "key" in table:
        raise SettingsError("llm_key_in_file", file=file)
    return dict(table)


def _key_from(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError("settings_unreadable", file=path, problem=type(problem).__name__) from None

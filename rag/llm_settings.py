"""How a language model is reached and what it may do. Value types only: importing this loads nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from corpus.errors import PlansvarError

Provider = Literal["ollama", "openai"]
Unconfirmed = Literal["drop", "mark"]
Rewrite = Literal["off", "followups", "all"]
PROVIDERS: tuple[str, ...] = get_args(Provider)
OLLAMA_ADDRESS = "http://127.0.0.1:11434"
_CHOICES = {"unconfirmed": get_args(Unconfirmed), "rewrite": get_args(Rewrite)}
_BOUNDS = {
    "first_seconds": (1, 600), "total_seconds": (1, 1800), "context_tokens": (1024, 1_000_000),
    "max_tokens": (50, 8000), "parallel": (1, 64),
}  # fmt: skip


class SettingsError(PlansvarError):
    """A setting that cannot be used: ``llm_provider``, ``llm_address``, ``llm_setting`` and the codes of reading them."""


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """One language model.

    Attributes:
        base_url: the only address that is ever contacted. key: sent there and nowhere else; never shown, logged or stored.
        first_seconds, total_seconds: how long to wait for the first word and for the whole answer.
        context_tokens: what the model can read at once, prompt and answer together.
        unconfirmed: whether sentences that the sources do not carry are left out or shown as such.
        rewrite: whether the model may rewrite follow-ups, or also questions that found no answer.
        parallel: how many answers are written at the same time.
    """

    provider: Provider
    model: str
    base_url: str
    key: str = field(default="", repr=False)
    stream: bool = True
    first_seconds: float = 20.0
    total_seconds: float = 90.0
    context_tokens: int = 4096
    max_tokens: int = 600
    unconfirmed: Unconfirmed = "drop"
    rewrite: Rewrite = "off"
    parallel: int = 4

    @property
    def name(self) -> str:
        """ "ollama:qwen3:4b", without address or key."""
        return f"{self.provider}:{self.model}"


def llm_settings(given: Mapping[str, Any]) -> LlmSettings:
    """Settings from names as in the file: ``model`` ("provider:model"), ``base_url``, ``key`` and the rest of ``LlmSettings``.

    Raises:
        SettingsError: ``llm_provider`` (found), ``llm_address`` (found), ``llm_setting`` (name, found, expected).
    """
    provider, _, model = str(given.get("model", "")).strip().partition(":")
    if provider not in PROVIDERS or not model:
        raise SettingsError("llm_provider", found=f"{provider}:{model}" if model else provider, providers=PROVIDERS)
    address = str(given.get("base_url") or (OLLAMA_ADDRESS if provider == "ollama" else "")).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise SettingsError("llm_address", found=parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl())
    known = {one.name: one for one in fields(LlmSettings)} | {"provider": None}
    values = {name: _value(name, value) for name, value in given.items() if name not in ("model", "base_url", "provider")}
    if unknown := sorted(values.keys() - known.keys()):
        raise SettingsError("llm_setting", name=unknown[0], found=unknown[0], expected=sorted(known.keys() - {"provider", "key"}))
    return LlmSettings(provider, model, address, **values)  # type: ignore[arg-type]


def _value(name: str, value: Any) -> Any:
    """A setting as its type; environment variables bring text."""
    if name in _CHOICES and value not in _CHOICES[name]:
        raise SettingsError("llm_setting", name=name, found=value, expected=_CHOICES[name])
    if name == "stream" and isinstance(value, str):
        if value.lower() not in ("0", "1", "true", "false"):
            raise SettingsError("llm_setting", name=name, found=value, expected=("true", "false"))
        return value.lower() in ("1", "true")
    if name in _BOUNDS:
        low, high = _BOUNDS[name]
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = low - 1
        if not low <= number <= high:
            raise SettingsError("llm_setting", name=name, found=value, expected=(f"{low}–{high}",))
        return number if name.endswith("_seconds") else int(number)
    return value

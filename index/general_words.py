"""Words of no field: general English verbs, qualities and things with their Danish, the verbs of Danish, and the closed classes.

Read from ``general_words.toml``. They translate what the glossary of the field (``index.glossary``) leaves, and tell verbs from things:
a verb that a plan does not know says nothing about what stands in it, a thing does.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

_ENGLISH = ("verbs", "qualities", "things")
# Endings of a Danish verb and what stands in their place in the infinitive: "overvejer", "skiftede", "betalt", "hørte", "bygges".
_ENDINGS = (("r", ""), ("s", ""), ("ede", "e"), ("ede", ""), ("et", "e"), ("t", "e"), ("te", "e"), ("de", "e"), ("ende", "e"), ("t", ""))


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(resources.files("index").joinpath("general_words.toml").read_text(encoding="utf-8"))


@cache
def entries(*tables: str) -> dict[str, tuple[str, ...]]:
    """Every English word or phrase of the named tables, of all without a name, with its Danish alternatives, best first."""
    named = tables or _ENGLISH
    return {key.strip(): tuple(danish) for name in named for keys, danish in _tables()[name].items() for key in keys.split("|")}


@cache
def english_actions() -> frozenset[str]:
    """English verbs and qualities in their base form, phrases too."""
    return frozenset(key.strip() for name in ("verbs", "qualities") for keys in _tables()[name] for key in keys.split("|"))


@cache
def danish_verbs() -> frozenset[str]:
    """Danish infinitives."""
    translated = (word for danish in _tables()["verbs"].values() for word in danish)
    return frozenset(word for word in (*_tables()["danish"]["verbs"].split(), *translated) if re.fullmatch(r"[a-zæøåé]+[eå]", word))


@cache
def closed_class() -> frozenset[str]:
    """Pronouns, prepositions, conjunctions, auxiliaries and particles of both languages."""
    return frozenset(word for words in _tables().get("closed", {}).values() for word in words.split())


@cache
def is_danish_verb(word: str) -> bool:
    """True for a form of a Danish verb.

    >>> is_danish_verb("overvejer"), is_danish_verb("skiftet"), is_danish_verb("droner")
    (True, True, False)
    """
    low, verbs = word.lower(), danish_verbs()
    return low in verbs or any(low.endswith(ending) and low[: -len(ending)] + rest in verbs for ending, rest in _ENDINGS)

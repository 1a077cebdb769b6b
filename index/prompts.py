"""What known encoders want put before a question and before a passage, from their model cards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Strength = Literal["english", "multilingual"]
# How nearness is counted (``rag.nearness``): in cosines where what the program learned was fitted to them, else in deviations.
Scale = Literal["cosines", "deviations"]


@dataclass(frozen=True, slots=True)
class Known:
    """One family of encoders. ``pattern`` is searched in the lower-case name; ``max_tokens`` counts the special tokens."""

    pattern: str
    query_prefix: str
    passage_prefix: str
    max_tokens: int
    licence: str
    strength: Strength = "multilingual"
    scale: Scale = "deviations"


KNOWN = (
    Known(r"multilingual-e5-large-instruct", "Instruct: Retrieve passages that answer the question\nQuery: ", "", 512, "MIT"),
    Known(r"multilingual-e5", "query: ", "passage: ", 512, "MIT"),
    Known(r"arctic-embed-[lm]-v2", "query: ", "", 8192, "Apache-2.0"),
    Known(r"embeddinggemma", "task: search result | query: ", "title: none | text: ", 2048, "Gemma terms"),
    Known(r"bge-m3", "", "", 8192, "MIT"),
    Known(r"bekko-embedding", "", "", 8192, "MIT"),
    Known(r"granite-embedding-\d+m-multilingual", "", "", 8192, "Apache-2.0"),
    Known(r"bilingual-embedding-small", "", "", 512, "Apache-2.0"),
    Known(r"plansvar-minilm", "", "", 256, "Apache-2.0", scale="cosines"),
    Known(r"all-minilm-l6", "", "", 256, "Apache-2.0", "english", "cosines"),
    Known(r"all-minilm|all-mpnet|all-distilroberta|multi-qa-|msmarco-", "", "", 512, "Apache-2.0", "english", "cosines"),
)


def known(name: str) -> Known | None:
    """The first row of ``KNOWN`` whose pattern occurs in ``name``."""
    return next((row for row in KNOWN if re.search(row.pattern, name.lower())), None)

"""Generated plans and a stand-in encoder: the protocol is tested, not the model."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.gazetteer import districts

WORDS = (
    "politiet kommunen forebygger indbrud gennem nabohjælp og besøg på skoler mens unge på kanten får en mentor i Århus og på Ærø "
    "trygheden stiger når natteravne går ture langs åen og færre cykler bliver stjålet ved stationen end året før rådet mødes"
).split()
# Twelve districts and the years that a plan may have: 2,400 plans of their own.
PLANS = 2_400


def generated_plan(number: int, sections: int = 4, sentences: int = 6) -> str:
    """A plan with a district and year of its own for every number below ``PLANS``; the same number gives the same plan."""
    dice = random.Random(number)
    names = [district.name for district in districts()]
    district, year = names[number % len(names)], 1900 + number // len(names)
    parts = [f"# Samarbejdsplan {year}\n\nKredsrådet i {district} Politikreds\n"]
    for section in range(1, sections + 1):
        parts.append(f"\n## {section}. {' '.join(dice.sample(WORDS, 3)).capitalize()}\n")
        said = []
        for _ in range(sentences):
            words = dice.choices(WORDS, k=dice.randrange(8, 20))
            said.append(f"{' '.join(words).capitalize()} i {dice.randrange(2, 900)} tilfælde.")
        parts.append("\n" + " ".join(said) + "\n")
    return "".join(parts)


def write_plans(folder: Path, numbers: Sequence[int], sections: int = 4, sentences: int = 6) -> None:
    """``plan-<number>.md`` in ``folder`` for each number."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"plan-{number:05}.md").write_text(generated_plan(number, sections, sentences), encoding="utf-8")


class StubEncoder:
    """A unit vector from the hash of the text, in microseconds; equal texts have equal vectors."""

    strength: Literal["english", "multilingual"] = "multilingual"
    scale: Literal["cosines", "deviations"] = "cosines"
    query_prefix = passage_prefix = ""
    max_tokens = 200

    def __init__(self, dimension: int = 32, name: str = "stub") -> None:
        self.id, self.dimension = name, dimension
        self.weights_sha256 = hashlib.sha256(name.encode()).hexdigest()

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self.encode_query(text)
            if progress is not None:
                progress(row + 1, len(texts))
        return vectors

    def encode_query(self, text: str) -> NDArray[np.float32]:
        seed = int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "big")
        vector = np.random.Generator(np.random.PCG64(seed)).standard_normal(self.dimension).astype(np.float32)
        return vector / np.linalg.norm(vector)

    def count_tokens(self, text: str) -> int:
        return len(text.split())

"""How near a sentence lies to a question, on a scale that what was learned can be applied to.

Cosines of two encoders cannot be compared: of the tuned MiniLM's, those between a question and any sentence have a mean of .09 and a
standard deviation of .11, of multilingual-e5-small's .80 and .014. Weights fitted to the one take everything for an answer with the other
(measured: it answered 13 % of the questions that no plan answers, instead of 3 %). So the cosines of every encoder but the MiniLM that the
weights were fitted to are counted in standard deviations from the mean over all sentences of the store.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.prompts import Scale


def nearness(vectors: NDArray[np.float32], question: NDArray[np.float32], scale: Scale) -> NDArray[np.float64]:
    """(n,) how near each of ``vectors``, (n, dim) of length 1, lies to ``question``, (dim,) of length 1."""
    cosines = (vectors @ question).astype(np.float64)
    if scale == "cosines" or not len(cosines):
        return cosines
    return (cosines - cosines.mean()) / (cosines.std() + 1e-6)

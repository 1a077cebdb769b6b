"""Intervals, paired tests and what a set of this size can tell. Every random draw is seeded; nothing here returns NaN.

Questions of one cluster are about the same facts and rise and fall together, so clusters, not questions, are resampled and flipped
(Miller 2024, "Adding error bars to evals").
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 20240601
_RESAMPLES = 10_000
_Z95 = 1.959963984540054
# 1.96 for two-sided 5 % and 0.84 for 80 % power.
_DETECTABLE = 2.80
_CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One system against another on the same questions.

    Attributes:
        difference: mean of the paired differences. p: two-sided; ``holm`` the same, corrected over all comparisons made together.
        detectable: smallest true difference found with 80 % power. wins, losses: questions that are better, worse.
    """

    difference: float
    interval: Interval
    p: float
    holm: float
    detectable: float
    wins: int
    losses: int


def wilson(successes: int, n: int) -> Interval:
    """Wilson's score interval: (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n) (Wilson 1927). (0, 1) for n = 0."""
    if n == 0:
        return Interval(0.0, 1.0)
    share, z2 = successes / n, _Z95**2
    centre = share + z2 / (2 * n)
    spread = _Z95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low, high = (centre - spread) / (1 + z2 / n), (centre + spread) / (1 + z2 / n)
    return Interval(0.0 if successes == 0 else max(0.0, low), 1.0 if successes == n else min(1.0, high))


def bootstrap(values: Sequence[float], clusters: Sequence[str]) -> Interval:
    """Percentile interval of the mean, whole clusters drawn with replacement (10,000 times); the point where all values are equal."""
    if not values:
        return Interval(0.0, 0.0)
    sums, sizes = _by_cluster(values, clusters)
    rng = np.random.default_rng(SEED)
    means = np.empty(_RESAMPLES)
    for start in range(0, _RESAMPLES, _CHUNK):
        drawn = rng.integers(0, len(sums), size=(_CHUNK, len(sums)))
        means[start : start + _CHUNK] = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return Interval(float(low), float(high))


def permutation_p(differences: Sequence[float], clusters: Sequence[str]) -> float:
    """Two-sided p that the mean difference is 0, the sign of whole clusters flipped: (b + 1) / (m + 1) with m = 9,999 flips.

    Smucker, Allan and Carterette (2007) recommend it for small sets of questions; the + 1 is Phipson and Smyth's (2010). With 13 or fewer
    clusters that differ, all sign patterns are counted and p is exact.
    """
    sums, _ = _by_cluster(differences, clusters)
    sums = sums[np.abs(sums) > 1e-12]
    if len(sums) == 0:
        return 1.0
    observed = abs(float(sums.sum())) - 1e-9
    if len(sums) <= 13:
        patterns = np.array(np.meshgrid(*[[-1.0, 1.0]] * len(sums))).reshape(len(sums), -1)
        return float(np.mean(np.abs(sums @ patterns) >= observed))
    rng = np.random.default_rng(SEED)
    flips, extreme = _RESAMPLES - 1, 0
    for start in range(0, flips, _CHUNK):
        signs = rng.integers(0, 2, size=(min(_CHUNK, flips - start), len(sums))) * 2.0 - 1.0
        extreme += int(np.count_nonzero(np.abs(signs @ sums) >= observed))
    return (extreme + 1) / (flips + 1)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Holm's step-down correction: the i-th smallest of m is multiplied by m - i + 1, never below the one before (Holm 1979).

    >>> holm({"a": 0.01, "b": 0.04, "c": 0.03})
    {'a': 0.03, 'b': 0.06, 'c': 0.06}
    """
    ordered = sorted(p_values, key=lambda name: (p_values[name], name))
    corrected: dict[str, float] = {}
    highest = 0.0
    for at, name in enumerate(ordered):
        highest = max(highest, min(1.0, p_values[name] * (len(ordered) - at)))
        corrected[name] = round(highest, 12)
    return {name: corrected[name] for name in p_values}


def detectable(differences: Sequence[float], clusters: Sequence[str]) -> float:
    """Minimal detectable effect: 2.80 · SE of the mean difference, with the cluster-robust SE √(Σ_c (Σ(d - mean))²) / n. At least 1/n."""
    n = len(differences)
    if n == 0:
        return 1.0
    centred = np.asarray(differences, dtype=float) - float(np.mean(differences))
    sums, _ = _by_cluster(centred.tolist(), clusters)
    return max(1 / n, _DETECTABLE * math.sqrt(float(np.sum(sums**2))) / n)


def compare(ours: Sequence[float], theirs: Sequence[float], clusters: Sequence[str]) -> Comparison:
    """Paired comparison; ``holm`` is still the bare p, the caller corrects over what it compares together."""
    differences = [one - other for one, other in zip(ours, theirs, strict=True)]
    p = permutation_p(differences, clusters) if differences else 1.0
    return Comparison(
        difference=float(np.mean(differences)) if differences else 0.0,
        interval=bootstrap(differences, clusters),
        p=p,
        holm=p,
        detectable=detectable(differences, clusters),
        wins=sum(one > 1e-12 for one in differences),
        losses=sum(one < -1e-12 for one in differences),
    )


def _by_cluster(values: Sequence[float], clusters: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(sum of each cluster, its size), clusters in the order of their names so that no set order can move a draw."""
    totals: dict[str, tuple[float, int]] = {}
    for value, cluster in sorted(zip(values, clusters, strict=True), key=lambda pair: (pair[1], pair[0])):
        total, size = totals.get(cluster, (0.0, 0))
        totals[cluster] = (total + value, size + 1)
    pairs = [totals[name] for name in sorted(totals)]
    return np.array([total for total, _ in pairs], dtype=float), np.array([size for _, size in pairs], dtype=float)

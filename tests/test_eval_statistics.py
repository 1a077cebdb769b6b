from __future__ import annotations

import math

import pytest
from scipy.stats import binomtest

from eval.statistics import bootstrap, compare, detectable, holm, permutation_p, wilson


@pytest.mark.parametrize(("k", "n"), [(0, 7), (7, 7), (3, 10), (81, 170)])
def test_wilson_agrees_with_scipy(k: int, n: int) -> None:
    expected = binomtest(k, n).proportion_ci(method="wilson")
    found = wilson(k, n)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_nothing_measured_tells_nothing() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)
    assert bootstrap([], []).high == 0.0 and permutation_p([], []) == 1.0 and detectable([], []) == 1.0


def test_bootstrap_of_equal_values_is_the_value_and_is_repeatable() -> None:
    assert bootstrap([0.5] * 4, list("abcd")) == bootstrap([0.5] * 4, list("abcd"))
    assert bootstrap([0.5] * 4, list("abcd")).low == 0.5
    spread = bootstrap([0.0, 1.0] * 20, [str(at) for at in range(40)])
    assert 0.3 < spread.low < 0.5 < spread.high < 0.7


def test_questions_of_one_cluster_count_as_one_when_they_agree() -> None:
    values = [0.0, 1.0] * 20
    apart = bootstrap(values, [str(at) for at in range(40)])
    together = bootstrap(sorted(values), [str(at // 5) for at in range(40)])
    assert together.high - together.low > 1.5 * (apart.high - apart.low)


def test_no_draw_depends_on_the_order_of_the_questions() -> None:
    values, clusters = [0.0, 1.0, 0.25, 1.0], ["a", "b", "a", "c"]
    shuffled = [2, 0, 3, 1]
    again = [values[at] for at in shuffled], [clusters[at] for at in shuffled]
    assert bootstrap(values, clusters) == bootstrap(*again)
    assert permutation_p(values, clusters) == permutation_p(*again)


def test_permutation_by_hand() -> None:
    # Three clusters, all better by 1: of 8 sign patterns only +++ and --- reach |3|.
    assert permutation_p([1.0, 1.0, 1.0], ["a", "b", "c"]) == 2 / 8
    assert permutation_p([1.0, 1.0, 1.0], ["a", "a", "a"]) == 1.0, "one cluster can show nothing"
    assert permutation_p([1.0, -1.0], ["a", "b"]) == 1.0


def test_many_clusters_are_drawn_and_never_give_zero() -> None:
    p = permutation_p([1.0] * 40, [str(at) for at in range(40)])
    assert p == 1 / 10_000


def test_holm_by_hand() -> None:
    assert holm({"a": 0.04, "b": 0.01, "c": 0.5}) == {"a": 0.08, "b": 0.03, "c": 0.5}
    assert holm({}) == {}


def test_detectable_by_hand() -> None:
    # d = 1, -1 in clusters of their own: mean 0, SE = sqrt(1 + 1) / 2.
    assert detectable([1.0, -1.0], ["a", "b"]) == pytest.approx(2.80 * math.sqrt(2) / 2)
    assert detectable([0.0] * 10, [str(at) for at in range(10)]) == 1 / 10, "one question is the least that can change"


def test_comparison_counts_wins_and_losses() -> None:
    found = compare([1.0, 1.0, 0.0], [0.0, 1.0, 1.0], ["a", "b", "c"])
    assert (found.difference, found.wins, found.losses, found.p) == (0.0, 1, 1, 1.0)

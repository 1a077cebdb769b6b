"""The plan's own section numbers."""

from __future__ import annotations

import pytest

from corpus.numbering import Numbering, depth_of, split_number


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("4.2. Åben kyst", ("4.2", "Åben kyst")),
        ("4 Åben kyst", ("4", "Åben kyst")),
        ("05.1 Øvrige færger", ("05.1", "Øvrige færger")),
        ("3.1.2 ”Ålens dag”", ("3.1.2", "”Ålens dag”")),
        ("Åben kyst", ("", "Åben kyst")),
        ("4 færger til Ærø", ("", "4 færger til Ærø")),
        ("45 Ærøfærger", ("", "45 Ærøfærger")),
        ("2031 Åbent hus", ("", "2031 Åbent hus")),
    ],
)
def test_number_and_title(heading, parts):
    assert split_number(heading) == parts


def test_depth_counts_the_parts():
    assert [depth_of(number) for number in ("4", "05.1", "3.1.2")] == [1, 2, 3]


@pytest.mark.parametrize(
    ("seen", "number", "expected"),
    [
        ([], "1", True),
        ([], "01", True),
        ([], "3", False),
        (["1"], "1.1", True),
        (["1"], "2", True),
        (["1"], "4", False),
        (["3.1", "", "3.1.8"], "3.2", True),
        (["3.1.8"], "4", True),
        (["3.1.8"], "5", True),
        (["3.1.8"], "3.1.8", False),
        (["3.1.8"], "2", False),
        (["05"], "05.1", True),
    ],
)
def test_what_may_follow(seen, number, expected):
    numbering = Numbering()
    for earlier in seen:
        numbering.saw(earlier)
    assert numbering.plausible(number) is expected

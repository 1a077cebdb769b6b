"""A hyphen at a line's end stays where it belongs to the word."""

from __future__ import annotations

import pytest

from corpus.hyphens import Hyphens

TEXT = [
    "Alle på øen kender samarbejdet i infohuset og dets exit-programmer på Ærø.",
    "Der er en exit-strategi og en skabende kraft i hvert infohus på øen her.",
]


@pytest.mark.parametrize(
    ("first", "second", "belongs"),
    [
        ("et sam-", "arbejdet", False),
        ("et samar-", "bejdet i byen", False),
        ("med spiri-", "tus", False),
        ("rocker-", "og bandemiljøet", False),
        ("hvert infohus-", "netværksmøde", True),
        ("hver exit-", "aftale", True),
        ("utrygheds-", "skabende adfærd", True),
        ("et mini-", "hus", True),
        ("et mini-", "Infohus", True),
        ("i årene 2021-", "2024", True),
        ("pre-entry-", "forløb", True),
        ("og -", "Infohus", False),
        ("intet tegn", "her", False),
    ],
)
def test_in_a_file_that_is_not_hyphenated_throughout(first, second, belongs):
    assert Hyphens(TEXT).belongs(first, second) is belongs


def test_a_file_that_is_hyphenated_throughout_gives_up_its_hyphens():
    broken = [*TEXT, *["Folk på øen har et godt samar-"] * 5]
    assert Hyphens(broken).belongs("hvert infohus-", "møde") is False
    assert Hyphens(broken).belongs("hver exit-", "strategi") is True

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import StoreError
from corpus.reader import parse_plan
from index.codec import decode_lines, decode_one, encode_lines, encode_one
from tests.conftest import OESTJYLLAND_2024


@dataclass(frozen=True, slots=True)
class Sted:
    navn: str
    grader: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fund:
    art: Literal["by", "ø"]
    antal: int | None
    vægt: float
    sikker: bool
    steder: tuple[Sted, ...] = ()
    bedste: Sted | None = None
    tal: int | float | str = 0


ANHOLT = Sted("Anholt æøå", (56.5, 11.0))
FUND = Fund("ø", 3, 2.0, True, (ANHOLT,), ANHOLT, 1.5)


def test_the_bytes_are_these() -> None:
    expected = (
        '{"antal":3,"art":"ø","bedste":{"grader":[56.5,11.0],"navn":"Anholt æøå"},"sikker":true,'
        '"steder":[{"grader":[56.5,11.0],"navn":"Anholt æøå"}],"tal":1.5,"vægt":2.0}\n'
    )
    assert encode_lines([FUND]) == expected.encode()
    assert decode_lines(Fund, expected.encode(), "fund.jsonl") == (FUND,)


def test_no_rows_give_no_bytes_and_back() -> None:
    assert encode_lines([]) == b""
    assert decode_lines(Fund, b"", "fund.jsonl") == ()


def test_whole_numbers_keep_their_kind() -> None:
    rows = (Fund("by", None, 3, False, tal=3), Fund("by", None, 3.0, False, tal=3.0))
    first, second = decode_lines(Fund, encode_lines(rows), "fund.jsonl")
    assert (type(first.vægt), type(first.tal), type(second.tal)) == (float, int, float)


def test_a_real_plan_comes_back_equal() -> None:
    plan = parse_plan(OESTJYLLAND_2024, "plan.md")
    assert decode_lines(type(plan), encode_lines([plan]), "plans.jsonl") == (plan,)
    assert decode_one(type(plan), encode_one(plan), "plan.json") == plan


@given(st.text(st.characters(exclude_categories=["Cs"])), st.floats(allow_nan=False, allow_infinity=False), st.integers())
def test_any_value_comes_back_equal(name: str, weight: float, count: int) -> None:
    rows = (Fund("by", count, weight, False, (Sted(name, (weight, -weight)),), tal=name), FUND)
    assert decode_lines(Fund, encode_lines(rows), "fund.jsonl") == rows


GOOD = encode_lines([FUND]).decode()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (GOOD.replace('"sikker":true,', ""), "missing ['sikker']"),
        (GOOD.replace('"sikker":true', '"sikker":true,"ny":1'), "unknown ['ny']"),
        (GOOD.replace('"sikker":true', '"sikker":true,"sikker":false'), "twice"),
        (GOOD.replace('"sikker":true', '"sikker":1'), "bool expected, int found"),
        (GOOD.replace('"antal":3', '"antal":true'), "bool found"),
        (GOOD.replace('"antal":3', '"antal":3.0'), "float found"),
        (GOOD.replace('"art":"ø"', '"art":"å"'), "'å' found"),
        (GOOD.replace("[56.5,11.0]", "[56.5]", 1), "tuple expected"),
        (GOOD.replace('"vægt":2.0', '"vægt":NaN'), "float expected"),
        (GOOD.replace('"vægt":2.0', '"vægt":"2"'), "float expected"),
        ("[]\n", "Fund expected, list found"),
        ("\n", "Expecting value"),
        (GOOD[:-1], "cut"),
        (GOOD[:25] + "\n", "Unterminated string"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(line: str, problem: str) -> None:
    with pytest.raises(StoreError) as caught:
        decode_lines(Fund, GOOD.encode() + line.encode(), "fund.jsonl")
    assert caught.value.code == "store_damaged"
    assert (caught.value.values["file"], caught.value.values["line"]) == ("fund.jsonl", 2)
    assert problem in str(caught.value.values["problem"])


def test_bytes_that_are_no_utf8_are_refused() -> None:
    with pytest.raises(StoreError, match="store_damaged"):
        decode_lines(Fund, GOOD.encode("latin-1"), "fund.jsonl")


def test_a_type_it_cannot_keep_is_a_mistake_in_the_program() -> None:
    @dataclass(frozen=True, slots=True)
    class Løs:
        ting: list[int]

    with pytest.raises(TypeError, match="not list"):
        encode_lines([Løs([1])])

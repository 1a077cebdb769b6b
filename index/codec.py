"""Frozen dataclasses to JSON lines and back: the same value gives the same bytes, and anything unexpected is refused.

A reader and a writer are compiled once per type from its hints, so a hundred thousand rows cost seconds, not minutes. No class name
is ever read from a file: the caller says which type stands there.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from corpus.errors import StoreError

T = TypeVar("T")
_Step = Callable[[Any], Any]
_SCALARS = (str, int, float, bool, NoneType)
_compact = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_indented = json.JSONEncoder(ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)


class _Unfit(Exception):
    """The JSON value does not fit the type; the message is technical and goes into ``StoreError.values["problem"]``."""


def encode_lines(rows: Iterable[Any]) -> bytes:
    """One JSON object per row, UTF-8, keys sorted, each line closed by ``\\n``; no rows give ``b""``."""
    return b"".join(_compact.encode(_writer(type(row))(row)).encode("utf-8") + b"\n" for row in rows)


def encode_one(value: Any) -> bytes:
    """One indented JSON object for a file that people read, keys sorted, closed by ``\\n``."""
    return _indented.encode(_writer(type(value))(value)).encode("utf-8") + b"\n"


def decode_lines(kind: type[T], data: bytes, file: str) -> tuple[T, ...]:
    """Read what ``encode_lines`` wrote; ``file`` is the name that an error tells.

    Raises:
        StoreError: ``store_damaged`` (file, line, problem) for a field too many or too few, another type, a cut or blank line.
    """
    if not data:
        return ()
    if not data.endswith(b"\n"):
        raise StoreError("store_damaged", file=file, line=data.count(b"\n") + 1, problem="cut")
    # Split at \n alone: str.splitlines would also split at U+2028 or U+0085 inside a plan's words.
    return tuple(_decode(kind, line, file, number) for number, line in enumerate(data[:-1].split(b"\n"), start=1))


def decode_one(kind: type[T], data: bytes, file: str) -> T:
    """Read what ``encode_one`` wrote; raises as ``decode_lines`` does."""
    return _decode(kind, data, file, 1)


def _decode(kind: type[T], data: bytes, file: str, line: int) -> T:
    try:
        value: T = _reader(kind)(json.loads(data.decode("utf-8"), object_pairs_hook=_object))
    except (_Unfit, ValueError, RecursionError) as problem:
        raise StoreError("store_damaged", file=file, line=line, problem=str(problem)) from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Unfit("a field stands twice")
    return found


def _make_writer(kind: Any) -> _Step:
    """The function from a value of ``kind`` to what ``json`` writes."""
    origin = get_origin(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        parts = [(field.name, _writer(hints[field.name])) for field in fields(kind)]
        return lambda value: {name: write(getattr(value, name)) for name, write in parts}
    if origin is tuple:
        return _tuple_writer(get_args(kind))
    if origin in (Union, UnionType):
        return _union_writer(get_args(kind))
    if kind is float:
        return float
    if kind in _SCALARS or origin is Literal:
        return _same
    raise TypeError(f"the codec writes dataclasses, tuples, optionals, literals and JSON scalars, not {kind!r}")


def _same(value: Any) -> Any:
    return value


def _tuple_writer(parts: tuple[Any, ...]) -> _Step:
    if len(parts) == 2 and parts[1] is Ellipsis:
        write = _writer(parts[0])
        return list if write is _same else lambda values: [write(value) for value in values]
    writers = [_writer(part) for part in parts]
    return lambda values: [write(value) for write, value in zip(writers, values, strict=True)]


def _union_writer(members: tuple[Any, ...]) -> _Step:
    composed = {member: _writer(member) for member in members if is_dataclass(member)}
    tuples = [_writer(member) for member in members if get_origin(member) is tuple]

    def write(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuples[0](value)
        return composed[type(value)](value) if type(value) in composed else value

    return write


def _make_reader(kind: Any) -> _Step:
    """The function from a parsed JSON value to a value of ``kind``; it raises ``_Unfit`` or returns exactly that type."""
    origin = get_origin(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_reader(kind)
    if origin is tuple:
        return _tuple_reader(get_args(kind))
    if origin in (Union, UnionType):
        return _union_reader(get_args(kind))
    if origin is Literal:
        return _literal_reader(get_args(kind))
    if kind is float:
        return _read_float
    if kind in _SCALARS:
        return _scalar_reader(kind)
    raise TypeError(f"the codec reads dataclasses, tuples, optionals, literals and JSON scalars, not {kind!r}")


def _dataclass_reader(kind: type) -> _Step:
    hints = get_type_hints(kind)
    parts = [(field.name, _reader(hints[field.name])) for field in fields(kind)]
    names = {name for name, _ in parts}

    def read(value: Any) -> Any:
        if type(value) is not dict:
            raise _Unfit(f"{kind.__name__} expected, {type(value).__name__} found")
        if value.keys() != names:
            raise _Unfit(f"{kind.__name__}: missing {sorted(names - value.keys())}, unknown {sorted(value.keys() - names)}")
        return kind(*[part(value[name]) for name, part in parts])

    return read


def _tuple_reader(parts: tuple[Any, ...]) -> _Step:
    endless = len(parts) == 2 and parts[1] is Ellipsis
    readers = [_reader(part) for part in parts if part is not Ellipsis]

    def read(value: Any) -> Any:
        if type(value) is not list or not (endless or len(value) == len(readers)):
            raise _Unfit(f"tuple expected, {type(value).__name__} found")
        if endless:
            return tuple([readers[0](item) for item in value])
        return tuple([reader(item) for reader, item in zip(readers, value, strict=True)])

    return read


def _union_reader(members: tuple[Any, ...]) -> _Step:
    # A JSON 3.0 must stay a float and a JSON 3 an int: exact readers come before float, which also takes whole numbers. None comes first
    # so that the problem told is that of the last other member.
    readers = [_reader(member) for member in sorted(members, key=lambda member: (member is not NoneType, member is float))]

    def read(value: Any) -> Any:
        for reader in readers:
            try:
                return reader(value)
            except _Unfit as problem:
                last = problem
        raise last

    return read


def _literal_reader(allowed: tuple[Any, ...]) -> _Step:
    def read(value: Any) -> Any:
        for choice in allowed:
            if choice == value and type(choice) is type(value):
                return choice
        raise _Unfit(f"one of {allowed} expected, {value!r} found")

    return read


def _scalar_reader(kind: type) -> _Step:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise _Unfit(f"{kind.__name__} expected, {type(value).__name__} found")
        return value

    return read


def _read_float(value: Any) -> float:
    if type(value) not in (float, int) or not math.isfinite(value):
        raise _Unfit(f"float expected, {value!r} found")
    return float(value)


_writer: Callable[[Any], _Step] = cache(_make_writer)
_reader: Callable[[Any], _Step] = cache(_make_reader)

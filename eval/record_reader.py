"""Takes one gold record apart field by field and collects what is wrong instead of stopping at the first fault."""

from __future__ import annotations

import re
from collections.abc import Iterable

from eval.matchers import Matcher
from eval.numerals import WANTED_DATE
from eval.records import Fault, Value

_MATCHER_KEYS = frozenset({"all", "any", "regex", "number", "numbers", "date", "near"})


class RecordReader:
    """Reads the fields of ``record``. Every method returns a harmless value after a fault, so that reading goes on."""

    def __init__(self, record: Value, file: str, fields: frozenset[str]) -> None:
        self.faults: list[Fault] = []
        self._file = file
        self._record = record if isinstance(record.data, dict) else Value({}, record.line)
        self._id = ""
        found = self._field("id", None)
        self._id = found.data if found is not None and isinstance(found.data, str) else ""
        if not isinstance(record.data, dict):
            self._fault(record, "not_a_mapping")
        self.known(self._record, fields)

    def known(self, value: Value, allowed: frozenset[str]) -> None:
        """Faults every key of a mapping that is not among ``allowed``."""
        for key, one in value.data.items() if isinstance(value.data, dict) else ():
            if key not in allowed:
                self._fault(one, "unknown_field", key)

    def is_proposal(self) -> bool:
        """Whether nobody has reviewed the record yet, which is a fault; its gaps need no faults of their own. No other status exists."""
        found = self._field("status", None)
        if found is None:
            return False
        proposal = isinstance(found.data, str) and found.data.strip().lower() == "proposal"
        self._fault(found, "proposal" if proposal else "bad_choice", "" if proposal else "status")
        return proposal

    def text(self, name: str, value: Value | None = None) -> str:
        """A required, non-blank text."""
        found = self.optional(name, value)
        if not found.strip():
            self._fault(self._field(name, value) or value or self._record, "field_missing", name)
        return found

    def optional(self, name: str, value: Value | None = None) -> str:
        found = self._field(name, value)
        if found is None or found.data is None:
            return ""
        if not isinstance(found.data, str):
            self._fault(found, "not_text", name)
            return ""
        return found.data

    def identifier(self, name: str) -> str:
        found = self.text(name)
        if found and not re.fullmatch(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*", found):
            self._fault(self._field(name, None) or self._record, "bad_id", found)
        return found

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        found = self.text(name)
        if found and found not in allowed:
            self._fault(self._field(name, None) or self._record, "bad_choice", f"{name}: {found}")
        return found

    def choices(self, name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        found = self.texts(name)
        for one in found:
            if one not in allowed:
                self._fault(self._field(name, None) or self._record, "bad_choice", f"{name}: {one}")
        return found

    def flag(self, name: str, value: Value | None = None, missing: bool = False) -> bool:
        found = self.optional(name, value)
        if found.lower() not in ("", "true", "false", "yes", "no"):
            self._fault(self._field(name, value) or self._record, "bad_choice", f"{name}: {found}")
        return found.lower() in ("true", "yes") if found else missing

    def texts(self, name: str, value: Value | None = None) -> tuple[str, ...]:
        """A list of texts; nothing written is an empty one."""
        return tuple(one.data for one in self._list(name, value) if self._is_text(one, name) and isinstance(one.data, str))

    def whole_numbers(self, name: str, value: Value | None = None) -> tuple[int, ...]:
        found = self.texts(name, value)
        for one in found:
            if not one.isdigit():
                self._fault(self._field(name, value) or self._record, "not_number", f"{name}: {one}")
        return tuple(int(one) for one in found if one.isdigit())

    def mapping(self, name: str) -> Value:
        found = self._field(name, None)
        if found is None or found.data is None:
            return Value({}, self._record.line)
        if not isinstance(found.data, dict):
            self._fault(found, "not_a_mapping", name)
            return Value({}, found.line)
        return found

    def mappings(self, name: str, value: Value | None = None) -> list[Value]:
        found = self._list(name, value)
        for one in found:
            if not isinstance(one.data, dict):
                self._fault(one, "not_a_mapping", name)
        return [one for one in found if isinstance(one.data, dict)]

    def members(self, name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """{plan: [member, …]} as sorted pairs."""
        found = self.mapping(name)
        pairs = found.data if isinstance(found.data, dict) else {}
        return tuple((plan, self.texts(plan, found)) for plan in sorted(pairs))

    def matcher_of(self, name: str, value: Value) -> Matcher:
        found = self._field(name, value)
        if found is None or not isinstance(found.data, dict):
            self._fault(found or value, "field_missing" if found is None else "not_a_mapping", name)
            return Matcher()
        return self.matcher(found)

    def matcher(self, value: Value, ignore: Iterable[str] = ()) -> Matcher:
        """The matcher language of the gold set; one without any demand is a fault."""
        self.known(value, _MATCHER_KEYS | frozenset(ignore))
        regex, date = self.optional("regex", value), self.optional("date", value)
        made = Matcher(
            all=self._entries("all", value),
            any=self._entries("any", value),
            regex=regex if self._compiles(regex, value) else "",
            numbers=(*self._numbers("number", value), *self._numbers("numbers", value)),
            date=date,
            near=self.texts("near", value),
        )
        if date and not WANTED_DATE.fullmatch(date):
            self._fault(value, "bad_date", date)
        if made == Matcher(near=made.near):
            self._fault(value, "empty_matcher")
        return made

    def _entries(self, name: str, value: Value) -> tuple[str | Matcher, ...]:
        entries: list[str | Matcher] = []
        for one in self._list(name, value):
            if isinstance(one.data, dict):
                entries.append(self.matcher(one))
            elif self._is_text(one, name) and isinstance(one.data, str):
                entries.append(one.data)
        return tuple(entries)

    def _numbers(self, name: str, value: Value) -> tuple[float, ...]:
        field = self._field(name, value)
        if field is None or field.data is None:
            return ()
        written = [field] if isinstance(field.data, str) else self._list(name, value)
        found = []
        for one in written:
            try:
                found.append(float(str(one.data)))
            except ValueError:
                self._fault(one, "not_number", f"{name}: {one.data}")
        return tuple(found)

    def _compiles(self, pattern: str, value: Value) -> bool:
        try:
            re.compile(pattern)
        except re.error as problem:
            self._fault(value, "bad_regex", f"{pattern} ({problem})")
            return False
        return True

    def _list(self, name: str, value: Value | None) -> list[Value]:
        found = self._field(name, value)
        if found is None or found.data is None:
            return []
        if not isinstance(found.data, list):
            self._fault(found, "not_list", name)
            return []
        return found.data

    def _is_text(self, value: Value, name: str) -> bool:
        if isinstance(value.data, str) and value.data.strip():
            return True
        self._fault(value, "not_text", name)
        return False

    def _field(self, name: str, value: Value | None) -> Value | None:
        data = (value or self._record).data
        return data.get(name) if isinstance(data, dict) else None

    def _fault(self, value: Value, code: str, detail: str = "") -> None:
        self.faults.append(Fault(self._file, value.line, self._id, code, detail))

"""The one family of errors that a user may see: a stable code and the values that belong in its sentence.

The sentence itself, Danish or English, is made in ``ui/texts.py``; nothing below the faces writes to people.
"""

from __future__ import annotations


class PlansvarError(Exception):
    """A failure that is reported to the user by its code, for example ``PlansvarError("file_empty", file="x.txt")``.

    Attributes:
        code: key of the sentence in ``ui/texts.py``.
        values: what the sentence names: the thing, the value found, the value expected.
    """

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        listed = ", ".join(f"{name}={value!r}" for name, value in values.items())
        super().__init__(f"{code}({listed})")


class PlanFileError(PlansvarError):
    """A plan file that cannot become a plan: empty, not text, too large, without district or year."""


class StoreError(PlansvarError):
    """A store that cannot be read or written: missing, damaged, locked, built with another encoder or schema."""


class QuestionError(PlansvarError):
    """A question that cannot be asked: empty, too long, about an unknown district or year given as a filter."""

"""What a served page may do beside answering: change plans, take feedback, talk to programs. Read once, at the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

REPORT = Path("eval-report")
_OFF = ("", "0", "false", "no", "nej")


@dataclass(frozen=True, slots=True)
class Site:
    """The settings of one served page.

    Attributes:
        store: None where there is none to write to; then plans cannot be changed and feedback cannot be sent.
        plans: the plan folder, where it is not the store's own.
        closed: the code of the sentence that says why plans cannot be changed here, "" where they can.
        api: whether programs may ask too.
        report: the folder in which ``plansvar eval`` left its report.
    """

    store: Path | None = None
    closed: str = "plans_no_store"
    api: bool = False
    report: Path = REPORT
    plans: Path | None = None


def site_of(store: Path, environment: Mapping[str, str], *, guarded: bool, api: bool = False, plans: Path | None = None) -> Site:
    """The settings from ``PLANSVAR_READONLY``, ``PLANSVAR_API`` and ``PLANSVAR_REPORT``.

    Args:
        guarded: only this machine reaches the page, or whoever does has logged in.
    """
    closed = "" if guarded else "plans_unguarded"
    if is_on(environment, "PLANSVAR_READONLY"):
        closed = "plans_readonly"
    report = Path(environment.get("PLANSVAR_REPORT") or REPORT)
    return Site(store, closed, api or is_on(environment, "PLANSVAR_API"), report, plans)


def is_on(environment: Mapping[str, str], name: str) -> bool:
    """Whether a setting is switched on: any value but an empty one, 0, false, no and nej.

    >>> is_on({"PLANSVAR_API": "1"}, "PLANSVAR_API"), is_on({"PLANSVAR_API": "Nej"}, "PLANSVAR_API")
    (True, False)
    """
    return environment.get(name, "").strip().lower() not in _OFF

"""Who may open the page: settings of the environment, and the rule that a page others can reach has a password."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import PlansvarError
from ui.safety import THIS_MACHINE
from ui.texts import clean

PASSWORD_LENGTH = 12
_EVERY_ADDRESS = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - the names to be careful with


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open the page.

    Attributes:
        hosts: host names, without port, that the page answers to.
        user: name to log in with.
        password: None where nobody has to log in; never shown.
    """

    hosts: frozenset[str] = THIS_MACHINE
    user: str = "plansvar"
    password: str | None = field(default=None, repr=False)


def access_for(host: str, environment: Mapping[str, str] | None = None) -> Access:
    """The settings PLANSVAR_USER, PLANSVAR_PASSWORD or PLANSVAR_PASSWORD_FILE, and PLANSVAR_HOSTS, for a page bound to ``host``.

    Raises:
        PlansvarError: ``host_open`` without a password where other machines can reach the page, ``hosts_missing`` where it then has
            no name, ``password_short``, ``password_file``.
    """
    given = os.environ if environment is None else environment
    names = frozenset(name.strip().lower() for name in given.get("PLANSVAR_HOSTS", "").split(",") if name.strip())
    password = _password(given)
    if password is not None and len(password) < PASSWORD_LENGTH:
        raise PlansvarError("password_short", length=len(password), least=PASSWORD_LENGTH)
    if host not in THIS_MACHINE:
        if password is None:
            raise PlansvarError("host_open", found=clean(host), least=PASSWORD_LENGTH)
        if host in _EVERY_ADDRESS and not names:
            raise PlansvarError("hosts_missing", found=clean(host))
    own = frozenset() if host in _EVERY_ADDRESS else frozenset({host.lower()})
    return Access(THIS_MACHINE | names | own, given.get("PLANSVAR_USER", "").strip() or "plansvar", password)


def _password(given: Mapping[str, str]) -> str | None:
    file = given.get("PLANSVAR_PASSWORD_FILE", "")
    if not file:
        return given.get("PLANSVAR_PASSWORD") or None
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        problem = error.strerror if isinstance(error, OSError) and error.strerror else "UTF-8"
        raise PlansvarError("password_file", file=clean(file), problem=problem) from None

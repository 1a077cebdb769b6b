"""What a served page may do is read from the command and the environment, and reaches the application."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import ui.app
from tests.desk_samples import make_store
from ui.cli import app
from ui.site import Site, site_of

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")


@pytest.mark.parametrize(
    ("environment", "guarded", "closed", "api"),
    [
        ({}, True, "", False),
        ({}, False, "plans_unguarded", False),
        ({"PLANSVAR_READONLY": "1"}, True, "plans_readonly", False),
        ({"PLANSVAR_READONLY": "ja", "PLANSVAR_API": "1"}, False, "plans_readonly", True),
        ({"PLANSVAR_READONLY": "0", "PLANSVAR_API": "false"}, True, "", False),
    ],
)
def test_the_settings(environment, guarded, closed, api):
    site = site_of(Path("lager"), environment, guarded=guarded)
    assert (site.store, site.closed, site.api) == (Path("lager"), closed, api)


def test_without_settings_nothing_is_open():
    assert (Site().store, Site().closed, Site().api) == (None, "plans_no_store", False)


def test_the_command_hands_its_settings_to_the_page(tmp_path, monkeypatch):
    make_store(tmp_path / "øl", monkeypatch)
    monkeypatch.setenv("PLANSVAR_REPORT", str(tmp_path / "måling"))
    served = []
    monkeypatch.setattr(ui.app, "serve", lambda live, bound, access, ready, site: served.append(site))
    for extra in ([], ["--api"]):
        result = CliRunner().invoke(app, ["ui", "--store", str(tmp_path / "øl"), "--port", "47911", *extra])
        assert result.exit_code == 0, result.stderr
    assert served == [Site(tmp_path / "øl", "", api, tmp_path / "måling") for api in (False, True)]

"""Plans handed in and taken out over HTTP: what is kept, what is refused and in which words; nothing is ever lost."""

from __future__ import annotations

import html
import os
import re
import shutil
import time

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

import ui.desk_worker
import ui.plan_files
from corpus.errors import StoreError
from corpus.limits import LIMITS
from index.store import Store
from tests.conftest import OESTJYLLAND_2024
from tests.desk_samples import FYN_2025, OESTJYLLAND_2024_NEW, hand_in, make_store, settled
from tests.file_samples import PICTURE, PLAN_LINES, SCANNED_PAGE, docx_of, pdf_of
from ui.plan_files import PlanFiles, safe_name
from ui.routes import add_routes
from ui.safety import Safety
from ui.site import Site, site_of

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
PREFIXES = {"en": "/en", "da": ""}


@pytest.fixture
def live(tmp_path, monkeypatch):
    monkeypatch.setattr(ui.desk_worker, "NEXT_FILE_SECONDS", 0.5)
    return make_store(tmp_path / "lager", monkeypatch)


@pytest.fixture
def store(tmp_path, live):
    return tmp_path / "lager"


def client_of(live, site: Site) -> TestClient:
    app = FastAPI()
    add_routes(app, live, site, PREFIXES)
    return TestClient(Safety(app), base_url="http://127.0.0.1:7860")


@pytest.fixture
def client(live, store) -> TestClient:
    return client_of(live, Site(store, ""))


def plain(words: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", words)).split())


def wish(client, action: str, id: str = "", status: int = 200) -> str:
    reply = client.post("/plans/do", json={"do": action, "id": id})
    assert reply.status_code == status, reply.text
    return reply.json().get("error", "")


def entry_ids(shown: dict[str, str], state: str) -> list[str]:
    return re.findall(rf'<li data-state="{state}" data-id="([0-9a-f]+)"', shown["lines"])


def indexed(store) -> dict[str, str]:
    return {plan.id: plan.file for plan in Store(store).open().generation.plans}


def test_a_plan_that_is_handed_in_is_read_indexed_and_answered_from(client, live, store):
    before = live.get().answer("Hvilke kommuner på Fyn har et infohus?")
    assert before.reason == "no_such_plan"
    assert hand_in(client, "Samarbejdsplan Fyn 2025.md", FYN_2025).json() == {"state": "received"}
    shown = settled(client)
    assert "Læst som Fyn 2025 (3 afsnit). Er med i søgningen." in plain(shown["lines"])
    assert "4 planer er klar til søgning. Svar bygger på udgaven fra" in plain(shown["state"])
    assert "Read as Funen (Fyn) 2025 (3 sections). Is included in the search." in plain(settled(client, "/en")["lines"])
    assert indexed(store)["fyn-2025"] == "Samarbejdsplan Fyn 2025.md"
    answer = live.get().answer("Hvilke kommuner på Fyn har et infohus?")
    assert set(answer.items) >= {"Odense", "Svendborg"}
    assert list((store / "incoming").iterdir()) == []


def test_a_pile_of_files_is_one_update(client, store):
    generations = len(list((store / "index" / "gens").iterdir()))
    hand_in(client, "a.md", FYN_2025, more=True)
    hand_in(client, "b.md", FYN_2025.replace("2025", "2023").replace("droner", "både"), more=True)
    hand_in(client, "c.exe", b"MZ")
    shown = plain(settled(client)["lines"])
    assert "»c.exe« er ikke en filtype" in shown
    assert {"fyn-2025", "fyn-2023"} <= set(indexed(store))
    assert len(list((store / "index" / "gens").iterdir())) == generations + 1


def test_files_of_every_kind_are_taken_each_with_its_caveat(client, store, tmp_path):
    (tmp_path / "fyn.md").write_text(FYN_2025, encoding="utf-8")
    hand_in(client, "fyn.pdf", pdf_of([PLAN_LINES, SCANNED_PAGE], extra=[PICTURE]), more=True)
    hand_in(client, "øerne.docx", docx_of(tmp_path / "fyn.md"), more=True)
    hand_in(client, "syd.html", "<html><h1>Samarbejdsplan 2030</h1><p>SYDØSTJYLLANDS POLITI</p><h2>1. Havn</h2><p>Åben.</p></html>")
    shown = plain(settled(client)["lines"])
    assert "»fyn.pdf« er med, men 1 af 2 sider er uden tekst (side 2). De kan ikke søges. Er med i søgningen." in shown
    files = indexed(store)
    assert (files["fyn-2031"], files["fyn-2025"], files["sydoestjylland-2030"]) == ("fyn.pdf", "øerne.docx", "syd.html")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("tom.txt", b"", "»tom.txt« er tom. Der er ikke noget at søge i."),
        ("æ.txt", b"\x00\x01\x02" * 50, "»æ.txt« indeholder ikke almindelig tekst"),
        ("plan.pdf", b"%PDF-1.7 \xc3\xb8delagt", "»plan.pdf« er beskadiget"),
        ("ø.md", "# Samarbejdsplan 2024\n\nHer står intet om hvem.", "»ø.md« nævner ingen politikreds"),
        ("../../ond.exe", b"MZ", "»ond.exe« er ikke en filtype, jeg kan læse"),
        ("plan\u202efdp.exe", b"MZ", "»planfdp.exe« er ikke en filtype, jeg kan læse"),
        ("kopi.md", OESTJYLLAND_2024, "»kopi.md« har samme tekst som »oestjylland-2024.md«"),
    ],
)
def test_a_refused_file_has_its_line_and_changes_nothing(client, store, name, data, sentence):
    before = {path: path.read_bytes() for path in (*(store / "plans").iterdir(), store / "index" / "CURRENT")}
    assert hand_in(client, name, data).status_code == 200
    shown = settled(client)
    assert sentence in plain(shown["lines"])
    assert len(entry_ids(shown, "refused")) == 1
    assert {path: path.read_bytes() for path in (*(store / "plans").iterdir(), store / "index" / "CURRENT")} == before
    assert not (store / "incoming").exists() or not list((store / "incoming").iterdir())


def test_a_file_that_is_too_large_is_refused_by_its_size_alone_and_by_what_arrives(client, store):
    reply = client.post("/plans/upload", params={"name": "stor.pdf", "size": LIMITS.bytes + 600_000})
    assert reply.json() == {"state": "refused"}
    assert "»stor.pdf« fylder 51 MB. Grænsen er 50 MB." in plain(settled(client)["lines"])

    def pieces():
        for _ in range(51):
            yield b"x" * 1_000_000

    assert client.post("/plans/upload", params={"name": "stor.pdf", "size": 1}, content=pieces()).status_code == 413
    assert list((store / "incoming").iterdir()) == []
    assert client.post("/plans/do", content=b"x" * 1_100_000).status_code == 413


def test_another_text_for_the_same_plan_is_somebodys_choice(client, store):
    hand_in(client, "oestjylland-2024.md", OESTJYLLAND_2024_NEW)
    shown = settled(client)
    assert "Den plan er her allerede, fra »oestjylland-2024.md«, med en anden tekst." in plain(shown["lines"])
    assert (store / "plans" / "oestjylland-2024.md").read_text() == OESTJYLLAND_2024
    [id] = entry_ids(shown, "asks")
    wish(client, "keep", id)
    assert "Ikke taget med. Planen er »oestjylland-2024.md«." in plain(settled(client)["lines"])
    assert "allerede gjort" in wish(client, "replace", id, 409)

    hand_in(client, "oestjylland-2024.md", OESTJYLLAND_2024_NEW)
    [id] = entry_ids(settled(client), "asks")
    wish(client, "replace", id)
    assert "Afløser »oestjylland-2024.md«." in plain(settled(client)["lines"])
    assert (store / "plans" / "oestjylland-2024.md").read_text() == OESTJYLLAND_2024_NEW
    [removed] = (store / "removed").iterdir()
    assert removed.read_text() == OESTJYLLAND_2024
    assert "Odder Kommune" in next(plan.text for plan in Store(store).open().generation.plans if plan.id == "oestjylland-2024")


def test_a_second_choice_takes_the_place_of_the_first(client, store):
    for number, kommune in enumerate(("Odder", "Samsø")):
        hand_in(client, f"ny {number}.md", OESTJYLLAND_2024_NEW.replace("Odder", kommune), more=number == 0)
    newest, oldest = entry_ids(settled(client), "asks")
    wish(client, "replace", newest)
    wish(client, "replace", oldest)
    assert "Afløser »ny 1.md«." in plain(settled(client)["lines"])
    assert indexed(store)["oestjylland-2024"] == "ny 0.md"
    assert sorted(os.listdir(store / "plans")) == ["nordjylland-2023.md", "ny 0.md", "oestjylland-2021.md"]


def test_a_store_that_cannot_be_opened_is_said(live, store, monkeypatch):
    def damaged():
        raise StoreError("store_damaged", store=str(store), file="vectors.npy")

    client = client_of(live, Site(store, ""))
    monkeypatch.setattr(live, "get", damaged)
    reply = client.get("/plans/desk")
    assert reply.status_code == 503 and "Indekset er beskadiget (vectors.npy)" in reply.json()["error"]


def test_a_full_disk_is_said_before_anything_is_sent(client, store, monkeypatch):
    monkeypatch.setattr(PlanFiles, "free_bytes", lambda self: 100_000_000)
    reply = hand_in(client, "ny.md", FYN_2025)
    assert reply.status_code == 409
    assert reply.json()["error"] == "Der mangler plads: 201 MB skal bruges, 100 MB er ledige. Intet er ændret; du kan stadig spørge."
    assert not (store / "incoming").exists()


@pytest.mark.parametrize("chosen", [False, True])
def test_a_disk_that_fills_up_at_the_last_moment_loses_nothing(client, store, monkeypatch, chosen):
    """Once for a new plan, once while a new text takes an old one's place: the old one is then put back."""
    copy = shutil.copyfile

    def full(source, target, **options):
        if "incoming" in str(source):
            target.write_bytes(b"hal")
            raise OSError(28, "No space left on device")
        return copy(source, target, **options)

    hand_in(client, "ny.md", OESTJYLLAND_2024_NEW)
    [id] = entry_ids(settled(client), "asks")
    before = {path: path.read_bytes() for path in (store / "plans").iterdir()}
    monkeypatch.setattr(ui.plan_files.shutil, "copyfile", full)
    if chosen:
        wish(client, "replace", id)
    else:
        hand_in(client, "fyn.md", FYN_2025)
    shown = plain(settled(client)["lines"])
    assert "Planmappen kan ikke skrives (disken er fuld). Intet er ændret." in shown
    assert {path: path.read_bytes() for path in (store / "plans").iterdir()} == before
    assert len(list((store / "incoming").glob("*/*.md"))) == (0 if chosen else 1)
    assert "fyn-2025" not in indexed(store) and indexed(store)["oestjylland-2024"] == "oestjylland-2024.md"


def test_an_original_takes_the_place_of_a_retelling_and_gives_it_back(client, store):
    retold = OESTJYLLAND_2024.replace("# Samarbejdsplan 2024", "---\nretold: true\n---\n# Samarbejdsplan 2024")
    (store / "plans" / "oestjylland-2024.md").write_text(retold)
    wish(client, "rebuild")
    settled(client)
    hand_in(client, "original.md", OESTJYLLAND_2024_NEW)
    assert "Afløser »oestjylland-2024.md«." in plain(settled(client)["lines"])
    assert indexed(store)["oestjylland-2024"] == "original.md"
    assert "Derefter bruges »oestjylland-2024.md«." in html.unescape(client.get("/plans/desk").json()["table"])
    wish(client, "remove", "oestjylland-2024")
    assert "Nu bruges »oestjylland-2024.md«." in plain(settled(client)["lines"])
    assert indexed(store)["oestjylland-2024"] == "oestjylland-2024.md"


def test_another_plans_file_of_the_same_name_is_never_overwritten(client, store):
    hand_in(client, "Oestjylland-2024.MD", FYN_2025)
    shown = plain(settled(client)["lines"])
    assert "Oestjylland-2024-2.MD" in shown
    assert "Navnet »Oestjylland-2024.MD« kunne ikke bruges eller var optaget." in shown
    assert (store / "plans" / "oestjylland-2024.md").read_text() == OESTJYLLAND_2024
    assert indexed(store)["fyn-2025"] == "Oestjylland-2024-2.MD"


def test_a_plan_is_taken_out_and_put_back(client, live, store):
    wish(client, "remove", "nordjylland-2023")
    shown = settled(client)
    assert "Fjernet. Filen ligger i mappen »removed«" in plain(shown["lines"])
    assert "nordjylland-2023" not in indexed(store)
    assert live.get().generation.id == Store(store).open().generation.id
    [id] = entry_ids(shown, "removed")
    wish(client, "undo", id)
    settled(client)
    assert indexed(store)["nordjylland-2023"] == "nordjylland-2023.md"
    wish(client, "remove", "nordjylland-2023")
    [newer, *_] = entry_ids(settled(client), "removed")
    (store / "plans").rename(store / "gemt")
    (store / "plans").write_text("i vejen")
    wish(client, "undo", newer, 403)
    (store / "plans").unlink()
    (store / "gemt").rename(store / "plans")
    wish(client, "undo", newer)
    settled(client)
    assert indexed(store)["nordjylland-2023"] == "nordjylland-2023.md"
    assert "Planen »atlantis-2020« er ikke indlæst." in wish(client, "remove", "atlantis-2020", 409)


def test_the_last_plan_stays(client, store):
    for plan in ("nordjylland-2023", "oestjylland-2021"):
        wish(client, "remove", plan)
    assert "»oestjylland-2024.md« er den eneste plan" in wish(client, "remove", "oestjylland-2024", 409)
    settled(client)
    assert list(indexed(store)) == ["oestjylland-2024"]


@pytest.mark.parametrize(
    ("site", "sentence"),
    [
        (lambda store: site_of(store, {"PLANSVAR_READONLY": "1"}, guarded=True), "siden er sat til kun at læse"),
        (lambda store: site_of(store, {}, guarded=False), "andre maskiner kan nå siden uden at logge ind"),
        (lambda store: Site(), "Planer kan ikke ændres her."),
    ],
)
def test_where_plans_cannot_be_changed_the_page_says_so_and_nothing_can_be_sent(live, store, site, sentence):
    client = client_of(live, site(store))
    shown = settled(client)
    assert sentence in plain(shown["handin"])
    assert "<button" not in shown["table"] and "<input" not in shown["handin"]
    before = indexed(store)
    reply = hand_in(client, "ny.md", FYN_2025)
    assert reply.status_code == 403 and sentence in reply.json()["error"]
    for action, id in (("remove", "nordjylland-2023"), ("rebuild", ""), ("undo", "x"), ("replace", "x"), ("again", "")):
        assert sentence in wish(client, action, id, 403)
    assert indexed(store) == before and not (store / "incoming").exists()


def test_an_index_made_from_another_folder_is_not_emptied_by_an_upload(client, live, store):
    (store / "plans").rename(store / "andre")
    shown = settled(client)
    assert "nordjylland-2023.md, oestjylland-2021.md og oestjylland-2024.md er i søgningen, men ikke i mappen" in plain(shown["handin"])
    assert hand_in(client, "ny.md", FYN_2025).status_code == 403
    assert len(indexed(store)) == 3
    # The folder that it was made from can be named.
    client = client_of(live, site_of(store, {}, guarded=True, plans=store / "andre"))
    hand_in(client, "ny.md", FYN_2025)
    settled(client)
    assert len(indexed(store)) == 4 and (store / "andre" / "ny.md").exists()


def test_another_writer_is_waited_for(client, store):
    with Store(store).writing():
        hand_in(client, "ny.md", FYN_2025)
        for _ in range(500):
            shown = client.get("/plans/desk").json()
            if "sat i kø" in plain(shown["state"]):
                break
        assert "En anden opdatering er i gang. Denne er sat i kø. Du kan spørge imens" in plain(shown["state"])
    settled(client)
    assert "fyn-2025" in indexed(store)


def test_an_update_that_fails_says_so_keeps_the_old_index_and_can_be_tried_again(client, store, monkeypatch):
    import index.update

    real = index.update.update
    monkeypatch.setattr(index.update, "update", lambda *_, **__: 1 / 0)
    hand_in(client, "ny.md", FYN_2025)
    shown = settled(client)
    assert "på grund af en fejl i programmet (ZeroDivisionError)" in plain(shown["state"])
    assert len(indexed(store)) == 3
    monkeypatch.setattr(index.update, "update", real)
    wish(client, "again")
    assert "Er med i søgningen." in plain(settled(client)["lines"])
    assert "fyn-2025" in indexed(store)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"do": "fly"}', b'{"do": {}}', b"\xff", b'{"do": "remove", "id": ["x"]}'])
def test_a_request_that_is_none_is_refused(client, body):
    reply = client.post("/plans/do", content=body)
    assert reply.status_code in (400, 409) and reply.json()["error"]


def test_another_sites_page_cannot_hand_in(client, store):
    headers = {"origin": "http://evil.example", "sec-fetch-site": "cross-site"}
    assert client.post("/plans/upload", params={"name": "a.md"}, content=b"x", headers=headers).status_code == 403
    assert client.post("/plans/do", json={"do": "rebuild"}, headers=headers).status_code == 403
    assert not (store / "incoming").exists()


def test_names_are_only_names_whatever_comes(tmp_path):
    for name in (
        "../x.md",
        "/etc/passwd",
        "..\\..\\x.md",
        "a\x00b.md",
        "x" * 400 + ".pdf",
        "æ" * 300 + ".pdf",
        "...",
        "NUL",
        "\u202e.md",
        "\ud800.md",
    ):
        made = safe_name(name)
        assert made and made == safe_name(made)
        assert not set(made) & set('/\\\x00<>:"|?*') and not made.startswith(".") and len(made.encode()) <= 140
        received = PlanFiles(tmp_path).receive(name)
        received.write_bytes(b"x")
        assert received.resolve().is_relative_to(tmp_path / "incoming")


@pytest.mark.parametrize(
    ("step", "arrived"),
    [("shutil.copyfile", False), ("os.fsync", False), ("os.link", False), ("fsync_folder", True), ("Path.unlink", True)],
)
def test_wherever_it_is_cut_off_a_plan_is_whole_or_not_there_and_never_gone(tmp_path, monkeypatch, step, arrived):
    """As ``kill -9`` would leave it: nothing after the step is done, not even the clearing up."""

    class Killed(BaseException):
        pass

    def killed(*_, **__):
        # Whatever clears up afterwards is killed too.
        for name in ("os.unlink", "Path.unlink"):
            monkeypatch.setattr(f"ui.plan_files.{name}", dead)
        raise Killed

    def dead(*_, **__):
        raise Killed

    files = PlanFiles(tmp_path)
    received = files.receive("øplan.md")
    received.write_text(FYN_2025, encoding="utf-8")
    monkeypatch.setattr(f"ui.plan_files.{step}", killed)
    with pytest.raises(Killed):
        files.place(received)
    monkeypatch.undo()
    assert [path.read_text(encoding="utf-8") for path in files.names().values()] == ([FYN_2025] if arrived else [])
    assert received.read_text(encoding="utf-8") == FYN_2025


def test_what_was_cut_off_a_day_ago_is_cleared_away_and_nothing_else(tmp_path):
    files = PlanFiles(tmp_path)
    old, new = files.receive("æ.md"), files.receive("ø.md")
    files.plans.mkdir()
    parts = [files.plans / ".part-1", files.plans / ".part-2"]
    for path in (*parts, files.plans / "plan.md", old, new):
        path.write_text("Å")
    day_ago = time.time() - 25 * 3600
    for path in (parts[0], files.plans / "plan.md", old.parent):
        os.utime(path, (day_ago, day_ago))
    files.receive("å.md")
    assert [path.exists() for path in (old, new, *parts, files.plans / "plan.md")] == [False, True, False, True, True]

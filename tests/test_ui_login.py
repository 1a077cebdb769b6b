"""Who may open the page: the settings, and the login on a small application so that every refusal is its own."""

from __future__ import annotations

import hmac
import logging

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from corpus.errors import PlansvarError
from ui.access import Access, access_for
from ui.login import ATTEMPTS, COOKIE, HOURS, WITHIN_SECONDS, Login
from ui.safety import Safety
from ui.texts import error_text

SECRET = "blå-æbler-på-øen"
HTML = {"accept": "text/html"}


@pytest.fixture
def now() -> list[float]:
    return [1000.0]


@pytest.fixture
def client(now) -> TestClient:
    app = Starlette(routes=[Route("/{path:path}", lambda request: PlainTextResponse("planer"), methods=["GET", "POST"])])
    access = Access(frozenset({"plansvar.dk"}), "anna", SECRET)
    return TestClient(Safety(Login(app, access, lambda: now[0]), access.hosts), base_url="http://plansvar.dk", follow_redirects=False)


def log_in(client: TestClient, user: str = "anna", password: str = SECRET, target: str = "/"):
    return client.post("/login", data={"user": user, "password": password, "target": target}, headers={"origin": "http://plansvar.dk"})


def test_without_login_there_is_a_form_and_nothing_else(client):
    page = client.get("/?q=Hvem%3F", headers=HTML)
    assert page.status_code == 401
    assert 'name="target" value="/?q=Hvem%3F"' in page.text
    assert "planer" not in page.text
    assert "Log in" in client.get("/en/", headers=HTML).text
    for path in ("/config", "/gradio_api/queue/join", "/plan/fyn-2024", "/own/asking.js", "/api/plans"):
        assert client.get(path).status_code == 401
        assert client.post(path).status_code == 401
    assert client.get("/own/plansvar.css").status_code == 200
    assert client.get("/sund").status_code == 200


def test_the_right_name_and_password_lead_back_to_the_question(client):
    reply = log_in(client, target="/en/?q=Hvem%3F")
    assert (reply.status_code, reply.headers["location"]) == (303, "/en/?q=Hvem%3F")
    cookie = reply.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert client.get("/", headers=HTML).text == "planer"


@pytest.mark.parametrize(("user", "password"), [("anna", "forkert"), ("bo", SECRET), ("", ""), ("anna", SECRET + " "), ("anna", "å\ud800")])
def test_anything_else_is_refused_in_the_same_words(client, user, password):
    reply = log_in(client, user, password.encode("utf-8", "surrogatepass"))
    assert reply.status_code == 401
    assert "Forkert navn eller adgangskode." in reply.text
    assert "set-cookie" not in reply.headers


def test_both_are_compared_in_constant_time(client, monkeypatch):
    compared = []
    real = hmac.compare_digest
    monkeypatch.setattr(hmac, "compare_digest", lambda a, b: compared.append((a, b)) or real(a, b))
    log_in(client, "bo", "forkert")
    assert compared == [(b"bo", b"anna"), (b"forkert", SECRET.encode())]


def test_too_many_attempts_have_to_wait_even_with_the_right_password(client, now):
    for _ in range(ATTEMPTS):
        assert log_in(client, password="forkert").status_code == 401
    reply = log_in(client)
    assert reply.status_code == 429
    assert f"Vent {WITHIN_SECONDS} sekunder." in reply.text
    now[0] += WITHIN_SECONDS + 1
    assert log_in(client).status_code == 303


def test_a_login_ends_by_time_and_by_logging_out(client, now):
    log_in(client)
    now[0] += HOURS * 3600 + 1
    assert client.get("/").status_code == 401
    log_in(client)
    token = client.cookies[COOKIE]
    assert client.post("/logout", headers={"origin": "http://plansvar.dk"}).status_code == 204
    client.cookies.set(COOKIE, token)
    assert client.get("/").status_code == 401


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/login", "", "/x\r\ny: z"]
)
def test_a_login_leads_nowhere_else(client, target):
    assert log_in(client, target=target).headers["location"] == "/"


def test_another_sites_form_cannot_log_in(client):
    reply = client.post("/login", data={"user": "anna", "password": SECRET}, headers={"origin": "http://evil.example"})
    assert reply.status_code == 403


def test_neither_name_nor_password_is_logged_or_shown(client, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    log_in(client, password="forkert-æøå")
    log_in(client)
    out = capfd.readouterr()
    for said in (caplog.text, out.out, out.err, repr(Access(password=SECRET))):
        assert "forkert" not in said
        assert SECRET not in said


def test_this_machine_needs_no_password_and_may_have_one():
    assert access_for("127.0.0.1", {}).password is None
    assert access_for("localhost", {"PLANSVAR_PASSWORD": SECRET}).password == SECRET
    granted = access_for("10.0.0.5", {"PLANSVAR_PASSWORD": SECRET, "PLANSVAR_USER": "anna", "PLANSVAR_HOSTS": "Plansvar.DK, b.dk"})
    assert granted.hosts >= {"10.0.0.5", "plansvar.dk", "b.dk", "127.0.0.1"}
    assert granted.user == "anna"


def test_the_password_may_stand_in_a_file(tmp_path):
    file = tmp_path / "kode"
    file.write_text(SECRET + "\n", encoding="utf-8")
    assert access_for("127.0.0.1", {"PLANSVAR_PASSWORD_FILE": str(file)}).password == SECRET


@pytest.mark.parametrize(
    ("host", "given", "words"),
    [
        ("0.0.0.0", {}, "Sæt PLANSVAR_PASSWORD (mindst 12 tegn)"),
        ("10.0.0.5", {"PLANSVAR_PASSWORD": ""}, "men der er ingen adgangskode"),
        ("127.0.0.1", {"PLANSVAR_PASSWORD": "kort"}, "er på 4 tegn. Den skal være på mindst 12."),
        ("0.0.0.0", {"PLANSVAR_PASSWORD": SECRET}, "Sæt PLANSVAR_HOSTS til de navne"),
        ("127.0.0.1", {"PLANSVAR_PASSWORD_FILE": "/findes/ikke"}, "kan ikke læses: /findes/ikke"),
    ],
)
def test_a_setting_that_does_not_do_is_named_with_its_remedy(host, given, words):
    with pytest.raises(PlansvarError) as caught:
        access_for(host, given)
    assert words in error_text(caught.value, "da")
    assert SECRET not in str(caught.value) + error_text(caught.value, "en")

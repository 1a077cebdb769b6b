"""The interface for programs: its objects are the contract's, its refusals are JSON with both texts, and it is off unless switched on."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

import ui
from corpus.errors import StoreError
from tests.desk_samples import CannedLive
from tests.ui_samples import NEW, CannedAssistant, abstained
from ui.api import AT_ONCE, LARGEST_BODY, Turnstile, add_api_routes
from ui.safety import Safety

QUESTION = "Hvilke kommuner på øerne har et infohus?"
DESCRIPTION = json.loads((Path(ui.__file__).parent / "assets" / "openapi.json").read_text(encoding="utf-8"))
SCHEMAS = DESCRIPTION["components"]["schemas"]
KINDS = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None), "array": list, "object": dict}


def client_of(assistant: CannedAssistant, on: bool = True) -> TestClient:
    app = FastAPI(openapi_url=None)
    add_api_routes(app, CannedLive(assistant), on)
    return TestClient(Safety(app), base_url="http://127.0.0.1:7860")


@pytest.fixture
def assistant() -> CannedAssistant:
    return CannedAssistant(ejer=abstained("unsure"))


@pytest.fixture
def client(assistant) -> TestClient:
    return client_of(assistant)


def fits(value: object, schema: dict) -> bool:
    """Whether a value is what the description says, to the depth that the description uses."""
    if "$ref" in schema:
        return fits(value, SCHEMAS[schema["$ref"].rpartition("/")[2]])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool)) for kind in kinds):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, list):
        return all(fits(one, schema["items"]) for one in value)
    if isinstance(value, dict):
        known = schema["properties"]
        return set(schema["required"]) <= set(value) <= set(known) and all(fits(one, known[name]) for name, one in value.items())
    return True


def refused(reply, status: int, code: str) -> dict[str, str]:
    assert reply.status_code == status
    assert fits(reply.json(), SCHEMAS["Error"])
    assert reply.json()["error"]["code"] == code
    return reply.json()["error"]


def test_an_answer_is_the_object_of_the_contract(client, assistant):
    sent = {"id": "q1", "question": QUESTION, "context": ["Og før?"], "districts": ["East Jutland"], "years": [2024], "passages": 1}
    reply = client.post("/api/ask", json=sent)
    answer = reply.json()
    assert reply.status_code == 200 and fits(answer, SCHEMAS["Answer"])
    assert list(answer) == [*SCHEMAS["Answer"]["required"], "passages"]
    assert (answer["id"], answer["status"], len(answer["passages"])) == ("q1", "answered", 1)
    for citation in answer["citations"]:
        if citation["plan"] == NEW.id:
            assert NEW.text[citation["start"] : citation["end"]] == citation["quote"]
    assert assistant.asked == [(QUESTION, ("Østjylland",), (2024,), ("Og før?",), None, ())]
    assert fits(client.post("/api/ask", json={"question": "Hvem ejer huset?"}).json(), SCHEMAS["Answer"])
    assert client.post("/api/ask", json={"question": QUESTION, "language": "en"}).json()["language"] == "en"


def test_plans_search_and_health_are_what_the_description_says(client):
    assert fits(client.get("/api/plans").json(), SCHEMAS["Plans"])
    assert [plan["plan"] for plan in client.get("/api/plans").json()["plans"]] == ["oestjylland-2021", "oestjylland-2024"]
    found = client.get("/api/search", params={"q": QUESTION, "k": 1, "district": "Østjylland", "year": "2024"}).json()
    assert fits(found, SCHEMAS["Found"]) and found["passages"][0]["plan"] == NEW.id
    assert client.get("/api/health").json() == {"status": "ok", "generation": "abc", "plans": 2}


def test_the_description_names_the_addresses_there_are(client):
    assert client.get("/api/openapi.json").json() == DESCRIPTION
    for path, methods in DESCRIPTION["paths"].items():
        for method in methods:
            assert client.request(method, path).json().get("error", {}).get("code") != "api_unknown"


@pytest.mark.parametrize(
    ("sent", "code", "danish"),
    [
        (b"", "api_body", 'Indholdet er ikke ét JSON-objekt. Send for eksempel {"question": "…"}.'),
        (b'["\xc3\xa6"]', "api_body", None),
        (b"\xff\xfe", "api_body", None),
        (b"[" * 50_000, "api_body", None),
        ({}, "api_field", "Feltet »question« mangler eller har en forkert type eller størrelse. Se /api/openapi.json."),
        ({"question": 7}, "api_field", None),
        ({"question": "Æ?", "years": ["2024"]}, "api_field", "Feltet »years« mangler"),
        ({"question": "Æ?", "years": [True]}, "api_field", "Feltet »years« mangler"),
        ({"question": "Æ?", "context": "før"}, "api_field", "Feltet »context« mangler"),
        ({"question": "Æ?", "passages": 101}, "api_field", "Feltet »passages« mangler"),
        ({"question": "Æ?", "language": "sv"}, "api_field", "Feltet »language« mangler"),
        ({"question": "Æ?", "id": {}}, "api_field", "Feltet »id« mangler"),
        ({"question": " "}, "question_empty", "Skriv et spørgsmål."),
        ({"question": "å" * 2001}, "question_too_long", "Spørgsmålet er på 2.001 tegn. Grænsen er 2.000. Forkort det."),
        ({"question": "Æ?", "districts": ["Fyn"]}, "district_unknown", "Der er ingen plan for politikredsen »Fyn«."),
        ({"question": "Æ?", "years": [1999]}, "year_unknown", "Der er ingen plan fra 1999."),
    ],
)
def test_what_cannot_be_asked_is_said_in_both_languages(client, sent, code, danish):
    reply = client.post("/api/ask", content=sent) if isinstance(sent, bytes) else client.post("/api/ask", json=sent)
    error = refused(reply, 400, code)
    assert error["da"] != error["en"] and error["da"].startswith(danish or "")


@pytest.mark.parametrize("query", [{"k": "0"}, {"k": "101"}, {"k": "²"}, {"k": "1000000000000"}, {"year": "x"}, {"year": "20245"}])
def test_numbers_in_an_address_are_checked(client, query):
    reply = client.get("/api/search", params={"q": "Æ?", **query})
    assert reply.status_code == 400 and reply.json()["error"]["code"] in ("api_field", "year_unknown")


def test_a_body_over_the_limit_is_refused(client):
    assert "64.000 byte" in refused(client.post("/api/ask", content=b" " * (LARGEST_BODY + 1)), 413, "api_body_large")["da"]


def test_failures_of_the_program_tell_nothing_of_the_question(client, assistant, monkeypatch, caplog):
    monkeypatch.setattr(assistant, "answer", lambda *_, **__: {}[QUESTION])
    refused(client.post("/api/ask", json={"question": QUESTION}), 500, "api_failed")
    assert "KeyError" in caplog.text and "infohus" not in caplog.text
    caplog.clear()

    def damaged(*_, **__):
        raise StoreError("store_damaged", store="data", file="æ.npy")

    monkeypatch.setattr(assistant, "answer", damaged)
    assert "(æ.npy)" in refused(client.post("/api/ask", json={"question": QUESTION}), 503, "store_damaged")["da"]


def test_one_address_gets_no_more_than_its_share_at_a_time(client, assistant, monkeypatch):
    inside, go_on = threading.Semaphore(0), threading.Event()
    answer = assistant.answer

    def slow(*args, **options):
        inside.release()
        assert go_on.wait(30)
        return answer(*args, **options)

    monkeypatch.setattr(assistant, "answer", slow)
    replies = []
    threads = [
        threading.Thread(target=lambda: replies.append(client.post("/api/ask", json={"question": QUESTION}))) for _ in range(AT_ONCE)
    ]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert inside.acquire(timeout=30)
    reply = client.post("/api/ask", json={"question": QUESTION})
    assert "allerede 4 spørgsmål i gang" in refused(reply, 429, "api_busy")["da"] and reply.headers["retry-after"] == "1"
    go_on.set()
    for thread in threads:
        thread.join()
    assert [one.status_code for one in replies] == [200] * AT_ONCE
    assert client.post("/api/ask", json={"question": QUESTION}).status_code == 200


def test_addresses_do_not_stand_in_each_others_way():
    turnstile = Turnstile(1)
    with turnstile.inside("10.0.0.1"), turnstile.inside("10.0.0.2"):
        pass
    assert not turnstile._inside


def test_the_page_s_walls_hold_here_too(client):
    sent = {"question": QUESTION}
    assert client.post("/api/ask", json=sent, headers={"origin": "http://evil.example"}).status_code == 403
    assert client.post("/api/ask", json=sent, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post("/api/ask", json=sent, headers={"host": "evil.example"}).status_code == 421
    assert client.post("/api/ask", json=sent).headers["cache-control"] == "no-store"
    refused(client.post("/api/nowhere"), 404, "api_unknown")


def test_it_is_off_unless_switched_on(assistant):
    client = client_of(assistant, on=False)
    for reply in (client.post("/api/ask", json={"question": QUESTION}), client.get("/api/plans"), client.get("/api/openapi.json")):
        assert "plansvar ui --api" in refused(reply, 404, "api_off")["da"]
    assert assistant.asked == []

"""The tools for language models: what a client sees, what it gets, and the walls around it."""

from __future__ import annotations

import json
import logging

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.desk_samples import CannedLive
from tests.ui_samples import CannedAssistant
from ui.api import add_api_routes
from ui.render import answer_json
from ui.safety import Safety

pytest.importorskip("mcp", reason="pip install 'plansvar[mcp]'")
QUESTION = "Hvilke kommuner på øerne har et infohus?"
HEADERS = {"accept": "application/json, text/event-stream", "content-type": "application/json"}


@pytest.fixture
def assistant() -> CannedAssistant:
    return CannedAssistant()


@pytest.fixture
def client(assistant):
    app = FastAPI(openapi_url=None)
    add_api_routes(app, CannedLive(assistant), True)
    with TestClient(Safety(app), base_url="http://127.0.0.1:7860") as served:
        yield served


def call(client, method: str, **params) -> dict:
    reply = client.post("/api/mcp", json={"jsonrpc": "2.0", "id": 1, "method": method, "params": params}, headers=HEADERS)
    assert reply.status_code == 200, reply.text
    return reply.json()["result"]


def tool(client, name: str, **arguments) -> dict:
    return call(client, "tools/call", name=name, arguments=arguments)


def test_a_client_is_greeted_and_told_the_rules(client):
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "prøve", "version": "1"}}
    greeted = call(client, "initialize", **hello)
    assert greeted["serverInfo"]["name"] == "Plansvar" and "Keep the markers" in greeted["instructions"]


def test_there_are_three_tools_that_only_read(client):
    tools = call(client, "tools/list")["tools"]
    assert [one["name"] for one in tools] == ["ask", "search", "plans"]
    assert all(one["annotations"]["readOnlyHint"] and one["description"] for one in tools)
    assert tools[0]["inputSchema"]["required"] == ["question"]


def test_the_tool_gives_the_answer_of_the_contract(client, assistant):
    given = tool(client, "ask", question=QUESTION, districts=["Østjylland"], years=[2024])
    assert given["structuredContent"] == json.loads(json.dumps(answer_json(assistant.answer(QUESTION))))
    assert json.loads(given["content"][0]["text"]) == given["structuredContent"]
    assert assistant.asked[0] == (QUESTION, ("Østjylland",), (2024,), (), None, ())
    assert len(tool(client, "plans")["structuredContent"]["plans"]) == 2
    assert tool(client, "search", question=QUESTION, k=1)["structuredContent"]["passages"][0]["rank"] == 1


def test_what_goes_wrong_is_told_in_words_and_nothing_that_was_asked_is_logged(client, assistant, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    refused = tool(client, "ask", question=QUESTION, years=[1999])
    assert refused["isError"] and "There is no plan from 1999." in refused["content"][0]["text"]
    monkeypatch.setattr(assistant, "answer", lambda *_, **__: {}[QUESTION])
    failed = tool(client, "ask", question=QUESTION)
    assert failed["isError"] and "error in the program (KeyError)" in failed["content"][0]["text"]
    assert "infohus" not in failed["content"][0]["text"]
    assert "infohus" not in "".join(record.getMessage() for record in caplog.records if record.levelno >= logging.INFO)


def test_the_page_s_walls_hold_here_too(client):
    request = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    assert client.post("/api/mcp", json=request, headers=HEADERS | {"origin": "http://evil.example"}).status_code == 403
    assert client.post("/api/mcp", json=request, headers=HEADERS | {"host": "evil.example"}).status_code == 421
    assert client.post("/api/mcp", content=b" " * 100_000, headers=HEADERS).status_code == 413
    assert client.get("/api/mcp").json()["error"]["code"] == "api_no_mcp"

"""Feedback: kept only when it is sent, tied to an answer that was shown, without personal numbers, and ready for the gold set."""

from __future__ import annotations

import json
import os
import stat

import pytest
import yaml
from fastapi import FastAPI
from starlette.testclient import TestClient
from typer.testing import CliRunner

import ui.feedback
from eval.propose import propose
from tests.ui_samples import HOUSES_2024, houses
from ui.cli import app as commands
from ui.feedback import FILE, Shown, append
from ui.rating import ANSWERS_KEPT, Ratings, add_rating_routes
from ui.site import Site

QUESTION = "Hvilke kommuner har et infohus? Ring 12 34 56 78"


@pytest.fixture
def ratings(tmp_path) -> Ratings:
    return Ratings(Site(tmp_path))


@pytest.fixture
def client(ratings) -> TestClient:
    app = FastAPI()
    add_rating_routes(app, ratings, "en", "/en")
    add_rating_routes(app, ratings, "da", "")
    return TestClient(app)


def token_of(ratings: Ratings, question: str = QUESTION) -> str:
    """Shows an answer and returns the token under it."""
    html = ratings.offer("<article><p>Svaret</p></article>", Shown(question, ("Og før?",), houses()), "da")
    assert html.startswith("<article><p>Svaret</p><div") and html.endswith("</div></article>") and html.count("</article>") == 1
    return html.split('data-token="')[1].split('"')[0]


def send(client, token: str, verdict: str = "down", status: int = 200, **fields) -> str:
    reply = client.post("/rating/send", json={"token": token, "verdict": verdict, **fields})
    assert reply.status_code == status, reply.text
    return reply.json().get("error", "")


def lines(tmp_path) -> list[dict]:
    return [json.loads(line) for line in (tmp_path / FILE).read_text(encoding="utf-8").splitlines()]


def test_nothing_is_kept_before_it_is_sent_and_then_all_that_belongs_to_it(client, ratings, tmp_path):
    token = token_of(ratings)
    form = client.get("/rating/form", params={"token": token, "verdict": "down"})
    assert "Hvad var galt med svaret?" in form.text and "Skriv ikke personoplysninger." in form.text
    assert list(tmp_path.iterdir()) == []
    send(client, token, reasons=["missing", "wrong_source"], words="Læsø mangler, sig det til ole@example.dk")
    [line] = lines(tmp_path)
    assert line["question"] == "Hvilke kommuner har et infohus? Ring [fjernet]"
    assert line["context"] == ["Og før?"]
    assert line["reason"] == "Forkert kilde, Mangler noget. Læsø mangler, sig det til [fjernet]"
    assert (line["verdict"], line["reasons"], line["generation"]) == ("down", ["wrong_source", "missing"], "abc")
    assert line["answer"].startswith("Østjylland 2024: Norddjurs, Syddjurs og Randers [1]")
    assert line["citations"][0]["quote"] == HOUSES_2024
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_an_answer_is_rated_once_and_only_if_it_was_shown(client, ratings, tmp_path):
    token = token_of(ratings)
    send(client, token, "up")
    assert send(client, token, "down", 409) == "Svaret er allerede vurderet. Tak."
    assert send(client, "opdigtet", "up", 409) == "Svaret er for gammelt til at blive vurderet. Stil spørgsmålet igen."
    assert "has been rated already" in client.get("/en/rating/form", params={"token": token}).text
    assert [line["verdict"] for line in lines(tmp_path)] == ["up"]


def test_only_the_newest_answers_are_remembered(ratings):
    first = token_of(ratings)
    for number in range(ANSWERS_KEPT):
        ratings.remember(Shown(f"{number}?", (), houses()))
    with pytest.raises(ui.feedback.FeedbackError, match="rating_gone"):
        ratings.check(first)


@pytest.mark.parametrize(
    "body",
    [{}, [], {"token": 1, "verdict": "up"}, {"token": "x", "verdict": "sideways"}, {"token": "x", "verdict": "up", "reasons": ["æ"]},
     {"token": "x", "verdict": "up", "reasons": [[]]}, {"token": "x", "verdict": "up", "words": {}}],
)  # fmt: skip
def test_what_is_no_form_is_refused(client, body, tmp_path):
    reply = client.post("/rating/send", json=body)
    assert (reply.status_code, reply.json()["code"]) == (400, "desk_request")
    assert list(tmp_path.iterdir()) == []


def test_too_many_words_are_refused_and_can_be_sent_shorter(client, ratings, tmp_path):
    token = token_of(ratings)
    assert send(client, token, status=409, words="å" * 1001) == "Teksten er på 1.001 tegn. Grænsen er 1.000. Forkort den."
    send(client, token, words="å" * 1000)
    assert len(lines(tmp_path)) == 1


def test_a_full_disk_is_said_and_leaves_the_file_whole(client, ratings, tmp_path, monkeypatch):
    send(client, token_of(ratings))
    before = (tmp_path / FILE).read_bytes()
    write = os.write

    def full(descriptor: int, data: bytes) -> int:
        write(descriptor, data[:20])
        raise OSError(28, "No space left on device")

    token = token_of(ratings, "Hvem ejer øen?")
    monkeypatch.setattr(ui.feedback.os, "write", full)
    assert send(client, token, status=409).startswith("Vurderingen kan ikke gemmes (disken er fuld). Dine ord står her stadig.")
    monkeypatch.setattr(ui.feedback.os, "write", write)
    assert (tmp_path / FILE).read_bytes() == before
    send(client, token)
    assert len(lines(tmp_path)) == 2


def test_half_a_line_of_a_crash_does_not_spoil_the_next(tmp_path):
    append(tmp_path / FILE, {"question": "Å?"})
    with (tmp_path / FILE).open("ab") as file:
        file.write(b'{"question": "hal')
    append(tmp_path / FILE, {"question": "Ø?"})
    assert [line["question"] for line in lines(tmp_path)] == ["Å?", "Ø?"]


def test_without_a_store_there_are_no_thumbs():
    assert Ratings(Site()).remember(Shown(QUESTION, (), houses())) == ""
    assert Ratings(Site()).offer("<article></article>", Shown(QUESTION, (), houses()), "da") == "<article></article>"


def test_the_export_feeds_the_proposals(client, ratings, tmp_path):
    send(client, token_of(ratings), reasons=["outdated"])
    send(client, token_of(ratings, "Hvem ejer øen?"), "up")
    out = tmp_path / "ud" / "svar.jsonl"
    result = CliRunner().invoke(commands, ["feedback", "--store", str(tmp_path), "--output", str(out)])
    assert (result.exit_code, result.stderr) == (0, f"2 tilbagemeldinger er skrevet til {out}.\n")
    [file] = propose(out, tmp_path / "forslag").written
    [record] = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert record["question"] == "Hvilke kommuner har et infohus? Ring [fjernet]"
    assert record["provenance"]["note"] == "Forældet plan"
    assert [one["evidence"][0]["quote"] for one in record["nuggets"]][0] == HOUSES_2024


def test_an_export_of_nothing_says_so(tmp_path):
    result = CliRunner().invoke(commands, ["feedback", "--store", str(tmp_path), "--output", str(tmp_path / "x")])
    assert result.exit_code == 2
    assert result.stderr == f"Der er ingen tilbagemeldinger i {tmp_path} endnu. De kommer, når nogen vurderer et svar på siden.\n"

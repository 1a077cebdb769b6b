"""The middleware, tried on a small application so that every refusal is its own."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.safety import MAX_BODY_BYTES, PAGE_POLICY, PLAN_POLICY, Safety


async def echo(request: Request) -> JSONResponse:
    body = await request.body()
    return JSONResponse({"bytes": len(body), "headers": sorted(request.headers)}, headers={"X-Frame-Options": "SAMEORIGIN"})


@pytest.fixture
def client() -> TestClient:
    app = Starlette(routes=[Route("/{path:path}", echo, methods=["GET", "POST", "HEAD"])])
    return TestClient(Safety(app), base_url="http://127.0.0.1:7860")


def test_every_answer_carries_the_headers(client):
    headers = client.get("/").headers
    assert headers["content-security-policy"] == PAGE_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers.get_list("x-frame-options") == ["DENY"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["permissions-policy"] == "camera=(), microphone=(), geolocation=()"
    assert headers["cache-control"] == "no-store"
    assert client.get("/plan/oestjylland-2024").headers["content-security-policy"] == PLAN_POLICY
    assert client.get("/en/plan/oestjylland-2024").headers["content-security-policy"] == PLAN_POLICY
    assert "cache-control" not in client.get("/own/plansvar.css").headers


def test_the_policies_name_no_other_host():
    for policy in (PAGE_POLICY, PLAN_POLICY):
        assert "http" not in policy
        assert "*" not in policy
        assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in PLAN_POLICY


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:7860", "[::1]:7860", "LOCALHOST"])
def test_this_machine_is_answered(client, host):
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:7860", "", "[::1", "0.0.0.0"])
def test_another_name_for_this_machine_is_refused(client, host):
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:7860"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_another_sites_page_cannot_post(client, headers, status):
    assert client.post("/gradio_api/queue/join", headers=headers).status_code == status


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize(
    "path",
    ["/gradio_api/file=http://evil.example/x", "/gradio_api/file%3Dhttp://evil.example", "/gradio_api/file/https://evil.example",
     "/gradio_api/file=/etc/passwd", "/gradio_api/proxy=http://evil.example", "/GRADIO_API/proxy=x", "/monitoring/summary",
     "/gradio_api/upload", "/gradio_api/runs"],
)  # fmt: skip
def test_gradios_other_doors_are_closed(client, prefix, path):
    assert client.get(prefix + path).status_code == 403
    assert client.post(prefix + path).status_code == 403


def test_only_reading_and_asking(client):
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        assert client.request(method, "/").status_code == 405


def test_the_body_is_limited_by_its_length_and_by_what_arrives(client):
    assert client.post("/", content=b"x" * MAX_BODY_BYTES).json()["bytes"] == MAX_BODY_BYTES
    assert client.post("/", content=b"x" * (MAX_BODY_BYTES + 1)).status_code == 413

    def pieces():
        for _ in range(11):
            yield b"x" * 100_000

    assert client.post("/", content=pieces()).status_code == 413
    assert client.post("/", headers={"content-length": "many"}).status_code == 400


def test_headers_of_a_proxy_that_is_not_there_are_dropped(client):
    seen = client.get(
        "/", headers={"x-forwarded-host": "evil.example", "X-Forwarded-For": "1.2.3.4", "forwarded": "host=x", "accept": "a"}
    ).json()["headers"]
    assert "accept" in seen
    assert not [name for name in seen if "forwarded" in name]

"""What comes back from a provider is a JSON object, or a clear error."""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from auth.errors import ProviderError
from auth.web import LARGEST, HttpxWeb

BASE = "https://login.voorbeeldstad.nl"
SENT = ("authorization", "content-type")


async def echo(request: Request) -> Response:
    body = (await request.body()).decode()
    return JSONResponse({"form": body, "headers": {name: request.headers[name] for name in SENT}})


async def failed(request: Request) -> Response:
    return JSONResponse({"error": "invalid_grant"}, 400)


async def text(request: Request) -> Response:
    return PlainTextResponse("<html>")


async def listing(request: Request) -> Response:
    return JSONResponse([1])


async def huge(request: Request) -> Response:
    return JSONResponse({"x": "x" * LARGEST})


async def elsewhere(request: Request) -> Response:
    return RedirectResponse("/tekst")


async def broken(request: Request) -> Response:
    raise httpx.ConnectError("refused")


APP = Starlette(
    routes=[
        Route("/echo", echo, methods=["POST"]),
        Route("/fout", failed),
        Route("/tekst", text),
        Route("/lijst", listing),
        Route("/groot", huge),
        Route("/elders", elsewhere),
        Route("/stuk", broken),
    ]
)


def web() -> HttpxWeb:
    return HttpxWeb(httpx.ASGITransport(APP))


async def test_a_form_and_headers_arrive_and_the_answer_comes_back() -> None:
    answer = await web().post(f"{BASE}/echo", "code=a%20b", {"authorization": "Basic x"})
    assert answer.content == {
        "form": "code=a%20b",
        "headers": {"authorization": "Basic x", "content-type": "application/x-www-form-urlencoded"},
    }
    assert "code" not in repr(answer)


async def test_an_error_answer_is_an_answer() -> None:
    answer = await web().get(f"{BASE}/fout")
    assert (answer.status, answer.content["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize("path", ["/tekst", "/lijst", "/groot", "/elders", "/stuk", "/nergens"])
async def test_what_is_no_json_object_is_refused(path: str) -> None:
    with pytest.raises(ProviderError):
        await web().get(BASE + path)


@pytest.mark.parametrize("url", ["http://login.voorbeeldstad.nl/fout", "file:///etc/passwd", "", "https://"])
async def test_an_unsafe_url_is_never_called(url: str) -> None:
    with pytest.raises(ProviderError, match="https"):
        await web().get(url)


async def test_a_closed_web_can_be_closed_once_more() -> None:
    one = web()
    await one.close()
    await one.close()

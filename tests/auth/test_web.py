"""What comes back from a provider is a JSON object, or a clear error."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from harness.certificates import Authority
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from auth.client_keys import Certificate
from auth.errors import ConfigurationError, ProviderError
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


async def jwt(request: Request) -> Response:
    kind = "application/token-introspection+jwt" if request.url.path == "/antwoord" else "application/jwt"
    return Response("eyJ.x.y\n", media_type=f"{kind}; charset=utf-8")


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
        Route("/jwt", jwt),
        Route("/antwoord", jwt),
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


@pytest.mark.parametrize("path", ["/jwt", "/antwoord"])
async def test_a_jwt_stands_in_the_place_of_an_object(path: str) -> None:
    answer = await web().get(f"{BASE}{path}")
    assert (answer.jwt, dict(answer.content)) == ("eyJ.x.y", {})
    assert "eyJ" not in repr(answer)


class TestCertificates:
    """Against a server that wants to see one."""

    @pytest.fixture
    def authority(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
        authority = Authority(tmp_path)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.certificate))
        return authority

    async def test_a_certificate_is_shown_to_who_wants_one_and_only_where_it_is_told_to(
        self, authority: Authority
    ) -> None:
        ours = authority.issue("graaf")
        shown = Certificate(ours.certificate, ours.key)
        one = HttpxWeb()
        async with who_are_you(authority) as url:
            assert (await one.post(url, "a=b", {}, shown)).content == {"wie": "graaf"}
            assert (await one.post(url, "a=b", {})).content == {"wie": None}
            assert (await one.get(url)).content == {"wie": None}
        await one.close()

    async def test_a_server_that_nobody_vouches_for_is_not_told_anything(
        self, authority: Authority, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        other = Authority(tmp_path_factory.mktemp("elders"), "elders")
        one = HttpxWeb()
        async with who_are_you(other) as url:
            with pytest.raises(ProviderError):
                await one.get(url)
        await one.close()

    @pytest.mark.parametrize("missing", ["certificate", "key"])
    def test_one_that_cannot_be_used_is_found_before_it_is_needed(
        self, authority: Authority, tmp_path: Path, missing: str
    ) -> None:
        ours, other = authority.issue("graaf"), authority.issue("ander")
        broken = Certificate(ours.certificate, other.key)
        gone = Certificate(
            *(tmp_path / "weg" if one == missing else ours.key for one in ("certificate", "key"))
        )
        for each in (broken, gone):
            with pytest.raises(ConfigurationError, match=str(each.certificate)):
                HttpxWeb().prepare(each)


@asynccontextmanager
async def who_are_you(authority: Authority) -> AsyncIterator[str]:
    """A TLS server that answers with the name on the certificate that it was shown."""
    server = authority.issue("server")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(authority.certificate))
    context.load_cert_chain(server.certificate, server.key)
    context.verify_mode = ssl.CERT_OPTIONAL

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        peer = writer.get_extra_info("peercert") or {}
        names = [value for part in peer.get("subject", ()) for key, value in part if key == "commonName"]
        body = json.dumps({"wie": names[0] if names else None}).encode()
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
        writer.write(f"{head}connection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    serving = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    async with serving:
        yield f"https://127.0.0.1:{serving.sockets[0].getsockname()[1]}/token"

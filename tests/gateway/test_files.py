"""Files through the gateway: from a subgraph and to it, by HTTP and in process, over real connections."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import pytest
from harness.file_town import CHUNK, INZAGE, Cabinet, Transport, file_town, town_over
from harness.processing import MemoryLog
from harness.until import until
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse

from auth.assurance import Niveau
from auth.principal import ANONIEM, Caller, Identifier, Identiteit, Klantsoort, Principal
from auth.processing_log import Pseudonymizer
from gateway.file_processing import ACTIVITY
from gateway.http.caller import CallerRefused
from gateway.processing import ProcessingRules
from gateway.transport.http_files import HttpFiles

BOTH: list[Transport] = ["http", "in process"]
ON_THE_WAY = 40 * 1024 * 1024
"""More than what the buffers of a few connections hold together."""


def principal() -> Principal:
    who = Identiteit("klant-1", Identifier.PSEUDONIEM)
    return Principal(who, who, Klantsoort.BURGER, "digid", Niveau.SUBSTANTIEEL)


async def logged_in(request: Request) -> Caller:
    if request.headers.get("authorization") == "Bearer verlopen":
        raise CallerRefused("This token has expired.")
    return principal() if "authorization" in request.headers or "cookie" in request.headers else ANONIEM


def told(caller: Caller) -> object:
    return lambda subgraph: {"gemeentegraaf-identiteit": f"{type(caller).__name__} bij {subgraph}"}


KNOWN = {"authorization": "Bearer goed"}
PARTS = {"authenticate": logged_in, "headers_for": told}


@pytest.fixture(params=BOTH)
def transport(request: pytest.FixtureRequest) -> Transport:
    return request.param  # type: ignore[no-any-return]


class TestDownload:
    async def test_it_comes_as_the_subgraph_has_it_to_be_saved_and_kept_by_nobody(
        self, transport: Transport
    ) -> None:
        async with file_town(Cabinet(), transport, **PARTS) as url, httpx.AsyncClient() as http:
            response = await http.get(f"{url}bestanden/zaken/d-1", headers=KNOWN)
        assert response.content == b"%PDF-1.7 besluit"
        assert response.headers["content-type"] == "application/pdf"
        assert response.headers["content-disposition"] == 'attachment; filename="besluit.pdf"'
        assert response.headers["cache-control"] == "no-store"
        assert "sandbox" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"

    async def test_the_subgraph_hears_who_asks_and_nothing_else_of_the_client(
        self, transport: Transport
    ) -> None:
        cabinet = Cabinet()
        headers = {**KNOWN, "range": "bytes=0-3", "x-iets": "van de klant"}
        async with file_town(cabinet, transport, **PARTS) as url, httpx.AsyncClient() as http:
            await http.get(f"{url}bestanden/zaken/d-1?bsn=nee", headers=headers)
        (asked,) = cabinet.asked
        assert asked.headers["gemeentegraaf-identiteit"] == "Principal bij zaken"
        assert asked.headers["range"] == "bytes=0-3"
        assert not {"authorization", "cookie", "x-iets"} & set(asked.headers)
        assert asked.url.query == ""
        assert "traceparent" in asked.headers

    async def test_a_page_is_never_shown_as_one(self, transport: Transport) -> None:
        async def page(_request: Request) -> Response:
            headers = {"content-disposition": "inline", ACTIVITY: INZAGE, "set-cookie": "a=b"}
            return Response("<script>alert(1)</script>", 200, headers, "text/html")

        async with file_town(Cabinet(answer=page), transport) as url, httpx.AsyncClient() as http:
            response = await http.get(f"{url}bestanden/zaken/d-1")
        assert response.headers["content-disposition"] == "attachment"
        assert "set-cookie" not in response.headers

    async def test_no_more_is_fetched_than_the_client_takes(self, transport: Transport) -> None:
        cabinet = Cabinet()
        cabinet.answer = cabinet.endless
        async with file_town(cabinet, transport) as url, httpx.AsyncClient() as http:
            async with http.stream("GET", f"{url}bestanden/zaken/d-1") as response:
                coming: AsyncIterator[bytes] = response.aiter_raw()
                assert await anext(coming)
                await stands_still(cabinet)
                assert cabinet.sent < ON_THE_WAY
            await cabinet.gone.wait()  # the client left, and so did the gateway

    async def test_more_than_may_be_breaks_off(self, transport: Transport) -> None:
        cabinet = Cabinet()
        cabinet.answer = cabinet.endless
        settings = f"files: {{download_bytes: {3 * len(CHUNK)}}}"
        async with file_town(cabinet, transport, settings) as url, httpx.AsyncClient() as http:
            with pytest.raises(httpx.RemoteProtocolError):
                await http.get(f"{url}bestanden/zaken/d-1")

    async def test_a_file_that_stops_coming_is_no_whole_file(self, transport: Transport) -> None:
        async def stuck(_request: Request) -> Response:
            async def chunks() -> AsyncIterator[bytes]:
                yield b"begin"
                await asyncio.Event().wait()

            return StreamingResponse(chunks(), headers={ACTIVITY: INZAGE})

        settings = "files: {silence_seconds: 0.2}"
        async with file_town(Cabinet(answer=stuck), transport, settings) as url, httpx.AsyncClient() as http:
            with pytest.raises(httpx.RemoteProtocolError):
                await http.get(f"{url}bestanden/zaken/d-1")


async def stands_still(cabinet: Cabinet) -> None:
    """Returns when the subgraph has sent nothing more for a while."""
    before = -1
    while before != cabinet.sent:
        before = cabinet.sent
        await asyncio.sleep(0.2)


class TestUpload:
    @pytest.mark.parametrize("method", ["PUT", "POST"])
    async def test_it_arrives_as_it_was_sent(self, transport: Transport, method: str) -> None:
        cabinet = Cabinet()
        content = CHUNK * 30
        headers = {**KNOWN, "content-type": "image/png"}
        async with file_town(cabinet, transport, **PARTS) as url, httpx.AsyncClient() as http:
            response = await http.request(
                method, f"{url}bestanden/zaken/b-1", content=content, headers=headers
            )
        assert (response.status_code, response.json()) == (201, {"grootte": len(content)})
        assert cabinet.taken == {"b-1": content}
        assert cabinet.asked[0].headers["content-type"] == "image/png"
        assert cabinet.asked[0].headers["content-length"] == str(len(content))

    async def test_one_without_a_length_that_comes_slowly_arrives_too(self, transport: Transport) -> None:
        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(5):
                yield b"deel"
                await asyncio.sleep(0.3)

        cabinet = Cabinet()
        settings = "files: {silence_seconds: 1.2, slowest_bytes_per_second: 1}"
        async with file_town(cabinet, transport, settings) as url, httpx.AsyncClient() as http:
            response = await http.put(f"{url}bestanden/zaken/b-1", content=chunks())
        assert response.status_code == 201
        assert cabinet.taken == {"b-1": b"deel" * 5}

    @pytest.mark.parametrize("announced", [True, False])
    async def test_one_that_is_too_large_is_refused_and_not_taken(
        self, transport: Transport, announced: bool
    ) -> None:
        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(12):
                yield CHUNK

        cabinet = Cabinet()
        content = CHUNK * 12 if announced else chunks()
        settings = f"files: {{upload_bytes: {10 * len(CHUNK)}}}"
        async with file_town(cabinet, transport, settings) as url, httpx.AsyncClient() as http:
            response = await http.put(f"{url}bestanden/zaken/b-1", content=content)
        assert response.status_code == 413
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["code"] == "PAYLOAD_TOO_LARGE"
        assert cabinet.taken == {}

    async def test_nothing_of_it_is_taken_when_the_client_leaves_halfway(self, transport: Transport) -> None:
        cabinet = Cabinet()
        async with asyncio.timeout(10), file_town(cabinet, transport) as url:
            writer = await begun(url, content_length=1000)
            await until(lambda: bool(cabinet.asked))
            writer.close()
            await cabinet.gone.wait()
        assert cabinet.taken == {}

    async def test_one_that_trickles_in_is_given_up(self, transport: Transport) -> None:
        cabinet = Cabinet()
        settings = "files: {silence_seconds: 0.5, slowest_bytes_per_second: 100000}"
        async with asyncio.timeout(10), file_town(cabinet, transport, settings) as url:
            reader, writer = await connection(url, content_length=100_000)
            hung_up = asyncio.create_task(reader.read())
            while not hung_up.done():
                writer.write(b"x")
                await asyncio.sleep(0.02)
            writer.close()
            await asyncio.gather(hung_up, return_exceptions=True)  # who goes on sending may miss the answer
        assert cabinet.taken == {}

    async def test_one_that_stops_coming_is_given_up(self, transport: Transport) -> None:
        cabinet = Cabinet()
        settings = "files: {silence_seconds: 0.2}"
        async with asyncio.timeout(10), file_town(cabinet, transport, settings) as url:
            reader, writer = await connection(url, content_length=1000)
            answer = await reader.read()
            writer.close()
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b'"code":"REQUEST_TIMEOUT"' in answer
        assert cabinet.taken == {}


async def connection(url: str, content_length: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection on which half a file was sent."""
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection("127.0.0.1", where.port)
    head = (
        f"PUT /bestanden/zaken/b-1 HTTP/1.1\r\nhost: {where.netloc}\r\ncontent-length: {content_length}\r\n"
    )
    writer.write(head.encode() + b"\r\n" + b"half" * (content_length // 8))
    await writer.drain()
    return reader, writer


async def begun(url: str, content_length: int) -> asyncio.StreamWriter:
    return (await connection(url, content_length))[1]


class TestRefusals:
    @pytest.mark.parametrize(
        "path", ["onbekend/d-1", "zaken/..", "zaken/%2e%2e", "zaken/a%2fb", "zaken/a%20b", "data/d-1"]
    )
    async def test_there_are_files_only_by_plain_names_at_subgraphs_that_have_them(self, path: str) -> None:
        cabinet = Cabinet()
        async with file_town(cabinet, "in process") as url, httpx.AsyncClient() as http:
            # a target as it stands: httpx would take out the dots
            response = await http.get(httpx.URL(url).copy_with(raw_path=f"/bestanden/{path}".encode()))
        assert response.status_code == 404
        assert cabinet.asked == []

    async def test_another_sites_page_gets_nothing_with_a_visitors_cookie(self) -> None:
        cabinet = Cabinet()
        headers = {"cookie": "gemeentegraaf=x", "sec-fetch-site": "cross-site"}
        async with file_town(cabinet, "in process", **PARTS) as url, httpx.AsyncClient() as http:
            download = await http.get(f"{url}bestanden/zaken/d-1", headers=headers)
            upload = await http.post(f"{url}bestanden/zaken/d-1", content=b"x", headers=headers)
            own = await http.get(
                f"{url}bestanden/zaken/d-1", headers={**headers, "sec-fetch-site": "same-origin"}
            )
        assert {download.json()["code"], upload.json()["code"]} == {"CSRF_PREVENTED"}
        assert own.status_code == 200
        assert len(cabinet.asked) == 1

    async def test_bad_credentials_are_refused(self) -> None:
        headers = {"authorization": "Bearer verlopen"}
        async with file_town(Cabinet(), "in process", **PARTS) as url, httpx.AsyncClient() as http:
            response = await http.get(f"{url}bestanden/zaken/d-1", headers=headers)
        assert (response.status_code, response.json()["code"]) == (401, "UNAUTHENTICATED")

    async def test_a_subgraphs_own_problem_is_told(self, transport: Transport) -> None:
        async def none(_request: Request) -> Response:
            told = {"title": "Dit document is niet gevonden.", "code": "NIET_GEVONDEN"}
            return JSONResponse(told, 404, media_type="application/problem+json")

        async with file_town(Cabinet(answer=none), transport) as url, httpx.AsyncClient() as http:
            response = await http.get(f"{url}bestanden/zaken/d-1")
        assert response.status_code == 404
        assert response.json()["code"] == "NIET_GEVONDEN"
        assert response.json()["title"] == "Dit document is niet gevonden."

    @pytest.mark.parametrize(("status", "code"), [(500, "FILE_REFUSED"), (404, "FILE_REFUSED")])
    async def test_any_other_error_page_stays_inside(
        self, transport: Transport, status: int, code: str
    ) -> None:
        async def page(_request: Request) -> Response:
            return PlainTextResponse("Traceback of the subgraph", status)

        async with file_town(Cabinet(answer=page), transport) as url, httpx.AsyncClient() as http:
            response = await http.get(f"{url}bestanden/zaken/d-1")
        assert (response.status_code, response.json()["code"]) == (status, code)
        assert "Traceback" not in response.text

    async def test_redirects_are_not_followed(self, transport: Transport) -> None:
        async def elsewhere(_request: Request) -> Response:
            return RedirectResponse("http://169.254.169.254/")

        async with file_town(Cabinet(answer=elsewhere), transport) as url, httpx.AsyncClient() as http:
            response = await http.get(f"{url}bestanden/zaken/d-1")
        assert (response.status_code, response.json()["code"]) == (502, "SUBGRAPH_HTTP_ERROR")

    async def test_a_subgraph_that_raises_or_keeps_silent_is_a_coded_error(self) -> None:
        async def raises(_request: Request) -> Response:
            raise LookupError("iets van de klant")

        async def silent(_request: Request) -> Response:
            return await asyncio.Event().wait()  # type: ignore[return-value]

        cabinet = Cabinet(answer=silent)
        settings = "files: {silence_seconds: 0.2}"
        async with file_town(cabinet, "in process", settings) as url, httpx.AsyncClient() as http:
            late = await http.get(f"{url}bestanden/zaken/d-1")
            cabinet.answer = raises
            broken = await http.get(f"{url}bestanden/zaken/d-1")
        assert (late.status_code, late.json()["code"]) == (504, "SUBGRAPH_TIMEOUT")
        assert broken.status_code >= 500
        assert "klant" not in broken.text

    async def test_who_takes_nothing_of_a_file_gives_up_their_place(self) -> None:
        cabinet = Cabinet()
        cabinet.answer = cabinet.endless
        settings = "files: {silence_seconds: 0.3, at_once: 1}"
        async with file_town(cabinet, "in process", settings) as url:
            place = urlsplit(url)
            reader, writer = await asyncio.open_connection(place.hostname, place.port, limit=1024)
            writer.write(f"GET /bestanden/zaken/d-1 HTTP/1.1\r\nhost: {place.netloc}\r\n\r\n".encode())
            assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
            async with asyncio.timeout(20):
                await cabinet.gone.wait()
            writer.close()

    async def test_nobody_there_is_a_coded_error(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as closed:
            nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}/bestanden/"
        async with town_over(HttpFiles(nowhere)) as url, httpx.AsyncClient() as http:
            response = await http.get(f"{url}bestanden/zaken/d-1")
        assert (response.status_code, response.json()["code"]) == (502, "SUBGRAPH_UNREACHABLE")

    async def test_who_finds_no_place_is_asked_to_come_back(self) -> None:
        cabinet = Cabinet()
        cabinet.answer = cabinet.endless
        settings = "files: {at_once: 1}"
        async with file_town(cabinet, "in process", settings) as url, httpx.AsyncClient() as http:
            async with http.stream("GET", f"{url}bestanden/zaken/d-1") as response:
                assert response.status_code == 200
                second = await http.get(f"{url}bestanden/zaken/d-1")
            assert (second.status_code, second.json()["code"]) == (503, "FILES_BUSY")
            assert second.headers["retry-after"] == "2"
            await cabinet.gone.wait()
            cabinet.answer = None
            assert (await http.get(f"{url}bestanden/zaken/d-1")).status_code == 200


class TestProcessingLog:
    def rules(self, log: MemoryLog) -> ProcessingRules:
        return ProcessingRules(log, Pseudonymizer(b"k" * 32))

    async def test_a_download_and_an_upload_each_leave_a_line(self, transport: Transport) -> None:
        log = MemoryLog()
        async with (
            file_town(Cabinet(), transport, processing=self.rules(log), **PARTS) as url,
            httpx.AsyncClient(headers=KNOWN) as http,
        ):
            await http.get(f"{url}bestanden/zaken/d-1")
            await http.put(f"{url}bestanden/zaken/b-1", content=b"x")
        assert [(one.name, one.activity) for one in log.lines] == [
            ("Raadplegen: zaken", INZAGE),
            ("Wijzigen: zaken", INZAGE),
        ]

    async def test_nothing_is_given_that_cannot_be_written_down(self) -> None:
        cabinet = Cabinet()
        rules = self.rules(MemoryLog(broken=True))
        async with (
            file_town(cabinet, "in process", processing=rules, **PARTS) as url,
            httpx.AsyncClient(headers=KNOWN) as http,
        ):
            response = await http.get(f"{url}bestanden/zaken/d-1")
        assert (response.status_code, response.json()["code"]) == (503, "PROCESSING_LOG_UNAVAILABLE")
        assert cabinet.asked == []

    @pytest.mark.parametrize(("cache", "status"), [("private", 503), ("public, max-age=60", 200)])
    async def test_only_what_is_public_needs_no_activity(self, cache: str, status: int) -> None:
        async def answer(_request: Request) -> Response:
            return Response(b"stuk", headers={"cache-control": cache})

        log = MemoryLog()
        async with (
            file_town(Cabinet(answer=answer), "in process", processing=self.rules(log), **PARTS) as url,
            httpx.AsyncClient(headers=KNOWN) as http,
        ):
            response = await http.get(f"{url}bestanden/zaken/d-1")
        assert response.status_code == status
        assert log.lines == []

    @pytest.mark.parametrize("status", [403, 404])
    async def test_a_file_that_is_not_theirs_to_have_leaves_a_line(self, status: int) -> None:
        async def refused(_request: Request) -> Response:
            return Response(status_code=status, headers={ACTIVITY: INZAGE} if status == 403 else {})

        log = MemoryLog()
        async with (
            file_town(Cabinet(answer=refused), "in process", processing=self.rules(log), **PARTS) as url,
            httpx.AsyncClient() as http,
        ):
            assert (await http.get(f"{url}bestanden/zaken/d-1", headers=KNOWN)).status_code == status
            assert (await http.get(f"{url}bestanden/zaken/d-1")).status_code == status
        assert [(one.name, one.refused) for one in log.lines] == [("Geweigerd: zaken", True)] * (
            status == 403
        )

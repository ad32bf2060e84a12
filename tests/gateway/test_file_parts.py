"""Parts of files through the gateway: what a subgraph says of them reaches the client."""

from __future__ import annotations

import httpx
import pytest
from harness.file_town import INZAGE, Cabinet, Transport, file_town
from starlette.requests import Request
from starlette.responses import Response

from auth.principal import ANONIEM, Caller
from gateway.file_processing import ACTIVITY

BOTH: list[Transport] = ["http", "in process"]


async def nobody(_request: Request) -> Caller:
    return ANONIEM


PARTS = {"authenticate": nobody, "headers_for": lambda _caller: lambda _subgraph: {}}


@pytest.mark.parametrize("transport", BOTH)
async def test_a_part_comes_as_one(transport: Transport) -> None:
    async def part(request: Request) -> Response:
        assert request.headers["if-range"] == '"v1"'
        headers = {"content-range": "bytes 2-4/9", "etag": '"v1"', "accept-ranges": "bytes", ACTIVITY: INZAGE}
        return Response(b"cde", 206, headers)

    async with file_town(Cabinet(answer=part), transport, **PARTS) as url, httpx.AsyncClient() as http:
        asked = {"range": "bytes=2-4", "if-range": '"v1"'}
        response = await http.get(f"{url}bestanden/zaken/d-1", headers=asked)
    assert (response.status_code, response.content) == (206, b"cde")
    told = [response.headers[name] for name in ("content-range", "etag", "accept-ranges", "content-length")]
    assert told == ["bytes 2-4/9", '"v1"', "bytes", "3"]


@pytest.mark.parametrize("transport", BOTH)
async def test_of_a_part_that_is_not_there_the_length_is_told(transport: Transport) -> None:
    async def past(_request: Request) -> Response:
        return Response(status_code=416, headers={"content-range": "bytes */9", "x-iets": "intern"})

    async with file_town(Cabinet(answer=past), transport, **PARTS) as url, httpx.AsyncClient() as http:
        response = await http.get(f"{url}bestanden/zaken/d-1", headers={"range": "bytes=9-"})
    assert (response.status_code, response.json()["code"]) == (416, "FILE_REFUSED")
    assert response.headers["content-range"] == "bytes */9"
    assert "x-iets" not in response.headers

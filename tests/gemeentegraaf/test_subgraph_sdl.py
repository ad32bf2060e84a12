"""Where SDL comes from: files, services and Python objects, and what is said when it cannot be had."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import strawberry
from graphql import build_schema
from harness.served import served
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from gemeentegraaf.subgraph_sdl import (
    SourceCode,
    SourceError,
    SourceLimits,
    sdl_of_file,
    sdl_of_object,
    sdl_of_service,
)

SDL = "type Query { a: Int }"


@strawberry.type
class Query:
    a: int = 1


FEDERATED = build_schema("type Query { _service: _Service! } type _Service { sdl: String }")
FEDERATED.query_type.fields["_service"].resolve = lambda *_: {"sdl": SDL}  # type: ignore[union-attr]
STRAWBERRY = strawberry.federation.Schema(query=Query)
PLAIN = build_schema(SDL)


class Wrapping:
    """As graphene has it."""

    graphql_schema = FEDERATED


WRAPPING = Wrapping()
NUMBER = 3


HERE = __name__
"""This module, by the name it can be imported with."""


class TestObjects:
    @pytest.mark.parametrize("name", ["SDL", "FEDERATED", "WRAPPING"])
    def test_a_text_and_schemas_that_answer_service_give_their_sdl(self, name: str) -> None:
        assert sdl_of_object(f"{HERE}:{name}") == SDL

    def test_a_strawberry_schema_prints_itself(self) -> None:
        assert "a: Int!" in sdl_of_object(f"{HERE}:STRAWBERRY")

    @pytest.mark.parametrize(
        ("place", "code", "words"),
        [
            (f"{HERE}:PLAIN", SourceCode.SUBGRAPH_HAS_NO_SDL, "no Federation subgraph"),
            (f"{HERE}:NUMBER", SourceCode.SUBGRAPH_SCHEMA_UNUSABLE, "int"),
            (f"{HERE}:weg", SourceCode.SUBGRAPH_SCHEMA_UNUSABLE, "has no weg"),
            (HERE, SourceCode.SUBGRAPH_SCHEMA_UNUSABLE, "module:attribute"),
            ("er.is.niets:x", SourceCode.SUBGRAPH_SCHEMA_UNUSABLE, "no module er"),
            (":x", SourceCode.SUBGRAPH_SCHEMA_UNUSABLE, "has no x"),
        ],
    )
    def test_what_is_no_schema_is_refused(self, place: str, code: SourceCode, words: str) -> None:
        with pytest.raises(SourceError, match=words) as refused:
            sdl_of_object(place)
        assert refused.value.code is code


class TestFiles:
    def test_a_file_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "a.graphql").write_text(SDL)
        assert sdl_of_file(tmp_path / "a.graphql") == SDL

    @pytest.mark.parametrize("content", [None, b"\xff\xfe"])
    def test_a_file_that_cannot_be_read_is_refused(self, tmp_path: Path, content: bytes | None) -> None:
        if content:
            (tmp_path / "a.graphql").write_bytes(content)
        with pytest.raises(SourceError, match=r"a\.graphql") as refused:
            sdl_of_file(tmp_path / "a.graphql")
        assert refused.value.code is SourceCode.SUBGRAPH_FILE_UNREADABLE

    def test_a_file_that_is_too_large_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "a.graphql").write_text(SDL)
        with pytest.raises(SourceError) as refused:
            sdl_of_file(tmp_path / "a.graphql", SourceLimits(bytes=4))
        assert refused.value.code is SourceCode.SUBGRAPH_TOO_LARGE


async def asked(response: Response, query: str = "", most: int = 1000) -> str:
    """What a service that gives this response is found to have."""
    bodies: list[bytes] = []

    async def answer(request: Request) -> Response:
        bodies.append(await request.body())
        return response

    app = Starlette(routes=[Route("/graphql", answer, methods=["POST"])])
    async with served(app) as url:
        found = await asyncio.to_thread(sdl_of_service, f"{url}graphql{query}", SourceLimits(most, 1))
    assert b"_service" in bodies[0]
    return found


def endless() -> StreamingResponse:
    async def drip():  # type: ignore[no-untyped-def]
        while True:
            yield b" "
            await asyncio.sleep(0.05)

    return StreamingResponse(drip(), media_type="application/json")


class TestServices:
    async def test_a_service_is_asked_for_its_sdl(self) -> None:
        assert await asked(JSONResponse({"data": {"_service": {"sdl": SDL}}})) == SDL

    @pytest.mark.parametrize(
        ("response", "code", "words"),
        [
            (HTMLResponse("<html>"), SourceCode.SUBGRAPH_NOT_GRAPHQL, "text/html"),
            (JSONResponse([1]), SourceCode.SUBGRAPH_NOT_GRAPHQL, "application/json"),
            (HTMLResponse("<html>", 503), SourceCode.SUBGRAPH_HTTP_STATUS, "503"),
            (JSONResponse({"data": {"_service": {"sdl": " "}}}), SourceCode.SUBGRAPH_HAS_NO_SDL, "_service"),
            (JSONResponse({"data": None}), SourceCode.SUBGRAPH_HAS_NO_SDL, "_service"),
            (
                JSONResponse({"errors": [{"message": 'Cannot query field "_service".'}]}, 400),
                SourceCode.SUBGRAPH_HAS_NO_SDL,
                "hides that field",
            ),
            (
                JSONResponse({"errors": [{"message": "Log\n in."}], "data": None}, 401),
                SourceCode.SUBGRAPH_ERRORS,
                "Log in.",
            ),
            (RedirectResponse("/elders?geheim=1"), SourceCode.SUBGRAPH_REDIRECTS, "/elders: give"),
        ],
    )
    async def test_other_answers_are_refused_with_their_reason(
        self, response: Response, code: SourceCode, words: str
    ) -> None:
        with pytest.raises(SourceError, match=words) as refused:
            await asked(response, "?geheim=1")
        assert refused.value.code is code
        assert "geheim" not in str(refused.value)

    async def test_an_answer_that_never_ends_is_cut_off(self) -> None:
        with pytest.raises(SourceError) as refused:
            await asked(endless())
        assert refused.value.code is SourceCode.SUBGRAPH_TIMEOUT

    async def test_an_answer_that_is_too_large_is_cut_off(self) -> None:
        with pytest.raises(SourceError) as refused:
            await asked(JSONResponse({"data": {"_service": {"sdl": SDL}}}), most=10)
        assert refused.value.code is SourceCode.SUBGRAPH_TOO_LARGE

    @pytest.mark.parametrize(
        ("url", "code"),
        [
            ("http://127.0.0.1:1/graphql", SourceCode.SUBGRAPH_UNREACHABLE),
            ("ftp://stad/graphql", SourceCode.SUBGRAPH_URL_INVALID),
            ("http://stad:poort/graphql", SourceCode.SUBGRAPH_URL_INVALID),
        ],
    )
    def test_an_address_where_nothing_is_is_refused(self, url: str, code: SourceCode) -> None:
        with pytest.raises(SourceError) as refused:
            sdl_of_service(url)
        assert refused.value.code is code

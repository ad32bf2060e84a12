"""What is for everyone by plain HTTP: without anybody's identity, and only what is called public."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

import httpx
import pytest
from harness.served import served
from harness.small_town import SUPERGRAPH, small_town
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from gateway.app import AppParts, make_app
from gateway.public_settings import FOLDER
from gateway.settings import GatewaySettings, SettingsError
from gateway.transport.file_server import FilePatience, FileServer
from gateway.transport.http_files import HttpFiles
from gateway.transport.in_process_files import InProcessFiles
from schema.supergraph import Supergraph

Transport = Literal["http", "in process"]
PUBLIC = {"cache-control": "public, max-age=60", "etag": '"1"', "vary": "accept"}
PATHS = "public: {paths: {catalog: zaken, bestanden: zaken}}"


@dataclass
class Window:
    """The subgraph: how it was asked, and what it answers."""

    asked: list[Request] = field(default_factory=list)
    answer: Callable[[Request], Awaitable[Response]] | None = None

    async def answered(self, request: Request) -> Response:
        self.asked.append(request)
        if self.answer is not None:
            return await self.answer(request)
        return Response(b"<a> <b> <c> .", 200, PUBLIC, "text/turtle")


@asynccontextmanager
async def town(
    window: Window, transport: Transport = "in process", settings: str = PATHS
) -> AsyncIterator[httpx.AsyncClient]:
    """A visitor of a gateway on a real port, whose subgraph `zaken` has public paths."""
    subgraph = Starlette(routes=[Route("/openbaar/{name:path}", window.answered)])
    if transport == "http":
        async with served(subgraph) as behind, visitor(HttpFiles(f"{behind}openbaar/"), settings) as client:
            yield client
        return
    files = InProcessFiles("zaken", subgraph, FilePatience(), FOLDER)
    async with visitor(files, settings) as client:
        yield client


@asynccontextmanager
async def visitor(files: FileServer, settings: str) -> AsyncIterator[httpx.AsyncClient]:
    graph, loaded = Supergraph.parse(SUPERGRAPH), GatewaySettings.load(settings, {})
    app = make_app(loaded, graph, small_town(), AppParts(public={"zaken": files}))
    async with served(app) as url, httpx.AsyncClient(base_url=url) as client:
        yield client


def answering(response: Response) -> Window:
    async def answer(_request: Request) -> Response:
        return response

    return Window(answer=answer)


@pytest.mark.parametrize("transport", ["http", "in process"])
async def test_a_path_is_passed_on_with_its_query_and_what_is_accepted(transport: Transport) -> None:
    window = Window()
    async with town(window, transport) as client:
        answer = await client.get("openbaar/catalog.ttl?after=x&first=5", headers={"accept": "text/turtle"})
    assert (answer.status_code, answer.text) == (200, "<a> <b> <c> .")
    assert {name: answer.headers[name] for name in PUBLIC} == PUBLIC
    (asked,) = window.asked
    assert (asked.url.path, asked.url.query) == ("/openbaar/catalog.ttl", "after=x&first=5")
    assert asked.headers["accept"] == "text/turtle"


@pytest.mark.parametrize("transport", ["http", "in process"])
async def test_nobody_is_known_there_and_nothing_of_who_asks_goes_along(transport: Transport) -> None:
    window = Window()
    headers = {"cookie": "sessie=geheim", "authorization": "Bearer geheim", "gemeentegraaf-identiteit": "x"}
    async with town(window, transport) as client:
        assert (await client.get("openbaar/catalog", headers=headers)).status_code == 200
    assert not {"cookie", "authorization", "gemeentegraaf-identiteit"} & set(window.asked[0].headers)


async def test_the_subgraph_hears_how_the_gateway_is_reached() -> None:
    window, public = Window(), Window()
    async with town(window) as client:
        await client.get("openbaar/catalog", headers={"x-forwarded-host": "boef.example"})
        origin = client.base_url
    assert window.asked[0].headers["x-forwarded-host"] == f"127.0.0.1:{origin.port}"
    async with town(public, settings=f"public_url: https://mijn.example\n{PATHS}") as client:
        await client.get("openbaar/catalog")
    told = public.asked[0].headers
    assert (told["x-forwarded-proto"], told["x-forwarded-host"]) == ("https", "mijn.example")


async def test_every_site_may_read_it_and_none_may_run_it() -> None:
    async with town(Window()) as client:
        answer = await client.get("openbaar/catalog", headers={"origin": "https://elders.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("settings", [PATHS, f"cross_origin: {{origins: ['https://mijn.example']}}\n{PATHS}"])
async def test_a_page_of_another_site_may_ask_whether_it_changed_and_read_why_not(settings: str) -> None:
    window = Window()
    asks = {"origin": "https://elders.example", "access-control-request-method": "GET"}
    async with town(window, settings=settings) as client:
        before = await client.options(
            "openbaar/catalog", headers={**asks, "access-control-request-headers": "if-none-match"}
        )
        assert window.asked == []
        answer = await client.get("openbaar/catalog", headers={"origin": "https://elders.example"})
        refusal = await client.get("openbaar/er-is-niets", headers={"origin": "https://elders.example"})
    assert (before.status_code, before.content) == (204, b"")
    assert before.headers["access-control-allow-methods"] == "GET, HEAD"
    assert "if-none-match" in before.headers["access-control-allow-headers"]
    assert "etag" in answer.headers["access-control-expose-headers"]
    assert {each.headers["access-control-allow-origin"] for each in (before, answer, refusal)} == {"*"}
    assert refusal.status_code == 404


async def test_what_has_not_changed_is_not_sent_again() -> None:
    async with town(answering(Response(status_code=304, headers=PUBLIC))) as client:
        answer = await client.get("openbaar/catalog", headers={"if-none-match": '"1"'})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", '"1"')


async def test_a_head_has_no_body() -> None:
    async with town(Window()) as client:
        answer = await client.head("openbaar/catalog")
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", "13")


@pytest.mark.parametrize("cache", ["no-store", "private", None])
async def test_what_the_subgraph_does_not_call_public_stays_inside(cache: str | None) -> None:
    secret = Response(b"geheim", headers={"cache-control": cache} if cache else None)
    async with town(answering(secret)) as client:
        answer = await client.get("openbaar/catalog")
    assert answer.status_code == 502
    assert "geheim" not in answer.text


async def test_headers_that_are_not_for_visitors_stay_inside() -> None:
    given = Response(b"x", headers={**PUBLIC, "set-cookie": "a=b", "x-intern": "ja"})
    async with town(answering(given)) as client:
        answer = await client.get("openbaar/catalog")
    assert not {"set-cookie", "x-intern"} & set(answer.headers)


async def test_a_problem_of_the_subgraph_is_told_in_its_own_words() -> None:
    problem = JSONResponse(
        {"code": "EIGEN", "title": "Dat kan niet."}, 400, media_type="application/problem+json"
    )
    async with town(answering(problem)) as client:
        answer = await client.get("openbaar/catalog")
    assert (answer.status_code, answer.json()["code"]) == (400, "EIGEN")


@pytest.mark.parametrize(
    "path",
    [
        "openbaar/iets",
        "openbaar/catalog/a/b",
        "openbaar/bestanden/%2E%2E",
        "openbaar/Catalog",
        "openbaar/",
        "openbaar/catalog//",
    ],
)
async def test_other_paths_are_not_there_and_nobody_is_asked(path: str) -> None:
    window = Window()
    async with town(window) as client:
        answer = await client.get(path)
    assert answer.status_code == 404
    assert window.asked == []


async def test_it_can_only_be_read() -> None:
    async with town(Window()) as client:
        answer = await client.post("openbaar/catalog", content=b"x")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


async def test_a_query_string_has_its_length() -> None:
    async with town(Window()) as client:
        answer = await client.get("openbaar/catalog", params={"after": "x" * 3000})
    assert (answer.status_code, answer.json()["code"]) == (414, "URI_TOO_LONG")


async def test_a_subgraph_that_is_down_is_said_to_be() -> None:
    async with visitor(HttpFiles("http://127.0.0.1:9/openbaar/"), PATHS) as client:
        answer = await client.get("openbaar/catalog")
    assert (answer.status_code, answer.json()["code"]) == (502, "SUBGRAPH_UNREACHABLE")


async def test_the_public_graph_stands_where_it_stood() -> None:
    async with town(Window()) as client:
        answer = await client.post("graphql", json={"query": "{ __typename }"})
    assert answer.json() == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize("path", ["graphql", "../x", "Catalog", "a/b", ""])
def test_a_path_that_cannot_be_is_a_mistake_in_the_settings(path: str) -> None:
    with pytest.raises(SettingsError, match=r"public\.paths"):
        GatewaySettings.load(f"public: {{paths: {{'{path}': zaken}}}}", {})

"""The gateway as one application: what it serves, its headers, other origins, starting and stopping."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from harness.small_town import SUPERGRAPH, small_town
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from gateway.app import AppParts, make_app
from gateway.settings import GatewaySettings
from schema.supergraph import Supergraph

ORIGIN = "https://mijn.voorbeeldstad.nl"
TOWN = Supergraph.parse(SUPERGRAPH)
QUERY = {"query": "{ datasets(eerste: 1) { titel } }"}
ANSWER = {"data": {"datasets": [{"titel": "Bomen"}]}}


def town_app(settings: str = "", **parts: Any) -> Starlette:
    return make_app(GatewaySettings.load(settings, {}), TOWN, small_town(), AppParts(**parts))


@asynccontextmanager
async def client(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    """Calls to an application that has started, and stops afterwards."""
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="https://mijn.voorbeeldstad.nl"
        ) as http,
    ):
        yield http


async def test_it_answers_by_post_and_by_get() -> None:
    async with client(town_app()) as http:
        assert (await http.post("/graphql", json=QUERY)).json() == ANSWER
        assert (await http.get("/graphql", params=QUERY)).json() == ANSWER


async def test_a_mutation_by_get_is_not_done() -> None:
    async with client(town_app()) as http:
        change = {"query": 'mutation { zaakSluiten(id: "z1") { id } }'}
        assert (await http.get("/graphql", params=change)).status_code == 405
        found = await http.post("/graphql", json={"query": '{ zaak(id: "z1") { gesloten } }'})
        assert found.json()["data"]["zaak"]["gesloten"] is False


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        ({"query": "{"}, 400, "GRAPHQL_PARSE_FAILED"),
        ({"query": "{ weg }"}, 400, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "query ($i: ID!) { zaak(id: $i) { id } }"}, 400, "BAD_USER_INPUT"),
        ({"query": "{ __typename }", "operationName": "X"}, 400, "OPERATION_RESOLUTION_FAILURE"),
        ({"query": "{ a: __typename b: __typename }"}, 400, "OPERATION_LIMIT_EXCEEDED"),
    ],
)
async def test_bad_input_gets_its_status_and_code(request_: dict[str, Any], status: int, code: str) -> None:
    headers = {"accept": "application/graphql-response+json"}
    async with client(town_app("limits: {aliases: 1}")) as http:
        response = await http.post("/graphql", json=request_, headers=headers)
    assert response.status_code == status
    assert response.json()["errors"][0]["extensions"]["code"] == code


class TestHealth:
    async def test_it_is_ready_only_between_start_and_stop(self) -> None:
        app = town_app()
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as outside:
            assert (await outside.get("/ready")).status_code == 503
            async with client(app) as http:
                assert (await http.get("/ready")).json() == {"status": "ready"}
                assert (await http.get("/health")).json() == {"status": "ok"}
            assert (await outside.get("/ready")).status_code == 503
            assert (await outside.get("/health")).status_code == 200


class TestStartAndStop:
    async def test_parts_are_opened_before_and_closed_after_and_so_are_the_subgraphs(self) -> None:
        events: list[str] = []

        @asynccontextmanager
        async def part() -> AsyncIterator[None]:
            events.append("open")
            yield
            events.append("close")

        subgraphs = small_town()
        app = make_app(GatewaySettings(), TOWN, subgraphs, AppParts(lifespans=(part,)))
        async with client(app):
            assert events == ["open"]
        assert events == ["open", "close"]
        assert all(subgraph.closed for subgraph in subgraphs.values())

    def test_a_subgraph_that_is_not_there_is_missed_at_once(self) -> None:
        subgraphs = small_town()
        del subgraphs["zaken"]
        with pytest.raises(ValueError, match="zaken"):
            make_app(GatewaySettings(), TOWN, subgraphs)


class TestPages:
    async def test_the_explorer_is_at_the_root_unless_it_is_switched_off(self) -> None:
        async with client(town_app()) as http:
            response = await http.get("/", headers={"accept": "text/html"})
            assert response.headers["content-type"].startswith("text/html")
        async with client(town_app("explorer: false")) as http:
            assert (await http.get("/", headers={"accept": "text/html"})).status_code == 404

    async def test_other_routes_are_served_beside_it(self) -> None:
        async def page(request: Request) -> PlainTextResponse:
            return PlainTextResponse("hallo")

        async with client(town_app(routes=(Route("/auth/sessie", page),))) as http:
            assert (await http.get("/auth/sessie")).text == "hallo"


class TestHeaders:
    @pytest.mark.parametrize("path", ["/", "/graphql", "/health", "/bestaat-niet"])
    async def test_security_headers_are_on_everything(self, path: str) -> None:
        async with client(town_app()) as http:
            headers = (await http.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "strict-transport-security" not in headers

    async def test_a_page_keeps_the_policy_it_states_itself(self) -> None:
        async with client(town_app()) as http:
            page = await http.get("/", headers={"accept": "text/html"})
            answer = await http.post("/graphql", json=QUERY)
        assert "script-src 'self'" in page.headers["content-security-policy"]
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")

    async def test_browsers_are_held_to_tls_when_the_gateway_is_public_over_it(self) -> None:
        async with client(town_app("public_url: https://mijn.voorbeeldstad.nl")) as http:
            assert "max-age" in (await http.get("/health")).headers["strict-transport-security"]


class TestOtherOrigins:
    ORIGIN = "https://www.voorbeeldstad.nl"

    async def preflight(self, settings: str) -> httpx.Response:
        headers = {
            "origin": self.ORIGIN,
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
        }
        async with client(town_app(settings)) as http:
            return await http.options("/graphql", headers=headers)

    async def test_nobody_else_may_call_from_a_browser_unless_it_is_set(self) -> None:
        response = await self.preflight("")
        assert response.status_code == 405
        assert "access-control-allow-origin" not in response.headers

    async def test_a_named_origin_may(self) -> None:
        response = await self.preflight(f"cross_origin: {{origins: ['{self.ORIGIN}']}}")
        assert response.status_code == 200
        assert response.headers["access-control-allow-origin"] == self.ORIGIN
        assert "access-control-allow-credentials" not in response.headers

    async def test_another_one_may_not(self) -> None:
        response = await self.preflight("cross_origin: {origins: ['https://elders.nl']}")
        assert "access-control-allow-origin" not in response.headers

    async def test_everyone_may_without_cookies(self) -> None:
        response = await self.preflight("cross_origin: {origins: ['*']}")
        assert response.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in response.headers

    @pytest.mark.parametrize(("credentials", "status"), [("true", 200), ("false", 403)])
    async def test_a_cookie_from_a_named_origin_counts_only_with_credentials(
        self, credentials: str, status: int
    ) -> None:
        settings = f"cross_origin: {{origins: ['{self.ORIGIN}'], credentials: {credentials}}}"
        async with client(town_app(settings)) as http:
            headers = {"origin": self.ORIGIN, "cookie": "sessie=x"}
            response = await http.post("/graphql", json=QUERY, headers=headers)
        assert response.status_code == status


class TestAccessLog:
    async def test_a_line_says_what_was_served_and_nothing_of_who_or_what(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level("INFO", logger="gateway.access"):
            async with client(town_app()) as http:
                await http.get("/graphql", params={"query": '{ zaak(id: "999990019") { id } }'})
                await http.get("/zaken/999990019")
                await http.put("/graphql")
        lines = [record.getMessage() for record in caplog.records if record.name == "gateway.access"]
        assert [line.split()[:3] for line in lines] == [
            ["GET", "/graphql", "200"],
            ["GET", "(unknown)", "404"],
            ["PUT", "/graphql", "405"],
        ]
        assert "999990019" not in "".join(lines)

    @pytest.mark.parametrize("method", ["POST", "GET"])
    async def test_what_is_typed_behind_a_path_of_ours_does_not_get_in(
        self, caplog: pytest.LogCaptureFixture, method: str
    ) -> None:
        async def page(request: Request) -> Response:
            raise AssertionError(f"{request.url} should not be served")

        routes = (Route("/auth/login/{middel}", page, methods=["GET"]),)
        typed = "/auth/login/999990019%0aINFO forged" + ("/" if method == "GET" else "")
        with caplog.at_level("INFO", logger="gateway.access"):
            async with client(town_app(routes=routes)) as http:
                await http.request(method, typed)
        (line,) = [record.getMessage() for record in caplog.records if record.name == "gateway.access"]
        assert line.startswith(f"{method} (unknown) ")

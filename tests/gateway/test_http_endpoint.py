"""GraphQL over HTTP, by real ASGI calls on the endpoint with a pipeline that only notes what it is asked."""

import asyncio
import gzip
import logging
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from auth.principal import ANONIEM, Caller
from gateway.http.caller import CallerRefused
from gateway.http.cross_site import CrossSiteRules
from gateway.http.endpoint import EndpointRules, GraphQLEndpoint
from gateway.operation.refusal import (
    InputRefused,
    LimitExceeded,
    MutationRefused,
    OperationUnresolved,
    ParseFailed,
    Refusal,
    ValidationFailed,
)
from gateway.operation.request import GraphQLRequest
from gateway.operation.response import GraphQLResponse

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
THREE = GraphQLResponse({"aantal": 3})
PARTIAL = GraphQLResponse({"ik": None}, [{"message": "weg", "path": ["ik"]}])


class Noting:
    """A pipeline that notes each request and gives the same answer to all, or raises it."""

    def __init__(self, outcome: GraphQLResponse | Exception = THREE) -> None:
        self.requests: list[GraphQLRequest] = []
        self._outcome = outcome

    async def __call__(self, request: GraphQLRequest, caller: Caller) -> GraphQLResponse:
        assert caller is ANONIEM
        self.requests.append(request)
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome


def client(answer: Noting, rules: EndpointRules | None = None, **parts: Any) -> httpx.AsyncClient:
    app = GraphQLEndpoint(answer, rules=rules, **parts)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://mijn.voorbeeldstad.nl")


async def post(body: Any, answer: Noting | None = None, **headers: str) -> httpx.Response:
    async with client(answer or Noting()) as http:
        content = body if isinstance(body, bytes) else None
        json = None if content is not None else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await http.post("/graphql", content=content, json=json, headers=named)


def code(response: httpx.Response) -> str:
    body = response.json()
    assert "data" not in body
    return str(body["errors"][0]["extensions"]["code"])


class TestPost:
    async def test_the_parameters_reach_the_pipeline(self) -> None:
        answer = Noting()
        body = {"query": "{ a }", "operationName": "A", "variables": {"n": 1}, "extensions": {"e": 2}}
        response = await post(body, answer)
        assert response.status_code == 200
        assert response.json() == {"data": {"aantal": 3}}
        assert answer.requests == [GraphQLRequest("{ a }", "A", {"n": 1}, {"e": 2})]

    async def test_null_stands_for_absent(self) -> None:
        answer = Noting()
        await post({"query": "{ a }", "operationName": None, "variables": None, "extensions": None}, answer)
        assert answer.requests == [GraphQLRequest("{ a }")]

    @pytest.mark.parametrize("content_type", ["application/json", "Application/JSON; charset=UTF-8"])
    async def test_json_in_utf_8_is_accepted(self, content_type: str) -> None:
        response = await post('{"query": "{ é }"}'.encode(), content_type=content_type)
        assert response.status_code == 200

    @pytest.mark.parametrize(
        "content_type",
        [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/graphql",
            "application/json; charset=iso-8859-1",
            "text/plain; application/json",
        ],
    )
    async def test_whatever_a_form_can_send_is_unsupported(self, content_type: str) -> None:
        response = await post(b'{"query": "{ a }"}', content_type=content_type)
        assert (response.status_code, code(response)) == (415, "UNSUPPORTED_MEDIA_TYPE")

    async def test_a_body_without_a_content_type_is_unsupported(self) -> None:
        assert (await post(b'{"query": "{ a }"}')).status_code == 415

    @pytest.mark.parametrize("encoding", ["gzip", "br", "identity, gzip"])
    async def test_a_compressed_body_is_unsupported(self, encoding: str) -> None:
        body = gzip.compress(b'{"query": "{ a }"}')
        response = await post(body, content_type=JSON, content_encoding=encoding)
        assert (response.status_code, code(response)) == (415, "UNSUPPORTED_MEDIA_TYPE")
        assert response.headers["accept-encoding"] == "identity"

    async def test_a_body_that_says_it_is_as_it_is_is_read(self) -> None:
        response = await post(b'{"query": "{ a }"}', content_type=JSON, content_encoding="identity")
        assert response.status_code == 200

    async def test_a_client_that_sends_a_hash_first_is_told_to_send_the_query(self) -> None:
        response = await post({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "ab"}}})
        assert (response.status_code, code(response)) == (400, "PERSISTED_QUERY_NOT_SUPPORTED")
        assert response.json()["errors"][0]["message"] == "PersistedQueryNotSupported"

    async def test_a_query_may_come_with_its_hash(self) -> None:
        extensions = {"persistedQuery": {"version": 1, "sha256Hash": "ab"}}
        assert (await post({"query": "{ a }", "extensions": extensions})).json() == {"data": {"aantal": 3}}

    @pytest.mark.parametrize("accept", [JSON, GRAPHQL])
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b'{"query": "\xff"}',
            b"null",
            b'"{ a }"',
            b"[]",
            b'[{"query": "{ a }"}]',
            b"{}",
            b'{"query": ""}',
            b'{"query": 1}',
            b'{"query": "{ a }", "variables": "{}"}',
            b'{"query": "{ a }", "variables": []}',
            b'{"query": "{ a }", "operationName": 1}',
            b'{"query": "{ a }", "extensions": 1}',
            b'{"query": ' + b"[" * 5000 + b"]" * 5000 + b"}",
            b'{"query": "{ a }", "variables": {"v": ' + b"[" * 300 + b"]" * 300 + b"}}",
        ],
    )
    async def test_a_body_that_holds_no_request_is_a_400_for_everyone(self, body: bytes, accept: str) -> None:
        response = await post(body, content_type=JSON, accept=accept)
        assert (response.status_code, code(response)) == (400, "BAD_REQUEST")


class TestBodyLimit:
    async def test_a_body_that_announces_far_too_much_is_refused_unread(self) -> None:
        async def never() -> AsyncIterator[bytes]:
            raise AssertionError("the body was read")
            yield b""

        async with client(Noting(), EndpointRules(body_bytes=100)) as http:
            headers = {"content-type": JSON, "content-length": "100000"}
            response = await http.post("/graphql", content=never(), headers=headers)
        assert (response.status_code, code(response)) == (413, "PAYLOAD_TOO_LARGE")

    async def test_a_body_without_an_end_is_given_up(self) -> None:
        sent = 0

        async def endless() -> AsyncIterator[bytes]:
            nonlocal sent
            while True:
                sent += 50
                yield b" " * 50

        async with client(Noting(), EndpointRules(body_bytes=100)) as http:
            response = await http.post("/graphql", content=endless(), headers={"content-type": JSON})
        assert (response.status_code, code(response)) == (413, "PAYLOAD_TOO_LARGE")
        assert sent < 5_000

    async def test_a_body_that_trickles_in_is_not_waited_for(self) -> None:
        async def trickle() -> AsyncIterator[bytes]:
            yield b'{"query":'
            await asyncio.sleep(60)

        async with client(Noting(), EndpointRules(body_seconds=0.01)) as http:
            response = await http.post("/graphql", content=trickle(), headers={"content-type": JSON})
        assert (response.status_code, code(response)) == (408, "REQUEST_TIMEOUT")
        assert response.headers["connection"] == "close"

    async def test_the_limit_is_inclusive(self) -> None:
        body = b'{"query": "{ a }"}'
        async with client(Noting(), EndpointRules(body_bytes=len(body))) as http:
            assert (
                await http.post("/graphql", content=body, headers={"content-type": JSON})
            ).status_code == 200


class TestGet:
    async def ask(self, answer: Noting | None = None, **parameters: str) -> httpx.Response:
        async with client(answer or Noting()) as http:
            return await http.get("/graphql", params=parameters, headers={"accept": GRAPHQL})

    async def test_the_parameters_reach_the_pipeline_as_a_request_that_only_reads(self) -> None:
        answer = Noting()
        response = await self.ask(
            answer, query="{ a }", operationName="A", variables='{"n": 1}', extensions='{"e": 2}'
        )
        assert response.status_code == 200
        assert answer.requests == [GraphQLRequest("{ a }", "A", {"n": 1}, {"e": 2}, read_only=True)]

    async def test_empty_parameters_stand_for_absent(self) -> None:
        answer = Noting()
        await self.ask(answer, query="{ a }", operationName="", variables="", extensions="")
        assert answer.requests == [GraphQLRequest("{ a }", read_only=True)]

    @pytest.mark.parametrize(
        "parameters",
        [{}, {"query": ""}, {"query": "{a}", "variables": "x"}, {"query": "{a}", "extensions": "[]"}],
    )
    async def test_parameters_that_hold_no_request_are_a_400(self, parameters: dict[str, str]) -> None:
        response = await self.ask(None, **parameters)
        assert (response.status_code, code(response)) == (400, "BAD_REQUEST")

    @pytest.mark.parametrize("accept", [JSON, GRAPHQL])
    async def test_a_mutation_by_get_is_a_405_that_allows_post(self, accept: str) -> None:
        async with client(Noting(MutationRefused.because("te schrijven"))) as http:
            response = await http.get("/graphql?query=mutation{a}", headers={"accept": accept})
        assert (response.status_code, response.headers["allow"]) == (405, "POST")
        assert code(response) == "METHOD_NOT_ALLOWED"

    async def test_a_query_string_that_is_too_long_is_refused(self) -> None:
        async with client(Noting(), EndpointRules(body_bytes=100)) as http:
            response = await http.get("/graphql", params={"query": "{" + " a" * 100 + "}"})
        assert (response.status_code, code(response)) == (414, "URI_TOO_LONG")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_other_methods_are_not_allowed(method: str) -> None:
    async with client(Noting()) as http:
        response = await http.request(method, "/graphql")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, POST")


class TestStatus:
    @pytest.mark.parametrize(
        "refusal", [ParseFailed, ValidationFailed, LimitExceeded, InputRefused, OperationUnresolved]
    )
    async def test_a_request_error_is_400_as_graphql_and_200_as_json(self, refusal: type[Refusal]) -> None:
        for accept, status in ((GRAPHQL, 400), (JSON, 200)):
            response = await post({"query": "{ a }"}, Noting(refusal.because("nee")), accept=accept)
            assert (response.status_code, code(response)) == (status, refusal.code)
            assert response.headers["content-type"] == f"{accept}; charset=utf-8"

    @pytest.mark.parametrize("accept", [JSON, GRAPHQL])
    @pytest.mark.parametrize("outcome", [PARTIAL, GraphQLResponse(None, [{"message": "weg"}])])
    async def test_an_executed_operation_is_200_whatever_failed(
        self, outcome: GraphQLResponse, accept: str
    ) -> None:
        response = await post({"query": "{ a }"}, Noting(outcome), accept=accept)
        assert response.status_code == 200
        assert "data" in response.json()

    async def test_a_client_that_accepts_neither_type_gets_406(self) -> None:
        response = await post({"query": "{ a }"}, accept="text/html")
        assert (response.status_code, code(response)) == (406, "NOT_ACCEPTABLE")

    async def test_answers_are_not_to_be_stored_and_vary_by_type(self) -> None:
        response = await post({"query": "{ a }"})
        assert response.headers["cache-control"] == "no-store"
        assert "Accept" in response.headers["vary"]


class TestCallers:
    async def ask(self, refusal: CallerRefused) -> httpx.Response:
        async def refuse(request: Request) -> Caller:
            raise refusal

        async with client(Noting(), authenticate=refuse) as http:
            return await http.post("/graphql", json={"query": "{ a }"}, headers={"accept": GRAPHQL})

    async def test_a_bad_token_is_a_401_with_a_challenge(self) -> None:
        response = await self.ask(
            CallerRefused("nee", headers={"www-authenticate": 'Bearer error="invalid_token"'})
        )
        assert (response.status_code, code(response)) == (401, "UNAUTHENTICATED")
        assert response.headers["www-authenticate"] == 'Bearer error="invalid_token"'

    async def test_an_expired_session_is_a_401_that_takes_the_cookie_away(self) -> None:
        gone = {"set-cookie": "__Host-sessie=; Max-Age=0; Path=/; Secure; HttpOnly"}
        response = await self.ask(CallerRefused("voorbij", code="SESSION_EXPIRED", headers=gone))
        assert (response.status_code, code(response)) == (401, "SESSION_EXPIRED")
        assert "Max-Age=0" in response.headers["set-cookie"]


class TestCrossSite:
    """Only requests with a cookie have anything to protect."""

    async def ask(self, method: str = "GET", rules: CrossSiteRules | None = None, **headers: str) -> int:
        sent = {
            "cookie": "__Host-sessie=x",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        async with client(Noting(), EndpointRules(cross_site=rules or CrossSiteRules())) as http:
            if method == "GET":
                response = await http.get("/graphql?query={a}", headers=sent)
            else:
                response = await http.post("/graphql", json={"query": "{ a }"}, headers=sent)
        if response.status_code == 403:
            assert code(response) == "CSRF_PREVENTED"
        return response.status_code

    async def test_a_get_with_a_cookie_needs_a_header_that_no_link_can_send(self) -> None:
        assert await self.ask() == 403
        assert await self.ask(x_gemeentegraaf="1") == 200
        assert await self.ask(apollo_require_preflight="true") == 200

    async def test_a_json_content_type_on_a_get_proves_nothing(self) -> None:
        assert await self.ask(content_type="application/json") == 403

    async def test_the_browsers_own_word_is_enough(self) -> None:
        assert await self.ask(sec_fetch_site="same-origin") == 200
        assert await self.ask(sec_fetch_site="none") == 403

    @pytest.mark.parametrize("method", ["GET", "POST"])
    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    async def test_another_site_is_refused_even_with_the_header(self, method: str, site: str) -> None:
        assert await self.ask(method, sec_fetch_site=site, x_gemeentegraaf="1") == 403

    @pytest.mark.parametrize(
        "origin", ["https://elders.nl", "null", "https://mijn.voorbeeldstad.nl.elders.nl"]
    )
    async def test_another_origin_is_refused_unless_it_is_allowed(self, origin: str) -> None:
        assert await self.ask("POST", origin=origin) == 403
        assert await self.ask("POST", CrossSiteRules(frozenset({origin})), origin=origin) == 200

    async def test_our_own_origin_is_accepted(self) -> None:
        assert await self.ask("POST", origin="https://mijn.voorbeeldstad.nl") == 200

    async def test_an_allowed_origin_still_needs_what_no_form_can_send(self) -> None:
        allowed = CrossSiteRules(frozenset({"https://www.voorbeeldstad.nl"}))
        headers = {"origin": "https://www.voorbeeldstad.nl", "sec_fetch_site": "same-site"}
        assert await self.ask("GET", allowed, **headers) == 403
        assert await self.ask("GET", allowed, **headers, x_gemeentegraaf="1") == 200

    async def test_without_a_cookie_anyone_may_ask(self) -> None:
        async with client(Noting()) as http:
            headers = {"origin": "https://elders.nl", "sec-fetch-site": "cross-site"}
            assert (await http.get("/graphql?query={a}", headers=headers)).status_code == 200


async def test_what_nobody_foresaw_is_a_500_whose_number_stands_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        response = await post({"query": "{ a }"}, Noting(KeyError("999990019")))
    assert (response.status_code, code(response)) == (500, "INTERNAL_SERVER_ERROR")
    assert response.json()["errors"][0]["extensions"]["requestId"] in caplog.text
    assert "KeyError" in caplog.text
    assert "999990019" not in caplog.text + response.text

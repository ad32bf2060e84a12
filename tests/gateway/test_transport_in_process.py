"""InProcessSubgraph around ASGI applications of all sorts."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.in_process import InProcessSubgraph
from gateway.transport.in_process_app import AsgiApp

REQUEST = SubgraphRequest(b'{"query":"{ a }"}', {"Gemeentegraaf-Identiteit": "token"}, 2.0)


def app(endpoint: Any) -> AsgiApp:
    return Starlette(routes=[Route("/graphql", endpoint, methods=["POST"])])


async def ask(application: AsgiApp, request: SubgraphRequest = REQUEST) -> SubgraphResponse:
    subgraph = InProcessSubgraph("zaken", application)
    try:
        return await subgraph.execute(request)
    finally:
        await subgraph.close()


async def failure_of(application: AsgiApp, request: SubgraphRequest = REQUEST) -> SubgraphFailure:
    with pytest.raises(SubgraphFailure) as caught:
        await ask(application, request)
    return caught.value


async def test_the_application_sees_an_ordinary_post() -> None:
    seen: dict[str, Any] = {}

    async def endpoint(request: Request) -> Response:
        seen.update(body=await request.body(), headers=dict(request.headers), url=str(request.url))
        return JSONResponse({"data": {"a": 1}})

    assert await ask(app(endpoint)) == SubgraphResponse({"a": 1}, ())
    assert seen["body"] == REQUEST.body
    assert seen["url"] == "http://zaken/graphql"
    assert seen["headers"] == {
        "content-type": "application/json",
        "accept": "application/graphql-response+json, application/json;q=0.9",
        "user-agent": "gemeentegraaf",
        "gemeentegraaf-identiteit": "token",
        "gemeentegraaf-timeout-ms": "2000",
        "host": "zaken",
        "content-length": str(len(REQUEST.body)),
    }


async def test_an_answer_in_pieces_is_put_together() -> None:
    async def endpoint(_request: Request) -> Response:
        return StreamingResponse(iter([b'{"data":', b'{"a":1}}']), media_type="application/json")

    assert (await ask(app(endpoint))).data == {"a": 1}


async def test_the_answers_rules_are_those_of_http() -> None:
    async def endpoint(_request: Request) -> Response:
        return Response("<html>", media_type="text/html")

    assert (await failure_of(app(endpoint))).code == "SUBGRAPH_MALFORMED_RESPONSE"
    assert (await failure_of(Starlette())).code == "SUBGRAPH_HTTP_ERROR"


async def test_a_status_and_when_to_come_back_are_told() -> None:
    async def endpoint(_request: Request) -> Response:
        return Response("busy", 503, {"Retry-After": "4"})

    failure = await failure_of(app(endpoint))
    assert (failure.status, failure.retry_after) == (503, 4.0)


async def test_an_application_that_raises_counts_as_an_http_error_and_its_message_stays_inside() -> None:
    async def endpoint(scope: Any, receive: Any, send: Any) -> None:
        raise LookupError("999990019 not found")

    failure = await failure_of(endpoint)
    assert failure.code == "SUBGRAPH_HTTP_ERROR"
    assert "LookupError at " in str(failure)
    assert "999990019" not in str(failure)


async def test_an_application_that_raises_behind_error_handling_counts_as_an_http_error() -> None:
    async def endpoint(_request: Request) -> Response:
        raise LookupError("999990019 not found")

    assert (await failure_of(app(endpoint))).code == "SUBGRAPH_HTTP_ERROR"


async def test_an_application_that_ends_without_an_answer_counts_as_an_http_error() -> None:
    async def endpoint(scope: Any, receive: Any, send: Any) -> None:
        await receive()

    assert (await failure_of(endpoint)).code == "SUBGRAPH_HTTP_ERROR"


async def test_an_application_that_takes_too_long_is_given_up_and_cancelled() -> None:
    cancelled = asyncio.Event()

    async def endpoint(_request: Request) -> Response:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise
        return Response()

    failure = await failure_of(app(endpoint), SubgraphRequest(b"{}", {}, timeout=0.05))
    assert failure.code == "SUBGRAPH_TIMEOUT"
    assert cancelled.is_set()


async def test_cancelling_the_request_cancels_the_application() -> None:
    started, cancelled = asyncio.Event(), asyncio.Event()

    async def endpoint(scope: Any, receive: Any, send: Any) -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    subgraph = InProcessSubgraph("zaken", endpoint)
    task = asyncio.create_task(subgraph.execute(REQUEST))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(2):
        await cancelled.wait()


async def test_background_work_goes_on_after_the_answer_until_closing() -> None:
    started, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async def endpoint(_request: Request) -> Response:
        return JSONResponse({"data": {}}, background=BackgroundTask(work))

    subgraph = InProcessSubgraph("zaken", app(endpoint))
    async with asyncio.timeout(2):
        assert (await subgraph.execute(REQUEST)).data == {}
        await started.wait()
        await subgraph.close()
    assert ended.is_set()


async def test_the_application_is_told_that_the_caller_is_gone_once_it_has_answered() -> None:
    told = asyncio.Event()

    async def endpoint(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"data":{}}'})
        await receive()
        assert (await receive())["type"] == "http.disconnect"
        told.set()

    subgraph = InProcessSubgraph("zaken", endpoint)
    await subgraph.execute(REQUEST)
    async with asyncio.timeout(2):
        await told.wait()
    await subgraph.close()


async def test_requests_do_not_see_each_others_context() -> None:
    from contextvars import ContextVar

    who: ContextVar[str] = ContextVar("who", default="nobody")

    async def endpoint(scope: Any, receive: Any, send: Any) -> None:
        seen = who.get()
        who.set("somebody")
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"data":{"who":"%s"}}' % seen.encode()})

    subgraph = InProcessSubgraph("zaken", endpoint)
    answers = [(await subgraph.execute(REQUEST)).data for _ in range(2)]
    await subgraph.close()
    assert answers == [{"who": "nobody"}] * 2
    assert who.get() == "nobody"

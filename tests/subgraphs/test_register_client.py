"""The client of registers against a real server: what it sends, makes of the answer, and never says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from harness.moving_pace import MovingPace
from harness.raw_server import answers, http, raw_server, silence
from harness.register_server import register_server
from starlette.responses import JSONResponse, RedirectResponse, Response

from auth.trace_context import HEADER as TRACEPARENT
from subgraphs.service.register_call import Method, RegisterCall
from subgraphs.service.register_client import RegisterClient, RegisterRules, RegisterTarget
from subgraphs.service.register_errors import Reason, RegisterRefused, RegisterUnavailable
from subgraphs.service.tracing import follow

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
SECRET = "Korenbloemstraat"
"""Stands for whatever of a customer could be in a call."""
GET = RegisterCall.get(f"/personen/{SECRET}")
PATIENT = RegisterRules(budget=60.0, connect=60.0)
"""For a machine that is busy with other things."""
ONCE = replace(PATIENT, attempts=1)


@asynccontextmanager
async def client_of(
    url: str, rules: RegisterRules | None = None, pace: MovingPace | None = None
) -> AsyncIterator[RegisterClient]:
    target = RegisterTarget("brp", url, headers={"X-Api-Key": "sleutel"})
    client = RegisterClient(target, rules or PATIENT, pace.pace() if pace else None)
    yield client
    await client.close()


async def failure(client: RegisterClient, call: RegisterCall = GET) -> RegisterUnavailable:
    with pytest.raises(RegisterUnavailable) as caught:
        await client.ask(call)
    assert SECRET not in f"{caught.value} {caught.value!r} {call!r}"
    assert caught.value.__cause__ is None
    return caught.value


async def test_a_call_carries_the_key_the_body_and_the_trace() -> None:
    async with register_server(JSONResponse({"personen": []})) as register, client_of(register.url) as client:
        follow(TRACE)
        answer = await client.ask(RegisterCall.send(Method.POST, "/personen", {"a": 1}, {"x-doel": "b"}))
        follow(None)
    assert answer.object() == {"personen": []}
    (asked,) = register.asked
    assert (asked.method, asked.target, asked.body) == ("POST", "/api/personen", b'{"a":1}')
    sent = asked.headers
    assert (sent["x-api-key"], sent["x-doel"], sent["content-type"]) == ("sleutel", "b", "application/json")
    assert sent[TRACEPARENT] == TRACE
    assert sent["accept"] == "application/json"


async def test_a_query_is_encoded_and_repeated_names_stay_apart() -> None:
    async with register_server(JSONResponse([])) as register, client_of(register.url) as client:
        await client.ask(RegisterCall.get("/zaken", [("a", "x&y"), ("a", "é")]))
    assert register.asked[0].target == "/api/zaken?a=x%26y&a=%C3%A9"


async def test_a_refusal_tells_the_status_and_the_names_in_the_problem_and_nothing_else() -> None:
    problem = {
        "code": "invalid",
        "detail": f"{SECRET} is fout",
        "invalidParams": [
            {"name": "rol__inpBsn", "code": "max_length", "reason": SECRET},
            {"name": "nummer-123456789", "code": "x"},
            "geen object",
        ],
    }
    async with register_server(JSONResponse(problem, 400)) as register, client_of(register.url) as client:
        with pytest.raises(RegisterRefused) as caught:
            await client.ask(GET)
    assert (caught.value.status, caught.value.code) == (400, "invalid")
    assert caught.value.invalid == (("rol__inpBsn", "max_length"),)
    assert SECRET not in str(caught.value)
    assert len(register.asked) == 1


@pytest.mark.parametrize("body", [b"<h1>nee</h1>", b"[]", b'{"code": 7, "invalidParams": 8}', b"x" * 100_000])
async def test_a_refusal_may_have_any_body(body: bytes) -> None:
    async with register_server(Response(body, 403)) as register, client_of(register.url) as client:
        with pytest.raises(RegisterRefused) as caught:
            await client.ask(GET)
    assert (caught.value.status, caught.value.code, caught.value.invalid) == (403, None, ())


async def test_a_redirect_is_not_followed() -> None:
    async with (
        register_server(RedirectResponse("http://localhost:9/elders")) as register,
        client_of(register.url) as client,
    ):
        assert (await failure(client)).reason is Reason.REDIRECT
    assert len(register.asked) == 1


async def test_what_passes_is_asked_again_with_growing_waits() -> None:
    pace = MovingPace()
    busy, done = Response(status_code=503), JSONResponse({})
    async with (
        register_server(busy, busy, done) as register,
        client_of(register.url, replace(PATIENT, base_wait=0.1), pace) as client,
    ):
        assert (await client.ask(GET)).status == 200
    assert pace.waits == [0.1, 0.2]


async def test_the_register_says_how_long_to_wait_and_the_budget_how_long_one_can() -> None:
    pace = MovingPace()
    busy = Response(status_code=429, headers={"retry-after": "2"})
    async with register_server(busy) as register, client_of(register.url, None, pace) as client:
        found = await failure(client, GET.within(3.0))
    assert (found.status, found.retry_after, len(register.asked)) == (429, 2.0, 2)


@pytest.mark.parametrize(
    ("call", "times"),
    [
        (RegisterCall.send(Method.POST, "/zaken", {}), 1),
        (RegisterCall.send(Method.PATCH, "/zaken/1", {}), 1),
        (RegisterCall.send(Method.PUT, "/zaken/1", {}), 3),
        (RegisterCall(Method.POST, "/zaken/_zoek", body=b"{}", repeatable=True), 3),
    ],
)
async def test_only_what_does_no_harm_twice_is_sent_twice(call: RegisterCall, times: int) -> None:
    pace = MovingPace()
    async with (
        register_server(Response(status_code=502)) as register,
        client_of(register.url, None, pace) as client,
    ):
        await failure(client, call)
    assert len(register.asked) == times


async def test_a_fault_of_the_register_itself_is_not_asked_again() -> None:
    async with register_server(Response(status_code=500)) as register, client_of(register.url) as client:
        assert (await failure(client)).status == 500
    assert len(register.asked) == 1


async def test_who_does_not_answer_in_time_is_not_waited_for() -> None:
    async with raw_server(silence) as server, client_of(server.url) as client:
        found = await failure(client, GET.within(0.05))
    assert (found.reason, len(server.requests)) == (Reason.TIMEOUT, 1)


async def test_an_answer_longer_than_allowed_is_not_read_to_its_end() -> None:
    async with (
        register_server(Response(b"x" * 200_000)) as register,
        client_of(register.url, replace(PATIENT, max_answer=100_000)) as client,
    ):
        assert (await failure(client)).reason is Reason.TOO_LARGE


async def test_an_answer_that_breaks_off_is_none() -> None:
    broken = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf"
    async with raw_server(answers(broken, close=True)) as server, client_of(server.url, ONCE) as client:
        assert (await failure(client)).reason is Reason.UNREADABLE


async def test_what_is_no_json_is_unreadable() -> None:
    async with (
        register_server(Response(SECRET), JSONResponse([])) as register,
        client_of(register.url) as client,
    ):
        answer = await client.ask(GET)
        with pytest.raises(RegisterUnavailable, match="unreadable") as caught:
            answer.json()
        with pytest.raises(RegisterUnavailable, match="unreadable"):
            (await client.ask(GET)).object()
    assert SECRET not in f"{caught.value} {answer!r}"


async def test_a_register_that_is_not_there_is_unreachable() -> None:
    async with client_of("http://127.0.0.1:9/api", ONCE) as client:
        assert (await failure(client)).reason is Reason.UNREACHABLE


async def test_a_stream_comes_in_chunks_and_is_not_capped() -> None:
    async with (
        register_server(Response(b"x" * 300_000, media_type="application/pdf")) as register,
        client_of(register.url, replace(PATIENT, max_answer=10)) as client,
        client.stream(RegisterCall.get("/download", headers={"Accept": "*/*"})) as stream,
    ):
        assert stream.headers["content-type"] == "application/pdf"
        assert sum([len(chunk) async for chunk in stream.chunks]) == 300_000
    assert register.asked[0].headers["accept"] == "*/*"


async def test_a_stream_that_breaks_off_says_so() -> None:
    broken = http(b"x" * 10).replace(b"content-length: 10", b"content-length: 99")
    async with raw_server(answers(broken, close=True)) as server, client_of(server.url) as client:
        with pytest.raises(RegisterUnavailable, match="unreadable"):
            async with client.stream(GET) as stream:
                assert [chunk async for chunk in stream.chunks]


async def test_a_stream_that_is_refused_never_begins() -> None:
    async with register_server(JSONResponse({}, 404)) as register, client_of(register.url) as client:
        with pytest.raises(RegisterRefused):
            async with client.stream(GET):
                pass


async def test_a_body_can_be_streamed_and_is_sent_once() -> None:
    async def parts() -> AsyncIterator[bytes]:
        yield b"een"
        yield b"twee"

    async with register_server(Response(status_code=503)) as register, client_of(register.url) as client:
        await failure(client, RegisterCall(Method.PUT, "/delen/1", body=parts()))
    assert [asked.body for asked in register.asked] == [b"eentwee"]


def client_at(url: str) -> RegisterClient:
    return RegisterClient(RegisterTarget("zaken", url))


def test_an_address_of_the_register_becomes_a_path_of_it() -> None:
    client = client_at("https://zaken.example/zaken/api/v1/")
    assert client.path_of("https://zaken.example/zaken/api/v1/zaken?page=2") == "/zaken?page=2"
    assert client.url_of("/zaken/1") == "https://zaken.example/zaken/api/v1/zaken/1"


@pytest.mark.parametrize(
    "url",
    [
        "https://elders.example/zaken/api/v1/zaken",
        "https://zaken.example/zaken/api/v1/../../geheim",
        "https://zaken.example@elders.example/zaken/api/v1/zaken",
        "http://zaken.example/zaken/api/v1/zaken",
        "https://zaken.example/zaken/api/v11/zaken",
        "file:///etc/passwd",
        "/zaken",
        "",
    ],
)
def test_an_address_elsewhere_is_never_asked(url: str) -> None:
    with pytest.raises(RegisterUnavailable, match="unreadable"):
        client_at("https://zaken.example/zaken/api/v1").path_of(url)


@pytest.mark.parametrize("path", ["zaken", "/../geheim", "@elders.example/", ".elders.example/"])
def test_a_path_leads_nowhere_else(path: str) -> None:
    with pytest.raises(ValueError, match="under the base URL"):
        client_at("https://zaken.example/api").url_of(path)

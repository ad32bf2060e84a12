"""Against servers that do all that servers can do wrong, every request gets its partial answer in time, and
nothing is left behind.
"""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import httpx
import pytest
import uvloop
from harness.composed import composed
from harness.leftovers import nothing_left
from harness.memory_subgraph import MemorySubgraph
from harness.misbehaviour import LARGEST, MISBEHAVIOURS, UNREACHABLE, Answer, answering, behaving, reshaped
from harness.raw_server import Behaviour, answers, http, raw_server
from harness.served import served

from auth.principal import ANONIEM
from gateway.app import make_app
from gateway.execution.executor import Executor
from gateway.execution.failures import UNAVAILABLE, ErrorPolicy
from gateway.execution.subgraph import Subgraph
from gateway.operation.request import GraphQLRequest
from gateway.pipeline import Pipeline
from gateway.settings import GatewaySettings
from gateway.transport.breaker import BreakerRules
from gateway.transport.http_client import HttpLimits, HttpSubgraph
from gateway.transport.resilience import Resilience, resilient
from gateway.transport.retries import RetryRules
from schema.supergraph import Supergraph

GOOD_SDL = 'type Query { things: [Thing!]! } type Thing @key(fields: "id") { id: ID! name: String! }'
QUERY = "{ things { id name score } weather { degrees } }"
RETRIES = RetryRules(base_seconds=0.001)
LIMITS = HttpLimits(answer_bytes=LARGEST)


def good() -> MemorySubgraph:
    things = [{"id": "1", "name": "one"}, {"id": "2", "name": "two"}]
    sdl = "type Query { things: [Thing!]! } type Thing { id: ID! name: String! }"
    return MemorySubgraph(sdl, {"Query.things": lambda *_: things})


def bad(name: str = "") -> MemorySubgraph:
    """What the other subgraph would say, did its server behave. With a name its fields are its own."""
    sdl = f"""type Query {{ weather{name}: Weather{name} }} type Weather{name} {{ degrees: Int! }}
    type Thing {{ id: ID! score{name}: Int }}"""
    return MemorySubgraph(
        sdl,
        {f"Query.weather{name}": lambda *_: {"degrees": 21}},
        {"Thing": lambda thing: {"id": thing["id"], f"score{name}": int(thing["id"]) * 10}},
    )


def bad_sdl(name: str = "") -> str:
    return f"""type Query {{ weather{name}: Weather{name} }} type Weather{name} {{ degrees: Int! }}
    type Thing @key(fields: "id") {{ id: ID! score{name}: Int }}"""


SETTINGS = GatewaySettings(timeout_seconds=30)
SUPERGRAPH = Supergraph.parse(composed({"good": GOOD_SDL, "bad": bad_sdl()}))
WHOLE = {
    "things": [{"id": "1", "name": "one", "score": 10}, {"id": "2", "name": "two", "score": 20}],
    "weather": {"degrees": 21},
}
PART = {
    "things": [{"id": "1", "name": "one", "score": None}, {"id": "2", "name": "two", "score": None}],
    "weather": None,
}


def reach(url: str, name: str, patience: float = 20.0, breaker: BreakerRules | None = None) -> Subgraph:
    rules = Resilience(timeout=patience, retries=RETRIES, breaker=breaker or BreakerRules())
    return resilient(name, HttpSubgraph(url, LIMITS), rules)


@asynccontextmanager
async def gateway(
    behaviour: Behaviour, patience: float = 20.0, breaker: BreakerRules | None = None
) -> AsyncIterator[Pipeline]:
    """A gateway over a good server and one that behaves like this."""
    async with AsyncExitStack() as stack:
        sound = await stack.enter_async_context(raw_server(behaving(answering(good()))))
        unsound = await stack.enter_async_context(raw_server(behaviour))
        ways = {"good": reach(sound.url, "good"), "bad": reach(unsound.url, "bad", patience, breaker)}
        for way in ways.values():
            stack.push_async_callback(way.close)
        yield Pipeline(SUPERGRAPH, Executor(ways, ErrorPolicy()))


async def ask(pipeline: Pipeline) -> dict[str, Any]:
    async with asyncio.timeout(15):
        return (await pipeline.answer(GraphQLRequest(QUERY), ANONIEM)).body


def told(code: str) -> list[dict[str, Any]]:
    paths: list[list[str | int]] = [["things", 0, "score"], ["things", 1, "score"], ["weather"]]
    extensions = {"code": code, "service": "bad"}
    return [{"message": UNAVAILABLE, "path": path, "extensions": extensions} for path in paths]


def sorted_errors(body: dict[str, Any]) -> list[dict[str, Any]]:
    """By their paths, and without the places in the query."""
    errors = [{key: value for key, value in error.items() if key != "locations"} for error in body["errors"]]
    return sorted(errors, key=lambda error: str(error["path"]))


@pytest.mark.parametrize("name", MISBEHAVIOURS)
async def test_the_answer_holds_what_is_there_and_says_why_the_rest_is_not(name: str) -> None:
    case = MISBEHAVIOURS[name]
    async with nothing_left(), gateway(case.of(answering(bad())), case.patience) as pipeline:
        body = await ask(pipeline)
    assert body["data"] == PART
    assert sorted_errors(body) == told(case.code)


@pytest.mark.parametrize("odd", ["warm", True, 1.5, 1e300, [1], [[]], {}, {"x": 1}], ids=str)
async def test_values_of_the_wrong_type_are_null_with_the_reason_and_the_rest_is_there(odd: Any) -> None:
    def change(data: dict[str, Any]) -> object:
        if "_entities" in data:
            return {"_entities": [{**entity, "score": odd} for entity in data["_entities"]]}
        return dict.fromkeys(data, odd)

    async with nothing_left(), gateway(reshaped(change)(answering(bad()))) as pipeline:
        body = await ask(pipeline)
    assert body["data"] == PART
    codes = [error["extensions"]["code"] for error in sorted_errors(body)]
    # an object without what has to be in it is as good as none
    assert codes == ["INVALID_VALUE"] * 2 + ["NULL_VALUE" if isinstance(odd, dict) else "INVALID_VALUE"]


async def test_a_server_that_is_down_is_one_of_them() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/graphql"
        async with nothing_left(), raw_server(behaving(answering(good()))) as server:
            ways = {"good": reach(server.url, "good"), "bad": reach(url, "bad")}
            body = await ask(Pipeline(SUPERGRAPH, Executor(ways, ErrorPolicy())))
            for way in ways.values():
                await way.close()
    assert body["data"] == PART
    assert sorted_errors(body) == told(UNREACHABLE)


class Recovering:
    """Does something wrong the first times, and answers from then on."""

    def __init__(self, wrong: Behaviour, answer: Answer, times: int) -> None:
        self._wrong = wrong
        self._right = behaving(answer)
        self._times = times

    async def __call__(self, request: bytes, writer: asyncio.StreamWriter) -> None:
        self._times -= 1
        await (self._wrong if self._times >= 0 else self._right)(request, writer)


@pytest.mark.parametrize(
    "wrong",
    [
        answers(close=True),
        answers(http(b"", "502 Bad Gateway", "text/html")),
        answers(http(b"", "503 Service Unavailable", "text/html", "retry-after: 0")),
        answers(http(b"", "429 Too Many Requests", "text/html", "retry-after: 1")),
        answers(http(b'{"errors":[{"message":"busy"}]}', "504 Gateway Timeout", "application/json")),
    ],
    ids=["closes", "502", "503", "429", "504 in GraphQL"],
)
async def test_what_is_over_in_a_moment_is_never_seen(wrong: Behaviour) -> None:
    behaviour = Recovering(wrong, answering(bad()), times=2)
    async with nothing_left(), gateway(behaviour) as pipeline:
        assert await ask(pipeline) == {"data": WHOLE}


async def test_a_server_that_is_down_for_long_is_left_alone_until_it_is_back() -> None:
    behaviour = Recovering(answers(close=True), answering(bad()), times=8)
    rules = BreakerRules(calls=8, open_seconds=0.05)
    async with nothing_left(), gateway(behaviour, breaker=rules) as pipeline:
        codes = set()
        async with asyncio.timeout(15):
            while "errors" in (body := await ask(pipeline)):
                codes |= {error["extensions"]["code"] for error in body["errors"]}
                await asyncio.sleep(0.01)
    assert codes == {"SUBGRAPH_UNREACHABLE", "SUBGRAPH_UNAVAILABLE"}
    assert body == {"data": WHOLE}


class TestAllAtOnce:
    """Every kind of misbehaviour in one graph, and clients that do not all wait."""

    NUMBERED = tuple(enumerate(MISBEHAVIOURS.values()))
    CLIENTS, ROUNDS = 3, 2

    @asynccontextmanager
    async def town(self) -> AsyncIterator[str]:
        """The URL of a gateway over all of them."""
        sdls = {"good": GOOD_SDL, **{f"bad{number}": bad_sdl(str(number)) for number, _ in self.NUMBERED}}
        supergraph = Supergraph.parse(composed(sdls))
        async with AsyncExitStack() as stack:
            sound = await stack.enter_async_context(raw_server(behaving(answering(good()))))
            ways = {"good": reach(sound.url, "good")}
            for number, case in self.NUMBERED:
                behaviour = case.of(answering(bad(str(number))))
                server = await stack.enter_async_context(raw_server(behaviour))
                ways[f"bad{number}"] = reach(server.url, f"bad{number}", case.patience)
            yield await stack.enter_async_context(served(make_app(SETTINGS, supergraph, ways)))

    def query(self, name: str) -> str:
        """Every other one is asked a root field, and the ones between for entities."""
        weathers = " ".join(f"weather{number} {{ degrees }}" for number, _ in self.NUMBERED[::2])
        scores = " ".join(f"score{number}" for number, _ in self.NUMBERED[1::2])
        return f"query {name} {{ things {{ id name {scores} }} {weathers} }}"

    def check(self, body: dict[str, Any]) -> None:
        nothing = {f"score{number}": None for number, _ in self.NUMBERED[1::2]}
        things = [{"id": "1", "name": "one", **nothing}, {"id": "2", "name": "two", **nothing}]
        weathers = {f"weather{number}": None for number, _ in self.NUMBERED[::2]}
        assert body["data"] == {"things": things, **weathers}
        told: dict[str, list[str]] = {}
        for error in body["errors"]:
            told.setdefault(error["extensions"]["service"], []).append(error["extensions"]["code"])
        for number, case in self.NUMBERED:
            codes = told.pop(f"bad{number}")
            assert len(codes) == 1 + number % 2
            assert set(codes) <= {case.code, "SUBGRAPH_UNAVAILABLE"}
        assert told == {}

    async def client(self, url: str, patience: random.Random) -> int:
        """How many answers it waited for; it gives up on some, after a drawn time."""
        answers_had = 0
        async with httpx.AsyncClient(timeout=20) as http:
            for turn in range(self.ROUNDS):
                asked = {"query": self.query(f"Turn{turn}")}
                if turn % 2:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(http.post(url, json=asked), patience.uniform(0, 0.15))
                else:
                    self.check((await http.post(url, json=asked)).json())
                    answers_had += 1
        return answers_had

    @pytest.mark.parametrize("run", [asyncio.run, uvloop.run], ids=["asyncio", "uvloop"])
    def test_each_client_that_waits_is_answered_and_nothing_is_left(
        self, run: Callable[[Coroutine[Any, Any, None]], None]
    ) -> None:
        run(self.all_at_once())

    async def all_at_once(self) -> None:
        seed = random.randrange(2**32)
        print(f"seed {seed}")
        async with nothing_left(), self.town() as url:
            clients = [self.client(f"{url}graphql", random.Random(seed + n)) for n in range(self.CLIENTS)]
            async with asyncio.timeout(60):
                had = await asyncio.gather(*clients)
        assert had == [self.ROUNDS // 2] * self.CLIENTS


class TestTheCountOfWhatIsLeft:
    async def test_it_sees_a_task(self) -> None:
        forever = None
        with pytest.raises(AssertionError, match="forever"):
            async with nothing_left(patience=0.05):
                forever = asyncio.create_task(asyncio.Event().wait(), name="forever")
        assert forever
        forever.cancel()

    async def test_it_sees_a_socket(self) -> None:
        with socket.socket() as before:
            with pytest.raises(AssertionError, match="socket"):
                async with nothing_left(patience=0.05):
                    other = socket.socket()
            other.close()
            assert before.fileno() > 0

"""HttpSubgraph's connections: kept, limited, given up, and never with bytes of an earlier call."""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import replace

import pytest
from harness.raw_server import Behaviour, answers, http, raw_server

from gateway.execution.subgraph import Handling, SubgraphFailure, SubgraphRequest
from gateway.transport.http_client import HttpLimits, HttpSubgraph

QUERY = SubgraphRequest(b'{"query":"{ a }"}', {}, 5.0, Handling.SHAREABLE)
MUTATION = replace(QUERY, handling=Handling.ONCE)
GOOD = b'{"data":{"a":1}}'
SURPLUS = b'{"data":{"a":"of another"}}'


async def later(seconds: float = 0.05) -> None:
    """Time for a server of this machine to say something more."""
    await asyncio.sleep(seconds)


async def test_a_connection_is_kept_and_used_again() -> None:
    async with raw_server(answers(http(GOOD))) as server:
        subgraph = HttpSubgraph(server.url, HttpLimits())
        for _ in range(5):
            await subgraph.execute(QUERY)
        await subgraph.close()
    assert (len(server.requests), server.connections) == (5, 1)


async def test_one_that_was_idle_for_too_long_is_not_used_again() -> None:
    async with raw_server(answers(http(GOOD))) as server:
        subgraph = HttpSubgraph(server.url, HttpLimits(keep_alive=0.01))
        await subgraph.execute(QUERY)
        await later()
        await subgraph.execute(QUERY)
        await subgraph.close()
    assert server.connections == 2


async def test_no_more_are_made_than_is_allowed() -> None:
    async with raw_server(answers(http(GOOD))) as server:
        subgraph = HttpSubgraph(server.url, HttpLimits(connections=2))
        await asyncio.gather(*(subgraph.execute(QUERY) for _ in range(20)))
        await subgraph.close()
    assert (len(server.requests), server.connections) == (20, 2)


class Closing:
    """Answers the first request of each connection, and closes at the second, as servers that were just about
    to close an idle connection do."""

    def __init__(self, *, reset: bool) -> None:
        self.reset = reset
        self.met: set[asyncio.StreamWriter] = set()

    async def __call__(self, _request: bytes, writer: asyncio.StreamWriter) -> None:
        if writer not in self.met:
            self.met.add(writer)
            writer.write(http(GOOD))
            return
        if self.reset:
            options = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, options)
        writer.close()


@pytest.mark.parametrize("reset", [False, True])
@pytest.mark.parametrize("handling", [Handling.SHAREABLE, Handling.REPEATABLE])
async def test_a_query_that_meets_a_closing_connection_is_sent_again(reset: bool, handling: Handling) -> None:
    async with raw_server(Closing(reset=reset)) as server:
        subgraph = HttpSubgraph(server.url, HttpLimits())
        for _ in range(4):
            assert (await subgraph.execute(replace(QUERY, handling=handling))).data == {"a": 1}
        await subgraph.close()
    assert server.connections == 4


async def test_a_mutation_that_meets_one_is_not_since_it_may_have_been_done() -> None:
    async with raw_server(Closing(reset=False)) as server:
        subgraph = HttpSubgraph(server.url, HttpLimits())
        await subgraph.execute(MUTATION)
        with pytest.raises(SubgraphFailure) as caught:
            await subgraph.execute(MUTATION)
        await subgraph.close()
    assert caught.value.code == "SUBGRAPH_UNREACHABLE"
    assert len(server.requests) == 2


async def test_a_new_connection_that_breaks_is_not_taken_for_an_idle_one() -> None:
    async with raw_server(answers(close=True)) as server:
        subgraph = HttpSubgraph(server.url, HttpLimits())
        with pytest.raises(SubgraphFailure):
            await subgraph.execute(QUERY)
        await subgraph.close()
    assert len(server.requests) == 1


async def test_a_query_is_not_sent_again_once_its_answer_has_begun() -> None:
    async def behaviour(_request: bytes, writer: asyncio.StreamWriter) -> None:
        whole = len(server.requests) < 2
        writer.write(http(GOOD) if whole else http(GOOD)[:-3])
        if not whole:
            await writer.drain()
            writer.close()

    async with raw_server(behaviour) as server:
        subgraph = HttpSubgraph(server.url, HttpLimits())
        await subgraph.execute(QUERY)
        with pytest.raises(SubgraphFailure) as caught:
            await subgraph.execute(QUERY)
        await subgraph.close()
    assert caught.value.code == "SUBGRAPH_UNREACHABLE"
    assert len(server.requests) == 2


async def sends_a_surplus(request: bytes, writer: asyncio.StreamWriter) -> None:
    """A second answer, a moment after the first, that nobody asked for."""
    writer.write(http(GOOD))
    await writer.drain()
    asyncio.get_running_loop().call_later(0.01, writer.write, http(SURPLUS))


async def announces_too_little(request: bytes, writer: asyncio.StreamWriter) -> None:
    """The rest of the body looks like the next answer."""
    writer.write(http(GOOD) + http(SURPLUS))


@pytest.mark.parametrize("behaviour", [sends_a_surplus, announces_too_little])
async def test_what_a_server_sends_too_much_is_not_the_answer_to_the_next_call(
    behaviour: Behaviour,
) -> None:
    async with raw_server(behaviour) as server:
        subgraph = HttpSubgraph(server.url, HttpLimits(connections=1))
        for _ in range(3):
            assert (await subgraph.execute(QUERY)).data == {"a": 1}
            await later()
        await subgraph.close()
    assert server.connections == 3

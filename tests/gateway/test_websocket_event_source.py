"""WebSocketEventSource against servers that keep to the protocol: what is said, and who shares what."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import pytest
from harness.raw_websocket import Conversation
from harness.until import until
from harness.websocket_town import (
    OTHER,
    REQUEST,
    after_one_event,
    before_the_ack,
    counting,
    drain,
    gone,
    town,
    values,
    waiting,
)

from gateway.execution.event_buffer import BufferLimits
from gateway.execution.subgraph import SubgraphFailure, SubgraphResponse
from gateway.transport.event_limits import EventLimits


async def cancel(tasks: list[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class TestTheProtocol:
    async def test_headers_stand_in_the_handshake_and_in_the_first_message(self) -> None:
        async with town(counting) as (source, server):
            assert await values(source) == [0, 1, 2]
        [conversation] = server.conversations
        assert conversation.headers["identiteit"] == "verklaring"
        assert conversation.headers["sec-websocket-protocol"] == "graphql-transport-ws"
        assert conversation.heard == [
            {"type": "connection_init", "payload": {"headers": {"identiteit": "verklaring"}}},
            {"type": "subscribe", "id": "1", "payload": {"query": "subscription { a }", "variables": {}}},
        ]

    async def test_without_headers_the_first_message_has_no_payload(self) -> None:
        async with town(counting) as (source, server):
            await values(source, replace(REQUEST, headers={}))
        assert server.conversations[0].heard[0] == {"type": "connection_init"}

    async def test_pings_are_answered_before_and_after_the_acknowledgement(self) -> None:
        async def script(conversation: Conversation) -> None:
            await conversation.accept()
            conversation.say(type="ping")
            await conversation.hear("pong")
            conversation.say(type="pong", payload={"om": "niets"})
            conversation.say(type="connection_ack", payload={"welkom": True})
            number = (await conversation.hear("subscribe"))["id"]
            conversation.say(type="ping", payload={"nummer": 2})
            await conversation.hear("pong")
            conversation.next(number, 1)
            conversation.say(type="complete", id=number)

        async with town(script) as (source, _):
            assert await values(source) == [1]

    async def test_errors_end_the_subscription_with_what_they_say(self) -> None:
        def refuse(conversation: Conversation) -> None:
            conversation.say(type="error", id="1", payload=[{"message": "nee"}])

        async with (
            town(after_one_event(refuse)) as (source, _),
            aclosing(source.subscribe(REQUEST)) as events,
        ):
            assert [event async for event in events] == [
                SubgraphResponse({"a": 1}),
                SubgraphResponse(None, [{"message": "nee"}]),
            ]

    async def test_who_leaves_says_so_and_what_still_comes_is_dropped(self) -> None:
        async def script(conversation: Conversation) -> None:
            await conversation.ready()
            first = (await conversation.hear("subscribe"))["id"]
            second = (await conversation.hear("subscribe"))["id"]
            conversation.next(first, "een")
            assert (await conversation.hear("complete"))["id"] == first
            conversation.next(first, "te laat")
            conversation.say(type="error", id=first, payload=[{"message": "te laat"}])
            conversation.say(type="complete", id=first)
            conversation.next(second, "twee")
            conversation.say(type="complete", id=second)

        async with town(script) as (source, server):
            leaving = source.subscribe(REQUEST)
            first = asyncio.ensure_future(anext(leaving))
            second = asyncio.ensure_future(values(source))
            assert (await first).data == {"a": "een"}
            await leaving.aclose()
            assert await second == ["twee"]
            assert len(server.conversations) == 1


class TestConnections:
    async def test_who_asks_alike_shares_a_connection_and_who_does_not_has_another(self) -> None:
        async with town(waiting) as (source, server):
            tasks = [
                asyncio.ensure_future(values(source, request))
                for request in (REQUEST, OTHER)
                for _ in range(5)
            ]
            await until(lambda: sum(len(each.heard) for each in server.conversations) == 12)
            assert sorted(each.headers["identiteit"] for each in server.conversations) == [
                "een ander",
                "verklaring",
            ]
            await cancel(tasks)
            await gone(server)
        assert [each.closed for each in server.conversations] == [1000, 1000]

    async def test_a_connection_takes_no_more_than_its_number_of_subscriptions(self) -> None:
        async with town(waiting, EventLimits(per_connection=2)) as (source, server):
            tasks = [asyncio.ensure_future(values(source)) for _ in range(5)]
            await until(lambda: sum(len(each.heard) for each in server.conversations) == 8)
            assert [len(each.heard) - 1 for each in server.conversations] == [2, 2, 1]
            await cancel(tasks)

    async def test_the_last_to_leave_closes_the_connection(self) -> None:
        async with town(counting) as (source, server):
            for _ in range(2):
                assert await values(source) == [0, 1, 2]
                await gone(server)
        assert [each.closed for each in server.conversations] == [1000, 1000]

    async def test_a_lost_connection_is_not_made_up_for_but_who_comes_next_gets_a_new_one(self) -> None:
        async def script(conversation: Conversation) -> None:
            if len(server.conversations) > 1:
                await counting(conversation)
            else:
                await after_one_event(lambda lost: lost.writer.transport.abort())(conversation)

        async with town(script) as (source, server):
            with pytest.raises(SubgraphFailure):
                await values(source)
            assert len(server.conversations) == 1
            assert await values(source) == [0, 1, 2]

    async def test_who_waited_for_a_connection_that_failed_tries_for_themselves(self) -> None:
        async def script(conversation: Conversation) -> None:
            if len(server.conversations) > 1:
                await counting(conversation)
            else:
                await before_the_ack(lambda first: first.close(4500))(conversation)

        async with town(script) as (source, server):
            failed, came = await asyncio.gather(values(source), values(source), return_exceptions=True)
        assert isinstance(failed, SubgraphFailure)
        assert came == [0, 1, 2]

    async def test_leaving_before_the_acknowledgement_leaves_nothing_behind(self) -> None:
        before = asyncio.all_tasks()
        async with town(before_the_ack(lambda _: None)) as (source, server):
            task = asyncio.ensure_future(values(source))
            await until(lambda: bool(server.conversations and server.conversations[0].heard))
            await cancel([task])
            await gone(server)
        assert asyncio.all_tasks() == before


class TestASlowReader:
    async def test_gets_all_that_was_kept_and_then_an_error_while_others_go_on(self) -> None:
        async def script(conversation: Conversation) -> None:
            await conversation.ready()
            slow = (await conversation.hear("subscribe"))["id"]
            conversation.next(slow, 0)
            quick = (await conversation.hear("subscribe"))["id"]
            for value in range(1, 10):
                conversation.next(slow, value)
            assert (await conversation.hear("complete"))["id"] == slow
            conversation.next(quick, "verder")
            conversation.say(type="complete", id=quick)

        limits = EventLimits(buffer=BufferLimits(events=3))
        async with town(script, limits) as (source, _), aclosing(source.subscribe(REQUEST)) as slow:
            taken = [(await anext(slow)).data["a"]]  # type: ignore[index]
            assert await values(source) == ["verder"]
            rest, code = await drain(slow)
        assert code == "SUBSCRIPTION_OVERFLOW"
        assert taken + rest == [0, 1, 2, 3]

    async def test_is_held_against_bytes_too(self) -> None:
        def flood(conversation: Conversation) -> None:
            for _ in range(5):
                conversation.next("1", "x" * 600)

        limits = EventLimits(buffer=BufferLimits(bytes=2_000))
        async with (
            town(after_one_event(flood), limits) as (source, server),
            aclosing(source.subscribe(REQUEST)) as events,
        ):
            await anext(events)
            await until(lambda: server.conversations[0].heard[-1]["type"] == "complete")
            _, code = await drain(events)
        assert code == "SUBSCRIPTION_OVERFLOW"

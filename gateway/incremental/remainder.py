"""Remainder: an answer in parts, the first response of it and the updates that follow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from gateway.execution.running import Running
from gateway.incremental.delivery import Delivery
from gateway.incremental.update import Update
from gateway.operation.response import GraphQLResponse
from gateway.projection.project import Projection, unplaced_errors

Finish = Callable[[Mapping[str, Any]], Awaitable[None]]
"""What is done with all merged data, once there will be no more."""


async def nothing(data: Mapping[str, Any]) -> None:
    """What is done when nothing is to be done."""


async def first_response(
    running: Running, projection: Projection, finish: Finish = nothing
) -> tuple[GraphQLResponse, Remainder | None]:
    """What is delivered at once, as soon as it is there, and what follows on it, if anything does. `finish`
    is called when the answer has come to its end, or was broken off after its first response.
    """
    try:
        unplaced = await running.first()
        piece = projection.first_piece(running.data)
        delivery = Delivery(piece)
    except BaseException:
        await running.close()
        raise
    errors = [*piece.errors, *unplaced_errors(unplaced)]
    remainder = Remainder(running, delivery, finish)
    if not delivery.pending:
        await remainder.aclose()
        return GraphQLResponse(piece.data, errors), None
    pending = [one.body for one in delivery.pending]
    return GraphQLResponse(piece.data, errors, pending=pending), remainder


class Remainder:
    """An asynchronous iterator, to be closed by who does not go to its end.

    What nobody foresaw is raised where the next update is awaited.
    """

    def __init__(self, running: Running, delivery: Delivery, finish: Finish) -> None:
        self._running = running
        self._delivery = delivery
        self._finish = finish
        self._ended = False

    def __aiter__(self) -> Remainder:
        return self

    async def __anext__(self) -> Update:
        if self._ended:
            raise StopAsyncIteration
        try:
            update = await self._next()
        except BaseException:
            await self.aclose()
            raise
        if not update.has_next:
            await self.aclose()
        return update

    async def aclose(self) -> None:
        """Break off what is under way."""
        if not self._ended:
            self._ended = True
            await self._running.close()
            await self._finish(self._running.data)

    async def _next(self) -> Update:
        while (update := self._delivery.update(self._running.unfetched)) is None:
            await self._running.further()
        return update.with_errors(unplaced_errors(self._running.take_unplaced()))

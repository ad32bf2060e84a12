"""Subgraph: the Protocol through which the executor reaches a subgraph, whatever the transport."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Protocol

from gateway.errors import InternalError


class Handling(Enum):
    """What may be done with a call on its way."""

    ONCE = auto()
    """A mutation: it is never sent twice."""
    REPEATABLE = auto()
    """A query: it may be sent again when it failed."""
    SHAREABLE = auto()
    """A query whose answer may also be that to the same query of another request, already on its way. A
    query that has to see what a mutation just did, or what an event tells of, is only REPEATABLE: the other
    one may be older.
    """


@dataclass(frozen=True, slots=True)
class SubgraphRequest:
    """One GraphQL call. `body` is the JSON to POST: `query`, `variables`, `operationName`.

    `headers` are those the pipeline grants this subgraph (identity statement, trace context), never the
    client's own. `timeout` is what is left of the request's time budget, in seconds.
    """

    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    timeout: float
    handling: Handling = Handling.ONCE


@dataclass(frozen=True, slots=True)
class SubgraphResponse:
    """A well-formed GraphQL response: at least one of `data` and `errors` is there.

    `data` belongs to who asked, who may change it. `status` is HTTP's; with `retry_after` the subgraph said
    in how many seconds it wants to be asked again.
    """

    data: dict[str, Any] | None = field(repr=False)
    errors: Sequence[Mapping[str, Any]] = ()
    status: int = 200
    retry_after: float | None = None


class SubgraphFailure(InternalError):
    """The subgraph gave no GraphQL response.

    `code` is one of

        SUBGRAPH_UNREACHABLE          no connection, or one that broke before the whole answer was there
        SUBGRAPH_TIMEOUT              no answer in time
        SUBGRAPH_HTTP_ERROR           an HTTP status that says so
        SUBGRAPH_MALFORMED_RESPONSE   something else than a GraphQL response
        SUBGRAPH_UNAVAILABLE          it was not asked: it failed too often just before

    `status` and `retry_after` are as in SubgraphResponse; `status` is None when no answer was read.
    """

    def __init__(
        self, code: str, detail: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.status = status
        self.retry_after = retry_after


class Subgraph(Protocol):
    """A way to ask one subgraph. Raises SubgraphFailure, and nothing else, when no GraphQL response came."""

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse: ...

    async def close(self) -> None: ...

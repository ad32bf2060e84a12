"""Subgraph: the Protocol through which the executor reaches a subgraph, whatever the transport."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from gateway.errors import InternalError


@dataclass(frozen=True, slots=True)
class SubgraphRequest:
    """One GraphQL call. `body` is the JSON to POST: `query`, `variables`, `operationName`.

    `headers` are those the pipeline grants this subgraph (identity statement, trace context), never the
    client's own. `timeout` is what is left of the request's time budget, in seconds.
    """

    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    timeout: float


@dataclass(frozen=True, slots=True)
class SubgraphResponse:
    """A well-formed GraphQL response: at least one of `data` and `errors` is there."""

    data: dict[str, Any] | None = field(repr=False)
    errors: Sequence[Mapping[str, Any]] = ()


class SubgraphFailure(InternalError):
    """The subgraph gave no GraphQL response: unreachable, too slow, or not speaking GraphQL.

    `code` is one of SUBGRAPH_UNREACHABLE, SUBGRAPH_TIMEOUT, SUBGRAPH_HTTP_ERROR, SUBGRAPH_MALFORMED_RESPONSE.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class Subgraph(Protocol):
    """A way to ask one subgraph. Raises SubgraphFailure, and nothing else, when no GraphQL response came."""

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse: ...

    async def close(self) -> None: ...

"""Projection: merged data in, the client's `data` and `errors` out, to the letter of the GraphQL specification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

if TYPE_CHECKING:
    from graphql import GraphQLSchema

    from gateway.errors import FieldFailure
    from gateway.planning.plan import OutputSelection


class ResponseError(TypedDict):
    """One entry of the response's `errors`. `path` is absent when the error belongs to no position."""

    message: str
    path: NotRequired[list[str | int]]
    extensions: dict[str, Any]


class Projection:
    """The compiled form of one plan's output. Pure; one instance serves all requests of that plan."""

    def project(
        self, data: Mapping[str, Any], unplaced: Sequence[FieldFailure] = ()
    ) -> tuple[dict[str, Any] | None, list[ResponseError]]:
        """The client's `data` (ready for orjson) and `errors`; `unplaced` failures become errors without a path."""
        raise NotImplementedError


def compile_projection(output: OutputSelection, schema: GraphQLSchema) -> Projection:
    """Compile the projection of one plan. `schema` is the public schema."""
    raise NotImplementedError

"""Projection: merged data in, the client's `data` and `errors` out, to the letter of the specification."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphql import GraphQLSchema

from gateway.errors import FieldFailure
from gateway.operation.response import ErrorEntry
from gateway.planning.plan import OutputSelection
from gateway.projection.completion import Errors
from gateway.projection.pieces import Findings, Piece
from gateway.projection.source import Project, ProjectionSource


class Projection:
    """The compiled form of one plan's output. Pure; one instance serves all requests of that plan."""

    __slots__ = ("_project",)

    def __init__(self, project: Project) -> None:
        self._project = project

    def project(
        self, data: Mapping[str, Any], unplaced: Sequence[FieldFailure] = ()
    ) -> tuple[dict[str, Any] | None, list[ErrorEntry]]:
        """The client's `data` (ready for orjson) and `errors`; `unplaced` ones become errors with no path."""
        errors = Errors()
        projected = self._project(data, None, errors)
        if unplaced:
            errors.entries += unplaced_errors(unplaced)
        return projected, errors.entries

    def first_piece(self, data: Mapping[str, Any]) -> Piece:
        """The client's `data` and `errors` without what is delivered later, which it tells."""
        findings = Findings()
        projected = self._project(data, None, findings)
        return findings.piece(projected, (), failed=False)


def unplaced_errors(failures: Iterable[FieldFailure]) -> list[ErrorEntry]:
    """Errors that are about no position of the answer."""
    errors = Errors()
    for failure in failures:
        errors.add_unplaced(failure)
    return errors.entries


def compile_projection(output: OutputSelection, schema: GraphQLSchema) -> Projection:
    """Compile the projection of one plan. `schema` is the public schema."""
    return Projection(ProjectionSource(schema).compile(output))

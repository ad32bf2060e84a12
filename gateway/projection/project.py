"""Projection: merged data in, the client's `data` and `errors` out, to the letter of the specification."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphql import GraphQLSchema

from gateway.errors import FieldFailure
from gateway.operation.response import ErrorEntry
from gateway.planning.plan import OutputSelection
from gateway.projection.errors import MOST_ERRORS, ErrorRules, Errors
from gateway.projection.pieces import Findings, Piece
from gateway.projection.source import Project, ProjectionSource


class Projection:
    """The compiled form of one plan's output. Pure; one instance serves all requests of that plan."""

    __slots__ = ("_project", "_rules")

    def __init__(self, project: Project, rules: ErrorRules) -> None:
        self._project = project
        self._rules = rules

    def project(
        self, data: Mapping[str, Any], unplaced: Sequence[FieldFailure] = ()
    ) -> tuple[dict[str, Any] | None, list[ErrorEntry]]:
        """The client's `data` (ready for orjson) and `errors`; `unplaced` ones become errors with no path."""
        errors = Errors(self._rules, data)
        projected = self._project(data, None, errors)
        for failure in unplaced:
            errors.add_unplaced(failure)
        return projected, errors.entries

    def first_piece(self, data: Mapping[str, Any]) -> Piece:
        """The client's `data` and `errors` without what is delivered later, which it tells."""
        findings = Findings(self._rules, data)
        projected = self._project(data, None, findings)
        return findings.piece(projected, (), failed=False)


def unplaced_errors(failures: Iterable[FieldFailure]) -> list[ErrorEntry]:
    """Errors that are about no position of the answer."""
    errors = Errors(_NOWHERE, {})
    for failure in failures:
        errors.add_unplaced(failure)
    return errors.entries


_NOWHERE = ErrorRules(OutputSelection("", {}))


def compile_projection(
    output: OutputSelection, schema: GraphQLSchema, most_errors: int = MOST_ERRORS
) -> Projection:
    """Compile the projection of one plan. `schema` is the public schema; so many errors are told at most."""
    return Projection(ProjectionSource(schema).compile(output), ErrorRules(output, most_errors))

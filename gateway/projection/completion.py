"""Completion of values that are not plainly what their position expects: nulls, failures, odd scalars.

The generated projection (source.py) passes over whatever is fine and calls a Position for all else, so here
correctness counts and not speed (GraphQL specification, "Value Completion" and "Handling Execution Errors").
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLOutputType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)

from gateway.errors import FieldFailure
from gateway.planning.plan import OutputField, OutputSelection
from gateway.projection.errors import Errors, PathLink, extensions_of

MAX_INT = 2**31 - 1
MIN_INT = -(2**31)


@dataclass(frozen=True, slots=True)
class Position:
    """One position of the answer: a field's, or that of its list's items. `type` is without its Non-Null."""

    parent: str
    field: OutputField
    type: GraphQLOutputType
    non_null: bool
    schema: GraphQLSchema

    def complete(self, value: Any, path: PathLink, errors: Errors) -> Any:
        """The value, coerced if need be, or None; an unexplained null at a Non-Null position is told here."""
        if value is None or (isinstance(value, str) and value in self.field.hidden):
            return self.null(path, errors)
        failure = _failure_in(value)
        if failure is not None:
            suffix = self._client_path(failure.suffix)
            errors.add(failure.message, extensions_of(failure), path, suffix)
            return None
        coerced = _coerced(value, self.type)
        if coerced is None:
            self._invalid(f"is not a valid {self.type}", path, errors)
        return coerced

    def null(self, path: PathLink, errors: Errors) -> None:
        """A null that no error explains yet."""
        if self.non_null:
            coordinate = f"{self.parent}.{self.field.name}"
            message = f"Cannot return null for non-nullable field {coordinate}."
            errors.add(message, {"code": "NULL_VALUE"}, path)

    def of_unselected_type(
        self, entity: Mapping[str, Any], path: PathLink, errors: Errors
    ) -> dict[str, Any] | None:
        """An object of whose runtime type nothing is selected, or that has no business here.

        A type that the public schema doesn't know comes out as null without more (it is inaccessible).
        """
        typename = entity.get("__typename")
        if isinstance(typename, FieldFailure):
            errors.add(typename.message, extensions_of(typename), path)
            return None
        runtime_type = self.schema.type_map.get(typename) if isinstance(typename, str) else None
        if runtime_type is None and isinstance(typename, str):
            self.null(path, errors)
            return None
        declared = get_named_type(self.type)
        if is_abstract_type(declared) and runtime_type in self.schema.get_possible_types(declared):
            return {}
        self._invalid(f"is not of a type that {declared} can be", path, errors)
        return None

    def deny(self, path: PathLink, errors: Errors) -> None:
        """The field is not for this caller."""
        denial = self.field.denial
        assert denial is not None
        message = f"Not authorised to see {denial.coordinate}."
        errors.add(message, denial.extensions, path)

    def misuse(self, path: PathLink, errors: Errors) -> None:
        """A list of which a negative number of items is to come first."""
        message = "The argument initialCount of @stream must not be negative."
        errors.add(message, {"code": "BAD_USER_INPUT"}, path)

    def _invalid(self, what: str, path: PathLink, errors: Errors) -> None:
        # The value itself stays out of the message: it may be personal.
        message = f"The value of {self.parent}.{self.field.name} {what}."
        errors.add(message, {"code": "INVALID_VALUE"}, path)

    def _client_path(self, suffix: Sequence[str | int]) -> list[str | int]:
        """A failure's suffix in the client's response keys, as far as the selection knows the way."""
        steps: list[str | int] = []
        type_: GraphQLOutputType = self.type
        selection = self.field.selection
        for step in suffix:
            if isinstance(type_, GraphQLNonNull):
                type_ = type_.of_type
            if isinstance(step, int) and isinstance(type_, GraphQLList):
                steps.append(step)
                type_ = type_.of_type
                continue
            field = _stored_under(step, selection)
            if field is None or isinstance(type_, GraphQLList):
                break
            steps.append(field.response_key)
            type_, selection = field.type, field.selection
        return steps


def _coerced(value: Any, type_: GraphQLOutputType) -> Any:
    """Result coercion of built-in scalars and enums; custom scalars pass as they are. None when it fails."""
    if isinstance(type_, GraphQLEnumType):
        return value if isinstance(value, str) and value in type_.values else None
    match getattr(type_, "name", None):
        case "String":
            fits = isinstance(value, str)
        case "ID":
            fits = type(value) in (str, int)
            value = str(value)
        case "Boolean":
            fits = isinstance(value, bool)
        case "Float":
            fits = type(value) in (int, float)
        case "Int":
            fits = type(value) in (int, float) and MIN_INT <= value <= MAX_INT and value == int(value)
            value = int(value) if fits else None
        case _:
            fits = is_leaf_type(type_)
    return value if fits else None


def _failure_in(value: Any) -> FieldFailure | None:
    """The failure that a value is, or that a custom scalar's list holds."""
    if isinstance(value, FieldFailure):
        return value
    if isinstance(value, list):
        return next((failure for failure in map(_failure_in, value) if failure), None)
    return None


def _stored_under(storage_key: str | int, selection: OutputSelection | None) -> OutputField | None:
    if selection is None:
        return None
    return next((field for field in selection.all_fields if field.storage_key == storage_key), None)

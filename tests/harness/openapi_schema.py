"""Schemas of OpenAPI 3.0, checked by way of JSON Schema 2020-12.

Differences that are bridged: `nullable`; `exclusiveMinimum` and its like as booleans; a `discriminator`,
which chooses one of `oneOf` instead of trying all; siblings of `$ref`, which count for nothing; `readOnly`
properties, which a request need not have, as `writeOnly` ones an answer. References to other documents are
not followed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, Literal
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

Direction = Literal["request", "answer"]

SUBSCHEMAS = ("items", "additionalProperties", "not")
LISTS = ("allOf", "anyOf", "oneOf")
NULL_IN_PRACTICE = frozenset({"beginObject", "eindeObject"})
"""Properties that the Catalogi API of Open Zaak describes as strings and answers with null while unknown."""
DOCUMENT = "urn:interface-description"
"""What references to a document itself are made to refer to."""
MOST = 5
"""How many problems of one value are told."""

_formats = FormatChecker(formats=["uuid"])


@_formats.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@_formats.checks("date", raises=ValueError)
def _is_day(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@_formats.checks("uri", raises=ValueError)
def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or value == "" or bool(urlsplit(value).scheme)


def _required(direction: Direction) -> Any:
    absent = "readOnly" if direction == "request" else "writeOnly"

    def required(_validator: Any, names: list[str], value: Any, schema: Any) -> Iterator[ValidationError]:
        if not isinstance(value, dict):
            return
        for name in names:
            if name not in value and not schema.get("properties", {}).get(name, {}).get(absent):
                yield ValidationError(f"{name} is missing")

    return required


def _unless_blank(keyword: str) -> Any:
    """Of answers: Django answers a field that was left blank with "", whatever it must be when given."""
    rule = Draft202012Validator.VALIDATORS[keyword]

    def checked(validator: Any, wanted: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
        if value != "":
            yield from rule(validator, wanted, value, schema) or ()

    return checked


_extended: Any = extend  # its types are not stated

_VALIDATORS: Mapping[Direction, Any] = {
    "request": _extended(Draft202012Validator, {"required": _required("request")}),
    "answer": _extended(
        Draft202012Validator,
        {"required": _required("answer")} | {each: _unless_blank(each) for each in ("minLength", "pattern")},
    ),
}


def problems(
    name: str, document: Mapping[str, Any], schema: Mapping[str, Any], value: Any, direction: Direction
) -> list[str]:
    """Where `value` breaks `schema`, which may refer into `document`, known as `name`. No values in it."""
    validator = _VALIDATORS[direction](
        _bridged(schema), registry=_registry(name, _Held(document)), format_checker=_formats
    )
    found = (leaf for error in validator.iter_errors(value) for leaf in _leaves(error))
    return sorted({f"{error.json_path}: {_rule(error)}" for error in found})[:MOST]


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """What an error of a choice comes down to: the errors of its likeliest branch."""
    if not error.context:
        yield error
        return
    branches: dict[Any, list[ValidationError]] = {}
    for each in error.context:
        branches.setdefault(each.schema_path[0], []).append(each)
    for each in min(branches.values(), key=lambda errors: (errors[0].validator_value == "null", len(errors))):
        yield from _leaves(each)


def _rule(error: ValidationError) -> str:
    if error.validator == "required":
        return error.message
    return f"{error.validator} {str(error.validator_value)[:60]}"


class _Held:
    """A document by identity, so that what was made of it can be kept."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document

    def __hash__(self) -> int:
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.document is self.document


_EMPTY: Registry[Any] = Registry()


@cache
def _registry(name: str, held: _Held) -> Registry[Any]:
    """The document's schemas, bridged once."""
    schemas = held.document.get("components", {}).get("schemas", {})
    bridged = {"components": {"schemas": {key: _bridged(schema) for key, schema in schemas.items()}}}
    found: Registry[Any] = _EMPTY.with_resource(DOCUMENT, DRAFT202012.create_resource(bridged)).crawl()
    return found


def _bridged(schema: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return {"$ref": f"{DOCUMENT}{schema['$ref']}"} if schema["$ref"].startswith("#") else {}
    made = {key: value for key, value in schema.items() if key not in {"example", "xml", "id"}}
    for key in SUBSCHEMAS:
        if isinstance(made.get(key), dict):
            made[key] = _bridged(made[key])
    for key in LISTS:
        if key in made:
            made[key] = [_bridged(each) for each in made[key]]
    if "properties" in made:
        made["properties"] = {name: _property(name, each) for name, each in made["properties"].items()}
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if made.pop(exclusive, False) is True:
            made[exclusive] = made.pop(bound)
    _choose(made)
    if made.pop("nullable", False):
        return {"anyOf": [{"type": "null"}, made], "readOnly": made.get("readOnly", False)}
    return made


def _property(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return _bridged({**schema, "nullable": True} if name in NULL_IN_PRACTICE else schema)


def _choose(schema: dict[str, Any]) -> None:
    """Lets the discriminator choose; without one, what fits more than one of `oneOf` is taken to fit."""
    branches = schema.pop("oneOf", None)
    if branches is None:
        return
    discriminator = schema.pop("discriminator", {})
    mapping = discriminator.get("mapping")
    if not mapping:
        schema["anyOf"] = branches
        return
    name = discriminator["propertyName"]
    schema["properties"] = {**schema.get("properties", {}), name: {"enum": list(mapping)}}
    schema["allOf"] = schema.get("allOf", []) + [
        {
            "if": {"properties": {name: {"const": value}}, "required": [name]},
            "then": {"$ref": f"{DOCUMENT}{reference}"},
        }
        for value, reference in mapping.items()
    ]

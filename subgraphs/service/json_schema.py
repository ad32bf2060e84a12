"""JSON Schema (2020-12) of a form, made by whoever asks something of a customer.

A schema may refer to its own parts. What it would refer to elsewhere is never fetched: whoever writes a form
could have this service ask for anything within its reach (server-side request forgery).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from referencing import Registry

_REFERENCES = ("$ref", "$dynamicRef")


def validator_of(schema: Mapping[str, Any]) -> Draft202012Validator:
    """What data is held against. Raises SchemaError for what is no schema, or refers to another."""
    Draft202012Validator.check_schema(schema)
    if any(not target.startswith("#") for target in _references(schema)):
        raise SchemaError("a schema refers to its own parts alone")
    return Draft202012Validator(
        schema, registry=Registry(), format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        yield from (part[name] for name in _REFERENCES if isinstance(part.get(name), str))
        for each in part.values():
            yield from _references(each)
    elif isinstance(part, list):
        for each in part:
            yield from _references(each)

"""JSON Schema (2020-12) of a form, made by whoever asks something of a customer.

A schema may refer to its own parts. What it would refer to elsewhere is never fetched: whoever writes a form
could have this service ask for anything within its reach (server-side request forgery).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError
from referencing import Registry

from subgraphs.service.emailadres import is_emailadres

_REFERENCES = ("$ref", "$dynamicRef")


def validator_of(schema: Mapping[str, Any]) -> Draft202012Validator:
    """What data is held against. Raises SchemaError for what is no schema, or refers to another."""
    Draft202012Validator.check_schema(schema)
    if any(not target.startswith("#") for target in _references(schema)):
        raise SchemaError("a schema refers to its own parts alone")
    return Draft202012Validator(schema, registry=Registry(), format_checker=_FORMATS)


_FORMATS = FormatChecker(formats=())
_FORMATS.checkers = dict(Draft202012Validator.FORMAT_CHECKER.checkers)


@_FORMATS.checks("email")
def _is_email(value: object) -> bool:
    """Every text with an @ is one to the library."""
    return not isinstance(value, str) or is_emailadres(value)


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        yield from (part[name] for name in _REFERENCES if isinstance(part.get(name), str))
        for each in part.values():
            yield from _references(each)
    elif isinstance(part, list):
        for each in part:
            yield from _references(each)

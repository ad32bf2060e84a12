"""A schema of a form refers to its own parts, and makes the service ask nobody for anything."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from jsonschema.exceptions import SchemaError

from subgraphs.service.json_schema import validator_of


@pytest.fixture
def elsewhere() -> Iterator[socket.socket]:
    """A place of which it shows whether anyone came."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        place.settimeout(0.05)
        yield place


@pytest.mark.parametrize("where", [{}, {"properties": {"a": {}}}, {"anyOf": [{"type": "string"}, {}]}])
@pytest.mark.parametrize("keyword", ["$ref", "$dynamicRef"])
def test_a_schema_that_refers_elsewhere_is_refused_and_nobody_is_asked(
    elsewhere: socket.socket, where: dict[str, object], keyword: str
) -> None:
    url = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/schema"
    with pytest.raises(SchemaError):
        validator_of({**where, "allOf": [{"not": {keyword: url}}]})
    with pytest.raises(TimeoutError):
        elsewhere.accept()


def test_a_schema_may_refer_to_its_own_parts() -> None:
    schema = {"$defs": {"dag": {"format": "date"}}, "properties": {"op": {"$ref": "#/$defs/dag"}}}
    assert validator_of(schema).is_valid({"op": "2026-03-02"})
    assert not validator_of(schema).is_valid({"op": "morgen"})


@pytest.mark.parametrize(
    "address", ["@", "a@", "@b.nl", "a b@c.nl", "a@b", ".a@b.nl", "a@b.nl\n", f"{'a' * 65}@b.nl"]
)
def test_an_address_to_which_no_mail_could_go_is_none(address: str) -> None:
    assert not validator_of({"format": "email"}).is_valid(address)


@pytest.mark.parametrize(
    "address", ["a@b.nl", "sanne.de-vries+formulier@post.example", "zoë@café.example", 5]
)
def test_one_to_which_it_could_is(address: object) -> None:
    assert validator_of({"format": "email"}).is_valid(address)


def test_what_is_no_schema_is_refused() -> None:
    with pytest.raises(SchemaError):
        validator_of({"type": "iets"})

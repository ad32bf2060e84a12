"""What the reader of access directives makes of a supergraph."""

from graphql import parse

from schema.access import Access
from schema.access_directives import read_access

HEAD = """
schema @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/authenticated/v0.1", import: [{name: "@authenticated", as: "@login"}])
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: ["@requiresScopes"])
{ query: Query }
"""


def test_a_directive_imported_under_another_name_still_closes() -> None:
    assert read_access(parse(HEAD + "type Query { x: Int @login }")) == {
        "Query.x": Access(authenticated=True)
    }


def test_a_directive_of_equal_name_that_was_not_imported_means_nothing() -> None:
    assert read_access(parse(HEAD + "type Query { x: Int @authenticated }")) == {}


def test_alternatives_of_scopes_are_read_as_an_or_of_ands() -> None:
    field = 'x: Int @requiresScopes(scopes: [["a", "b"], ["c"]])'
    assert read_access(parse(f"{HEAD} type Query {{ {field} }}")) == {
        "Query.x": Access(scopes=(frozenset({"a", "b"}), frozenset({"c"})))
    }


def test_requiring_scopes_without_naming_any_opens_for_nobody() -> None:
    access = read_access(parse(HEAD + "type Query { x: Int @requiresScopes(scopes: []) }"))["Query.x"]
    assert access.scopes
    assert not any(alternative <= {"a", "klantsoort:burger", "loa:hoog"} for alternative in access.scopes)

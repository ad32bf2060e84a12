"""Under which activity a field of a supergraph is processed: what is said nearest to it."""

from __future__ import annotations

import pytest

from schema.supergraph import Supergraph

HEAD = """
schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)
  {link}
{{ query: Query }}
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
directive @join__type(graph: join__Graph!, key: join__FieldSet) repeatable on OBJECT | INTERFACE
directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @{name}(activiteit: String!) on OBJECT | INTERFACE | FIELD_DEFINITION
scalar join__FieldSet
scalar link__Import
enum link__Purpose {{ SECURITY EXECUTION }}
enum join__Graph {{ A @join__graph(name: "a", url: "http://a") }}
"""
BODY = """
interface Klant @join__type(graph: A, key: "id") @{name}(activiteit: "klant") {{ id: ID! zaken: [Zaak!]! }}
type Persoon implements Klant @join__type(graph: A, key: "id") @join__implements(graph: A, interface: "Klant")
  @{name}(activiteit: "persoon")
{{ id: ID! zaken: [Zaak!]! brief: String @{name}(activiteit: "post") soort: Soort! }}
type Zaak @join__type(graph: A) @{name}(activiteit: "zaak") {{ nummer: ID! soort: Soort! }}
type Soort @join__type(graph: A) {{ naam: String! }}
type Query @join__type(graph: A) {{ ik: Klant soorten: [Soort!]! }}
"""
LINK = '@link(url: "https://gemeentegraaf.nl/verwerking/v1.0", import: ["@verwerking"])'


def graph(link: str = LINK, name: str = "verwerking") -> Supergraph:
    return Supergraph.parse((HEAD + BODY).format(link=link, name=name))


@pytest.mark.parametrize(
    ("type_name", "field", "activity"),
    [
        ("Persoon", "id", "persoon"),
        ("Persoon", "brief", "post"),
        ("Persoon", "zaken", "zaak"),
        ("Persoon", "soort", "persoon"),
        ("Klant", "id", "klant"),
        ("Query", "ik", "klant"),
        ("Query", "soorten", None),
        ("Soort", "naam", None),
        ("Persoon", "onbekend", None),
        ("Onbekend", "id", None),
    ],
)
def test_what_is_said_nearest_counts(type_name: str, field: str, activity: str | None) -> None:
    assert graph().activities.of_field(type_name, field) == activity


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ("{ soorten { naam } }", set()),
        ("{ ik { __typename } }", {"klant"}),
        ("{ ik { id zaken { soort { naam } } } }", {"klant", "zaak"}),
        ("{ wie: ik { ... on Persoon { post: brief } } }", {"klant", "post"}),
        (
            "query ($representations: [_Any!]!) { _entities(representations: $representations)"
            " { ... on Persoon { brief ... { soort { naam } } } } }",
            {"post", "persoon"},
        ),
    ],
)
def test_a_document_for_a_subgraph_falls_under_all_that_it_asks(document: str, found: set[str]) -> None:
    assert graph().activities.of_document(document) == found


def test_the_directive_may_go_by_another_name() -> None:
    link = LINK.replace('"@verwerking"', '{name: "@verwerking", as: "@ldv"}')
    assert graph(link, "ldv").activities.of_field("Persoon", "brief") == "post"


def test_a_directive_of_that_name_but_of_nobody_means_nothing() -> None:
    found = graph(link="")
    assert not found.activities
    assert found.activities.of_field("Persoon", "brief") is None

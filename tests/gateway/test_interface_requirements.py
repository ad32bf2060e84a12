"""What an interface asks, when composers wrote there what its implementations ask together."""

from harness.guarded_graph import SDL

from gateway.operation.requirements import Requirements
from schema.access import Access, conjunction
from schema.supergraph import Supergraph

BEDRIJF_ASKS = (
    '@requiresScopes(scopes: [["klantsoort:bedrijf", "loa:midden"], '
    '["klantsoort:instelling", "loa:substantieel"]])'
)
KLANT = '@join__type(graph: Z, key: "id", isInterfaceObject: true)'


def klant_asking(directive: str) -> Supergraph:
    assert KLANT in SDL
    return Supergraph.parse(SDL.replace(KLANT, f"{KLANT} {directive}"))


def asked(graph: Supergraph, type_name: str, field: str) -> list[str]:
    return [coordinate for coordinate, _ in Requirements(graph).of(type_name, field)]


def test_a_sum_of_what_implementations_ask_is_not_asked_of_each_of_them() -> None:
    graph = klant_asking(BEDRIJF_ASKS)

    assert graph.access["Klant"] == graph.access["Bedrijf"]
    assert asked(graph, "Persoon", "taken") == ["Klant.taken"]


def test_anything_else_that_an_interface_asks_is_asked_of_the_fields_that_it_lends() -> None:
    graph = klant_asking('@requiresScopes(scopes: [["klantsoort:burger"]])')

    assert asked(graph, "Persoon", "taken") == ["Klant", "Klant.taken"]


def test_an_interface_that_asks_nothing_adds_nothing() -> None:
    graph = Supergraph.parse(SDL)

    assert asked(graph, "Persoon", "taken") == ["Klant.taken"]


def test_a_conjunction_asks_what_all_its_parts_ask() -> None:
    burger = Access(scopes=(frozenset({"klantsoort:burger"}), frozenset({"klantsoort:bedrijf"})))
    level = Access(authenticated=True, scopes=(frozenset({"loa:midden"}),))

    together = conjunction((burger, level, Access()))

    assert together.authenticated
    assert set(together.scopes) == {
        frozenset({"klantsoort:burger", "loa:midden"}),
        frozenset({"klantsoort:bedrijf", "loa:midden"}),
    }


def test_a_conjunction_keeps_no_alternative_that_asks_more_than_another() -> None:
    wide = Access(scopes=(frozenset({"a"}), frozenset({"b"})))

    assert conjunction((wide, wide)).scopes == (frozenset({"a"}), frozenset({"b"}))

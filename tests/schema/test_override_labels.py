"""Which progressive overrides an operation can meet: those of its fields, of what they need, and of keys."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest
from graphql import parse
from harness.composed import composed
from harness.scenario import World, worlds_of

from gateway.operation.coordinates import coordinates
from gateway.operation.normalize import normalize
from gateway.planning.plan import Plan
from gateway.planning.planner import Planner
from schema.override_labels import OverrideLabels
from schema.supergraph import Supergraph

SCENARIOS = Path(__file__).parents[1] / "conformance" / "scenarios" / "52_progressive_override.yaml"

OLD = """
type Query { one: Thing many: [Named!] any: Any }
interface Named { name: String }
union Any = Thing | Other
type Thing implements Named @key(fields: "id") {
  id: ID! name: String size: Int code: String @shareable part: Part
}
type Other implements Named @key(fields: "id") { id: ID! name: String }
type Part { depth: Int @shareable }
"""
NEW = """
type Thing @key(fields: "id") {
  id: ID!
  name: String @override(from: "old", label: "thing-name")
  size: Int @override(from: "old", label: "size")
  code: String @override(from: "old", label: "code") @shareable
}
type Other @key(fields: "id") { id: ID! name: String @override(from: "old", label: "other-name") }
"""
THIRD = """
type Thing @key(fields: "id") {
  id: ID!
  size: Int @external
  part: Part @external
  big: Boolean @requires(fields: "size part { depth }")
}
type Part { depth: Int @external }
"""
FOURTH = 'type Thing @key(fields: "code") { code: String @shareable colour: String }'


@pytest.fixture(scope="module")
def supergraph() -> Supergraph:
    return Supergraph.parse(composed({"old": OLD, "new": NEW, "third": THIRD}))


def met(supergraph: Supergraph, query: str) -> set[str]:
    return set(OverrideLabels(supergraph).met_by(coordinates(parse(query), supergraph.public)))


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("{ one { id } }", set()),
        ("{ one { size } }", {"size"}),
        ("{ one { ...T } } fragment T on Thing { name }", {"thing-name"}),
        ("{ many { name } }", {"thing-name", "other-name"}),
        ("{ any { ... on Other { name } } }", {"other-name"}),
        ("{ one { big } }", {"size"}),
    ],
)
def test_an_operation_meets_what_its_fields_need(
    supergraph: Supergraph, query: str, labels: set[str]
) -> None:
    assert met(supergraph, query) == labels


def test_keys_are_met_with_any_field_of_their_type() -> None:
    supergraph = Supergraph.parse(composed({"old": OLD, "new": NEW, "fourth": FOURTH}))
    assert met(supergraph, "{ one { colour } }") == {"code"}
    assert met(supergraph, "{ one { __typename } }") == {"code"}
    assert met(supergraph, "{ __typename }") == set()


def test_a_supergraph_without_labels_has_none() -> None:
    labels = OverrideLabels(Supergraph.parse(composed({"old": OLD})))
    assert labels.all == frozenset()
    assert labels.met_by([("Thing", "name")]) == frozenset()


def test_labels_of_plain_fields_that_nothing_needs_decide_alone(supergraph: Supergraph) -> None:
    assert OverrideLabels(supergraph).alone == {"thing-name", "other-name", "code"}
    keyed = Supergraph.parse(composed({"old": OLD, "new": NEW, "fourth": FOURTH}))
    assert OverrideLabels(keyed).alone == {"thing-name", "other-name", "size"}


@pytest.mark.parametrize("world", list(worlds_of(SCENARIOS)), ids=lambda world: next(iter(world.subgraphs)))
def test_labels_that_are_not_met_never_change_the_plan(world: World) -> None:
    supergraph = Supergraph.parse(
        composed({name: subgraph.linked for name, subgraph in world.subgraphs.items()})
    )
    labels = OverrideLabels(supergraph)
    for query in dict.fromkeys(scenario.query for scenario in world.scenarios):
        can_meet = met(supergraph, query)
        for on in subsets(labels.all):
            assert plan(supergraph, query, on) == plan(supergraph, query, on & can_meet)
        assert len({repr(plan(supergraph, query, on)) for on in subsets(can_meet)}) > 1 or not can_meet


def plan(supergraph: Supergraph, query: str, labels: frozenset[str]) -> list[tuple[str, str]]:
    """What is asked of whom."""
    document = parse(query)
    [operation] = document.definitions
    made: Plan = (
        Planner(supergraph)
        .with_labels(labels)
        .plan(
            normalize(document, operation, {}, supergraph.full)  # type: ignore[arg-type]
        )
    )
    return [(fetch.subgraph, fetch.document) for fetch in made.fetches]


def subsets(labels: Iterable[str]) -> list[frozenset[str]]:
    names = sorted(labels)
    return [frozenset(one) for size in range(len(names) + 1) for one in combinations(names, size)]

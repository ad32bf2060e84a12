"""What an operation may cost is told from its text and variables, and what costs too much is not begun."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import OperationDefinitionNode, parse, validate
from harness.federated import Look, federated
from harness.memory_subgraph import MemorySubgraph
from harness.small_town import SUPERGRAPH, small_town

from auth.policy import Rights
from auth.principal import ANONIEM
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.authorize import authorize
from gateway.operation.cost import MUTATION
from gateway.operation.limits import OperationLimits
from gateway.operation.normalize import normalize
from gateway.operation.pricing import Pricing
from gateway.operation.refusal import TooExpensive
from gateway.operation.request import GraphQLRequest
from gateway.operation.requirements import Requirements
from gateway.operation.variables import coerce_variables
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from gateway.preparation import Footing, Known
from schema.supergraph import Supergraph

SDL = """
type Query {
  boek: Boek
  boeken(eerste: Int): [Boek!]! @listSize(assumedSize: 4, slicingArguments: ["eerste"],
    requireOneSlicingArgument: false)
  planken(aantal: Int = 3, rij: Int): [Boek] @listSize(slicingArguments: ["aantal", "rij"])
  bladzijde(eerste: Int): Bladzijde @listSize(assumedSize: 5, slicingArguments: ["eerste"],
    sizedFields: ["regels"], requireOneSlicingArgument: false)
  bron: Int @cost(weight: 7)
  gezocht: [Boek] @cost(weight: 3) @listSize(assumedSize: 2)
  ding: Ding
  zoeken(vraag: Vraag, vragen: [Vraag!], woord: String @cost(weight: 4)): Int
  geheim: [Boek] @authenticated @listSize(assumedSize: 9)
  kleur: Kleur
}
type Mutation { bewaren(vraag: Vraag): Boek }
type Boek { titel: String schrijver: Schrijver onbekend: [Schrijver] }
type Schrijver @cost(weight: 2) { naam: String }
type Bladzijde { totaal: Int regels: [Regel] }
type Regel { boek: Boek }
union Ding = Boek | Regel
enum Kleur @cost(weight: 6) { ROOD }
input Vraag { tekst: String deel: [Vraag!] duur: Int @cost(weight: 8) }
"""

BARE = "type Query { zoeken(vraag: Vraag): Int } input Vraag { deel: [Vraag!] }"
GRAPH = Supergraph.parse(Look.at(federated(boeken=SDL)).sdl)
TOWN = Supergraph.parse(SUPERGRAPH)
NOBODY = Footing(Rights.of(ANONIEM))


def cost(text: str, variables: dict[str, Any] | None = None, list_size: int = 1) -> int:
    """For nobody in particular."""
    document = parse(text)
    assert validate(GRAPH.full, document) == []
    definition = document.definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    coerced = coerce_variables(GRAPH.full, definition, variables or {})
    normalized = normalize(document, definition, coerced, GRAPH.full)
    permitted = authorize(normalized, Requirements(GRAPH), Rights.of(ANONIEM))
    return Pricing(GRAPH, list_size).formula(permitted).of(coerced)


def pipeline(most: int) -> Pipeline:
    rules = PipelineRules(limits=OperationLimits(cost=most, list_size=10))
    return Pipeline(TOWN, Executor(small_town(), ErrorPolicy()), rules=rules)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ boek { titel __typename } __typename }", 1),
        ("{ __schema { types { name } } }", 0),
        ("{ bron }", 7),
        ("{ kleur }", 6),
        ("{ boek { titel ...naam } } fragment naam on Boek { schrijver { naam } }", 1 + 2),
        ("{ boek { onbekend { naam } } }", 1 + 2),
        ("{ gezocht { titel } }", 2 * 3),
        ("{ boeken { schrijver { naam } } }", 4 * (1 + 2)),
        ("{ a: boeken { titel } b: boeken { titel } }", 4 + 4),
        ("mutation { bewaren { titel } }", MUTATION + 1),
    ],
)
def test_an_object_costs_one_or_what_is_said_and_a_list_each_of_its_items(text: str, expected: int) -> None:
    assert cost(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ boeken(eerste: 10) { titel } }", 10),
        ("{ boeken(eerste: null) { titel } }", 4),
        ("{ boeken(eerste: -5) { titel } }", 0),
        ("{ planken { titel } }", 3),
        ("{ planken(rij: 8) { titel } }", 8),
        ("{ planken(aantal: 9, rij: 8) { titel } }", 9),
        ("{ bladzijde { totaal } }", 1),
        ("{ bladzijde { regels { boek { titel } } } }", 1 + 5 * 2),
        ("{ bladzijde(eerste: 2) { regels { boek { titel } } } }", 1 + 2 * 2),
    ],
)
def test_a_list_is_as_long_as_the_largest_of_its_slicing_arguments(text: str, expected: int) -> None:
    assert cost(text) == expected


def test_a_list_of_which_nothing_is_said_is_as_long_as_the_setting_says() -> None:
    assert cost("{ boek { onbekend { naam } } }", list_size=10) == 1 + 10 * 2
    assert cost("{ boeken { titel } }", list_size=10) == 4


@pytest.mark.parametrize(
    ("variables", "expected"), [({"n": 7}, 1 + 7 * 2), ({}, 1 + 5 * 2), ({"n": None}, 1 + 5 * 2)]
)
def test_the_length_of_a_list_may_stand_in_a_variable(variables: dict[str, Any], expected: int) -> None:
    text = "query ($n: Int) { bladzijde(eerste: $n) { regels { boek { titel } } } }"
    assert cost(text, variables) == expected


def test_without_the_variable_a_list_is_as_long_as_its_argument_is_by_default() -> None:
    text = "query ($n: Int) { planken(aantal: $n) { titel } }"
    assert [cost(text, {"n": 6}), cost(text, {})] == [6, 3]


def test_of_a_position_where_several_types_are_possible_the_dearest_counts() -> None:
    text = "{ ding { ... on Boek { schrijver { naam } } ... on Regel { boek { titel } } } }"
    assert cost(text) == 1 + 2


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ('(woord: "x")', 4),
        ('(vraag: {tekst: "x"})', 1),
        ("(vragen: [{}, {}])", 2),
        ("(vraag: {duur: 1, deel: [{}, {deel: [{}]}]})", 1 + 8 + 3),
        ("(vraag: null)", 0),
    ],
)
def test_what_arguments_are_given_counts(arguments: str, expected: int) -> None:
    assert cost(f"{{ zoeken{arguments} }}") == expected


def test_what_variables_give_to_arguments_counts() -> None:
    text = "query ($v: Vraag, $d: Int) { zoeken(vraag: $v, vragen: [{duur: $d}]) }"
    assert cost(text, {"v": {"deel": [{}, {}]}, "d": 3}) == 3 + 1 + 8
    assert cost(text, {}) == 1


def test_what_the_caller_may_not_see_costs_nothing() -> None:
    assert cost("{ geheim { titel } boek { titel } }") == 1


async def test_what_may_cost_too_much_is_refused_and_told_its_cost() -> None:
    asked = GraphQLRequest("{ meer: datasets { titel } ik { naam } }")
    with pytest.raises(TooExpensive) as refused:
        await pipeline(10).answer(asked, ANONIEM)
    [error] = refused.value.errors
    assert error["message"] == "The operation may cost 11; at most 10 is allowed. Ask for shorter lists."
    assert error["extensions"] == {
        "code": "COST_ESTIMATED_TOO_EXPENSIVE",
        "cost": {"estimated": 11, "max": 10, "dearest": {"meer": 10, "ik": 1}},
    }
    assert (await pipeline(11).answer(asked, ANONIEM)).errors == []


async def test_what_is_remembered_is_priced_again_for_each_request() -> None:
    text = "query ($v: Vraag) { zoeken(vraag: $v) }"
    executor = Executor({"boeken": MemorySubgraph(BARE)}, ErrorPolicy())
    town = Pipeline(GRAPH, executor, rules=PipelineRules(limits=OperationLimits(cost=2)))
    await town.answer(GraphQLRequest(text, variables={"v": {}}), ANONIEM)
    with pytest.raises(TooExpensive):
        await town.answer(GraphQLRequest(text, variables={"v": {"deel": [{}, {}]}}), ANONIEM)
    await town.answer(GraphQLRequest(text, variables={"v": {}}), ANONIEM)
    assert town.preparation.planned == 1


async def test_what_is_handed_on_is_not_judged_without_its_variables() -> None:
    text = "query ($n: Int) { boeken(eerste: $n) { titel } }"
    rules = PipelineRules(limits=OperationLimits(cost=2))
    before, after = (Pipeline(GRAPH, Executor({}, ErrorPolicy()), rules=rules) for _ in range(2))
    before.preparation.prepared(*_one(before, text), {"n": 1}, NOBODY)
    [used] = before.preparation.most_used(1)
    after.preparation.warm(used)
    after.preparation.prepared(*_one(after, text), {"n": 2}, NOBODY)
    with pytest.raises(TooExpensive):
        after.preparation.prepared(*_one(after, text), {"n": 3}, NOBODY)
    assert after.preparation.planned == 1


def _one(town: Pipeline, text: str) -> tuple[Known, OperationDefinitionNode]:
    known = town.preparation.known(text)
    return known, known.document.operation(None)

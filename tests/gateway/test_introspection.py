"""Introspection of the public schema: what graphql-core would answer, and no subgraph asked."""

from typing import Any

import pytest
from graphql import execute_sync, get_introspection_query, parse
from harness.small_town import SUPERGRAPH, small_town

from auth.principal import ANONIEM
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.incremental_directives import with_incremental_delivery
from gateway.operation.refusal import ValidationFailed
from gateway.operation.request import GraphQLRequest
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from schema.supergraph import Supergraph

TOWN = Supergraph.parse(SUPERGRAPH)


async def ask(query: str, **variables: Any) -> dict[str, Any]:
    subgraphs = small_town()
    pipeline = Pipeline(TOWN, Executor(subgraphs, ErrorPolicy()))
    answer = await pipeline.answer(GraphQLRequest(query, variables=variables), ANONIEM)
    assert not any(subgraph.calls for subgraph in subgraphs.values())
    return answer.body


QUERIES: list[tuple[str, dict[str, Any]]] = [
    (get_introspection_query(descriptions=True, schema_description=True, input_value_deprecation=True), {}),
    ("{ __typename }", {}),
    ('{ __type(name: "Zaak") { name fields { name type { kind ofType { name } } } } }', {}),
    ('{ a: __type(name: "Thema") { enumValues { name } } b: __type(name: "Weg") { name } }', {}),
    ("query ($naam: String!) { __type(name: $naam) { kind } }", {"naam": "Persoon"}),
    (
        "query ($ja: Boolean!, $nee: Boolean = false) "
        "{ __schema @include(if: $ja) { queryType { name } }"
        "  x: __schema @include(if: $nee) { directives { name } } }",
        {"ja": True},
    ),
    (
        "query ($ja: Boolean!) { ...Wortel @include(if: $ja) ... on Query { ...Wortel } }"
        " fragment Wortel on Query { __typename __schema { ...Inhoud } }"
        " fragment Inhoud on __Schema { types { ...Soort } } fragment Soort on __Type { name kind }",
        {"ja": False},
    ),
    ("mutation { __typename }", {}),
]


@pytest.mark.parametrize(("query", "variables"), QUERIES)
async def test_it_equals_graphql_cores_own_answer(query: str, variables: dict[str, Any]) -> None:
    schema = with_incremental_delivery(TOWN.public)
    expected = execute_sync(schema, parse(query), variable_values=variables)
    assert expected.errors is None
    assert await ask(query, **variables) == {"data": expected.data}


async def test_what_is_inaccessible_does_not_show() -> None:
    body = await ask('{ __type(name: "Dataset") { fields { name } } }')
    assert body["data"]["__type"]["fields"] == [{"name": "titel"}, {"name": "thema"}]


async def test_the_plumbing_of_federation_does_not_show() -> None:
    body = await ask("{ __schema { types { name } directives { name } } }")
    names = [each["name"] for part in body["data"]["__schema"].values() for each in part]
    assert not [
        name for name in names if name.startswith(("join__", "link", "_Any", "_Entity", "requiresScopes"))
    ]


async def test_it_mixes_with_ordinary_fields_in_the_clients_order() -> None:
    pipeline = Pipeline(TOWN, Executor(small_town(), ErrorPolicy()))
    request = GraphQLRequest("{ z: __typename datasets { titel } __schema { queryType { name } } }")
    body = (await pipeline.answer(request, ANONIEM)).body
    assert list(body["data"]) == ["z", "datasets", "__schema"]
    assert body["data"]["__schema"] == {"queryType": {"name": "Query"}}


async def test_the_same_question_with_other_variables_gets_another_answer() -> None:
    pipeline = Pipeline(TOWN, Executor({}, ErrorPolicy()))
    text = "query ($naam: String!) { __type(name: $naam) { name } }"
    for name in ("Zaak", "Persoon", "Zaak"):
        answer = await pipeline.answer(GraphQLRequest(text, variables={"naam": name}), ANONIEM)
        assert answer.data == {"__type": {"name": name}}


async def test_it_can_be_forbidden() -> None:
    pipeline = Pipeline(TOWN, Executor({}, ErrorPolicy()), rules=PipelineRules(introspection=False))
    with pytest.raises(ValidationFailed):
        await pipeline.answer(GraphQLRequest("{ __schema { types { name } } }"), ANONIEM)

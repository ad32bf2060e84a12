"""The page about limits is true: its settings, its weights, and that what is shown and used stays within."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmark.mijn_overview import OVERVIEW, SELECTION
from graphql import OperationDefinitionNode, parse, validate

from auth.principal import ANONIEM
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.incremental_directives import with_incremental_delivery
from gateway.operation.limits import OperationLimits
from gateway.operation.normalize import normalize
from gateway.operation.pricing import Pricing
from gateway.operation.refusal import TooExpensive
from gateway.operation.request import GraphQLRequest
from gateway.pipeline import Pipeline
from gateway.settings import LimitSettings
from gemeentegraaf.demo import committed_supergraph
from gemeentegraaf.examples import EXAMPLES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
GRAPH = committed_supergraph()
PRICING = Pricing(GRAPH, OperationLimits().list_size)
SCHEMA = with_incremental_delivery(GRAPH.full)
OVERVIEW_COST = 2576
WORDS = "(zoek:)"


def operations() -> Iterator[tuple[str, str]]:
    """What is shown to readers and users, and the overview that is measured."""
    for path in PAGES:
        blocks = re.findall(r"```graphql\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
        yield from ((f"{path.name} {number}", text) for number, text in enumerate(blocks))
    yield from ((example.title, example.query) for example in EXAMPLES)
    yield "overview", OVERVIEW % SELECTION


def costs(text: str) -> list[int]:
    """Of each operation in it, with all that is denied to nobody; none for what is of another schema."""
    document = parse(text)
    if validate(SCHEMA, document):
        return []
    return [
        PRICING.formula(normalize(document, definition, {}, GRAPH.full)).of({})
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode)
    ]


def rows(heading: str) -> list[list[str]]:
    part = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_what_is_shown_and_used_stays_within_the_limit() -> None:
    priced = {name: cost for name, text in operations() for cost in costs(text)}
    assert len(priced) > 40
    assert {name: cost for name, cost in priced.items() if cost > OperationLimits().cost} == {}
    assert priced["overview"] == OVERVIEW_COST
    assert f"costs {OVERVIEW_COST}" in PAGE


@pytest.mark.parametrize(
    ("field", "cost"),
    [
        ("zaaktypen(first: 100) { edges { node { omschrijving } } }", 30 * 201),
        ("vergaderingen(first: 100) { edges { node { agendapunten { titel } } } }", 30 * (91 + 100 * 17)),
        ("datasets(first: 100) { edges { node { distributies { titel } } } }", 30 * (21 + 100 * 7)),
    ],
)
async def test_thirty_lists_of_a_hundred_are_refused_with_their_cost(field: str, cost: int) -> None:
    query = "{" + " ".join(f"a{number}: {field}" for number in range(30)) + "}"
    pipeline = Pipeline(GRAPH, Executor({}, ErrorPolicy()))
    with pytest.raises(TooExpensive) as refused:
        await pipeline.answer(GraphQLRequest(query), ANONIEM)
    told = refused.value.errors[0]["extensions"]["cost"]
    assert (told["estimated"], told["max"], len(told["dearest"])) == (cost, OperationLimits().cost, 3)


def test_many_codes_in_one_request_are_refused() -> None:
    code = 'contactVerificatieStarten(input: { kanaal: EMAIL, waarde: "a@b.nl" }) { __typename }'
    (ten,) = costs("mutation {" + " ".join(f"a{number}: {code}" for number in range(10)) + "}")
    assert ten > OperationLimits().cost


def test_every_limit_has_its_row_and_its_default() -> None:
    told = {row[0].strip("`"): float(row[1]) for row in rows("Of the text")}
    assert told == {name: float(value) for name, value in LimitSettings().model_dump().items()}


def test_every_weight_has_its_row() -> None:
    told = {
        name: int(row[1])
        for row in rows("The weights of this graph")
        for name in re.findall(r"`([^`]+)`", row[0])
    }
    declared = {
        re.sub(r"^(NatuurlijkPersoon|Onderneming|Instelling)\.(?!vestigingen)", "Klant.", name): weight
        for name, weight in GRAPH.costs.weights.items()
    }
    words = {
        name.removeprefix("Query."): declared.pop(name) for name in list(declared) if name.endswith(WORDS)
    }
    assert told.pop("zoek") == 10
    assert {name: weight for name, weight in words.items() if weight != 10} == {
        name: told.pop(name) for name in list(told) if name.endswith(WORDS)
    }
    assert told == declared

"""The conformance scenarios: each file of `scenarios` holds one family of federated behaviour as data.

Every scenario goes the whole way of a request, from composition to the answer, over subgraphs that throw
when they are asked for what a correct plan never asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from harness.scenario import Scenario, World, worlds_of
from harness.scenario_play import play

from schema.compose import compose
from schema.subgraph import SubgraphSource
from schema.supergraph import Supergraph

FOLDER = Path(__file__).parent / "scenarios"
FAMILIES = 46


def _parameters() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")):
        for world in worlds_of(path):
            for scenario in world.scenarios:
                reason = scenario.expected_failure
                marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
                yield pytest.param(world, scenario, id=f"{path.stem}: {scenario.name}", marks=marks)


@pytest.mark.parametrize(("world", "scenario"), list(_parameters()))
async def test_the_gateway_answers_as_federation_wants(world: World, scenario: Scenario) -> None:
    await play(world, scenario, _supergraph(world))


def test_every_family_has_scenarios() -> None:
    numbers = [path.stem.split("_")[0] for path in FOLDER.glob("*.yaml")]
    assert set(range(1, FAMILIES + 1)) <= {int(number) for number in numbers}


@cache
def _supergraph(world: World) -> Supergraph:
    composition = compose(
        [
            SubgraphSource(name, f"http://{name}.test/graphql", subgraph.linked)
            for name, subgraph in world.subgraphs.items()
        ]
    )
    assert composition.supergraph_sdl is not None, "\n".join(map(str, composition.errors))
    return Supergraph.parse(composition.supergraph_sdl)

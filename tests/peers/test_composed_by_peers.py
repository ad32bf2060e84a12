"""The conformance scenarios over supergraphs that others composed: the gateway reads any standard one.

What a peer's composer refuses it can't hand us; which worlds those are is written down here, so that none
drops out unseen.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from harness.composers import Outcome, SubgraphSet, peers
from harness.scenario import Scenario, World, worlds_of
from harness.scenario_play import play

from schema.supergraph import Supergraph

pytestmark = pytest.mark.peers

FOLDER = Path(__file__).parents[1] / "conformance" / "scenarios"
WORLDS: dict[str, World] = {
    f"{path.stem}/{number}": world
    for path in sorted(FOLDER.glob("*.yaml"))
    for number, world in enumerate(worlds_of(path))
}
# They hold what must be given while a field goes over by steps against all labels together.
_BY_STEPS = ("52_progressive_override/1", "52_progressive_override/3")
REFUSED: dict[str, frozenset[str]] = {
    "apollo": frozenset({"46_mutations/2", *_BY_STEPS}),
    "guild": frozenset({"19_requires_over_hierarchy/0", "31_shared_roots_without_keys/1", *_BY_STEPS}),
}
OTHERWISE = {
    # merges the field's types to the object type, where one subgraph has the union
    ("guild", "36_unions_with_other_members/0", "a fragment on another member gives an empty object"),
}
"""What a peer's composer makes another schema of: peer, world, scenario."""


@cache
def outcomes() -> dict[str, dict[str, Outcome]]:
    return peers(
        SubgraphSet(name, {each: given.linked for each, given in world.subgraphs.items()})
        for name, world in WORLDS.items()
    )


@cache
def supergraph(name: str, peer: str) -> Supergraph:
    return Supergraph.parse(outcomes()[name][peer].supergraph)


def _parameters(peer: str) -> list[Any]:
    return [
        pytest.param(name, scenario, id=f"{name}: {scenario.name}")
        for name, world in WORLDS.items()
        if name not in REFUSED[peer]
        for scenario in world.scenarios
        if (peer, name, scenario.name) not in OTHERWISE
    ]


@pytest.mark.parametrize(("name", "scenario"), _parameters("apollo"))
async def test_a_supergraph_of_apollos_composer_is_answered_alike(name: str, scenario: Scenario) -> None:
    await play(WORLDS[name], scenario, supergraph(name, "apollo"))


@pytest.mark.parametrize(("name", "scenario"), _parameters("guild"))
async def test_a_supergraph_of_the_guilds_composer_is_answered_alike(name: str, scenario: Scenario) -> None:
    await play(WORLDS[name], scenario, supergraph(name, "guild"))


@pytest.mark.parametrize("peer", REFUSED)
def test_the_worlds_that_a_peer_refuses_to_compose_are_known(peer: str) -> None:
    refused = {name: found[peer].verdict for name, found in outcomes().items() if found[peer].codes}
    assert refused.keys() == REFUSED[peer], refused

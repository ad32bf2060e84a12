"""Supergraphs as composers printed them in the course of the join specification, v0.1 to v0.4.

Each file of `supergraphs` was printed by an older composer (compose.cjs) for the subgraphs of one world of
the scenarios, and the world's scenarios must end over it as they do over what we compose ourselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from graphql import parse
from harness.scenario import Scenario, World, worlds_of
from harness.scenario_play import play

from schema.link import read_links
from schema.supergraph import Supergraph

FOLDER = Path(__file__).parent / "supergraphs"
SCENARIOS = Path(__file__).parent / "scenarios"
NAME = re.compile(r"(?P<scenarios>\w+)\.(?P<world>\d+)\.(?P<composer>.+)\.graphql")


def _printed() -> Iterator[tuple[Path, World]]:
    for path in sorted(FOLDER.glob("*.graphql")):
        matched = NAME.fullmatch(path.name)
        assert matched, path.name
        yield path, list(worlds_of(SCENARIOS / f"{matched['scenarios']}.yaml"))[int(matched["world"]) - 1]


def _parameters() -> Iterator[Any]:
    for path, world in _printed():
        for scenario in world.scenarios:
            if scenario.expected_failure is None:
                yield pytest.param(path, world, scenario, id=f"{path.stem}: {scenario.name}")


@pytest.mark.parametrize(("path", "world", "scenario"), list(_parameters()))
async def test_it_is_answered_as_over_our_own(path: Path, world: World, scenario: Scenario) -> None:
    await play(world, scenario, _supergraph(path))


def test_every_older_version_is_among_them() -> None:
    links = (link for path, _ in _printed() for link in read_links(parse(path.read_text())))
    versions = {(link.name, link.version) for link in links}
    assert versions >= {("join", (0, minor)) for minor in range(1, 5)} | {("core", (0, 1)), ("core", (0, 2))}


@cache
def _supergraph(path: Path) -> Supergraph:
    return Supergraph.parse(path.read_text())

"""RandomWorld: a random graph with all that it takes to ask it, as a monolith and as subgraphs.

The passes that draw it, in order: entities with their keys, value types, fields, interfaces, the interface
object, fields that require, roots, mutations; then what is provided, overridden, read from a context or
inaccessible. Each pass leaves a graph that composes.
"""

from __future__ import annotations

from dataclasses import dataclass

from graphql import GraphQLSchema, build_schema
from harness.worlds.blueprint import Blueprint
from harness.worlds.chooser import Chooser, pick
from harness.worlds.cut import subgraph_sdl
from harness.worlds.draft import Draft
from harness.worlds.drawn_contexts import draw_contexts
from harness.worlds.drawn_directives import complete, draw_inaccessible, draw_overrides, draw_provisions
from harness.worlds.drawn_entities import draw_entities
from harness.worlds.drawn_fields import (
    draw_contracts,
    draw_fields,
    draw_masks,
    draw_mutations,
    draw_roots,
    draw_values,
)
from harness.worlds.drawn_requirements import draw_requirements
from harness.worlds.laws import Laws
from harness.worlds.monolith import monolith_sdl

PASSES = (
    draw_entities,
    draw_values,
    draw_fields,
    draw_contracts,
    draw_masks,
    draw_requirements,
    draw_roots,
    draw_mutations,
    draw_provisions,
    draw_overrides,
    draw_contexts,
    draw_inaccessible,
    complete,
)


@dataclass(frozen=True)
class RandomWorld:
    """`public` is what clients may see of the schema; `subgraphs` has the federation SDL by name."""

    laws: Laws
    public: GraphQLSchema
    subgraphs: dict[str, str]


def draw_world(draw: Chooser) -> RandomWorld:
    """Everything it decides comes from the chooser."""
    blueprint = Blueprint(["a", "b", "c", "d"][: draw.integer(2, 4)])
    draft = Draft(blueprint, draw)
    for draw_more in PASSES:
        draw_more(draft)
    subgraphs = {name: subgraph_sdl(blueprint, name) for name in blueprint.subgraphs}
    monolith = build_schema(monolith_sdl(blueprint, subgraphs, whole=True))
    laws = Laws(
        blueprint,
        monolith,
        salt=draw.integer(0, 10_000),
        null_percent=pick(draw, (0, 10, 10, 25)),
        error_percent=pick(draw, (0, 0, 4, 12)),
        ghost_percent=pick(draw, (0, 30)),
    )
    return RandomWorld(
        laws,
        build_schema(monolith_sdl(blueprint, subgraphs, whole=False)),
        subgraphs,
    )

"""Random sets of subgraphs: a few parts each, written in any of the ways a subgraph may be written."""

from __future__ import annotations

import itertools
import random
import re

from harness import random_parts as basic
from harness import random_parts_more as more
from harness.composers import SubgraphSet
from harness.random_parts import LINK, NAMES, Drawing, Part
from harness.worlds.chooser import Seeded
from harness.worlds.world import draw_world

PARTS: tuple[Part, ...] = (
    basic.entities, basic.references, basic.requirements, basic.provisions, basic.overrides, basic.hidden,
    basic.tags, basic.enums, basic.inputs, basic.unions, basic.interfaces, basic.masks,
    more.arguments, more.widths, more.scalars, more.gates, more.gated_interfaces, more.costs, more.changes,
    more.contexts, more.chains, more.values, more.nested_keys, more.first_federation,
)  # fmt: skip
DISPUTED: tuple[Part, ...] = (
    more.words, more.composed_directives, more.member_widths, more.narrow_lists, more.strict_directives,
    more.repeatable_directives, more.lone_defaults,
)  # fmt: skip
"""Parts on which composers differ; by themselves only, so that they hide no other difference."""

_DISPUTED_WORDS = re.compile(r": Query|label:")


def part_sets(each: int) -> list[SubgraphSet]:
    """`each` sets for every part by itself."""
    return [_assembled(f"{part.__name__}/{n}", [part], n) for part in PARTS for n in range(each)]


def disputed_sets(each: int) -> list[SubgraphSet]:
    """`each` sets for every part on which composers differ."""
    return [_assembled(f"{part.__name__}/{n}", [part], n) for part in DISPUTED for n in range(each)]


def mixed_sets(count: int) -> list[SubgraphSet]:
    """Sets of several parts at once."""
    sets = []
    for number in range(count):
        chance = random.Random(f"mixed {number}")
        parts = chance.sample(PARTS, chance.randint(2, 5))
        sets.append(_assembled(f"mixed/{number}", parts, number))
    return sets


def world_sets(count: int) -> list[SubgraphSet]:
    """The subgraphs of random worlds, as the gateway's own proof draws them; of those, the ones without what

    other composers are known to refuse: the root below a field, and labels on what others require.
    """
    drawn = ((n, draw_world(Seeded(f"world {n}")).subgraphs) for n in itertools.count())
    plain = ((n, sdls) for n, sdls in drawn if not any(map(_DISPUTED_WORDS.search, sdls.values())))
    return [SubgraphSet(f"world/{n}", sdls) for n, sdls in itertools.islice(plain, count)]


def _assembled(name: str, parts: list[Part], seed: int) -> SubgraphSet:
    chance = random.Random(f"{name} {seed}")
    names = NAMES[: chance.randint(2, 4)]
    sdls = dict.fromkeys(names, "")
    for number, part in enumerate(parts):
        for one, sdl in part(Drawing(chance, names, "PQRST"[number])).items():
            sdls[one] += f"\n{sdl}"
    return SubgraphSet(name, {one: _written(chance, one, sdl) for one, sdl in sdls.items()})


def _written(chance: random.Random, name: str, sdl: str) -> str:
    """The SDL with its link and root types; these at times under names of their own."""
    roots = "".join(
        f"\ntype {root} {{ {root.lower()}_{name}: Int }}"
        for root in ("Query", "Mutation", "Subscription")
        if root == "Query" or f"type {root} " in sdl
    )
    text = LINK + roots.lstrip() + sdl
    if "extend type Query" in sdl and "Mutation" not in sdl and chance.random() < 0.15:
        return text.replace("type Query ", "type Vragen ") + "\nschema { query: Vragen }"
    return text

"""What planning costs by the size of the query: `python tests/benchmark/planning.py`.

Three queries: one of a single fetch and the shop's (see shop.py) over its four subgraphs, and one of 1,700
lines over seven subgraphs that are nearly alike, in which every object is an entity and most fields are
shared: the kind of work in which planners are known not to end. Prints for each the milliseconds of processor
time from the text to what is ready to run (cold: parse, validate, normalize, plan, compile), of planning
alone, of finding it again (warm), and the fetches and round trips of the plan.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmark import shop
from graphql import OperationDefinitionNode, parse, validate

from auth.policy import Rights
from auth.principal import ANONIEM
from gateway.operation.limits import OperationLimits
from gateway.operation.normalize import normalize
from gateway.pipeline_rules import PipelineRules
from gateway.planning.planner import Planner
from gateway.planning.schedule import Schedule
from gateway.preparation import Footing, Preparation
from schema.compose import compose
from schema.subgraph import SubgraphSource
from schema.supergraph import Supergraph

RUNS = 9
SUBGRAPHS = 7
TYPES = 9
LINES = 1_700
LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])\n'
)
ANYONE = Footing(Rights.of(ANONIEM))
UNLIMITED = OperationLimits(depth=100, tokens=1_000_000, fields=1_000_000, cost=1_000_000)


@dataclass(frozen=True)
class Work:
    """A query over a supergraph."""

    name: str
    supergraph: Supergraph
    query: str


def alike() -> Supergraph:
    """Seven subgraphs of nine entities. Each knows all of them, and of the fields all but every third."""
    sources = [
        SubgraphSource(f"s{number}", f"http://s{number}/graphql", LINK + "\n".join(_types(number)))
        for number in range(SUBGRAPHS)
    ]
    composition = compose(sources)
    assert composition.supergraph_sdl is not None, composition.errors
    return Supergraph.parse(composition.supergraph_sdl)


def _types(number: int) -> Iterator[str]:
    for type_ in range(TYPES):
        fields = [
            f"f{field}: String @shareable" for field in range(24) if (field + number + type_) % 3 or not field
        ]
        links = [
            f"t{other}: T{other} @shareable" for other in range(TYPES) if (other + type_ + 2 * number) % 4 < 2
        ]
        yield f'type T{type_} @key(fields: "id") {{ id: ID! own{number}: Int {" ".join([*fields, *links])} }}'
    yield "type Query { " + " ".join(f"t{type_}: T{type_} @shareable" for type_ in range(TYPES)) + " }"


def long_query(supergraph: Supergraph, lines: int) -> str:
    """About so many lines, a field each: for every object some leaves of everyone and further objects."""
    types = {name: sorted(one.fields) for name, one in supergraph.types.items() if name.startswith("T")}
    written: list[str] = []

    def object_at(type_name: str, depth: int, turn: int) -> None:
        own = [name for name in types[type_name] if name.startswith(("f", "own"))]
        written.extend("  " * depth + name for name in own[turn % 5 :: 3])
        below = [name for name in types[type_name] if name.startswith("t")]
        for step, name in enumerate(below[turn % 3 :: 3][: max(5 - depth, 0)]):
            if len(written) > lines:
                return
            written.append("  " * depth + f"{name} {{")
            object_at(name.upper(), depth + 1, turn + step + 1)
            written.append("  " * depth + "}")

    written.append("{")
    for type_ in range(TYPES):
        written.append(f"  t{type_} {{")
        object_at(f"T{type_}", 2, type_)
        written.append("  }")
    written.append("}")
    return "\n".join(written)


def milliseconds(stage: Callable[[], object]) -> float:
    """The median processor time of some runs."""
    spent = []
    for _ in range(RUNS):
        start = time.process_time()
        stage()
        spent.append((time.process_time() - start) * 1000)
    return statistics.median(spent)


def figures(work: Work) -> str:
    document = parse(work.query)
    assert not validate(work.supergraph.public, document)
    preparation = Preparation(work.supergraph, PipelineRules(limits=UNLIMITED))
    planner = Planner(work.supergraph)
    operation = next(each for each in document.definitions if isinstance(each, OperationDefinitionNode))
    texts = (f"{work.query}\n# {number}" for number in count())

    def prepare(text: str) -> None:
        known = preparation.known(text)
        preparation.prepared(known, known.document.operation(None), {}, ANYONE)

    prepare(next(texts))  # what a graph remembers of its own shape is there after the first
    plan = planner.plan(normalize(document, operation, {}, work.supergraph.full))
    cold = milliseconds(lambda: prepare(next(texts)))
    alone = milliseconds(lambda: planner.plan(normalize(document, operation, {}, work.supergraph.full)))
    prepare(work.query)
    warm = milliseconds(lambda: prepare(work.query))
    return (
        f"{work.name:7}{len(work.query.splitlines()):6} lines {cold:9.1f} ms cold {alone:9.1f} ms planning "
        f"{warm:7.3f} ms warm {len(plan.fetches):5} fetches in {Schedule.of(plan).round_trips} round trips"
    )


def main() -> None:
    over_shop = Supergraph.parse(shop.SUPERGRAPH)
    over_alike = alike()
    for work in (
        Work("small", over_shop, "{ users { id name } }"),
        Work("medium", over_shop, shop.QUERY),
        Work("long", over_alike, long_query(over_alike, LINES)),
    ):
        print(figures(work), flush=True)


if __name__ == "__main__":
    main()

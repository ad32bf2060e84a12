"""What composing costs as the graph grows: `python tests/benchmark/composition.py`.

Composes 10, 25 and 50 generated subgraphs of 100 types each. Each size runs in a process of its own, so that
the peak of memory is its own. Prints a line a size: the median seconds of processor time of several runs, the
peak of memory, and the growth in seconds over the size before, beside what n log n would be.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from schema.compose import compose
from schema.subgraph import SubgraphSource

SIZES = (10, 25, 50)
TYPES = 100
"""In each subgraph: 60 entities, 20 plain objects, 10 inputs, 8 enums, an interface and a union."""

LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", '
    '"@external", "@requires", "@provides", "@tag", "@authenticated"])'
)


@dataclass(frozen=True)
class Figures:
    """One size. `memory` in bytes, `seconds` of processor time, `sdl` in characters."""

    subgraphs: int
    types: int
    seconds: float
    memory: int
    sdl: int


def subgraph(number: int, of: int) -> SubgraphSource:
    """A subgraph of 100 types: entities of its own that refer to and extend those of its neighbours."""
    lines = [LINK, *_entities(number, of), *_values(number)]
    roots = " ".join(
        f"t{number}x{n}(id: ID!, filter: Filter{number}x{n % 10}): T{number}x{n}" for n in range(30)
    )
    lines.append(f"type Query {{ {roots} found{number}: [Found{number}!] node{number}: Node{number} }}")
    return SubgraphSource(f"subgraph-{number:02}", f"http://subgraph-{number:02}/graphql", "\n".join(lines))


def _entities(number: int, of: int) -> Iterator[str]:
    """40 types of its own, and 20 of which its neighbour has the most."""
    neighbour = (number + 1) % of
    for n in range(40):
        yield f'''"""The {n}th of {number}."""
type T{number}x{n} implements Node{number} @key(fields: "id") @key(fields: "code") {{
  id: ID! code: String! name: String @tag(name: "t{n % 5}") amount(unit: String = "EUR"): Int
  state: State{number}x{n % 8} value: Value{number}x{n % 20} @authenticated
  next: T{number}x{(n + 1) % 40} other: T{neighbour}x{n % 20} others(first: Int): [T{neighbour}x{n % 20}!]!
}}'''
    for n in range(20):
        yield f"""type T{neighbour}x{n} @key(fields: "id") {{
  id: ID! name: String @external
  label{number}: String @requires(fields: "name") by{number}: [T{number}x{n}!]!
}}"""


def _values(number: int) -> Iterator[str]:
    for n in range(19):
        yield f"type Value{number}x{n} {{ x: Int y: Float unit: String next: Value{number}x{(n + 1) % 20} }}"
    yield f"type Value{number}x19 {{ x: Int }}"
    for n in range(10):
        yield f"input Filter{number}x{n} {{ text: String limit: Int = 10 state: State{number}x{n % 8} }}"
    for n in range(8):
        yield f"enum State{number}x{n} {{ OPEN CLOSED UNKNOWN }}"
    yield f"interface Node{number} {{ id: ID! code: String! }}"
    yield f"union Found{number} = T{number}x0 | T{number}x1 | Value{number}x0"


def measured(subgraphs: int, runs: int) -> Figures:
    """Composes so many times in this process."""
    sources = [subgraph(number, subgraphs) for number in range(subgraphs)]
    seconds, size = [], 0
    for _ in range(runs):
        start = time.process_time()
        composition = compose(sources)
        seconds.append(time.process_time() - start)
        assert composition.supergraph_sdl is not None, composition.errors[:3]
        size = len(composition.supergraph_sdl)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Figures(subgraphs, subgraphs * TYPES, statistics.median(seconds), peak, size)


def in_own_process(subgraphs: int, runs: int) -> Figures:
    command = [sys.executable, __file__, "--one", str(subgraphs), "--runs", str(runs)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, env={"PYTHONPATH": str(root)}, capture_output=True, check=True)
    return Figures(**json.loads(done.stdout))


def report(runs: int) -> None:
    print("subgraphs  types  seconds  memory     SDL       growth  n log n")
    before: Figures | None = None
    for size in SIZES:
        found = in_own_process(size, runs)
        growth = f"{found.seconds / before.seconds:6.2f}" if before else "      "
        bound = f"{_n_log_n(found.types) / _n_log_n(before.types):6.2f}" if before else ""
        print(
            f"{found.subgraphs:9}  {found.types:5}  {found.seconds:7.2f}  {found.memory / 1e6:6.0f} MB"
            f"  {found.sdl / 1e6:5.2f} MB  {growth}  {bound}"
        )
        before = found


def _n_log_n(count: int) -> float:
    return count * math.log(count)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", type=int)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measured(arguments.one, arguments.runs).__dict__))
    else:
        report(arguments.runs)

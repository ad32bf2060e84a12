"""Whatever it is given, the composer composes or says why not; and whatever composes can be planned.

Hypothesis draws SDL from the grammar, breaks sets that are right, and hands in plain noise. Over what
composes it draws queries: each that the public schema validates must have a plan. `GEMEENTEGRAAF_FUZZ` sets
how many of each are tried.
"""

from __future__ import annotations

import os

from graphql import OperationDefinitionNode, parse, validate
from harness.federated import federated, sources
from harness.fuzzed_sdl import Accident, Grammar
from harness.rejected_newer import NEWER_ALONE, NEWER_TOGETHER
from harness.rejected_sets import TOGETHER
from harness.rejected_subgraphs import ALONE
from harness.right_sets import RIGHT
from harness.worlds.operations import OperationDrawing
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from gateway.operation.normalize import normalize
from gateway.planning.planner import Planner
from schema.compose import compose
from schema.errors import Code
from schema.subgraph import SubgraphSource
from schema.supergraph import Supergraph

EXAMPLES = int(os.environ.get("GEMEENTEGRAAF_FUZZ", "30"))
QUERIES = 4
CONDITIONS = {"on": True, "off": False}
SEEDS = [
    *RIGHT.values(),
    *(sdls for cases in (*TOGETHER.values(), *NEWER_TOGETHER.values()) for sdls in cases.values()),
    *({"a": sdl} for cases in (*ALONE.values(), *NEWER_ALONE.values()) for sdl in cases.values()),
]
TEXTS = sorted({sdl for seed in SEEDS for sdl in seed.values()})

fuzzing = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


class Drawn:
    """Hypothesis as the chooser, and a writer of what it drew."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data

    def integer(self, low: int, high: int) -> int:
        return self._data.draw(st.integers(low, high))


@fuzzing
@given(st.data())
def test_sdl_drawn_from_the_grammar_composes_or_is_refused(data: st.DataObject) -> None:
    drawn = Drawn(data)
    sdls = Grammar(drawn, boldness=drawn.integer(0, 12)).subgraphs()
    _assert_composes_or_says_why(sources(**sdls), drawn)


@fuzzing
@given(st.data())
def test_sets_that_were_right_compose_or_are_refused_when_broken(data: st.DataObject) -> None:
    drawn = Drawn(data)
    seed = data.draw(st.sampled_from(SEEDS))
    sdls = Accident(drawn).happen(dict(seed), TEXTS)
    _assert_composes_or_says_why(federated(**sdls), drawn)


@fuzzing
@given(st.lists(st.text(), min_size=1, max_size=3))
def test_noise_is_refused(texts: list[str]) -> None:
    composition = compose([SubgraphSource(f"s{n}", "http://s", text) for n, text in enumerate(texts)])
    assert composition.errors


def _assert_composes_or_says_why(subgraphs: list[SubgraphSource], drawn: Drawn) -> None:
    for one in subgraphs:
        note(f"# {one.name}\n{one.sdl}")
    composition = compose(subgraphs)
    assert (composition.supergraph_sdl is None) == bool(composition.errors)
    assert all(isinstance(error.code, Code) and error.message for error in composition.errors)
    assert compose(subgraphs[::-1]) == composition
    if composition.supergraph_sdl is not None:
        _assert_plans(Supergraph.parse(composition.supergraph_sdl), drawn)


def _assert_plans(supergraph: Supergraph, drawn: Drawn) -> None:
    for _ in range(QUERIES):
        query = OperationDrawing(supergraph.public, drawn, mutations=False).operation()
        document = parse(query.text)
        if validate(supergraph.public, document):
            continue
        note(str(query))
        operation, *_ = document.definitions
        assert isinstance(operation, OperationDefinitionNode)
        variables = CONDITIONS | query.variables
        Planner(supergraph).plan(normalize(document, operation, variables, supergraph.full))

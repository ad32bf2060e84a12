"""The planner: from a permitted operation to a Plan.

1. lay out   what the answer looks like, and under which storage keys its parts will lie   (output,
   layout); what arguments are filled from, further up                                     (contexts);
   where what is deferred can be asked                                                     (raising)
2. solve     the cheapest way to get all of it                                             (solver,
   assignment)
3. build     drafts of the fetches                                                         (builder,
   representation)
4. optimize  fewer calls, no needless waiting                                              (passes)
5. freeze    the Plan                                                                      (freeze,
   operation_text)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace

from gateway.errors import InternalError
from gateway.operation.normalize import Normalizer
from gateway.operation.selection import Deferral, Field, Operation, SelectionSet
from gateway.planning.builder import Builder, Spot
from gateway.planning.contexts import ContextFields
from gateway.planning.draft import Draft
from gateway.planning.freeze import freeze
from gateway.planning.layout import TYPENAME, Position
from gateway.planning.operation_text import OperationWriter
from gateway.planning.output import OutputLayout
from gateway.planning.passes.merge_later import merge_later
from gateway.planning.passes.reduce_order import reduce_order
from gateway.planning.passes.unite_types import unite_types
from gateway.planning.plan import Plan
from gateway.planning.raising import Raising
from gateway.planning.solver import Solver
from gateway.planning.visible import visible
from gateway.planning.walk import Place, Solution
from gateway.planning.watch import Watch, unwatched
from schema.graph import Graph
from schema.supergraph import Supergraph

PASSES: tuple[Callable[[list[Draft]], list[Draft]], ...] = (
    unite_types,
    merge_later,
    reduce_order,  # last: merging adds to what a fetch waits for
)

_NOWHERE = ""
"""The subgraph a walk starts in: none, so that every root field is behind a door."""


class UnplannableError(InternalError):
    """No subgraph can give one of the fields. Composition proves that this cannot happen for what it
    composed.
    """

    code = "UNPLANNABLE_OPERATION"


class Planner:
    """Plans operations over one supergraph. Holds no state of any operation."""

    def __init__(self, supergraph: Supergraph) -> None:
        self._graph = Graph(supergraph)
        self._public = supergraph.public
        self._full = supergraph.full

    def with_labels(self, labels: frozenset[str]) -> Planner:
        """The same planner with these labels of progressive overrides on, and no others."""
        other = copy(self)
        other._graph = self._graph.with_labels(labels)
        return other

    def plan(self, operation: Operation, watch: Watch = unwatched) -> Plan:
        """Raises UnplannableError when a field can't be had from any subgraph."""
        position = Position(apart=operation.kind == "mutation")
        output = OutputLayout(self._graph, self._public).selection(operation.selection, position)
        watch("layout", output)
        drafts = self._drafts(operation, position, watch)
        for optimize in PASSES:
            drafts = optimize(drafts)
            watch(optimize.__name__, drafts)
        writer = OperationWriter(self._graph, operation.name, operation.variables)
        return Plan(operation.kind, freeze(drafts, writer), output)

    def _drafts(self, operation: Operation, position: Position, watch: Watch) -> list[Draft]:
        normalizer = Normalizer(self._full, {}, {})
        wanted = visible(operation.selection, self._public)
        selection = ContextFields(self._graph, normalizer).added(wanted)
        if operation.in_parts:
            selection = Raising(self._graph).raised(selection)
        watch("wanted", selection)
        solver = Solver(self._graph, normalizer)
        builder = Builder(self._graph, operation)
        spot = Spot((), position, selection.type, selection)
        after: list[int] = []
        for deferrals, step in _steps(operation, selection):
            solution = solver.at_object(Place(_NOWHERE, selection.type), selection.type, step)
            watch("solution", solution)
            _refuse_missing(solution)
            if operation.kind != "query":
                _refuse_repeated(solution)
            if operation.kind == "mutation":
                after = _after_mutations(builder.drafts, solution, after)
            builder.root(solution, replace(spot, deferrals=deferrals), after)
        drafts = builder.finished()
        watch("drafts", drafts)
        return drafts


def _steps(
    operation: Operation, selection: SelectionSet
) -> Iterator[tuple[frozenset[Deferral], list[Field]]]:
    """Which root fields are asked together, and what defers them.

    Mutations run one after the other, each with all that is selected below it (GraphQL, section 6.2.2).
    """
    for branch in selection.branches:
        wanted = _fetched(branch.fields)
        if operation.kind == "mutation":
            yield from ((frozenset(), [one]) for one in wanted)
        elif wanted:
            yield frozenset(), wanted
        for later in branch.deferred:
            if wanted := _fetched(later.fields):
                yield later.deferrals, wanted


def _after_mutations(drafts: Sequence[Draft], solution: Solution, last: list[int]) -> list[int]:
    """What a mutation comes after: all that was asked for those before it.

    `last` is what the one before came after. If a single call was all that it took, and this one is for the
    same subgraph, it goes along: the subgraph keeps the order.
    """
    awaited = [draft for draft in drafts if not draft.deferrals]
    since = [draft for draft in awaited if draft.id not in last]
    if len(since) == 1 and since[0].subgraph == solution.visits[0].door.place.subgraph:
        return last
    return [draft.id for draft in awaited]


def _fetched(fields: Iterable[Field]) -> list[Field]:
    return [one for one in fields if one.name != TYPENAME and not one.local]


def _refuse_missing(solution: Solution) -> None:
    if solution.missing:
        names = ", ".join(_missing_paths(solution.missing))
        raise UnplannableError(f"no subgraph can give {names}")


def _refuse_repeated(solution: Solution) -> None:
    """A mutation runs once, and a subscription has one source of events: no second subgraph may be asked for
    the rest of the answer.
    """
    if len(solution.visits) > 1:
        name = solution.visits[0].choices[0].field.name
        raise UnplannableError(f"no single subgraph can give the answer of {name}")


def _missing_paths(fields: tuple[Field, ...]) -> list[str]:
    return [
        f"{field.name}.{path}" if path else field.name for field in fields for path in (_below(field) or [""])
    ]


def _below(field: Field) -> list[str]:
    branches = field.selection.branches if field.selection else ()
    return [path for branch in branches for path in _missing_paths(branch.all_fields)]

"""Validation of a plan: whether running it can give the answer, whatever the subgraphs say.

1. order       what waits for what is a sequence, and mutations run one after the other          (order)
2. documents   every fetch's operation is valid for its subgraph and fills what it says          (documents)
3. survey      what lies where in the merged data, from which fetches                            (survey)
4. fields      subgraphs resolve what they are asked; paths lead somewhere                        (fields)
5. lookups     representations have a key and what is required, given by earlier fetches          (lookups)
6. contexts    arguments from a context get what the nearest object gives                         (contexts)
7. answer      every part of the answer comes from somewhere                                      (answer)
8. leftovers   nothing else is fetched, and nothing that is denied

It shares no code with the solver, the builder and the passes, and reads the join directives itself: what both
get wrong, they must get wrong separately.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graphql import OperationDefinitionNode

from gateway.operation.selection import Operation, SelectionSet
from gateway.planning.plan import Plan
from gateway.planning.validation.answer import AnswerChecks
from gateway.planning.validation.contexts import ContextChecks
from gateway.planning.validation.documents import InvalidDocument, document_faults, read_operation
from gateway.planning.validation.fault import FaultCode, PlanFault
from gateway.planning.validation.fields import FieldChecks
from gateway.planning.validation.lookups import Lookup, Reader
from gateway.planning.validation.order import Before, order_faults, order_of
from gateway.planning.validation.survey import Arrival, Object, Survey
from gateway.planning.validation.territory import Territory
from gateway.planning.validation.uses import Use, Uses
from schema.supergraph import Supergraph

Territories = Mapping[str, Territory]


class PlanValidator:
    """Validates plans over one supergraph. `labels` are the progressive override labels that are on."""

    def __init__(self, supergraph: Supergraph, labels: frozenset[str] = frozenset()) -> None:
        self._supergraph = supergraph
        self._territories = {name: Territory(supergraph, name, labels) for name in supergraph.subgraphs}

    def faults(self, plan: Plan, operation: Operation) -> tuple[PlanFault, ...]:
        """What is wrong with the plan of an operation, as authorization left it; nothing, if all is well."""
        found: list[PlanFault] = list(order_faults(plan))
        operations: list[OperationDefinitionNode] = []
        for fetch in plan.fetches:
            try:
                operations.append(read_operation(fetch))
            except InvalidDocument as problem:
                found.append(problem.fault)
        if len(operations) < len(plan.fetches):
            return tuple(found)
        for fetch, node in zip(plan.fetches, operations, strict=True):
            found += document_faults(fetch, node, self._territories[fetch.subgraph])
        surveyed = _Surveyed(self._supergraph, self._territories, self.survey(plan), order_of(plan))
        found += surveyed.faults(plan, operation)
        return tuple(dict.fromkeys(found))

    def survey(self, plan: Plan) -> Survey:
        """What lies where in the merged data. Raises InvalidDocument."""
        roots = {fetch.id: read_operation(fetch).selection_set for fetch in plan.fetches}
        return Survey(plan, self._territories, roots)


class _Surveyed:
    """The checks of a plan whose survey is done."""

    def __init__(
        self, supergraph: Supergraph, territories: Territories, survey: Survey, before: Before
    ) -> None:
        self._supergraph = supergraph
        self._territories = territories
        self._survey = survey
        self._before = before
        self._uses = Uses()

    def faults(self, plan: Plan, operation: Operation) -> Iterator[PlanFault]:
        fields = FieldChecks(self._territories, self._before, self._uses)
        answer = AnswerChecks(self._supergraph, self._territories, self._uses)
        for one in self._survey.objects:
            yield from fields.faults(one)
            for arrival in one.arrivals:
                yield from self._lookup(arrival, one)
        contexts = ContextChecks(self._supergraph, self._before, self._uses)
        yield from contexts.faults(self._survey.objects)
        yield from answer.faults(operation.selection, plan.output, self._survey.root)
        if plan.kind != "query":
            yield from self._repeated()
        yield from self._leftovers(plan, operation)

    def _repeated(self) -> Iterator[PlanFault]:
        """A mutation runs once, and a subscription has one source of events."""
        for storage_key, givens in self._survey.root.givens.items():
            for given in givens[1:]:
                message = f"asks {given.name} once more, for {storage_key}"
                yield PlanFault(FaultCode.REPEATED, message, given.fetch.id)

    def _lookup(self, arrival: Arrival, found: Object) -> Iterator[PlanFault]:
        fetch = arrival.fetch
        if arrival.representation is None:
            root = self._supergraph.roots.get(fetch.kind)
            if found.type != root:
                message = f"asks root fields of a {found.type}, at {found.where}"
                yield PlanFault(FaultCode.REPRESENTATION, message, fetch.id)
            return
        reader = Reader(self._supergraph.full, fetch, self._before[fetch.id])
        territory = self._territories[fetch.subgraph]
        yield from Lookup(reader, arrival, territory, found, self._uses).faults()

    def _leftovers(self, plan: Plan, operation: Operation) -> Iterator[PlanFault]:
        arrived = {arrival.fetch.id for one in self._survey.objects for arrival in one.arrivals}
        for fetch in plan.fetches:
            if fetch.id not in arrived:
                yield PlanFault(FaultCode.NEEDLESS, "has a path that leads to no object", fetch.id)
        denied = set(_denied(operation.selection))
        for one in self._survey.objects:
            yield from self._in_vain(one)
            for given in (given for givens in one.givens.values() for given in givens):
                use = self._uses.of(given)
                if not use:
                    message = f"{given.coordinate} is fetched, and nobody needs it"
                    yield PlanFault(FaultCode.NEEDLESS, message, given.fetch.id)
                if (one.type, given.name) in denied and Use.KEY not in use:
                    message = f"{one.type}.{given.name} is fetched, which is denied"
                    yield PlanFault(FaultCode.DENIED, message, given.fetch.id)

    def _in_vain(self, found: Object) -> Iterator[PlanFault]:
        """Objects that are looked up, and nothing of what comes is for them."""
        for fetch in (arrival.fetch for arrival in found.arrivals if arrival.representation):
            own = (given for givens in found.givens.values() for given in givens if given.is_lookup)
            read = any(self._uses.is_read(given) for given in own if given.fetch.id == fetch.id)
            if not read and fetch.id not in found.typename_from:
                yield PlanFault(FaultCode.NEEDLESS, f"looks up {found.where}, for nothing", fetch.id)


def _denied(selection: SelectionSet) -> Iterator[tuple[str, str]]:
    """Type and field of all that the operation asks and the caller may not see."""
    seen: set[SelectionSet] = set()
    pending = [selection]
    while pending:
        current = pending.pop()
        if current in seen:
            continue
        seen.add(current)
        for branch in current.branches:
            for field in branch.all_fields:
                if field.denial is not None:
                    yield from ((name, field.name) for name in branch.types)
                elif field.selection is not None:
                    pending.append(field.selection)

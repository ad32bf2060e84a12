"""A query over subgraphs, planned, with a validator at hand for that plan and for others in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from graphql import OperationDefinitionNode, parse
from harness.composed import composed

from gateway.operation.normalize import normalize
from gateway.operation.selection import Operation
from gateway.planning.plan import Fetch, Key, Plan
from gateway.planning.planner import Planner
from gateway.planning.validation.fault import FaultCode, PlanFault
from gateway.planning.validation.validate import PlanValidator
from schema.supergraph import Supergraph


@dataclass(frozen=True)
class Case:
    """What was planned."""

    supergraph: Supergraph
    operation: Operation
    plan: Plan
    validator: PlanValidator

    def faults(self, plan: Plan | None = None, operation: Operation | None = None) -> tuple[PlanFault, ...]:
        return self.validator.faults(plan or self.plan, operation or self.operation)

    def codes(self, plan: Plan | None = None, operation: Operation | None = None) -> set[FaultCode]:
        return {fault.code for fault in self.faults(plan, operation)}

    def fetch(self, subgraph: str, path: str = "") -> Fetch:
        """The one fetch from there."""
        keys = [key for key in path.split(".") if key]
        (found,) = (
            fetch
            for fetch in self.plan.fetches
            if fetch.subgraph == subgraph
            and [step.key for step in fetch.path if isinstance(step, Key)] == keys
        )
        return found


def case(subgraphs: Mapping[str, str], query: str) -> Case:
    supergraph = _supergraph(tuple(subgraphs.items()))
    document = parse(query)
    (definition,) = document.definitions
    assert isinstance(definition, OperationDefinitionNode)
    operation = normalize(document, definition, {}, supergraph.full, in_parts=True)
    plan = Planner(supergraph).plan(operation)
    return Case(supergraph, operation, plan, PlanValidator(supergraph))


@cache
def _supergraph(subgraphs: Sequence[tuple[str, str]]) -> Supergraph:
    return Supergraph.parse(composed(dict(subgraphs)))

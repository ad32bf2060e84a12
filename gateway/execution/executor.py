"""Runs a plan's fetches as a dataflow: each starts the moment the fetches it reads from are done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gateway.errors import FieldFailure
    from gateway.execution.failures import ErrorPolicy
    from gateway.execution.prepared import PreparedPlan
    from gateway.execution.subgraph import Subgraph


@dataclass(frozen=True, slots=True)
class ExecutionRequest:
    """What one request brings to its plan.

    `variables` are the client's, coerced, defaults filled in, as JSON values; those not given are absent.
    `headers_for` gives the headers for one subgraph; it is called only for subgraphs that are really called.
    `timeout` is the time budget in seconds for all fetches together.
    """

    variables: Mapping[str, Any] = field(repr=False)
    headers_for: Callable[[str], Mapping[str, str]] = field(repr=False)
    timeout: float


@dataclass(frozen=True, slots=True)
class ExecutionResult:
    """The merged data (see planning/plan.py), a FieldFailure where a position could not be filled.

    `data` belongs to the caller, who may add the answers of `local` fields. `unplaced` are errors of subgraphs that
    belong to no position, because everything they were asked for is there.
    """

    data: dict[str, Any] = field(repr=False)
    unplaced: tuple[FieldFailure, ...] = ()


class Executor:
    """Asks the subgraphs. Holds no state of a request; one serves all requests of a schema generation."""

    def __init__(self, subgraphs: Mapping[str, Subgraph], policy: ErrorPolicy) -> None:
        self._subgraphs = subgraphs
        self._policy = policy

    async def execute(self, plan: PreparedPlan, request: ExecutionRequest) -> ExecutionResult:
        """Run all fetches of the plan and merge their answers. Failures are values in the result, never raised."""
        raise NotImplementedError

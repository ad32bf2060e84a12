"""Case: a random world with random operations, put to the gateway and to the monolith.

A case follows from its seed alone. `differences` is empty when composition gives back the monolith's schema
and every operation has the same answer from both.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLSchema, is_specified_scalar_type, parse, validate
from harness.composed import composed
from harness.worlds.chooser import Chooser, some
from harness.worlds.comparison import Answer, differences, shown
from harness.worlds.laws import Tally
from harness.worlds.operations import OperationDrawing, RandomOperation
from harness.worlds.resolvers import answer_of_monolith
from harness.worlds.subgraph import Part, WorldSubgraph
from harness.worlds.world import RandomWorld, draw_world

from auth.principal import ANONIEM
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.limits import OperationLimits
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from gateway.planning.validation.fault import FaultCode
from gateway.planning.validation.validate import PlanValidator
from gateway.rollout import Rollout
from schema.supergraph import Supergraph

OPERATIONS = 5
TRIES = 3
"""For each operation: what is drawn at random is not always valid."""
MANY = 1_000_000
LIMITS = OperationLimits(aliases=MANY, depth=100, fields=MANY, directives=MANY, root_fields=MANY, cost=MANY)


@dataclass(frozen=True)
class Case:
    """`labels` are those of progressive overrides that are on."""

    world: RandomWorld
    operations: list[RandomOperation]
    labels: frozenset[str]

    def differences(self) -> Iterator[str]:
        """What the gateway does not do as the monolith would, each with the operation it is about."""
        supergraph = Supergraph.parse(composed(self.world.subgraphs))
        yield from schema_differences(self.world.public, supergraph.public)
        asked = Asked(self, supergraph)
        for operation in self.operations:
            expected = _expected(self.world, operation)
            got = asyncio.run(asked.answer(operation))
            for difference in (*asked.plan_faults(operation), *differences(expected, got)):
                yield f"{difference}\n{operation}\n{shown(expected, got)}"

    def __str__(self) -> str:
        """The case, for a person."""
        sdls = "\n\n".join(f"# {name}\n{sdl}" for name, sdl in self.world.subgraphs.items())
        return "\n\n".join([sdls, f"# labels {sorted(self.labels)}", *map(str, self.operations)])


def draw_case(draw: Chooser, operations: int = OPERATIONS) -> Case:
    """A world and as many valid operations, if so many come up in time."""
    world = draw_world(draw)
    labels = frozenset(some(draw, world.laws.blueprint.labels, 50))
    found: list[RandomOperation] = []
    for _ in range(TRIES * operations):
        if len(found) < operations:
            one = OperationDrawing(world.public, draw).operation()
            found += [] if validate(world.public, parse(one.text)) else [one]
    return Case(world, found, labels)


class Asked:
    """The gateway over the subgraphs of a case."""

    def __init__(self, case: Case, supergraph: Supergraph) -> None:
        parts = (Part(case.world.laws, name, sdl) for name, sdl in case.world.subgraphs.items())
        self._tally = Tally()
        subgraphs = {part.name: WorldSubgraph(part, self._tally, case.labels) for part in parts}
        rollout = Rollout(dict.fromkeys(case.labels, 100))
        rules = PipelineRules(limits=LIMITS, rollout=rollout, timeout=600, most_errors=100_000)
        self._pipeline = Pipeline(supergraph, Executor(subgraphs, ErrorPolicy()), rules=rules)
        self._validator = PlanValidator(supergraph, case.labels)
        # what fills a context is fetched before it is known whether there will be anything to fill
        self._excused = {FaultCode.NEEDLESS} if case.world.laws.blueprint.context else set()

    async def answer(self, operation: RandomOperation) -> Answer:
        self._tally.now = 0
        response = await self._pipeline.answer(operation.request, ANONIEM)
        paths = [tuple(error["path"]) if error.get("path") is not None else None for error in response.errors]
        told = [f"{error['message']} {error.get('path')}" for error in response.errors]
        return Answer(response.data, paths, told)

    def plan_faults(self, operation: RandomOperation) -> list[str]:
        """What the validator of plans has against the operation's plan."""
        stages: dict[str, Any] = {}
        plan = self._pipeline.plan(operation.request, ANONIEM, stages.__setitem__)
        faults = self._validator.faults(plan, stages["permitted"])
        return [f"plan: {fault}" for fault in faults if fault.code not in self._excused]


def schema_differences(expected: GraphQLSchema, got: GraphQLSchema) -> Iterator[str]:
    """The coordinates that differ between two schemas."""
    one, other = _coordinates(expected), _coordinates(got)
    for coordinate in sorted(one.keys() | other.keys()):
        if one.get(coordinate) != other.get(coordinate):
            yield f"{coordinate} is {other.get(coordinate)} and not {one.get(coordinate)}"


def _coordinates(schema: GraphQLSchema) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, type_ in schema.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(type_):
            continue
        about = [
            *getattr(type_, "interfaces", ()),
            *getattr(type_, "types", ()),
            *getattr(type_, "values", ()),
        ]
        found[name] = f"{type(type_).__name__} {sorted(map(str, about))}"
        for field_name, field in getattr(type_, "fields", {}).items():
            found[f"{name}.{field_name}"] = f"{field.type} {_default(field)}"
            for argument_name, argument in getattr(field, "args", {}).items():
                found[f"{name}.{field_name}({argument_name}:)"] = f"{argument.type} {_default(argument)}"
    return found


def _default(given: Any) -> str:
    return repr(getattr(given, "default_value", None))


def _expected(world: RandomWorld, operation: RandomOperation) -> Answer:
    result = answer_of_monolith(world.laws, parse(operation.text), operation.variables)
    errors = result.errors or ()
    told = [f"{error.message} {error.path}" for error in errors]
    return Answer(result.data, [tuple(error.path or ()) for error in errors], told)

"""PlannedOperation: an operation planned over a supergraph, and the ways to write the plan down."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import orjson

from auth.principal import Caller
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.request import GraphQLRequest
from gateway.operation.selection import Operation
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from gateway.planning.formats.apollo import apollo_plan
from gateway.planning.formats.mermaid import mermaid_flowchart
from gateway.planning.formats.page import plan_page
from gateway.planning.formats.stages import StageLog
from gateway.planning.formats.text import print_plan
from gateway.planning.formats.values import plan_as_values
from gateway.planning.plan import Plan
from gateway.planning.validation.fault import PlanFault
from gateway.planning.validation.validate import PlanValidator
from gateway.rollout import Rollout
from gemeentegraaf.command_error import CommandError
from schema.override_labels import OverrideLabels
from schema.supergraph import Supergraph


class PlanFormat(StrEnum):
    """How a plan is written."""

    TEXT = "text"
    JSON = "json"
    APOLLO = "apollo"
    MERMAID = "mermaid"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class PlannedOperation:
    """`text` is the client's document, `permitted` what the caller may have of it, and `stages` how the plan
    came about.
    """

    plan: Plan
    text: str = field(repr=False)
    permitted: Operation
    stages: str = field(repr=False)
    validator: PlanValidator

    @classmethod
    def of(
        cls, graph: Supergraph, request: GraphQLRequest, caller: Caller, labels: Collection[str]
    ) -> PlannedOperation:
        """`labels` are those of the progressive overrides that are on; all others are off.

        Raises CommandError for a label that the supergraph lacks, Refusal, and UnplannableError.
        """
        known = OverrideLabels(graph).all
        for unknown in sorted(set(labels) - known):
            others = f": it has {', '.join(sorted(known))}" if known else ""
            raise CommandError(f"--label: the supergraph has no label {unknown}{others}")
        decided = {label: label in labels for label in known}
        rules = PipelineRules(rollout=Rollout(decide=lambda _caller, _headers: decided))
        pipeline = Pipeline(graph, Executor({}, ErrorPolicy()), rules=rules)
        log, seen = StageLog(), dict[str, Any]()

        def watch(stage: str, value: object) -> None:
            seen[stage] = value
            log(stage, value)

        plan = pipeline.plan(request, caller, watch)
        return cls(plan, request.query, seen["permitted"], log.text, PlanValidator(graph, seen["labels"]))

    def written(self, format_: PlanFormat) -> str:
        """Without a line break at the end."""
        match format_:
            case PlanFormat.TEXT:
                return print_plan(self.plan)
            case PlanFormat.JSON:
                return _json(plan_as_values(self.plan))
            case PlanFormat.APOLLO:
                return _json(apollo_plan(self.plan, self.validator.survey(self.plan)))
            case PlanFormat.MERMAID:
                return mermaid_flowchart(self.plan)
            case PlanFormat.HTML:
                return plan_page(self.plan, self.text).rstrip()

    @property
    def faults(self) -> tuple[PlanFault, ...]:
        """What is wrong with the plan: nothing, unless the planner has a fault."""
        return self.validator.faults(self.plan, self.permitted)


def _json(values: dict[str, Any]) -> str:
    return orjson.dumps(values, option=orjson.OPT_INDENT_2).decode()

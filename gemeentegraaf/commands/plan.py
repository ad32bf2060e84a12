"""plan: how an operation would be answered, without answering it."""

from enum import StrEnum
from typing import Annotated

import orjson
import typer

from auth.assurance import Niveau
from auth.principal import ANONIEM, Caller, Identifier, Identiteit, Klantsoort, Principal
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.refusal import Refusal
from gateway.operation.request import GraphQLRequest
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from gateway.planning.planner import UnplannableError
from gateway.planning.printing import plan_as_values, print_plan
from gateway.rollout import Rollout
from gemeentegraaf.command_error import FAILED, CommandError
from gemeentegraaf.operation_argument import json_object, operation_text
from gemeentegraaf.supergraph_source import load_supergraph
from schema.override_labels import OverrideLabels
from schema.supergraph import Supergraph


class PlanFormat(StrEnum):
    """How the plan is written."""

    TEXT = "text"
    JSON = "json"


def plan(
    query: Annotated[str, typer.Argument(help="The operation: its text, a file, or - for the input.")],
    supergraph: Annotated[str, typer.Option(metavar="FILE|URL", help="The composed supergraph.")],
    variables: Annotated[str, typer.Option(metavar="JSON", help="The operation's variables.")] = "{}",
    operation: Annotated[str | None, typer.Option(help="Which operation, when there are several.")] = None,
    klantsoort: Annotated[
        Klantsoort | None, typer.Option(help="Plan for such a customer, logged in at the highest level.")
    ] = None,
    label: Annotated[
        list[str] | None,
        typer.Option(metavar="LABEL", help="A progressive override that is on; may be repeated."),
    ] = None,
    format: Annotated[PlanFormat, typer.Option(help="How to write the plan.")] = PlanFormat.TEXT,  # noqa: A002
) -> None:
    """Print the calls that answer an operation: to which subgraph, for what, and after which others.

    Without --klantsoort the plan is an anonymous caller's: what only opens after a login is listed as denied.
    Without --label every progressive override is off, a `percent(x)` too.
    """
    graph = load_supergraph(supergraph)
    request = GraphQLRequest(operation_text(query), operation, json_object("--variables", variables))
    rules = PipelineRules(rollout=_rollout(graph, label or []))
    try:
        found = Pipeline(graph, Executor({}, ErrorPolicy()), rules=rules).plan(request, _caller(klantsoort))
    except (Refusal, UnplannableError) as error:
        raise CommandError(f"{error.code}: {error}", FAILED) from error
    if format is PlanFormat.JSON:
        print(orjson.dumps(plan_as_values(found), option=orjson.OPT_INDENT_2).decode())
    else:
        print(print_plan(found))


def _rollout(graph: Supergraph, on: list[str]) -> Rollout:
    known = OverrideLabels(graph).all
    for label in on:
        if label not in known:
            others = f": it has {', '.join(sorted(known))}" if known else ""
            raise CommandError(f"--label: the supergraph has no label {label}{others}")
    return Rollout({label: 100 if label in on else 0 for label in known})


def _caller(klantsoort: Klantsoort | None) -> Caller:
    if klantsoort is None:
        return ANONIEM
    someone = Identiteit("plan", Identifier.PSEUDONIEM)
    return Principal(someone, someone, klantsoort, "plan", Niveau.HOOG)

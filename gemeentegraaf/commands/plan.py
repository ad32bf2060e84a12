"""plan: how an operation would be answered, without answering it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from auth.assurance import Niveau
from auth.principal import ANONIEM, Caller, Identifier, Identiteit, Klantsoort, Principal
from gateway.operation.refusal import Refusal
from gateway.operation.request import GraphQLRequest
from gateway.planning.planner import UnplannableError
from gemeentegraaf.command_error import FAILED, CommandError
from gemeentegraaf.operation_argument import json_object, operation_origin, operation_text
from gemeentegraaf.output_file import write_whole
from gemeentegraaf.planned_operation import PlanFormat, PlannedOperation
from gemeentegraaf.refused_operation import RefusedOperation
from gemeentegraaf.supergraph_source import load_supergraph


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
    stages: Annotated[bool, typer.Option("--stages", help="Show first what each stage made of it.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 unless the plan is valid.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write it.")
    ] = None,
) -> None:
    """Print the calls that answer an operation: to which subgraph, for what, and after which others.

    Without --klantsoort the plan is an anonymous caller's: what only opens after a login is listed as denied.
    Without --label every progressive override is off, a `percent(x)` too.

    The format apollo is the query plan that Apollo's tools read; mermaid is a diagram for documents; html is
    a page to look at.
    """
    if stages and format is not PlanFormat.TEXT:
        raise CommandError("--stages goes with --format text")
    graph = load_supergraph(supergraph)
    text = operation_text(query)
    request = GraphQLRequest(text, operation, json_object("--variables", variables))
    try:
        planned = PlannedOperation.of(graph, request, _caller(klantsoort), label or ())
    except Refusal as refusal:
        raise RefusedOperation(refusal, text, operation_origin(query)).told() from refusal
    except UnplannableError as error:
        raise CommandError(f"{error.code}: {error}", FAILED) from error
    _write("\n\n".join([planned.stages] * stages + [planned.written(format)]), output)
    if check:
        _check(planned)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        print(text)
    else:
        write_whole(output, f"{text}\n")


def _check(planned: PlannedOperation) -> None:
    faults = planned.faults
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        raise CommandError(f"the plan is not valid: {len(faults)} fault{'s' * (len(faults) != 1)}", FAILED)
    print("gemeentegraaf: the plan is valid", file=sys.stderr)


def _caller(klantsoort: Klantsoort | None) -> Caller:
    if klantsoort is None:
        return ANONIEM
    someone = Identiteit("plan", Identifier.PSEUDONIEM)
    return Principal(someone, someone, klantsoort, "plan", Niveau.HOOG)

"""Subgraph SDLs and a query in, the printed fetches of its plan out."""

from collections.abc import Mapping
from typing import Any

from graphql import OperationDefinitionNode, parse, print_ast
from harness.composed import composed

from gateway.operation.normalize import normalize
from gateway.planning.plan import Fetch, Key, Path, Plan
from gateway.planning.planner import Planner
from gateway.planning.validation.validate import PlanValidator
from schema.supergraph import Supergraph


def plan_of(subgraphs: Mapping[str, str], query: str, variables: Mapping[str, Any] | None = None) -> Plan:
    """The plan of a query over subgraphs, composed by ourselves."""
    return plan_over(Supergraph.parse(composed(subgraphs)), query, variables)


def plan_over(supergraph: Supergraph, query: str, variables: Mapping[str, Any] | None = None) -> Plan:
    """The plan of a query over a supergraph, found to be valid."""
    document = parse(query)
    definition = next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    operation = normalize(document, definition, variables or {}, supergraph.full)
    plan = Planner(supergraph).plan(operation)
    assert not (faults := PlanValidator(supergraph).faults(plan, operation)), "\n".join(map(str, faults))
    return plan


def fetches_of(
    subgraphs: Mapping[str, str], query: str, variables: Mapping[str, Any] | None = None
) -> list[str]:
    """One line a fetch: number, subgraph, path, predecessors, what is sent, and the operation on one line."""
    return [_line(fetch) for fetch in plan_of(subgraphs, query, variables).fetches]


def _line(fetch: Fetch) -> str:
    at = f" at {_path(fetch.path)}" if fetch.path else ""
    after = f" after {','.join(map(str, fetch.after))}" if fetch.after else ""
    sent = " ".join(_sent(fetch))
    text = " ".join(print_ast(parse(fetch.document)).split())
    return f"{fetch.id} {fetch.subgraph}{at}{after}{f' with {sent}' if sent else ''}: {_essence(text)}"


def _path(path: Path) -> str:
    return ".".join(
        step.key if isinstance(step, Key) else f"<{'|'.join(sorted(step.types))}>" for step in path
    )


def _sent(fetch: Fetch) -> list[str]:
    return [
        f"{'|'.join(sorted(one.types)) if one.types else '*'}"
        f"{f' as {one.typename}' if one.typename else ''}({' '.join(f.name for f in one.fields)})"
        for one in fetch.representations
    ]


def _essence(text: str) -> str:
    """Entity operations without their frame, which is always the same."""
    frame = "query ($representations: [_Any!]!) { _entities(representations: $representations) { "
    return text.removeprefix(frame).removesuffix(" } }") if text.startswith(frame) else text

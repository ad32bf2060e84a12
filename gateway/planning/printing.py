"""Printing: a Plan as a tree for people to read, and as plain values for programs."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import parse, print_ast

from auth.policy import Denied
from gateway.operation.selection import Stream
from gateway.planning.plan import (
    Fetch,
    Key,
    OutputSelection,
    Path,
    Plan,
    Representation,
    RepresentationField,
)


def round_trips(plan: Plan) -> int:
    """How many calls wait for each other at most: the length of the longest chain of fetches."""
    return max(_depths(plan).values(), default=0)


def print_plan(plan: Plan) -> str:
    """The fetches as a tree. Each stands below the one that it has to wait for longest."""
    calls, trips = len(plan.fetches), round_trips(plan)
    lines = [
        f"{plan.kind}: {calls} call{'s' * (calls != 1)} in {trips} round trip{'s' * (trips != 1)}"
        + _before_the_first_answer(plan),
        *(f"denied: {denied.coordinate}{_hint(denied)}" for denied in denials(plan)),
    ]
    children = _children(plan)
    for fetch in children.get(None, ()):
        lines += ["", *_branch(fetch, children)]
    return "\n".join(lines)


def plan_as_values(plan: Plan) -> dict[str, Any]:
    """What `print_plan` shows, for JSON."""
    return {
        "kind": plan.kind,
        "calls": len(plan.fetches),
        "roundTrips": round_trips(plan),
        "denied": [{"coordinate": denied.coordinate, **denied.extensions} for denied in denials(plan)],
        "fetches": [
            {
                "id": fetch.id,
                "subgraph": fetch.subgraph,
                "kind": fetch.kind,
                "path": print_path(fetch.path),
                "after": list(fetch.after),
                "variables": list(fetch.variables),
                "representations": [_representation(each) for each in fetch.representations],
                "document": fetch.document,
                **_later_as_values(fetch),
            }
            for fetch in plan.fetches
        ],
    }


def print_path(path: Path) -> str:
    """Storage keys joined by dots, type conditions between angle brackets: `zaken.<Zaak>.aanvrager`."""
    return ".".join(
        step.key if isinstance(step, Key) else f"<{'|'.join(sorted(step.types))}>" for step in path
    )


def denials(plan: Plan) -> list[Denied]:
    """What the plan leaves out because the caller may not see it, each coordinate once."""
    found: dict[str, Denied] = {}
    pending: list[OutputSelection] = [plan.output]
    while pending:
        for field in pending.pop().all_fields:
            if field.denial:
                found.setdefault(field.denial.coordinate, field.denial)
            elif field.selection:
                pending.append(field.selection)
    return [found[coordinate] for coordinate in sorted(found)]


def _depths(plan: Plan) -> dict[int, int]:
    """For each fetch the number of calls on the longest way to its answer, its own included."""
    depths: dict[int, int] = {}
    for fetch in plan.fetches:
        depths[fetch.id] = 1 + max((depths[before] for before in fetch.after), default=0)
    return depths


def _children(plan: Plan) -> dict[int | None, list[Fetch]]:
    depths = _depths(plan)
    children: dict[int | None, list[Fetch]] = {}
    for fetch in plan.fetches:
        parent = max(fetch.after, key=lambda before: depths[before], default=None)
        children.setdefault(parent, []).append(fetch)
    return children


def _branch(fetch: Fetch, children: Mapping[int | None, list[Fetch]]) -> Iterator[str]:
    below = children.get(fetch.id, [])
    yield _heading(fetch)
    for line in print_ast(parse(fetch.document, no_location=True)).splitlines():
        yield ("│   " if below else "    ") + line
    for each in below:
        last = each is below[-1]
        first, *rest = _branch(each, children)
        yield ("└─ " if last else "├─ ") + first
        yield from (("   " if last else "│  ") + line for line in rest)


def _heading(fetch: Fetch) -> str:
    path = print_path(fetch.path)
    after = ", ".join(map(str, fetch.after))
    heading = f"[{fetch.id}] {fetch.subgraph}" + f" at {path}" * bool(path) + f" after {after}" * bool(after)
    deferred = ", ".join(label or "no label" for label in _labels(fetch))
    streamed = ", ".join(f"the first {stream.initial_count} apart" for stream in _streams(fetch))
    return heading + f" (deferred: {deferred})" * bool(deferred) + f" ({streamed})" * bool(streamed)


def _before_the_first_answer(plan: Plan) -> str:
    """How many of the round trips go by before the client hears anything, if not all."""
    if not any(fetch.deferrals for fetch in plan.fetches):
        return ""
    depths = _depths(plan)
    first = max((depths[fetch.id] for fetch in plan.fetches if not fetch.deferrals), default=0)
    return f", {first} before the first answer"


def _later_as_values(fetch: Fetch) -> dict[str, Any]:
    """What is not delivered at once; nothing for most fetches."""
    values = {
        "deferred": _labels(fetch),
        "streamed": [stream.initial_count for stream in _streams(fetch)],
    }
    return {name: value for name, value in values.items() if value}


def _labels(fetch: Fetch) -> list[str | None]:
    return sorted((one.label for one in fetch.deferrals), key=lambda label: label or "")


def _streams(fetch: Fetch) -> list[Stream]:
    return [step.stream for step in fetch.path if isinstance(step, Key) and step.stream]


def _hint(denied: Denied) -> str:
    wanted = [" or ".join(denied.klantsoorten), denied.niveau or ""]
    return f" (opens for {', '.join(filter(None, wanted))})" if any(wanted) else ""


def _representation(representation: Representation) -> dict[str, Any]:
    return {
        "types": sorted(representation.types) if representation.types else None,
        "typename": representation.typename,
        "fields": [_field(field) for field in representation.fields],
    }


def _field(field: RepresentationField) -> dict[str, Any]:
    inner = field.selection
    below = (
        {
            "fields": [_field(each) for each in inner.fields],
            "byType": {name: [_field(each) for each in fields] for name, fields in inner.by_type.items()},
        }
        if inner
        else {}
    )
    return {"name": field.name, "from": field.storage_key, "essential": field.essential, **below}

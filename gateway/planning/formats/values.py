"""A plan as plain values, for programs: what plan.schema.json describes."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

import orjson

from gateway.planning.formats.wording import denials, print_path
from gateway.planning.plan import (
    ContextValue,
    Fetch,
    Key,
    Plan,
    Representation,
    RepresentationField,
    TypeIs,
)
from gateway.planning.schedule import Schedule


def plan_json_schema() -> dict[str, Any]:
    """The JSON Schema of what `plan_as_values` gives."""
    text = files("gateway.planning.formats").joinpath("plan.schema.json").read_bytes()
    schema: dict[str, Any] = orjson.loads(text)
    return schema


def plan_as_values(plan: Plan) -> dict[str, Any]:
    """Strings, numbers, booleans, lists and dicts."""
    schedule = Schedule.of(plan)
    return {
        "kind": plan.kind,
        "calls": schedule.calls,
        "roundTrips": schedule.round_trips,
        "roundTripsBeforeFirstAnswer": schedule.round_trips_before_first_answer,
        "waves": [_ids(wave) for wave in schedule.waves],
        "sharedRequests": [_ids(group) for group in schedule.requests if len(group) > 1],
        "criticalPath": _ids(schedule.critical_path),
        "denied": [{"coordinate": denied.coordinate, **denied.extensions} for denied in denials(plan)],
        "fetches": [_fetch(fetch) for fetch in plan.fetches],
    }


def _fetch(fetch: Fetch) -> dict[str, Any]:
    later = {
        "deferred": sorted((one.label for one in fetch.deferrals), key=lambda label: label or ""),
        "streamed": [s.stream.initial_count for s in fetch.path if isinstance(s, Key) and s.stream],
        "contexts": [_context(context) for context in fetch.contexts],
    }
    return {
        "id": fetch.id,
        "subgraph": fetch.subgraph,
        "kind": fetch.kind,
        "path": print_path(fetch.path),
        "steps": [_step(step) for step in fetch.path],
        "after": list(fetch.after),
        "operationName": fetch.operation_name,
        "variables": list(fetch.variables),
        "representations": [_representation(each) for each in fetch.representations],
        "document": fetch.document,
        **{name: value for name, value in later.items() if value},
    }


def _step(step: Key | TypeIs) -> dict[str, Any]:
    return {"key": step.key} if isinstance(step, Key) else {"types": sorted(step.types)}


def _context(context: ContextValue) -> dict[str, Any]:
    return {
        "variable": context.variable,
        "type": context.type,
        "depth": context.depth,
        **({"constant": context.constant} if context.field is None else {"field": _field(context.field)}),
    }


def _representation(representation: Representation) -> dict[str, Any]:
    requiring = {name: sorted(keys) for name, keys in sorted(representation.requiring.items())}
    return {
        "types": sorted(representation.types) if representation.types else None,
        "typename": representation.typename,
        "fields": [_field(field) for field in representation.fields],
        **({"requiredBy": requiring} if requiring else {}),
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


def _ids(fetches: Iterable[Fetch]) -> list[int]:
    return [fetch.id for fetch in fetches]

"""Draws a context: a field with an argument that the gateway fills from the nearest object above.

The root sets it, so that there always is one; some entities set it for what is below them. Worlds with
mutations have none: what a mutation gives has no root above it that could be asked.
"""

from __future__ import annotations

from harness.worlds.blueprint import MASKS, Context, FieldPlan, TypePlan
from harness.worlds.chooser import chance, pick, some
from harness.worlds.draft import Draft
from harness.worlds.drawn_fields import LEAVES

CONTEXTS = 30
TYPE = "String"
"""Of the argument, and so of every field that fills it."""


def draw_contexts(draft: Draft) -> None:
    """At most one, named `ctx`."""
    blueprint, draw = draft.blueprint, draft.draw
    able = [(plan, home) for plan in blueprint.entities for home in plan.homes if _is_reader(plan, home)]
    if "Mutation" in blueprint.types or not able or not chance(draw, CONTEXTS):
        return
    reader, subgraph = pick(draw, able)
    query = blueprint.types["Query"]
    query.fields.append(FieldPlan("motto", TYPE, [subgraph]))
    if subgraph not in query.homes:
        query.homes.append(subgraph)
    read = {"Query": "motto"}
    others = [plan for plan in blueprint.entities if plan is not reader and subgraph in plan.keys]
    for plan in some(draw, others, 70):
        fields = [field for field in plan.fields if _is_read(field, subgraph)]
        if fields:
            field = pick(draw, fields)
            read[plan.name] = field.name
            if subgraph not in field.owners and subgraph not in field.external:
                field.external.append(subgraph)
    blueprint.context = Context(subgraph, read)
    reader.fields.append(FieldPlan("ctx", pick(draw, LEAVES[:6]), [subgraph], reads_context=True))


def _is_reader(plan: TypePlan, home: str) -> bool:
    return home != MASKS and any(key.resolvable for key in plan.keys[home])


def _is_read(field: FieldPlan, subgraph: str) -> bool:
    return field.type == TYPE and not (field.arguments or field.types or field.stale)

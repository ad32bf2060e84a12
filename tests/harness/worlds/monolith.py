"""Prints the monolith: the schema that composition has to give back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from harness.worlds.blueprint import HIDDEN_VALUE, INTERFACE, KLEUREN, PARENT, Blueprint, FieldPlan, TypePlan
from harness.worlds.cut import SHARED

DECLARED = re.compile(r"^(?:extend )?(?:type|interface|union|enum|input|scalar) (\w+)", re.MULTILINE)


def monolith_sdl(blueprint: Blueprint, subgraphs: Mapping[str, str], *, whole: bool) -> str:
    """All of what any subgraph declares, or (not `whole`) what clients may see of it."""
    hidden = set() if whole else blueprint.hidden
    declared = {name for sdl in subgraphs.values() for name in DECLARED.findall(sdl)} - hidden
    lines = [*SHARED.values(), *_abstract(blueprint, hidden), *_colours(blueprint, subgraphs, whole=whole)]
    for plan in blueprint.types.values():
        fields = " ".join(_fields(blueprint, plan, whole=whole))
        lines.append(f"type {plan.name}{_implements(plan)} {{ {fields} }}")
        lines += _parts(plan)
    return "\n".join(line for line in lines if set(DECLARED.findall(line)) <= declared)


def field_text(plan: FieldPlan) -> str:
    return f"{plan.name}{plan.arguments}: {plan.type}"


def _fields(blueprint: Blueprint, plan: TypePlan, *, whole: bool) -> Iterator[str]:
    for name in _key_fields(plan):
        yield f"{name}: {plan.key_type(name)}"
    for field in blueprint.plans_of(plan.name):
        if whole or not field.inaccessible:
            yield field_text(field)


def _key_fields(plan: TypePlan) -> list[str]:
    return sorted({name for subgraph in {*plan.keys, *plan.plain} for name in plan.key_names(subgraph)})


def _parts(plan: TypePlan) -> Iterator[str]:
    for part, name in (("N", "n"), ("L", "l")):
        holders = [one for one in plan.keys if name in plan.key_names(one)]
        if holders:
            whole = " y: Int!" if any(map(plan.knows_whole_parts, holders)) else ""
            yield f"type {part}{plan.number} {{ x: ID!{whole} }}"


def _implements(plan: TypePlan) -> str:
    names = sorted({name for names in plan.implements.values() for name in names})
    return f" implements {' & '.join(names)}" if names else ""


def _abstract(blueprint: Blueprint, hidden: set[str]) -> Iterator[str]:
    masked = blueprint.masked.fields if blueprint.masked else []
    for name, plan in blueprint.abstract.items():
        members = [one for one in plan.members if one not in hidden]
        if name in (INTERFACE, PARENT):
            parent = f" implements {PARENT}" if name == INTERFACE else ""
            fields = [*plan.contract, *(masked if name == INTERFACE else ())]
            yield f"interface {name}{parent} {{ id: ID! {' '.join(map(field_text, fields))} }}"
        else:
            known = [one for one in members if any(one in listed for listed in plan.known.values())]
            yield f"union {name} = {' | '.join(known)}"


def _colours(blueprint: Blueprint, subgraphs: Mapping[str, str], *, whole: bool) -> Iterator[str]:
    holders = [name for name, sdl in subgraphs.items() if "Kleur" in DECLARED.findall(sdl)]
    known = {value for name in holders for value in blueprint.colours[name]}
    values = [one for one in KLEUREN if one in known and (whole or one != HIDDEN_VALUE)]
    yield f"enum Kleur {{ {' '.join(values)} }}"

"""Prints the subgraphs of a world: what each of them knows, with the directives that say how they fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.worlds.blueprint import (
    HIDDEN_VALUE,
    INTERFACE,
    KEY_TYPES,
    MASKS,
    PARENT,
    UNION,
    AbstractPlan,
    Blueprint,
    FieldPlan,
    TypePlan,
)

LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", '
    '"@external", "@requires", "@provides", "@override", "@interfaceObject", "@inaccessible", "@context", '
    '"@fromContext"])\n'
)
SHARED = {
    "Vraag": "input Vraag { a: Int = 3 b: [String!] m: Maat = M c: Vraag }",
    "Maat": "enum Maat { S M L }",
    "Ding": "scalar Ding",
}
"""Leaves and inputs, which are declared where they are used."""


def subgraph_sdl(blueprint: Blueprint, name: str) -> str:
    """The federation SDL of one subgraph."""
    lines = [_type(blueprint, plan, name) for plan in blueprint.types.values() if _has(plan, name)]
    lines += [part for plan in blueprint.entities for part in _parts(plan, name)]
    if name == MASKS:
        lines.append(_mask(blueprint))
    lines += _abstract(blueprint, name)
    text = "\n".join(filter(None, lines))
    used = {word for word in SHARED if re.search(rf"\b{word}\b", text)}
    if "Vraag" in used:
        used.add("Maat")
    if re.search(r"\bKleur\b", text):
        text += f"\n{_colours(blueprint, name)}"
    return "\n".join([LINK + text, *(SHARED[word] for word in SHARED if word in used)])


def _has(plan: TypePlan, subgraph: str) -> bool:
    return subgraph in plan.keys or subgraph in plan.homes


def _type(blueprint: Blueprint, plan: TypePlan, subgraph: str) -> str:
    fields = [*_key_fields(plan, subgraph), *_fields(blueprint, plan, subgraph)]
    if not fields:
        return ""
    head = f"{'extend ' if subgraph in plan.extended else ''}type {plan.name}"
    interfaces = sorted(plan.implements.get(subgraph, ()))
    if interfaces:
        head += f" implements {' & '.join(interfaces)}"
    for key in plan.keys.get(subgraph, ()):
        head += f' @key(fields: "{key.fields}"{"" if key.resolvable else ", resolvable: false"})'
    if plan.everywhere:
        head += " @shareable"
    if plan.name in blueprint.hidden:
        head += " @inaccessible"
    context = blueprint.context
    if context and context.subgraph == subgraph and plan.name in context.fields:
        head += ' @context(name: "ctx")'
    return f"{head} {{ {' '.join(fields)} }}"


def _key_fields(plan: TypePlan, subgraph: str) -> Iterator[str]:
    plain = plan.plain.get(subgraph, ())
    for name in plan.key_names(subgraph):
        mark = " @shareable" if name in plain else " @external" if subgraph in plan.extended else ""
        yield f"{name}: {plan.key_type(name)}{mark}"


def _fields(blueprint: Blueprint, plan: TypePlan, subgraph: str) -> Iterator[str]:
    for field in plan.fields:
        text = f"{field.name}{_arguments(blueprint, field)}: "
        if subgraph in field.owners:
            own = _marks(field, subgraph, everywhere=plan.everywhere)
            yield f"{text}{field.type_in(subgraph)}{own}"
        elif subgraph in field.external:
            yield f"{text}{field.type} @external"
        elif subgraph in field.stale:
            yield f"{text}{field.type}"


def _arguments(blueprint: Blueprint, field: FieldPlan) -> str:
    if not field.reads_context or blueprint.context is None:
        return field.arguments
    return f'(v: String @fromContext(field: "{blueprint.context.selection}"))'


def _marks(field: FieldPlan, subgraph: str, *, everywhere: bool = False) -> str:
    first = subgraph == field.owners[0]
    marks = [
        "@shareable" if field.is_shared and not everywhere else "",
        f'@requires(fields: "{_quoted(field.requires)}")' if field.requires else "",
        f'@provides(fields: "{field.provides[subgraph]}")' if subgraph in field.provides else "",
        f'@override(from: "{field.stale[0]}"{_label(field)})' if field.stale and first else "",
        "@inaccessible" if field.inaccessible and first else "",
    ]
    return "".join(f" {mark}" for mark in marks if mark)


def _label(field: FieldPlan) -> str:
    return f', label: "{field.label}"' if field.label else ""


def _quoted(text: str) -> str:
    return text.replace('"', '\\"')


def _parts(plan: TypePlan, subgraph: str) -> Iterator[str]:
    if subgraph not in plan.keys:
        return
    for name in ("n", "l"):
        if name in plan.key_names(subgraph):
            whole = " y: Int!" if plan.knows_whole_parts(subgraph) else ""
            part = KEY_TYPES[name].format(plan.number).strip("[]!")
            yield f"type {part} @shareable {{ x: ID!{whole} }}"


def _mask(blueprint: Blueprint) -> str:
    masked = blueprint.masked
    assert masked is not None
    fields = [f"{one.name}{one.arguments}: {one.type}{_marks(one, MASKS)}" for one in masked.fields]
    if any(one.requires for one in masked.fields):
        common = blueprint.abstract[INTERFACE].contract[0]
        fields.append(f"common: {common.type} @external")
    return f'type {INTERFACE} @interfaceObject @key(fields: "id") {{ id: ID! {" ".join(fields)} }}'


def _abstract(blueprint: Blueprint, subgraph: str) -> Iterator[str]:
    for name, plan in blueprint.abstract.items():
        members = plan.known.get(subgraph)
        if members and name == UNION:
            yield f"union {name} = {' | '.join(members)}"
        elif members:
            yield _interface(blueprint, plan, subgraph)


def _interface(blueprint: Blueprint, plan: AbstractPlan, subgraph: str) -> str:
    head = f"interface {plan.name}"
    if plan.name == INTERFACE and subgraph == plan.home:
        head += f" implements {PARENT}"
        if blueprint.masked:
            head += ' @key(fields: "id")'
    fields = ["id: ID!"]
    for wide in plan.contract:
        own = (blueprint.types[member].field(wide.name) for member in plan.known[subgraph])
        if all(one is not None and one.declared_in(subgraph) for one in own):
            fields.append(f"{wide.name}: {wide.type}")
    return f"{head} {{ {' '.join(fields)} }}"


def _colours(blueprint: Blueprint, subgraph: str) -> str:
    known = blueprint.colours[subgraph]
    values = [f"{one} @inaccessible" if one == HIDDEN_VALUE else one for one in known]
    return f"enum Kleur {{ {' '.join(values)} }}"

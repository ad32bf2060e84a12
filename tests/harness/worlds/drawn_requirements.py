"""Draws fields that require others: leaves, with arguments, and selections through objects and fragments."""

from __future__ import annotations

from harness.worlds.blueprint import MASKS, VALUE, FieldPlan, TypePlan
from harness.worlds.chooser import chance, pick, some
from harness.worlds.draft import Draft
from harness.worlds.drawn_fields import ARGUMENTS, WITH_ARGUMENTS

CONSTANTS = {
    "": "",
    "(n: Int)": "(n: 2)",
    "(n: Int = 3)": "",
    "(n: Int! = 4)": "(n: 5)",
    "(n: Int!)": "(n: 6)",
    "(m: Maat = M, n: Int)": "(m: L, n: 1)",
    "(v: Vraag)": '(v: {b: ["y", "z"], c: {a: 2, m: S}})',
    '(v: Vraag = {a: 1, b: ["x"]})': "",
    "(l: [Vraag!], d: Ding)": '(l: [{a: 4}, {}], d: "los")',
    "(ids: [ID!]! = [], f: Float)": '(ids: ["p", 7], f: 1.5)',
}
"""The arguments with which a field is required, by its declaration of them."""

TYPES = ("String", "String", "Int", "[Int!]!", "String!")


def draw_requirements(draft: Draft) -> None:
    """Fields with @requires, also of such that require others themselves, and of the interface object."""
    for plan in draft.blueprint.entities:
        for number in range(draft.draw.integer(0, 2)):
            homes = [home for home in plan.homes if home != MASKS]
            owner = pick(draft.draw, homes)
            needed = _needed(draft, plan, owner)
            if needed:
                arguments = pick(draft.draw, ARGUMENTS) if chance(draft.draw, WITH_ARGUMENTS) else ""
                requiring = FieldPlan(
                    f"q{number}", pick(draft.draw, TYPES), [owner], arguments, " ".join(needed)
                )
                plan.fields.append(requiring)
    masked = draft.blueprint.masked
    if masked is not None and chance(draft.draw, 50):
        masked.fields.append(FieldPlan("mq", pick(draft.draw, TYPES), [MASKS], requires="common"))
        for name in draft.blueprint.abstract[masked.name].members:
            common = draft.blueprint.types[name].field("common")
            assert common is not None
            common.required = True


def _needed(draft: Draft, plan: TypePlan, owner: str) -> list[str]:
    able = [field for field in plan.fields if _is_able(draft, field, owner)]
    chosen = some(draft.draw, able, 30)[:3] or able[:1]
    return [text for field in chosen if (text := _text(draft, plan, field, owner, 2))]


def _is_able(draft: Draft, field: FieldPlan, owner: str) -> bool:
    if field.declared_in(owner) and owner not in field.external:
        return False
    return not field.types and field.target != "Query"


def _text(draft: Draft, plan: TypePlan, field: FieldPlan, owner: str, depth: int) -> str:
    """The field as it is required, with what the owner has to declare for it; empty if it can't be."""
    below = ""
    if field.yields and field.target != "Kleur":
        below = _below(draft, field, owner, depth)
        if not below:
            return ""
    if owner not in field.owners and owner not in field.external:
        field.external.append(owner)
    field.required = True
    return f"{field.name}{CONSTANTS[field.arguments]}{below}"


def _below(draft: Draft, field: FieldPlan, owner: str, depth: int) -> str:
    if depth == 0 or field.target.startswith("W"):
        return ""
    draft.know(owner, field.target, field.yields)
    if field.target not in draft.blueprint.abstract:
        inner = _inner(draft, field.target, owner, depth)
        return f" {{ {inner} }}" if inner else ""
    parts = [
        f"... on {name} {{ {inner} }}"
        for name in field.yields
        if chance(draft.draw, 70) and (inner := _inner(draft, name, owner, depth))
    ]
    if field.target != "U" and chance(draft.draw, 40):
        parts.insert(0, "id")
    return f" {{ {' '.join(parts)} }}" if parts else ""


def _inner(draft: Draft, type_name: str, owner: str, depth: int) -> str:
    """Some fields of the type, which the owner knows by now."""
    plan = draft.blueprint.types[type_name]
    if type_name == VALUE:
        parts = pick(draft.draw, ("x", "x y", "y"))
        for field in plan.fields:
            field.required |= field.name in parts.split()
        return parts
    able = [
        field
        for field in plan.fields
        if not field.types and not field.requires and field.target != "Query" and owner not in field.stale
    ]
    texts = [_text(draft, plan, field, owner, depth - 1) for field in some(draft.draw, able, 40)[:2]]
    found = [text for text in texts if text]
    if plan.is_entity and chance(draft.draw, 20):
        found.insert(0, plan.key_names(owner)[0] if plan.key_names(owner)[0] in ("id", "k") else "")
    return " ".join(filter(None, found))

"""Draws what is said of fields that are there: provided, overridden, inaccessible; and who has ghosts."""

from __future__ import annotations

from collections import Counter

from harness.worlds.blueprint import KLEUREN, MASKS, UNION, AbstractPlan, FieldPlan, TypePlan
from harness.worlds.chooser import chance, pick, some
from harness.worlds.draft import Draft

PROVIDING = 30
OVERRIDING = 12
LABELLED = 40
INACCESSIBLE = 8
GHOSTLY = 40


def draw_provisions(draft: Draft) -> None:
    """Fields whose owner gives along what others own, on that path only."""
    for _, field in list(draft.blueprint.every_field()):
        if field.requires or not field.yields or field.target.startswith(("W", "R", "Kleur")):
            continue
        for owner in field.owners:
            if owner != MASKS and chance(draft.draw, PROVIDING):
                text = _provided(draft, field, owner, 2)
                if text:
                    field.provides[owner] = text


def draw_overrides(draft: Draft) -> None:
    """Fields that moved; who had them still declares them, but must not be asked."""
    for plan in draft.blueprint.entities:
        contracts = {"common", "rel"}
        for field in plan.fields:
            able = [
                home
                for home in plan.homes
                if home not in field.owners and home != MASKS and home not in field.external
            ]
            special = field.requires or field.provides or field.types or field.provided
            settled = field.name in contracts or field.target.startswith(("W", "Query"))
            if able and not special and not settled and chance(draft.draw, OVERRIDING):
                former = pick(draft.draw, able)
                field.stale.append(former)
                field.label = f"l{len(draft.blueprint.labels)}" if chance(draft.draw, LABELLED) else ""
                draft.know(former, field.target, field.yields)


def draw_inaccessible(draft: Draft) -> None:
    """Fields that only subgraphs may ask for."""
    for plan in draft.blueprint.entities:
        for field in plan.fields:
            if field.name not in ("common", "rel"):
                field.inaccessible = chance(draft.draw, INACCESSIBLE)


def complete(draft: Draft) -> None:
    """Make sure of what others depend on, and find out who may have ghosts."""
    blueprint = draft.blueprint
    for _, field in blueprint.every_field():
        if field.required and "!" in field.type:
            field.sure = True
    while _widen(draft):
        pass
    for subgraph in blueprint.subgraphs:
        _greet(draft, subgraph)
        blueprint.colours[subgraph] = [colour for colour in KLEUREN if _knows_colour(draft, subgraph, colour)]
    for plan in blueprint.entities:
        for subgraph in plan.homes[1:]:
            if _may_have_ghosts(draft, plan, subgraph) and chance(draft.draw, GHOSTLY):
                plan.ghostly.add(subgraph)


def _widen(draft: Draft) -> bool:
    """Where an interface's field is wider than a member's, the subgraph knows that the one fits the other."""
    abstract = draft.blueprint.abstract
    before = [list(plan.known.get(name, ())) for plan in abstract.values() for name in draft.names]
    for plan in list(abstract.values()):
        for wide in plan.contract if plan.name != UNION else ():
            if wide.target in abstract:
                _widen_to(draft, plan, wide)
    return before != [list(plan.known.get(name, ())) for plan in abstract.values() for name in draft.names]


def _widen_to(draft: Draft, plan: AbstractPlan, wide: FieldPlan) -> None:
    for subgraph, members in list(plan.known.items()):
        for member in members:
            field = draft.blueprint.types[member].field(wide.name)
            if field is not None and field.declared_in(subgraph):
                narrow = () if field.target == wide.target else (field.target,)
                draft.know(subgraph, wide.target, narrow or field.yields)


def _greet(draft: Draft, subgraph: str) -> None:
    """A subgraph that refers to the root has a root field of its own."""
    blueprint = draft.blueprint
    query = blueprint.types["Query"]
    refers = any(field.target == "Query" and subgraph in field.owners for _, field in blueprint.every_field())
    if refers and not any(subgraph in field.owners for field in query.fields):
        query.fields.append(FieldPlan(f"hello_{subgraph}", "Int", [subgraph]))
        query.homes.append(subgraph)


def _knows_colour(draft: Draft, subgraph: str, colour: str) -> bool:
    """Whether a subgraph has to know a value of the enum: one of its fields gives it, or it is the first."""
    fields = (field for _, field in draft.blueprint.every_field() if field.target == "Kleur")
    given = (colour in field.yields and subgraph in (*field.owners, *field.stale) for field in fields)
    return colour == KLEUREN[0] or any(given)


def _provided(draft: Draft, field: FieldPlan, owner: str, depth: int) -> str:
    blueprint = draft.blueprint
    if field.type_in(owner) != field.type:
        return ""
    if field.target not in blueprint.abstract:
        return _provided_of(draft, field.target, owner, depth)
    parts = [
        f"... on {name} {{ {inner} }}"
        for name in field.yields
        if chance(draft.draw, 60) and (inner := _provided_of(draft, name, owner, depth))
    ]
    return " ".join(parts)


def _provided_of(draft: Draft, type_name: str, owner: str, depth: int) -> str:
    plan = draft.blueprint.types[type_name]
    if not plan.is_entity:
        return ""
    able = [field for field in plan.fields if _can_be_provided(field, owner)]
    return " ".join(
        filter(None, (_part(draft, field, owner, depth) for field in some(draft.draw, able, 40)[:2]))
    )


def _can_be_provided(field: FieldPlan, owner: str) -> bool:
    if field.arguments or field.types or field.stale or field.requires or owner in field.owners:
        return False
    return field.target not in ("Query", "Kleur") and not field.target.startswith("W")


def _part(draft: Draft, field: FieldPlan, owner: str, depth: int) -> str:
    below = ""
    if field.yields:
        if depth == 0 or field.target in draft.blueprint.abstract:
            return ""
        draft.know(owner, field.target, field.yields)
        if draft.blueprint.types[field.target].is_entity:
            below = _provided_of(draft, field.target, owner, depth - 1)
        else:
            below = "x"
        if not below:
            return ""
    if owner not in field.external:
        field.external.append(owner)
    field.provided = True
    return f"{field.name} {{ {below} }}" if below else field.name


def _may_have_ghosts(draft: Draft, plan: TypePlan, subgraph: str) -> bool:
    """Whether nothing is lost when the subgraph does not know an object, but its own fields of it."""
    keys = plan.keys[subgraph]
    shared = Counter(key.fields for home in plan.homes for key in plan.keys[home])
    if subgraph == MASKS or len(keys) > 1 or plan.plain.get(subgraph) or shared[keys[0].fields] < 2:
        return False
    if plan.knows_whole_parts(subgraph) and set(plan.key_names(subgraph)) & {"n", "l"}:
        return False
    if any(subgraph == one.home for one in draft.blueprint.abstract.values() if one.name != UNION):
        return False
    own = [field for field in plan.fields if subgraph in field.owners]
    return bool(own) and all(not (field.is_shared or field.sure or field.label) for field in own)

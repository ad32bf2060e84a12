"""Draws the fields: leaves, references, values that subgraphs share or have parts of, roots and mutations."""

from __future__ import annotations

from collections.abc import Sequence

from harness.worlds.blueprint import (
    HIDDEN_TYPE,
    INTERFACE,
    KLEUREN,
    MASKS,
    PARENT,
    PAYLOAD,
    UNION,
    VALUE,
    FieldPlan,
    TypePlan,
)
from harness.worlds.chooser import chance, pick, some
from harness.worlds.draft import Draft
from harness.worlds.drawn_entities import may_live_in_masks

LEAVES = (
    "Int", "String", "Int!", "String!", "[Int]", "[Int!]!", "[[Int]]", "Float", "Boolean", "ID", "Maat",
    "Kleur", "[Kleur!]", "Ding",
)  # fmt: skip
WRAPPERS = ("{}", "{}!", "[{}]", "[{}!]!", "[{}!]", "[[{}]]")
ARGUMENTS = (
    "(n: Int)", "(n: Int = 3)", "(n: Int! = 4)", "(n: Int!)", "(m: Maat = M, n: Int)", "(v: Vraag)",
    '(v: Vraag = {a: 1, b: ["x"]})', "(l: [Vraag!], d: Ding)", "(ids: [ID!]! = [], f: Float)",
)  # fmt: skip
SHARED = 25
WITH_ARGUMENTS = 20
NARROWER = 30
LIVE = 10


def draw_values(draft: Draft) -> None:
    """The value types. Who shares them knows all of them."""
    draw, blueprint = draft.draw, draft.blueprint
    value = TypePlan(VALUE, [FieldPlan("x", "String", []), FieldPlan("y", "Int!", [])], everywhere=True)
    if chance(draw, 30):
        value.fields.append(FieldPlan("d", "Ding", []))
    direct = [one.name for one in blueprint.entities if may_live_in_masks(draft, one.name)]
    if direct and chance(draw, 40):
        target = pick(draw, direct)
        value.fields.append(FieldPlan("e", pick(draw, WRAPPERS).format(target), [], yields=(target,)))
    hidden = TypePlan(HIDDEN_TYPE, [FieldPlan("x", "String", [])], everywhere=True)
    blueprint.types |= {VALUE: value, HIDDEN_TYPE: hidden}


def draw_fields(draft: Draft) -> None:
    """What the entities have, by the subgraphs that are their homes."""
    for plan in draft.blueprint.entities:
        for number in range(draft.draw.integer(1, 4)):
            plan.fields.append(_leaf(draft, plan, f"f{number}"))
        for number in range(draft.draw.integer(0, 2)):
            plan.fields.append(_reference(draft, plan, f"r{number}"))
        _split(draft, plan, f"w{plan.name}")


def draw_contracts(draft: Draft) -> None:
    """The fields of the interfaces: each member has its own owners, and perhaps a narrower type."""
    blueprint = draft.blueprint
    parent, interface = blueprint.abstract[PARENT], blueprint.abstract[INTERFACE]
    common = FieldPlan("common", pick(draft.draw, ("String", "[Int]", "Maat")), [])
    parent.contract.append(common)
    interface.contract.append(common)
    if chance(draft.draw, 50):
        target = pick(draft.draw, (INTERFACE, UNION, VALUE))
        wrapper = pick(draft.draw, ("{}", "[{}]"))
        interface.contract.append(FieldPlan("rel", wrapper.format(target), []))
    for abstract in (parent, interface):
        for name in abstract.members:
            for wide in abstract.contract:
                _fulfil(draft, blueprint.types[name], wide)
    for abstract in (parent, interface):
        _settle_at_home(draft, abstract.name)


def draw_masks(draft: Draft) -> None:
    """What the interface object adds to every implementation."""
    masked, draw = draft.blueprint.masked, draft.draw
    if masked is None:
        return
    for number in range(draw.integer(1, 2)):
        arguments = pick(draw, ARGUMENTS) if chance(draw, WITH_ARGUMENTS) else ""
        plan = FieldPlan(f"m{number}", pick(draw, LEAVES), [MASKS], arguments)
        _colour(draft, plan)
        masked.fields.append(plan)
    if chance(draw, 40):
        wrapper = pick(draw, WRAPPERS)
        masked.fields.append(
            FieldPlan("other", wrapper.format(INTERFACE), [MASKS], yields=_yields(draft, INTERFACE, [MASKS]))
        )


def draw_roots(draft: Draft) -> None:
    """The root fields: to every type some, owned by one subgraph or shared."""
    blueprint, draw = draft.blueprint, draft.draw
    query = TypePlan("Query")
    blueprint.types["Query"] = query
    direct = [one.name for one in blueprint.entities if one.name not in blueprint.hidden]
    for name in direct:
        for prefix, wrapper in (("one", "{}"), ("many", "[{}!]!")):
            if chance(draw, 60):
                homes = [
                    home for home in blueprint.types[name].keys if home != MASKS or _in_masks(draft, name)
                ]
                query.fields.append(_root(draft, prefix + name, wrapper, name, homes))
    query.fields.append(_root(draft, "someI", pick(draw, WRAPPERS), INTERFACE, blueprint.names))
    for name in some(draw, (PARENT, UNION, VALUE), 50):
        query.fields.append(_root(draft, f"some{name}", pick(draw, WRAPPERS), name, blueprint.names))
    if blueprint.masked:
        query.fields.append(_root(draft, "someMasked", pick(draw, WRAPPERS), INTERFACE, [MASKS]))
    _split(draft, query, "wRoot")
    _settle_root(query)


def draw_mutations(draft: Draft) -> None:
    """Mutations that give a count, entities or a payload; and fields that change by them."""
    blueprint, draw = draft.blueprint, draft.draw
    if not chance(draw, 40):
        return
    payload = TypePlan(PAYLOAD, [FieldPlan("tick", "Int!", [], sure=True)], everywhere=True)
    direct = [one.name for one in blueprint.entities if one.name not in blueprint.hidden]
    if chance(draw, 60):
        target = pick(draw, direct)
        payload.fields.append(FieldPlan("e", target, [], yields=(target,)))
    if chance(draw, 40):
        payload.fields.append(FieldPlan("query", "Query!", [], sure=True))
    mutation = TypePlan("Mutation")
    blueprint.types |= {PAYLOAD: payload, "Mutation": mutation}
    for number in range(draw.integer(1, 4)):
        target = pick(draw, ("Int", PAYLOAD, *direct))
        wrapper = pick(draw, ("{}", "{}!"))
        mutation.fields.append(_root(draft, f"do{number}", wrapper, target, blueprint.names))
    _settle_root(mutation)
    for plan in blueprint.entities:
        for field in plan.fields:
            field.live = not field.arguments and field.is_settled and chance(draw, LIVE)


def _settle_root(root: TypePlan) -> None:
    root.homes = list(dict.fromkeys(owner for field in root.fields for owner in field.owners))


def _leaf(draft: Draft, plan: TypePlan, name: str) -> FieldPlan:
    draw = draft.draw
    arguments = pick(draw, ARGUMENTS) if chance(draw, WITH_ARGUMENTS) else ""
    field = FieldPlan(name, pick(draw, LEAVES), _owners(draft, plan.homes), arguments)
    if len(field.owners) > 1 and field.type.endswith("!") and chance(draw, NARROWER):
        field.types[field.owners[-1]] = field.type
        field.type, field.sure = field.type.replace("!", ""), True
    _colour(draft, field)
    return field


def _reference(draft: Draft, plan: TypePlan, name: str) -> FieldPlan:
    blueprint, draw = draft.blueprint, draft.draw
    direct = [one.name for one in blueprint.entities if one.name not in blueprint.hidden]
    target = pick(draw, [*direct, INTERFACE, UNION, PARENT, VALUE, "Query"])
    owners = _owners(draft, [home for home in plan.homes if home != MASKS or _in_masks(draft, target)])
    if not owners:
        return _leaf(draft, plan, name)
    wrapper = pick(draw, WRAPPERS if target != "Query" else WRAPPERS[:2])
    field = FieldPlan(name, wrapper.format(target), owners, yields=_yields(draft, target, owners))
    may_narrow = len(owners) > 1 and owners[-1] != MASKS and len(blueprint.possible(target)) > 1
    if may_narrow and chance(draw, NARROWER):
        member = pick(draw, [one for one in blueprint.possible(target) if one not in blueprint.hidden])
        field.types[owners[-1]], field.yields = wrapper.format(member), (member,)
    for owner in owners:
        draft.know(owner, field.type_in(owner).strip("[]!"), field.yields)
    return field


def _split(draft: Draft, plan: TypePlan, name: str) -> None:
    """A shared field whose object each subgraph knows a part of."""
    draw = draft.draw
    able = [home for home in (plan.homes or draft.names) if home != MASKS]
    if len(able) < 2 or not chance(draw, 25):
        return
    owners = able[: draw.integer(2, min(len(able), 3))]
    split = TypePlan(f"W{name[1:]}", homes=owners)
    for number in range(draw.integer(len(owners), 3)):
        first = owners[number % len(owners)]
        part = FieldPlan(
            f"p{number}", pick(draw, LEAVES[:6]), list(dict.fromkeys([first, pick(draw, owners)]))
        )
        split.fields.append(part)
    draft.blueprint.types[split.name] = split
    wrapper = pick(draw, WRAPPERS)
    plan.fields.append(FieldPlan(name, wrapper.format(split.name), owners, yields=(split.name,)))


def _root(draft: Draft, name: str, wrapper: str, target: str, able: Sequence[str]) -> FieldPlan:
    draw = draft.draw
    arguments = pick(draw, ARGUMENTS) if chance(draw, WITH_ARGUMENTS) else ""
    owners = _owners(draft, able)
    plan = FieldPlan(name, wrapper.format(target), owners, arguments, yields=_yields(draft, target, owners))
    for owner in plan.owners:
        draft.know(owner, target, plan.yields)
    return plan


def _fulfil(draft: Draft, plan: TypePlan, wide: FieldPlan) -> None:
    """Give the type its own field for one of an interface."""
    draw, blueprint = draft.draw, draft.blueprint
    if plan.field(wide.name) is not None:
        return
    owners = _owners(draft, [home for home in plan.homes if home != MASKS])
    field = FieldPlan(wide.name, wide.type, owners, yields=_yields(draft, wide.target, owners))
    if wide.target in blueprint.abstract and chance(draw, NARROWER):
        member = pick(draw, [one for one in blueprint.possible(wide.target) if one not in blueprint.hidden])
        field.type, field.yields = wide.type.replace(wide.target, member), (member,)
    if chance(draw, NARROWER):
        field.type += "!"
    for owner in owners:
        draft.know(owner, field.target, field.yields)
    plan.fields.append(field)


def _settle_at_home(draft: Draft, name: str) -> None:
    """The home of an interface knows all members, and at least by name what the interface wants of them."""
    blueprint = draft.blueprint
    abstract = blueprint.abstract[name]
    draft.know(abstract.home, name, tuple(abstract.members))
    if name == INTERFACE:
        draft.know(abstract.home, PARENT, tuple(abstract.members))
    for member in abstract.members:
        for wide in abstract.contract:
            field = blueprint.types[member].field(wide.name)
            assert field is not None
            if abstract.home not in field.owners and abstract.home not in field.external:
                field.external.append(abstract.home)
                draft.know(abstract.home, field.target, field.yields)
    for wide in abstract.contract:
        draft.know(abstract.home, wide.target)


def _owners(draft: Draft, able: Sequence[str]) -> list[str]:
    if not able:
        return []
    owners = [pick(draft.draw, able)]
    if chance(draft.draw, SHARED):
        owners.append(pick(draft.draw, able))
    return list(dict.fromkeys(owners))


def _yields(draft: Draft, target: str, owners: Sequence[str]) -> tuple[str, ...]:
    """The object types that a field gives. None that clients may not see come as an interface object: where

    nothing is selected of it, nobody would ask for its type.
    """
    blueprint = draft.blueprint
    if target not in blueprint.abstract:
        return (target,) if target in blueprint.types else ()
    members = blueprint.abstract[target].members
    if MASKS in owners:
        members = [one for one in members if one not in blueprint.hidden]
    return tuple(some(draft.draw, members, 70) or members[:1])


def _in_masks(draft: Draft, target: str) -> bool:
    """Whether a field of this type may be in the subgraph with the interface object."""
    if target in (INTERFACE, VALUE):
        return True
    return target in draft.blueprint.types and may_live_in_masks(draft, target)


def _colour(draft: Draft, plan: FieldPlan) -> None:
    """Which colours the field gives."""
    if plan.target == "Kleur":
        plan.yields = tuple(some(draft.draw, KLEUREN, 50) or KLEUREN[:1])

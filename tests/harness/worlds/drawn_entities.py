"""Draws the entities: which subgraphs are their homes, and by which keys each of these knows them.

The homes of an entity hang together: each one after the first shares a key with an earlier one, so whatever
a home gives can be reached from every other. Some homes are entered by a key whose parts two others give.
"""

from __future__ import annotations

from harness.worlds.blueprint import (
    HIDDEN_TYPE,
    INTERFACE,
    KEYS,
    MASKS,
    PARENT,
    UNION,
    VALUE,
    AbstractPlan,
    KeyPlan,
    TypePlan,
)
from harness.worlds.chooser import chance, pick, some
from harness.worlds.draft import Draft

EXTRA_KEYS = 45
WHOLE_PARTS = 40
GATHERING = 12
EXTENDED = 15


def draw_entities(draft: Draft) -> None:
    """Entities, memberships of the abstract types, and the homes with their keys."""
    blueprint, draw = draft.blueprint, draft.draw
    entities = [TypePlan(f"E{number}", is_entity=True) for number in range(draw.integer(2, 4))]
    blueprint.types.update((one.name, one) for one in entities)
    _memberships(draft, [one.name for one in entities])
    if chance(draw, 50):
        blueprint.masked = TypePlan(INTERFACE, homes=[MASKS])
    for plan in entities:
        others = [one.name for one in entities if one is not plan and one.name not in blueprint.hidden]
        plan.other = pick(draw, others)
    for plan in entities:
        _homes(draft, plan)
    for plan in entities:
        draft.know_others(plan)
    for plan in entities:
        _extend(draft, plan)


def may_live_in_masks(draft: Draft, type_name: str) -> bool:
    """Whether the subgraph with the interface object may know the type: it knows no implementation."""
    blueprint = draft.blueprint
    return type_name not in blueprint.abstract[INTERFACE].members and type_name not in blueprint.hidden


def _memberships(draft: Draft, names: list[str]) -> None:
    blueprint, draw = draft.blueprint, draft.draw
    members = some(draw, names, 60) or names[:1]
    parents = [name for name in names if name in members or chance(draw, 30)]
    united = some(draw, names, 60) or names[:1]
    if len(names) > 2 and chance(draw, 20):
        blueprint.hidden.add(names[-1])
    if chance(draw, 40):
        united.append(VALUE)
    if chance(draw, 20):
        united.append(HIDDEN_TYPE)
        blueprint.hidden.add(HIDDEN_TYPE)
    visible = [name for name in names if name not in blueprint.hidden]
    for name, given in ((INTERFACE, members), (PARENT, parents), (UNION, united)):
        if given[0] not in visible:
            given.insert(0, next((one for one in given if one in visible), visible[0]))
        if name == PARENT:
            given += members
        members_once = list(dict.fromkeys(given))
        blueprint.abstract[name] = AbstractPlan(name, members_once, pick(draw, blueprint.names))


def _homes(draft: Draft, plan: TypePlan) -> None:
    blueprint, draw = draft.blueprint, draft.draw
    homes = some(draw, blueprint.names, 60) or blueprint.names[:1]
    home = blueprint.abstract[INTERFACE].home
    if blueprint.masked and plan.name in blueprint.abstract[INTERFACE].members and home not in homes:
        homes.append(home)
    if blueprint.masked and may_live_in_masks(draft, plan.name) and chance(draw, 40):
        homes.append(MASKS)
    for subgraph in homes:
        shared = [
            key.fields for one in plan.homes for key in plan.keys[one] if _can_have(draft, subgraph, key)
        ]
        draft.add_key(subgraph, plan, pick(draw, shared) if plan.homes else "id")
        plan.homes.append(subgraph)
        if chance(draw, EXTRA_KEYS):
            extra = KeyPlan(pick(draw, list(KEYS)))
            if _can_have(draft, subgraph, extra):
                draft.add_key(subgraph, plan, extra.fields)
        if chance(draw, WHOLE_PARTS):
            plan.whole.add(subgraph)
    if blueprint.masked and plan.name in blueprint.abstract[INTERFACE].members:
        draft.add_key(home, plan, "id")
    _gather(draft, plan)


def _can_have(draft: Draft, subgraph: str, key: KeyPlan) -> bool:
    if "o" not in key.names:
        return True
    return subgraph != MASKS


def _gather(draft: Draft, plan: TypePlan) -> None:
    """A home that is entered by what two others give, and left by the first key."""
    absent = [name for name in draft.names if name not in plan.keys]
    if not absent or not chance(draft.draw, GATHERING):
        return
    subgraph = absent[0]
    draft.give(pick(draft.draw, plan.homes), plan, "a")
    draft.give(pick(draft.draw, plan.homes), plan, "b")
    draft.add_key(subgraph, plan, "a b")
    draft.add_key(subgraph, plan, "id", resolvable=False)
    plan.homes.append(subgraph)


def _extend(draft: Draft, plan: TypePlan) -> None:
    """Homes that declare the key external, of fields that the first home has as well."""
    first = plan.key_names(plan.homes[0])
    for subgraph in plan.homes[1:]:
        if set(plan.key_names(subgraph)) <= set(first) and chance(draft.draw, EXTENDED):
            plan.extended.add(subgraph)

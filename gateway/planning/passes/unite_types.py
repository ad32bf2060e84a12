"""Unites fetches that differ only in the runtime types they are for.

An interface object is looked up under its interface's name, so the builder gives each runtime type a
fetch of its own: what one type wants must not be asked of another. Where they turn out to want the
same, one fetch serves them all; then the fetches after those may unite likewise, and so on.
"""

from collections.abc import Callable

from gateway.planning.draft import Draft
from gateway.planning.plan import Key, TypeIs

Sign = Callable[[Draft], object]


def unite_types(drafts: list[Draft]) -> list[Draft]:
    """The drafts that are left; those united into are changed in place."""
    left = list(drafts)
    while True:
        before = len(left)
        left = _unite(left, _same_but_for_objects, _add_objects)
        left = _unite(left, _same_but_for_path, _add_path)
        if len(left) == before:
            return left


def _unite(drafts: list[Draft], sign: Sign, add: Callable[[Draft, Draft], None]) -> list[Draft]:
    first: dict[object, Draft] = {}
    renamed: dict[int, int] = {}
    for draft in drafts:
        signature = sign(draft)
        if signature is None:
            continue
        if (mine := first.setdefault(signature, draft)) is not draft:
            add(mine, draft)
            renamed[draft.id] = mine.id
    for draft in drafts:
        draft.after = {renamed.get(number, number) for number in draft.after}
    return [draft for draft in drafts if draft.id not in renamed]


def _same_but_for_objects(draft: Draft) -> object:
    if len(draft.entities) != 1 or draft.entities[0].types is None:
        return None
    return (*_what(draft), draft.path)


def _add_objects(mine: Draft, other: Draft) -> None:
    types, more = mine.entities[0].types, other.entities[0].types
    assert types is not None
    assert more is not None
    mine.entities[0].types = types | more


def _same_but_for_path(draft: Draft) -> object:
    guards = [index for index, step in enumerate(draft.path) if isinstance(step, TypeIs)]
    if len(draft.entities) != 1 or not guards:
        return None
    last = guards[-1]
    return (*_what(draft), draft.path[:last], draft.path[last + 1 :], draft.entities[0].types)


def _add_path(mine: Draft, other: Draft) -> None:
    mine.path = tuple(map(_wider, mine.path, other.path))


def _wider(mine: Key | TypeIs, other: Key | TypeIs) -> Key | TypeIs:
    if isinstance(mine, TypeIs) and isinstance(other, TypeIs):
        return TypeIs(mine.types | other.types)
    return mine


def _what(draft: Draft) -> tuple[object, ...]:
    entity = draft.entities[0]
    return (
        draft.subgraph,
        frozenset(draft.after),
        entity.type,
        entity.typename,
        repr(entity.representation),
        entity.selection.signature(),
        tuple(entity.contexts),
        draft.deferrals,
    )

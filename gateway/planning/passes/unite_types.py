"""Unites fetches that differ only in the runtime types they are for.

An interface object is looked up under its interface's name, so the builder gives each runtime type a
fetch of its own: what one type wants must not be asked of another. Where they turn out to want the
same, one fetch serves them all; then the fetches after those may unite likewise, and so on.
"""

from collections.abc import Callable
from dataclasses import replace

from gateway.planning.draft import Draft, DraftEntity
from gateway.planning.plan import Key, Path, TypeIs

Sign = Callable[[Draft], object]


def unite_types(drafts: list[Draft]) -> list[Draft]:
    """The drafts that are left; those united into are changed in place."""
    left = list(drafts)
    while True:
        before = len(left)
        left = _unite(left, _same_but_for_objects, _add_objects)
        left = _unite(left, _same_but_for_path, widen_path)
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


def differ_in_path(one: Draft, other: Draft) -> bool:
    """Whether the two do the same for objects below objects of different types, at one position."""
    mine, theirs = _unguarded(one.path), _unguarded(other.path)
    return mine is not None and mine == theirs and _asked(one) == _asked(other)


def widen_path(mine: Draft, other: Draft) -> None:
    """Let the draft serve the objects of the other too."""
    mine.path = tuple(map(_wider, mine.path, other.path))


def _same_but_for_objects(draft: Draft) -> object:
    if len(draft.entities) != 1 or draft.entities[0].types is None:
        return None
    entity = replace(draft.entities[0], types=frozenset())
    return _around(draft), draft.path, _as_asked(entity)


def _add_objects(mine: Draft, other: Draft) -> None:
    types, more = mine.entities[0].types, other.entities[0].types
    assert types is not None
    assert more is not None
    mine.entities[0].types = types | more


def _same_but_for_path(draft: Draft) -> object:
    unguarded = _unguarded(draft.path)
    return None if unguarded is None else (_around(draft), unguarded, _asked(draft))


def _unguarded(path: Path) -> tuple[Path, Path] | None:
    """What is before the last guard by type, and what is after it; None where there is none."""
    guards = [index for index, step in enumerate(path) if isinstance(step, TypeIs)]
    return (path[: guards[-1]], path[guards[-1] + 1 :]) if guards else None


def _wider(mine: Key | TypeIs, other: Key | TypeIs) -> Key | TypeIs:
    if isinstance(mine, TypeIs) and isinstance(other, TypeIs):
        return TypeIs(mine.types | other.types)
    return mine


def _around(draft: Draft) -> tuple[object, ...]:
    return draft.subgraph, frozenset(draft.after), draft.deferrals


def _asked(draft: Draft) -> tuple[object, ...]:
    return tuple(_as_asked(entity) for entity in draft.entities)


def _as_asked(entity: DraftEntity) -> tuple[object, ...]:
    return (
        entity.types,
        entity.type,
        entity.typename,
        repr(entity.representation),
        entity.selection.signature(),
        tuple(entity.contexts),
    )

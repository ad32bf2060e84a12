"""Merges an entity fetch into a later one to the same subgraph, where nothing waits for the first that does
not wait for the later one too.

Gains a call, and loses nothing: the merged fetch starts when the later one would have, which is on a longer
path anyway.
"""

from collections.abc import Iterator

from gateway.planning.draft import Draft
from gateway.planning.passes.ancestry import Ancestry
from gateway.planning.passes.unite_types import differ_in_path, widen_path


def merge_later(drafts: list[Draft]) -> list[Draft]:
    """The drafts that are left; those merged into are changed in place."""
    kept = list(drafts)
    ancestry = Ancestry(kept)
    for early in reversed(drafts):  # what waits for others first: once that is one, those may be one
        later = next(_later(early, kept, ancestry), None)
        if later is not None:
            _merge(early, later)
            kept.remove(early)
            _rename(kept, early.id, later.id)
            ancestry = Ancestry(kept)
    return kept


def _later(early: Draft, kept: list[Draft], ancestry: Ancestry) -> Iterator[Draft]:
    if early.root is not None:
        return
    for other in kept:
        if other is early or (other.subgraph, other.deferrals) != (early.subgraph, early.deferrals):
            continue
        if _fits(early, other) and _may_wait(early, other, ancestry):
            yield other


def _fits(early: Draft, other: Draft) -> bool:
    if other.root is not None:
        return False
    if other.path == early.path:
        return all(other.can_take(entity) for entity in early.entities)
    return differ_in_path(early, other)


def _may_wait(early: Draft, other: Draft, ancestry: Ancestry) -> bool:
    if ancestry.depth(early) > ancestry.depth(other):
        return False
    if ancestry.is_before(other, early) or ancestry.is_before(early, other):
        return False
    return all(ancestry.is_before(other, one) for one in ancestry.dependents(early))


def _merge(early: Draft, later: Draft) -> None:
    if later.path == early.path:
        for entity in early.entities:
            later.take(entity)
    else:
        widen_path(later, early)
    later.after |= early.after


def _rename(drafts: list[Draft], old: int, new: int) -> None:
    for draft in drafts:
        if old in draft.after:
            draft.after = draft.after - {old} | {new}

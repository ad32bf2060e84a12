"""Merges an entity fetch that nothing waits for into a later one to the same subgraph at the same path.

Gains a call, and loses nothing: the merged fetch starts when the later one would have, which is on a longer
path anyway.
"""

from gateway.planning.draft import Draft
from gateway.planning.passes.ancestry import Ancestry


def merge_leaves(drafts: list[Draft]) -> list[Draft]:
    """The drafts that are left; those merged into are changed in place."""
    kept = list(drafts)
    for leaf in drafts:
        ancestry = Ancestry(kept)
        if leaf.root is not None or ancestry.has_dependents(leaf):
            continue
        for other in kept:
            if _can_merge(leaf, other, ancestry):
                for entity in leaf.entities:
                    other.take(entity)
                other.after |= leaf.after
                kept.remove(leaf)
                break
    return kept


def _can_merge(leaf: Draft, other: Draft, ancestry: Ancestry) -> bool:
    if other is leaf or other.root is not None:
        return False
    if (other.subgraph, other.path, other.deferrals) != (leaf.subgraph, leaf.path, leaf.deferrals):
        return False
    if ancestry.depth(leaf) > ancestry.depth(other) or ancestry.is_before(other, leaf):
        return False
    return all(other.can_take(entity) for entity in leaf.entities)

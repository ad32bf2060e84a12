"""Drops what the order says twice: a fetch need not wait for a draft that one of its other predecessors
waits for.
"""

from gateway.planning.draft import Draft
from gateway.planning.passes.ancestry import Ancestry


def reduce_order(drafts: list[Draft]) -> list[Draft]:
    """The same drafts with the smallest `after` sets that keep the order."""
    ancestry = Ancestry(drafts)
    by_id = {draft.id: draft for draft in drafts}
    for draft in drafts:
        implied = frozenset[int]().union(*(ancestry.before(by_id[number]) for number in draft.after))
        draft.after -= implied
    return drafts

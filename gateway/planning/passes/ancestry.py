"""Ancestry: which draft comes before which."""

from collections.abc import Iterable

from gateway.planning.draft import Draft


class Ancestry:
    """The order among some drafts, as their `after` sets state it."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._drafts = {draft.id: draft for draft in drafts}
        self._before: dict[int, frozenset[int]] = {}
        self._depths: dict[int, int] = {}

    def before(self, draft: Draft) -> frozenset[int]:
        """The ids of all drafts that must be done before this one."""
        if draft.id not in self._before:
            parents = [self._drafts[number] for number in draft.after]
            self._before[draft.id] = frozenset(draft.after).union(*(self.before(one) for one in parents))
        return self._before[draft.id]

    def is_before(self, one: Draft, other: Draft) -> bool:
        return one.id in self.before(other)

    def dependents(self, draft: Draft) -> list[Draft]:
        """Those that wait for this one itself."""
        return [other for other in self._drafts.values() if draft.id in other.after]

    def depth(self, draft: Draft) -> int:
        """The number of round trips up to and with this one."""
        if draft.id not in self._depths:
            parents = (self.depth(self._drafts[number]) for number in draft.after)
            self._depths[draft.id] = 1 + max(parents, default=0)
        return self._depths[draft.id]

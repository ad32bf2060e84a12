"""Order: which fetches are done before which, and whether a plan keeps to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gateway.operation.selection import Deferral
from gateway.planning.plan import Fetch, Plan
from gateway.planning.validation.fault import FaultCode, PlanFault

Before = Mapping[int, frozenset[int]]
"""By fetch, the ids of all fetches that are surely done when it starts."""


def order_of(plan: Plan) -> Before:
    """What `after` says, through all fetches in between. What names no earlier fetch does not count."""
    before: dict[int, frozenset[int]] = {}
    for fetch in plan.fetches:
        known = [earlier for earlier in fetch.after if earlier in before]
        before[fetch.id] = frozenset(known).union(*(before[earlier] for earlier in known))
    return before


def order_faults(plan: Plan) -> Iterator[PlanFault]:
    """Cycles, fetches that stand before what they wait for, and mutations that do not wait for each other."""
    earlier: set[int] = set()
    for fetch in plan.fetches:
        if fetch.id in earlier:
            yield PlanFault(FaultCode.ORDER, "has the id of another fetch", fetch.id)
        for one in fetch.after:
            if one not in earlier:
                yield PlanFault(
                    FaultCode.ORDER, f"waits for [{one}], which does not stand before it", fetch.id
                )
        earlier.add(fetch.id)
    yield from _deferral_faults(plan)
    if plan.kind == "mutation":
        yield from _mutation_faults(plan)


def _deferral_faults(plan: Plan) -> Iterator[PlanFault]:
    """What is delivered at once, or with an outer @defer, waits for nothing that is delivered later."""
    by_id = {fetch.id: fetch for fetch in plan.fetches}
    for fetch in plan.fetches:
        for earlier in (by_id[one] for one in fetch.after if one in by_id):
            if not is_awaited(earlier, fetch.deferrals):
                message = f"waits for [{earlier.id}], which is delivered later"
                yield PlanFault(FaultCode.ORDER, message, fetch.id)


def is_awaited(fetch: Fetch, deferrals: frozenset[Deferral]) -> bool:
    """Whether the fetch is done when what these defer is delivered; without any: the first answer."""
    if not fetch.deferrals:
        return True
    return bool(deferrals) and all(fetch.deferrals & {one, *one.enclosing} for one in deferrals)


def _mutation_faults(plan: Plan) -> Iterator[PlanFault]:
    """Each top-level field is done with all that follows from it before the next one begins."""
    before = order_of(plan)
    at_once = [fetch for fetch in plan.fetches if not fetch.deferrals]
    roots = [fetch for fetch in at_once if fetch.kind == "mutation"]
    for number, root in enumerate(roots[1:], start=1):
        for fetch in at_once:
            follows_it = fetch.id == root.id or root.id in before[fetch.id]
            follows_a_later_one = any(late.id in before[fetch.id] for late in roots[number:])
            if not (follows_it or follows_a_later_one or fetch.id in before[root.id]):
                message = f"does not wait for [{fetch.id}], which belongs to an earlier field"
                yield PlanFault(FaultCode.ORDER, message, root.id)

"""A plan as text, for a terminal: its figures, its waves, and the fetches as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gateway.planning.formats.wording import (
    counted,
    delivery,
    denial,
    denials,
    essence,
    filled,
    print_path,
    sent,
)
from gateway.planning.plan import Fetch, Plan
from gateway.planning.schedule import Schedule


def print_plan(plan: Plan) -> str:
    """Each fetch stands below the one that it has to wait for longest."""
    schedule = Schedule.of(plan)
    lines = [*_figures(schedule), *(f"denied: {denial(one)}" for one in denials(plan))]
    if schedule.round_trips > 1:
        lines += ["", *_waves(schedule)]
    children = _children(schedule)
    for fetch in children.get(None, ()):
        lines += ["", *_branch(fetch, children)]
    return "\n".join(lines)


def figures(schedule: Schedule) -> str:
    """`7 calls in 4 round trips (11 fetches), 1 before the first answer`."""
    fetches = len(schedule.plan.fetches)
    text = f"{counted(schedule.calls, 'call')} in {counted(schedule.round_trips, 'round trip')}"
    if fetches != schedule.calls:
        text += f" ({counted(fetches, 'fetch')})"
    if any(fetch.deferrals for fetch in schedule.plan.fetches):
        text += f", {schedule.round_trips_before_first_answer} before the first answer"
    return text


def _figures(schedule: Schedule) -> Iterator[str]:
    yield f"{schedule.plan.kind}: {figures(schedule)}"
    if len(schedule.critical_path) > 1:
        chain = " -> ".join(f"[{fetch.id}] {fetch.subgraph}" for fetch in schedule.critical_path)
        yield f"critical path: {chain}"


def _waves(schedule: Schedule) -> Iterator[str]:
    for number, wave in enumerate(schedule.waves, start=1):
        groups = [group for group in schedule.requests if group[0] in wave]
        told = (f"{'+'.join(f'[{one.id}]' for one in group)} {group[0].subgraph}" for group in groups)
        yield f"round trip {number}: {', '.join(told)}"


def _children(schedule: Schedule) -> dict[int | None, list[Fetch]]:
    children: dict[int | None, list[Fetch]] = {}
    for fetch in schedule.plan.fetches:
        parent = max(fetch.after, key=lambda before: schedule.depths[before], default=None)
        children.setdefault(parent, []).append(fetch)
    return children


def _branch(fetch: Fetch, children: Mapping[int | None, list[Fetch]]) -> Iterator[str]:
    below = children.get(fetch.id, [])
    yield _heading(fetch)
    for line in (*_inputs(fetch), *essence(fetch).splitlines()):
        yield ("│   " if below else "    ") + line
    for each in below:
        last = each is below[-1]
        first, *rest = _branch(each, children)
        yield ("└─ " if last else "├─ ") + first
        yield from (("   " if last else "│  ") + line for line in rest)


def _heading(fetch: Fetch) -> str:
    path = print_path(fetch.path)
    after = ", ".join(map(str, fetch.after))
    heading = f"[{fetch.id}] {fetch.subgraph}" + f" at {path}" * bool(path) + f" after {after}" * bool(after)
    later = ", ".join(delivery(fetch))
    return heading + f" ({later})" * bool(later)


def _inputs(fetch: Fetch) -> Iterator[str]:
    """What goes to the subgraph besides the operation, as comments."""
    yield from (f"# sends {one}" for one in sent(fetch))
    if fetch.representations and fetch.variables:
        yield f"# with {', '.join(f'${name}' for name in fetch.variables)}"
    yield from (f"# with {one}" for one in filled(fetch))

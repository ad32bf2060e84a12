"""A plan as a Mermaid flowchart, for documents and comments that draw it: what waits for what.

Bold arrows are the critical path; dotted ones lead to what is delivered later.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gateway.planning.formats.palette import COLOURS, INK, colour_numbers
from gateway.planning.formats.text import figures
from gateway.planning.formats.wording import delivery, print_path, sent
from gateway.planning.plan import Fetch, Plan
from gateway.planning.schedule import Schedule


def mermaid_flowchart(plan: Plan) -> str:
    """The text of the diagram. Everything in it that comes from a schema or an operation is escaped."""
    schedule = Schedule.of(plan)
    numbers = colour_numbers(plan)
    lines = ["---", f'title: "{plan.kind}: {figures(schedule)}"', "---", "flowchart LR"]
    for fetch in plan.fetches:
        label = "<br>".join(map(_escaped, _label(fetch)))
        lines.append(f'  f{fetch.id}["{label}"]:::s{numbers[fetch.subgraph]}')
    lines += _arrows(schedule)
    for number in sorted(set(numbers.values())):
        colour = COLOURS[number]
        lines.append(f"  classDef s{number} fill:{colour.surface},stroke:{colour.edge},color:{INK}")
    return "\n".join(lines)


def _label(fetch: Fetch) -> Iterator[str]:
    yield f"[{fetch.id}] {fetch.subgraph}"
    if fetch.path:
        yield f"at {print_path(fetch.path)}"
    yield from sent(fetch)
    yield from delivery(fetch)


def _arrows(schedule: Schedule) -> Iterator[str]:
    critical = {(one.id, other.id) for one, other in pairwise(schedule.critical_path)}
    for fetch in schedule.plan.fetches:
        for earlier in fetch.after:
            arrow = "==>" if (earlier, fetch.id) in critical else "-.->" if fetch.deferrals else "-->"
            yield f"  f{earlier} {arrow} f{fetch.id}"


def _escaped(text: str) -> str:
    """As entities whatever is not plain: quotes end a label, and the rest may mean something to Mermaid."""
    return "".join(one if one.isalnum() or one in " .,_-" else f"#{ord(one)};" for one in text)

"""Drawing: a plan's diagram as SVG, a link on each fetch, in the reader's light or dark theme."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files
from itertools import pairwise

from gateway.planning.formats.diagram import BOX_HEIGHT, BOX_WIDTH, HEADER, Box, Diagram, Line
from gateway.planning.formats.palette import COLOURS, DARK_INK, INK, colour_numbers
from gateway.planning.formats.text import figures
from gateway.planning.formats.wording import delivery, print_path
from gateway.planning.plan import Plan
from gateway.planning.schedule import Schedule

LONGEST_NAME, LONGEST_NOTE = 18, 25
"""What fits in a box, in characters."""

_BEND = 38
"""How far the ends of a line go straight, in pixels."""


def drawing_style(plan: Plan) -> str:
    """The CSS that a drawing needs."""
    return (
        files("gateway.planning.formats").joinpath("drawing.css").read_text(encoding="utf-8")
        + "\n".join(_colours())
        + "\n"
        + "\n".join(_highlights(plan))
    )


def plan_svg(plan: Plan) -> str:
    """A picture that stands on its own, as a file."""
    return _svg(plan, f"<style>{drawing_style(plan)}</style>", ' xmlns="http://www.w3.org/2000/svg"')


def plan_drawing(plan: Plan) -> str:
    """An element for a page that has the style and, by the ids `fetch-N`, the places its links lead to."""
    return _svg(plan, "", "")


def _svg(plan: Plan, style: str, namespace: str) -> str:
    schedule = Schedule.of(plan)
    diagram = Diagram.of(schedule)
    numbers = colour_numbers(plan)
    size = f'width="{diagram.width}" height="{diagram.height}" viewBox="0 0 {diagram.width} {diagram.height}"'
    parts = [
        f'<svg class="plan" {size} role="group" aria-labelledby="plan-title"{namespace}>',
        f'<title id="plan-title">{escape(f"{plan.kind}: {figures(schedule)}")}</title>',
        style,
        '<g aria-hidden="true">',
        *_headers(diagram),
        *_lines(diagram, schedule),
        "</g>",
        *(_box(box, schedule, numbers[box.fetch.subgraph]) for box in diagram.boxes),
        "</svg>",
    ]
    return "\n".join(filter(None, parts))


def _headers(diagram: Diagram) -> Iterator[str]:
    for number, x in enumerate(diagram.columns, start=1):
        middle = x + BOX_WIDTH // 2
        yield f'<text class="wave" x="{middle}" y="{HEADER - 14}">round trip {number}</text>'


def _lines(diagram: Diagram, schedule: Schedule) -> Iterator[str]:
    """The critical path last, so that it lies above the others."""
    critical = {(one.id, other.id) for one, other in pairwise(schedule.critical_path)}
    for line in sorted(diagram.lines, key=lambda one: (one.source, one.target) in critical):
        marks = " critical" if (line.source, line.target) in critical else ""
        yield f'<path class="line from{line.source} to{line.target}{marks}" d="{_curve(line)}"/>'


def _curve(line: Line) -> str:
    """Bent between columns, straight in the lanes."""
    (x, y), *rest = line.points
    steps = [f"M{x} {y}"]
    for number, (next_x, next_y) in enumerate(rest):
        if number % 2 == 0:
            steps.append(f"C{x + _BEND} {y} {next_x - _BEND} {next_y} {next_x} {next_y}")
        else:
            steps.append(f"H{next_x}")
        x, y = next_x, next_y
    return "".join(steps)


def _box(box: Box, schedule: Schedule, colour: int) -> str:
    fetch = box.fetch
    critical = " critical" if fetch in schedule.critical_path else ""
    later = " later" if fetch.deferrals else ""
    note = print_path(fetch.path) or ", ".join(delivery(fetch)) or f"{fetch.kind} root"
    waits = f", after {' and '.join(map(str, fetch.after))}" if fetch.after else ""
    label = f"Fetch {fetch.id}: {fetch.subgraph}, at {print_path(fetch.path) or 'the root'}{waits}"
    at, size = f'x="{box.x}" y="{box.y}"', f'width="{BOX_WIDTH}" height="{BOX_HEIGHT}"'
    left, name = box.x + 14, escape(_short(fetch.subgraph, LONGEST_NAME))
    return "".join(
        (
            f'<a class="box n{fetch.id}{critical}{later}" href="#fetch-{fetch.id}" ',
            f'aria-label="{escape(label)}"><title>{escape(label)}</title>',
            f'<rect class="s{colour}" {at} {size} rx="8"/>',
            f'<text class="name" x="{left}" y="{box.y + 27}">',
            f'<tspan class="number">{fetch.id}</tspan> {name}</text>',
            f'<text class="note" x="{left}" y="{box.y + 49}">{escape(_tail(note, LONGEST_NOTE))}</text>',
            "</a>",
        )
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _tail(text: str, most: int) -> str:
    """The end of a path tells more than its beginning."""
    return text if len(text) <= most else f"…{text[1 - most :]}"


def _colours() -> Iterator[str]:
    for number, colour in enumerate(COLOURS):
        yield f".s{number}{{--surface:{colour.surface};--edge:{colour.edge}}}"
    yield f":root{{--ink:{INK}}}"
    yield "@media (prefers-color-scheme:dark){"
    for number, colour in enumerate(COLOURS):
        yield f".s{number}{{--surface:{colour.dark_surface};--edge:{colour.dark_edge}}}"
    yield f":root{{--ink:{DARK_INK}}}}}"


def _highlights(plan: Plan) -> Iterator[str]:
    """Without a script: the lines of the fetch that is pointed at, or has the focus, stand out."""
    for fetch in plan.fetches:
        active = f".plan:has(.n{fetch.id}:is(:hover,:focus-visible))"
        yield f"{active} :is(.from{fetch.id},.to{fetch.id}){{stroke:var(--accent);stroke-width:3;opacity:1}}"

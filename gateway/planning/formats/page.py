"""A plan as a page to look at: one HTML file that loads and runs nothing, under a policy that says so."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template

from gateway.planning.formats.drawing import drawing_style, plan_drawing
from gateway.planning.formats.highlight import highlighted
from gateway.planning.formats.palette import colour_numbers
from gateway.planning.formats.wording import (
    counted,
    delivery,
    denial,
    denials,
    filled,
    pretty,
    print_path,
    sent,
)
from gateway.planning.plan import Fetch, Plan
from gateway.planning.schedule import Schedule

PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="$policy">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>$title</title>
<style>$style</style>
</head>
<body>
<header>
<h1>$title</h1>
<dl class="figures">$figures</dl>
<ul class="legend" aria-label="Subgraphs">$legend</ul>
</header>
<main>
<section aria-labelledby="diagram">
<h2 id="diagram">What waits for what</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Diagram of the plan">
$drawing
</div>
<p class="hint">$hint</p>
</section>
$denied
<section aria-labelledby="fetches">
<h2 id="fetches">Fetches</h2>
$fetches
</section>
<section aria-labelledby="operation">
<h2 id="operation">The operation</h2>
<pre tabindex="0"><code>$operation</code></pre>
</section>
</main>
</body>
</html>
""")


def plan_page(plan: Plan, operation: str) -> str:
    """`operation` is the client's document."""
    schedule = Schedule.of(plan)
    style = drawing_style(plan) + _page_style()
    return PAGE.substitute(
        policy=_policy(style),
        style=style,
        title=escape(_title(plan)),
        figures="".join(_figures(schedule)),
        legend="".join(_legend(plan)),
        drawing=plan_drawing(plan) if plan.fetches else "",
        hint=_hint(schedule),
        denied=_denied(plan),
        fetches="\n".join(_fetch(fetch, schedule, plan) for fetch in plan.fetches),
        operation=highlighted(operation.strip()),
    )


def _policy(style: str) -> str:
    """The page's one style, by its digest, and nothing else."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _page_style() -> str:
    return files("gateway.planning.formats").joinpath("page.css").read_text(encoding="utf-8")


def _title(plan: Plan) -> str:
    names = (fetch.operation_name for fetch in plan.fetches if fetch.operation_name)
    name = next(names, "").partition("__")[0]
    return f"Plan of {plan.kind} {name}" if name else f"Plan of a {plan.kind}"


def _figures(schedule: Schedule) -> Iterator[str]:
    fetches = len(schedule.plan.fetches)
    shown = [
        (schedule.calls, "call" if schedule.calls == 1 else "calls"),
        (schedule.round_trips, "round trip" if schedule.round_trips == 1 else "round trips"),
        (fetches, "fetch" if fetches == 1 else "fetches"),
    ]
    if any(fetch.deferrals for fetch in schedule.plan.fetches):
        shown.append((schedule.round_trips_before_first_answer, "before the first answer"))
    for number, noun in shown:
        yield f"<div><dt>{noun}</dt><dd>{number}</dd></div>"


def _legend(plan: Plan) -> Iterator[str]:
    for name, colour in colour_numbers(plan).items():
        count = sum(fetch.subgraph == name for fetch in plan.fetches)
        yield f'<li class="s{colour}">{escape(name)} <small>{counted(count, "fetch")}</small></li>'


def _hint(schedule: Schedule) -> str:
    if not schedule.plan.fetches:
        return "No subgraph is asked anything."
    parts = ["A fetch starts as soon as those it waits for are done, whatever else its column holds."]
    if len(schedule.critical_path) > 1:
        chain = " → ".join(str(fetch.id) for fetch in schedule.critical_path)
        parts.append(f"The critical path, in bold: {chain}.")
    return " ".join(parts)


def _denied(plan: Plan) -> str:
    found = denials(plan)
    if not found:
        return ""
    items = "".join(f"<li>{escape(denial(one))}</li>" for one in found)
    heading = '<h2 id="denied">Not for this caller, and not fetched</h2>'
    return f'<section aria-labelledby="denied">\n{heading}\n<ul>{items}</ul>\n</section>'


def _fetch(fetch: Fetch, schedule: Schedule, plan: Plan) -> str:
    rows = "".join(
        f"<dt>{name}</dt><dd>{'<br>'.join(values)}</dd>" for name, values in _facts(fetch, schedule) if values
    )
    colour = colour_numbers(plan)[fetch.subgraph]
    return (
        f'<article id="fetch-{fetch.id}" class="s{colour}">\n'
        f"<h3>{fetch.id} {escape(fetch.subgraph)}</h3>\n<dl>{rows}</dl>\n"
        f'<pre tabindex="0"><code>{highlighted(pretty(fetch.document))}</code></pre>\n</article>'
    )


def _facts(fetch: Fetch, schedule: Schedule) -> Iterator[tuple[str, list[str]]]:
    """What stands above a fetch's operation: a name and its values, as HTML."""
    yield "Round trip", [str(schedule.depths[fetch.id])]
    yield "Where", [f"<code>{escape(print_path(fetch.path))}</code>" if fetch.path else "the root"]
    yield "Sends", [f"<code>{escape(one)}</code>" for one in sent(fetch)]
    yield "Variables", [f"<code>${escape(name)}</code>" for name in fetch.variables]
    yield "From above", [escape(one) for one in filled(fetch)]
    yield "Waits for", _links(one for one in schedule.plan.fetches if one.id in fetch.after)
    yield "Awaited by", _links(schedule.awaited_by(fetch))
    yield "Same request", _links(schedule.companions(fetch))
    yield "Delivered", [escape(one) for one in delivery(fetch)]


def _links(fetches: Iterable[Fetch]) -> list[str]:
    links = [f'<a href="#fetch-{one.id}">{one.id} {escape(one.subgraph)}</a>' for one in fetches]
    return [", ".join(links)] if links else []

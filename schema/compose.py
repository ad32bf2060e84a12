"""Composition: subgraph SDLs in, one supergraph SDL out, or every reason why not.

    parse     SDL -> Subgraph                schema.rules.linking, schema.rules.graphql_rules, schema.subgraph
    upgrade   Federation 1 -> 2              schema.upgrade
    check     each subgraph by itself        schema.rules.catalogue
    merge     all subgraphs -> Merged        schema.merge.types
    prove     the whole holds, every query can be answered    schema.proof

The same subgraphs give the same bytes in whatever order they are handed in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from schema.allocation import without_cycle_collection
from schema.errors import CompositionError, Findings, Hint, ordered
from schema.merge.naming import name_directives
from schema.merge.sources import Sources
from schema.merge.types import merge
from schema.proof import prove
from schema.rules.catalogue import check_subgraph
from schema.rules.parsing import parse_subgraph
from schema.sdl import print_supergraph
from schema.subgraph import SubgraphSource
from schema.upgrade import upgrade


@dataclass(frozen=True, slots=True)
class Composition:
    """The outcome. `supergraph_sdl` is None exactly when there are errors; hints may stand beside either."""

    supergraph_sdl: str | None
    errors: tuple[CompositionError, ...]
    hints: tuple[Hint, ...]


def compose(subgraphs: Sequence[SubgraphSource], *, closed_by_default: bool = False) -> Composition:
    """Composes the subgraphs. Never raises for what they contain.

    `closed_by_default`: every output field must be tagged `openbaar` or gated, else CLOSED_BY_DEFAULT.
    """
    findings = Findings()
    sources = sorted(subgraphs, key=lambda one: one.name)
    with without_cycle_collection():
        sdl = _compose(sources, findings, closed_by_default=closed_by_default)
    return Composition(
        supergraph_sdl=None if findings.errors else sdl,
        errors=tuple(ordered(findings.errors)),
        hints=tuple(ordered(findings.hints)),
    )


def _compose(sources: Sequence[SubgraphSource], findings: Findings, *, closed_by_default: bool) -> str | None:
    """Each stage rests on the one before, so the first that finds errors is the last, but it finds them
    all."""
    parsed = [subgraph for source in sources if (subgraph := parse_subgraph(source, findings))]
    if findings.errors:
        return None
    upgraded = upgrade(parsed, findings)
    findings.errors += (error for subgraph in upgraded for error in check_subgraph(subgraph))
    if findings.errors:
        return None
    merging = Sources(upgraded, name_directives(upgraded, findings), findings)
    merged = merge(merging)
    if merged is None or findings.errors:
        return None
    sdl = print_supergraph(merged)
    prove(merged, sdl, merging, closed_by_default=closed_by_default)
    return sdl

"""Check: what a new supergraph changes for the clients of an old one.

Compares the public schemas, what their coordinates ask of the caller, and the tags that contracts are made
by. How the subgraphs divide the work is not a client's concern; whether saved operations still plan is
`gemeentegraaf check`'s, which has a planner.
"""

from dataclasses import dataclass

from graphql import parse

from schema.change import Change, Severity
from schema.coordinates import elements, own_types
from schema.link import read_links
from schema.requirement_changes import access_changes, tag_changes
from schema.supergraph import Supergraph
from schema.tags import Tags, read_tags
from schema.type_changes import type_changes

_ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True)
class _Read:
    """One of the two supergraphs."""

    supergraph: Supergraph
    tags: Tags
    coordinates: frozenset[str]

    @classmethod
    def of(cls, sdl: str) -> "_Read":
        supergraph = Supergraph.parse(sdl)
        document = parse(sdl, no_location=True)
        links = read_links(document)
        types = own_types(document, links)
        seen = frozenset(one for one, _ in elements(types) if _is_public(one, supergraph))
        return cls(supergraph, read_tags(types, links), seen)


def check(old_sdl: str, new_sdl: str) -> tuple[Change, ...]:
    """All changes, the breaking ones first, then by coordinate. Raises SupergraphError."""
    old, new = _Read.of(old_sdl), _Read.of(new_sdl)
    before, after = old.supergraph, new.supergraph
    found = [
        *type_changes(before.public, after.public),
        *access_changes(before.access, after.access, before.public, after.public),
        *tag_changes(old.tags, new.tags, old.coordinates & new.coordinates),
    ]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.severity), one.coordinate, one.message)))


def _is_public(coordinate: str, supergraph: Supergraph) -> bool:
    """Whether clients see the element: types, what is in them, and arguments with their field."""
    name, _, member = coordinate.partition(".")
    type_ = supergraph.public.type_map.get(name)
    if type_ is None or not member:
        return type_ is not None
    field, _, argument = member.partition("(")
    inside = getattr(type_, "fields", None) or getattr(type_, "values", None) or {}
    return field in inside and (not argument or argument.rstrip(":)") in inside[field].args)

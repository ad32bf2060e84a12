"""Tags: which `@tag`s stand on which coordinate of a supergraph. Specification: tag v0.1 to v0.3."""

from collections.abc import Mapping

from schema.applied import applications
from schema.coordinates import Types, elements
from schema.link import Links

TAG = "https://specs.apollo.dev/tag"
PUBLIC_TAG = "openbaar"
"""What carries this tag is for everyone."""

Tags = Mapping[str, frozenset[str]]
"""Coordinate to the tags on that very element; coordinates without any are left out."""


def read_tags(types: Types, links: Links) -> Tags:
    """The tags of all elements, under whatever name the document imported the directive."""
    link = links.find(TAG)
    if link is None:
        return {}
    directive = link.directive("tag")
    found: dict[str, frozenset[str]] = {}
    for coordinate, node in elements(types):
        names = {name for applied in applications(node, directive) if (name := applied.text("name"))}
        if names:
            found[coordinate] = found.get(coordinate, frozenset()) | names
    return found

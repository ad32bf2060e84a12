"""Marking: hides elements of a supergraph in its text, which otherwise stays as it was printed.

The difference between a supergraph and its contract is then exactly what the contract leaves out.
Specification: inaccessible v0.2 (https://specs.apollo.dev/inaccessible/v0.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphql import DirectiveDefinitionNode, DocumentNode, Node, SchemaDefinitionNode

from schema.coordinates import Types, elements
from schema.link import Link, Links
from schema.public import INACCESSIBLE

_LOCATIONS = (
    "FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE"
    " | INPUT_OBJECT | INPUT_FIELD_DEFINITION"
)
_Edit = tuple[int, int, str]
"""From where to where in the text, and what comes there instead."""


def mark_inaccessible(sdl: str, document: DocumentNode, links: Links, types: Types, hidden: set[str]) -> str:
    """`sdl`, whose `document` has its locations, with `@inaccessible` on the `hidden` coordinates."""
    if not hidden:
        return sdl
    link = links.find(INACCESSIBLE)
    edits = [*_upgraded(document, link)] if link else [*_linked(sdl, document, links)]
    name = link.directive("inaccessible") if link else _free_name(document)
    left = set(hidden)
    for coordinate, node in elements(types):
        if coordinate in left:
            left.discard(coordinate)
            edits.append(_appended(sdl, node, f"@{name}"))
    return _edited(sdl, edits)


def _edited(sdl: str, edits: Iterable[_Edit]) -> str:
    for start, end, text in sorted(edits, reverse=True):
        sdl = sdl[:start] + text + sdl[end:]
    return sdl


def _linked(sdl: str, document: DocumentNode, links: Links) -> Iterator[_Edit]:
    """The link to the specification, after the last one, and the directive's definition, after the
    schema's."""
    name = _free_name(document)
    last = [link.node for link in links if link.node][-1]
    known_as = "url" if any(one.name.value == "url" for one in last.arguments or ()) else "feature"
    alias = "" if name == "inaccessible" else f', as: "{name}"'
    purpose = ", for: SECURITY" if known_as == "url" else ""
    applied = f'@{last.name.value}({known_as}: "{INACCESSIBLE}/v0.2"{alias}{purpose})'
    yield _after(sdl, last, applied)
    schema = next(node for node in document.definitions if isinstance(node, SchemaDefinitionNode))
    end = _span(schema)[1]
    yield end, end, f"\n\n{_definition(name)}"


def _upgraded(document: DocumentNode, link: Link) -> Iterator[_Edit]:
    """What v0.1 could not stand on, v0.2 can."""
    if link.version != (0, 1):
        return
    name = link.directive("inaccessible")
    for argument in (link.node.arguments if link.node else None) or ():
        if argument.name.value in ("url", "feature"):
            yield *_span(argument.value), f'"{INACCESSIBLE}/v0.2"'
    for node in document.definitions:
        if isinstance(node, DirectiveDefinitionNode) and node.name.value == name:
            yield *_span(node), _definition(name)


def _definition(name: str) -> str:
    return f"directive @{name} on {_LOCATIONS}"


def _free_name(document: DocumentNode) -> str:
    """`inaccessible`, unless the document has a directive of its own by that name."""
    taken = {node.name.value for node in document.definitions if isinstance(node, DirectiveDefinitionNode)}
    candidates = ("inaccessible", *(f"inaccessible{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in candidates if name not in taken)


def _appended(sdl: str, node: Node, applied: str) -> _Edit:
    """The directive as the last one of the element."""
    if directives := getattr(node, "directives", None):
        return _after(sdl, directives[-1], applied)
    parts = [*(getattr(node, "interfaces", None) or ()), getattr(node, "name", node)]
    if "definition" in node.kind and node.kind.startswith(("field", "input_value")):
        parts = [node]
    end = max(_span(part)[1] for part in parts)
    return end, end, f" {applied}"


def _after(sdl: str, node: Node, applied: str) -> _Edit:
    """On a line of its own when `node` has one."""
    start, end = _span(node)
    line = sdl[sdl.rfind("\n", 0, start) + 1 : start]
    return end, end, f"\n{line}{applied}" if line and not line.strip() else f" {applied}"


def _span(node: Node) -> tuple[int, int]:
    assert node.loc is not None, "the document was parsed with its locations"
    return node.loc.start, node.loc.end

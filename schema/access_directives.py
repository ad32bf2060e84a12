"""Reads what each coordinate of a supergraph asks of the caller.

The directives are found by the specification they are linked to, not by their name: a supergraph may import
`@authenticated` under another name, and a reader that matched names would leave its fields open.
"""

from collections.abc import Iterator, Mapping

from graphql import DocumentNode, Node

from schema.access import NEVER, Access, Dnf
from schema.applied import applications
from schema.link import read_links

_SPECS = ("authenticated", "requiresScopes", "policy")


def read_access(document: DocumentNode) -> Mapping[str, Access]:
    """Coordinate ("Type" or "Type.field") to its requirements; coordinates without any are left out."""
    links = read_links(document)
    linked = {spec: links.find(f"https://specs.apollo.dev/{spec}") for spec in _SPECS}
    names = {spec: link.directive(spec) for spec, link in linked.items() if link}
    found: dict[str, Access] = {}
    for coordinate, node in _coordinates(document):
        access = Access(
            authenticated=_applied(node, names.get("authenticated")),
            scopes=_dnf(node, names.get("requiresScopes"), "scopes"),
            policies=_dnf(node, names.get("policy"), "policies"),
        )
        if access != Access():
            found[coordinate] = access
    return found


def _coordinates(document: DocumentNode) -> Iterator[tuple[str, Node]]:
    for definition in document.definitions:
        if (name := getattr(definition, "name", None)) is None or definition.kind == "directive_definition":
            continue
        yield name.value, definition
        for field in getattr(definition, "fields", None) or ():
            if field.kind == "field_definition":
                yield f"{name.value}.{field.name.value}", field


def _applied(node: Node, directive: str | None) -> bool:
    return directive is not None and next(applications(node, directive), None) is not None


def _dnf(node: Node, directive: str | None, argument: str) -> Dnf:
    if directive is None:
        return ()
    applied = list(applications(node, directive))
    alternatives = tuple(
        frozenset(str(one) for one in alternative)
        for one in applied
        for alternative in one.get(argument) or ()
    )
    return NEVER if applied and not alternatives else alternatives

"""Contracts: from one supergraph, a smaller one for a group of clients, chosen by tags.

    tags        what each element carries                     schema.tags
    left out    by the tags, then by what that leaves empty, then by what nothing leads to any more
    hold        whether what can be seen is still a schema    schema.visibility
    mark        @inaccessible on all that is left out         schema.marking

Nothing is taken away: what is left out stays in the supergraph, `@inaccessible`, so that keys and required
fields can still be fetched and every operation on the contract plans as it does on the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphql import DocumentNode, GraphQLError, parse
from graphql.language import FieldDefinitionNode, SchemaDefinitionNode, SchemaExtensionNode

from schema.applied import applications
from schema.coordinates import Types, elements, members, own_types
from schema.errors import CompositionError
from schema.link import Links, read_links
from schema.marking import mark_inaccessible
from schema.public import INACCESSIBLE
from schema.supergraph import SupergraphError
from schema.tags import Tags, read_tags
from schema.visibility import Visibility


@dataclass(frozen=True, slots=True)
class Contract:
    """The outcome. `sdl` is None exactly when there are errors.

    `unknown_tags` are those asked for that nothing in the supergraph carries.
    """

    sdl: str | None
    errors: tuple[CompositionError, ...] = ()
    unknown_tags: frozenset[str] = frozenset()


def contract(
    supergraph_sdl: str,
    include: frozenset[str] = frozenset(),
    exclude: frozenset[str] = frozenset(),
    *,
    remove_unreachable: bool = True,
) -> Contract:
    """The supergraph with all that the tags leave out hidden.

    - What carries a tag of `exclude` is left out, whatever it is. A type's tag covers its fields.
    - With `include`, fields of objects and interfaces are left out unless they, or their type, carry one of
      its tags. Arguments, inputs, enums, scalars and unions follow the fields that use them.
    - A type in which nothing is left is left out; with `remove_unreachable` also what nothing leads to.

    The query root stays, and if nothing in it does, that is the error. Raises SupergraphError when
    `supergraph_sdl` is no supergraph.
    """
    document = _document(supergraph_sdl)
    links = read_links(document)
    types = own_types(document, links)
    tags = read_tags(types, links)
    roots = _roots(document)
    hidden_before = _inaccessible(types, links)
    left_out = _Filter(types, tags, include, exclude, roots.get("query")).left_out()
    seen = Visibility(document, types, roots, hidden_before | left_out).without_empty()
    if remove_unreachable:
        seen = seen.without_unreachable()
    carried = frozenset(tag for each in tags.values() for tag in each)
    unknown = (include | exclude) - carried
    if errors := tuple(dict.fromkeys(seen.objections())):
        return Contract(None, errors, unknown)
    marks = _outermost(types, seen.hidden) - hidden_before
    return Contract(mark_inaccessible(supergraph_sdl, document, links, types, marks), unknown_tags=unknown)


def carries_tag(supergraph_sdl: str, tag: str) -> bool:
    """Whether anything does. Raises SupergraphError when `supergraph_sdl` is no supergraph."""
    document = _document(supergraph_sdl)
    links = read_links(document)
    return any(tag in each for each in read_tags(own_types(document, links), links).values())


def _document(sdl: str) -> DocumentNode:
    try:
        document = parse(sdl)
    except GraphQLError as error:
        raise SupergraphError(f"the supergraph is not GraphQL: {error.message}") from error
    if not any(isinstance(node, SchemaDefinitionNode) for node in document.definitions) or not [
        *read_links(document)
    ]:
        raise SupergraphError("no linked specifications: this is no supergraph (was it composed?)")
    return document


def _roots(document: DocumentNode) -> dict[str, str]:
    return {
        root.operation.value: root.type.name.value
        for node in document.definitions
        if isinstance(node, SchemaDefinitionNode | SchemaExtensionNode)
        for root in node.operation_types or ()
    }


def _inaccessible(types: Types, links: Links) -> frozenset[str]:
    """What the supergraph itself hides."""
    link = links.find(INACCESSIBLE)
    if link is None:
        return frozenset()
    name = link.directive("inaccessible")
    return frozenset(
        coordinate for coordinate, node in elements(types) if next(applications(node, name), None) is not None
    )


def _outermost(types: Types, hidden: frozenset[str]) -> set[str]:
    """The hidden elements that are not in something hidden."""
    found = set(hidden & types.keys())
    for coordinate, _ in elements(types):
        outside = {coordinate.partition(".")[0], coordinate.partition("(")[0]} - {coordinate}
        if coordinate in hidden and not outside & hidden:
            found.add(coordinate)
    return found


@dataclass(frozen=True, slots=True)
class _Filter:
    """What tags alone leave out. The query root is never left out itself."""

    types: Types
    tags: Tags
    include: frozenset[str]
    exclude: frozenset[str]
    query: str | None

    def left_out(self) -> frozenset[str]:
        return frozenset(one for name in self.types for one in self._of_type(name))

    def _of_type(self, name: str) -> Iterator[str]:
        own = self._tags(name)
        if own & self.exclude and name != self.query:
            yield name
        for node in self.types[name]:
            for coordinate, member in members(node):
                tags = self._tags(coordinate)
                if isinstance(member, FieldDefinitionNode):
                    tags |= own
                    if self.include and not tags & self.include:
                        yield coordinate
                if tags & self.exclude:
                    yield coordinate

    def _tags(self, coordinate: str) -> frozenset[str]:
        return self.tags.get(coordinate, frozenset())

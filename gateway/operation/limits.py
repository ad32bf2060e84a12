"""OperationLimits: how much one operation may ask, counted before anything is expanded.

A fragment's size is worked out once and added wherever the fragment is spread, so a document whose fragments
multiply into millions of fields is refused in the time it takes to read it. Nothing here recurses: a chain of
a thousand fragments, or fragments that spread each other in a circle, cannot exhaust the stack.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from gateway.operation.incremental_directives import NAMES


@dataclass(frozen=True, slots=True)
class OperationLimits:
    """Upper bounds of one document, each inclusive. A fragment counts once for every time it is spread.

    `characters` and `tokens` of the text; `depth` of nested fields; `fields`, `aliases` and `directives` of
    an operation in all; `root_fields` at its top. `introspection_aliases` are those on and below `__schema`
    and `__type`: each lets the whole schema be written out once more, and nothing else bounds that.
    `deferrals` are the directives @defer and @stream: what each defers is fetched by calls of its own.
    `cost` is told later, from what is left of the operation for its caller (gateway.operation.cost); a list
    whose length the supergraph does not say counts there as `list_size` long.
    """

    characters: int = 200_000
    tokens: int = 20_000
    depth: int = 30
    fields: int = 10_000
    aliases: int = 100
    directives: int = 300
    root_fields: int = 30
    introspection_aliases: int = 5
    deferrals: int = 20
    cost: int = 5_000
    list_size: int = 1

    def exceeded_by(self, document: DocumentNode) -> list[GraphQLError]:
        """What each operation asks too much of, in the document's order; the text itself is not looked at."""
        sizes = _fragment_sizes(document)
        return [
            GraphQLError(f"The operation asks {asked} {what}; at most {allowed} are allowed.", operation)
            for operation in document.definitions
            if isinstance(operation, OperationDefinitionNode)
            for what, asked, allowed in self._compare(operation, sizes)
            if asked > allowed
        ]

    def _compare(
        self, operation: OperationDefinitionNode, sizes: Mapping[str, _Size]
    ) -> Iterator[tuple[str, int, int]]:
        size = _measure(operation.selection_set, sizes)
        yield "levels of nested fields", size.depth, self.depth
        yield "fields", size.fields, self.fields
        yield "aliases", size.aliases, self.aliases
        yield "directives", size.directives + len(operation.directives or ()), self.directives
        yield "root fields", size.top, self.root_fields
        yield "aliases in introspection", size.introspection_aliases, self.introspection_aliases
        yield "times @defer or @stream", size.deferrals, self.deferrals


@dataclass(slots=True)
class _Size:
    """What a selection set asks in all; `top` counts the fields that stand at its own level."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    top: int = 0
    introspection_aliases: int = 0
    deferrals: int = 0

    def add_field(self, field: FieldNode, depth: int, *, introspects: bool) -> None:
        self.depth = max(self.depth, depth + 1)
        self.fields += 1
        self.aliases += field.alias is not None
        self.introspection_aliases += introspects and field.alias is not None
        self.top += depth == 0

    def add_directives(self, directives: Sequence[DirectiveNode]) -> None:
        self.directives += len(directives)
        self.deferrals += sum(directive.name.value in NAMES for directive in directives)

    def add_fragment(self, fragment: _Size, depth: int) -> None:
        self.depth = max(self.depth, depth + fragment.depth)
        self.fields += fragment.fields
        self.aliases += fragment.aliases
        self.introspection_aliases += fragment.introspection_aliases
        self.directives += fragment.directives
        self.deferrals += fragment.deferrals
        self.top += fragment.top if depth == 0 else 0


def _measure(root: SelectionSetNode, sizes: Mapping[str, _Size], *, introspects: bool = False) -> _Size:
    """The size of a selection set, given those of the fragments it spreads; unknown ones weigh nothing.

    `introspects`: whether it stands on a type of the introspection, whose names begin with `__`.
    """
    size = _Size()
    stack = [(root, 0, introspects)]
    while stack:
        selection_set, depth, within = stack.pop()
        for selection in selection_set.selections:
            if selection.directives:
                size.add_directives(selection.directives)
            match selection:
                case FieldNode():
                    inside = within or selection.name.value in ("__schema", "__type")
                    size.add_field(selection, depth, introspects=inside)
                    if selection.selection_set:
                        stack.append((selection.selection_set, depth + 1, inside))
                case InlineFragmentNode():
                    stack.append((selection.selection_set, depth, within))
                case FragmentSpreadNode():
                    size.add_fragment(sizes.get(selection.name.value, _WEIGHTLESS), depth)
    return size


_WEIGHTLESS = _Size()


def _fragment_sizes(document: DocumentNode) -> dict[str, _Size]:
    """The size of each fragment. A spread that closes a circle weighs nothing: validation refuses it."""
    fragments = {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
    spreads = {
        name: [spread for spread in _spread_names(fragment.selection_set) if spread in fragments]
        for name, fragment in fragments.items()
    }
    sizes: dict[str, _Size] = {}
    for start in fragments:
        chain = [(start, iter(spreads[start]))]
        entered = {start, *sizes}
        while chain:
            name, rest = chain[-1]
            following = next((spread for spread in rest if spread not in entered), None)
            if following is not None:
                chain.append((following, iter(spreads[following])))
                entered.add(following)
            else:
                fragment = fragments[name]
                introspects = fragment.type_condition.name.value.startswith("__")
                sizes[name] = _measure(fragment.selection_set, sizes, introspects=introspects)
                chain.pop()
    return sizes


def _spread_names(root: SelectionSetNode) -> list[str]:
    """The names of the fragments spread anywhere in a selection set, each once."""
    names: dict[str, None] = {}
    stack = [root]
    while stack:
        for selection in stack.pop().selections:
            if isinstance(selection, FragmentSpreadNode):
                names[selection.name.value] = None
            elif isinstance(selection, FieldNode | InlineFragmentNode) and selection.selection_set:
                stack.append(selection.selection_set)
    return list(names)

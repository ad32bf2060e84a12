"""The ContextWriter: the variables of fetches that are filled from objects further up (@fromContext), and the
order that follows from them: a fetch comes after all that give its values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphql import ArgumentNode, NameNode, VariableDefinitionNode, VariableNode

from gateway.operation.selection import Contextual
from gateway.planning.draft import Draft, DraftContext
from gateway.planning.layout import TYPENAME, Position
from gateway.planning.plan import ContextValue, RepresentationField, RepresentationSelection
from gateway.planning.representation import RepresentationWriter
from schema.joined import ContextArgument


class ContextWriter:
    """Writes the context variables of one operation. What reads the same value shares a variable."""

    def __init__(self, writer: RepresentationWriter, variables: Sequence[VariableDefinitionNode]) -> None:
        self._writer = writer
        self._taken = {node.variable.name.value for node in variables}
        self._names: dict[object, str] = {}
        self._arguments: dict[tuple[str, str], ArgumentNode] = {}
        self._givers: dict[tuple[Position, str], set[int]] = {}

    def note(self, position: Position, storage_key: str, draft: Draft) -> None:
        """That the draft gives what lies there."""
        self._givers.setdefault((position, storage_key), set()).add(draft.id)

    def context(
        self, argument: ContextArgument, source: Contextual, depth: int, position: Position
    ) -> DraftContext:
        """The variable for the argument, read from the object at `position`, `depth` steps down the path."""
        field, constant = None, None
        if source.field is not None:
            field = self._writer.context(source.type, source.field, position)
        else:
            constant = source.type
        name = self._name((position, argument.type, constant, repr(field)))
        return DraftContext(ContextValue(name, argument.type, depth, field, constant), position)

    def argument(self, name: str, context: DraftContext) -> ArgumentNode:
        """The argument with its variable; always the same node, as drafts compare arguments by identity."""
        variable = context.value.variable
        node = ArgumentNode(name=NameNode(value=name), value=VariableNode(name=NameNode(value=variable)))
        return self._arguments.setdefault((name, variable), node)

    def order(self, drafts: Sequence[Draft]) -> None:
        """Let each fetch wait for those that give its values: known only when all is written. Of those that
        give one, only what is not delivered later need be waited for.
        """
        by_id = {draft.id: draft for draft in drafts}
        for draft in drafts:
            for context in draft.contexts.values():
                if context.value.field is not None:
                    sources = set(self._sources(context.position, context.value.field))
                    draft.after |= {one for one in sources if not by_id[one].is_later_than(draft)} or sources

    def _sources(self, position: Position, field: RepresentationField) -> Iterator[int]:
        yield from self._givers.get((position, field.storage_key), ())
        if field.selection is not None:
            below = position.child(field.storage_key)
            if field.selection.with_typename:
                yield from self._givers.get((below, TYPENAME), ())
            for one in _fields(field.selection):
                yield from self._sources(below, one)

    def _name(self, source: object) -> str:
        if source not in self._names:
            number = len(self._names) + 1
            while f"context_{number}" in self._taken:
                number += 1
            self._taken.add(f"context_{number}")
            self._names[source] = f"context_{number}"
        return self._names[source]


def _fields(selection: RepresentationSelection) -> Iterator[RepresentationField]:
    yield from selection.fields
    for fields in selection.by_type.values():
        yield from fields

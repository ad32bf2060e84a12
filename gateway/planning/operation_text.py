"""The text of a fetch's operation: compact, with storage keys as aliases.

At abstract positions what all types select alike is written once on the abstract type, if the subgraph has
the field there, and types that select the same share no text but stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graphql import ArgumentNode, VariableDefinitionNode, VariableNode, Visitor, print_ast, visit

from gateway.planning.draft import Draft, DraftField, DraftSelection
from gateway.planning.layout import TYPENAME
from schema.graph import Graph


class OperationWriter:
    """Writes the operations of one plan."""

    def __init__(self, graph: Graph, name: str | None, variables: Sequence[VariableDefinitionNode]) -> None:
        self._graph = graph
        self._name = name
        self._variables = {node.variable.name.value: node for node in variables}

    def name(self, draft: Draft) -> str | None:
        """The client's operation name with the subgraph and the fetch: for the subgraph's logs and traces."""
        if self._name is None:
            return None
        subgraph = "".join(c if c.isalnum() and c.isascii() else "_" for c in draft.subgraph)
        return f"{self._name}__{subgraph}__{draft.id}"

    def variables(self, draft: Draft) -> tuple[str, ...]:
        """The client's variables that the fetch uses, in the client's order."""
        used: set[str] = set()
        for selection in _tops(draft):
            _collect(selection, used)
        return tuple(name for name in self._variables if name in used)

    def text(self, draft: Draft) -> str:
        definitions = [_definition(self._variables[name]) for name in self.variables(draft)]
        definitions += [f"${name}:{one.value.type}" for name, one in draft.contexts.items()]
        if draft.root is not None:
            body = self._selection(draft.subgraph, draft.root)
        else:
            definitions.insert(0, "$representations:[_Any!]!")
            lookups = "".join(
                f"...on {entity.type}{self._selection(draft.subgraph, entity.selection)}"
                for entity in draft.entities
            )
            body = f"{{_entities(representations:$representations){{{lookups}}}}}"
        name = self.name(draft)
        head = f" {name}" if name else ""
        signature = f"({','.join(definitions)})" if definitions else ""
        if not head and not signature and draft.kind == "query":
            return body
        return f"{draft.kind}{head}{signature}{body}"

    def _selection(self, subgraph: str, selection: DraftSelection) -> str:
        own = self._fields(subgraph, selection)
        parts = ([TYPENAME] if selection.typename else []) + own
        by_type = {name: self._fields(subgraph, one) for name, one in selection.by_type.items()}
        common = self._common(subgraph, selection, by_type)
        parts += common
        for name, fields in by_type.items():
            rest = [field for field in fields if field not in common]
            if rest:
                parts.append(f"...on {name}{{{' '.join(rest)}}}")
        return "{" + (" ".join(parts) or self._nothing(subgraph, selection)) + "}"

    def _nothing(self, subgraph: str, selection: DraftSelection) -> str:
        """Something has to be asked. An interface object's `__typename` is not the true one: it may not be
        stored as such.
        """
        masked = self._graph.is_interface_object(subgraph, selection.type)
        return f"masked:{TYPENAME}" if masked else TYPENAME

    def _fields(self, subgraph: str, selection: DraftSelection) -> list[str]:
        return [self._field(subgraph, key, field) for key, field in selection.fields.items()]

    def _field(self, subgraph: str, key: str, field: DraftField) -> str:
        alias = "" if key == field.name else f"{key}:"
        arguments = ",".join(print_ast(argument) for argument in field.arguments)
        below = self._selection(subgraph, field.selection) if field.selection else ""
        return f"{alias}{field.name}{f'({arguments})' if arguments else ''}{below}"

    def _common(self, subgraph: str, selection: DraftSelection, by_type: dict[str, list[str]]) -> list[str]:
        """What can be asked on the abstract type itself without asking any object for more than it was."""
        if not by_type or set(self._graph.possible(subgraph, selection.type)) != set(by_type):
            return []
        first, *others = by_type
        fields = zip(by_type[first], selection.by_type[first].fields.values(), strict=True)
        return [
            text
            for text, field in fields
            if self._is_declared(subgraph, selection.type, field)
            and all(text in by_type[other] for other in others)
        ]

    def _is_declared(self, subgraph: str, type_name: str, field: DraftField) -> bool:
        """Whether an abstract type has the field, and what it gives is not wider than what they give."""
        move = self._graph.declared(subgraph, type_name, field.name)
        return move is not None and (field.selection is None or field.selection.type == move.type)


def _tops(draft: Draft) -> Iterable[DraftSelection]:
    if draft.root is not None:
        yield draft.root
    for entity in draft.entities:
        yield entity.selection


def _collect(selection: DraftSelection, used: set[str]) -> None:
    for one in (selection, *selection.by_type.values()):
        for field in one.fields.values():
            for argument in field.arguments:
                used.update(_variables_in(argument))
            if field.selection is not None:
                _collect(field.selection, used)


def _variables_in(argument: ArgumentNode) -> set[str]:
    found: set[str] = set()

    class Collector(Visitor):
        def enter_variable(self, node: VariableNode, *_: object) -> None:
            found.add(node.name.value)

    visit(argument, Collector())
    return found


def _definition(node: VariableDefinitionNode) -> str:
    default = f"={print_ast(node.default_value)}" if node.default_value else ""
    return f"${node.variable.name.value}:{print_ast(node.type)}{default}"

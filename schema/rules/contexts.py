"""Contexts: `@context` has a usable name, each `@fromContext` selects one value that fits its argument."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graphql import FieldNode, GraphQLSyntaxError, InlineFragmentNode, SelectionSetNode, print_ast

from schema.context import Locations, locations, read_value
from schema.definition import Application, Field, InputValue, Kind, Type
from schema.errors import Code, CompositionError
from schema.subgraph import Subgraph
from schema.type_ref import TypeRef, is_subtype

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_TYPENAME = TypeRef("String", "!")


def check_contexts(subgraph: Subgraph) -> Iterator[CompositionError]:
    """Every @context and @fromContext of the subgraph."""
    where = locations(subgraph.types)
    for type_ in subgraph.types.values():
        for context in type_.applied("context"):
            name = context.arguments.text("name") or ""
            if not _NAME.fullmatch(name):
                message = (
                    f'"{name}" is no name for a context: start with a letter, go on with letters and digits.'
                )
                place = subgraph.place(context.node)
                yield CompositionError(message, (place,), code=Code.CONTEXT_NAME_INVALID)
        for field in type_.fields.values():
            for argument in field.arguments.values():
                if application := argument.first("fromContext"):
                    check = _Check(subgraph, where, argument, application)
                    yield from check.errors(type_, field)
    yield from _on_directives(subgraph)


def _on_directives(subgraph: Subgraph) -> Iterator[CompositionError]:
    for definition in subgraph.directives.values():
        for argument in definition.arguments or ():
            for node in argument.directives or ():
                if subgraph.vocabulary.specification_name(node.name.value) == "fromContext":
                    name = f"@{definition.name.value}({argument.name.value}:)"
                    message = f"@fromContext on {name}: only arguments of fields are filled from contexts."
                    yield CompositionError(message, (subgraph.place(node),), code=Code.CONTEXT_NOT_SET)


class _InvalidSelection(Exception):
    """Why a selection gives no value; the message ends an error of composition."""


@dataclass(frozen=True, slots=True)
class _Check:
    """One @fromContext."""

    subgraph: Subgraph
    where: Locations
    argument: InputValue
    application: Application

    def errors(self, type_: Type, field: Field) -> Iterator[CompositionError]:
        name = f"{type_.name}.{field.name}({self.argument.name}:)"
        place = self.subgraph.place(self.application.node)
        for code, problem in (*self._of_place(type_, field), *self._of_value()):
            yield CompositionError(f"@fromContext on {name}: {problem}", (place,), code=code)

    def _of_place(self, type_: Type, field: Field) -> Iterator[tuple[Code, str]]:
        if type_.kind is Kind.INTERFACE:
            yield Code.CONTEXT_NOT_SET, "it is a field of an interface; put it on a field of an object type."
            return
        declaring = [name for name in type_.interfaces if self.subgraph.field(name, field.name)]
        if declaring:
            message = f"{declaring[0]} declares the field too, and who asks for it there has no context."
            yield Code.CONTEXT_NOT_SET, message
        if self.argument.default is not None:
            message = "it has a default value, but the context alone gives its value; leave the default out."
            yield Code.CONTEXT_NOT_SET, message
        if not any(key.arguments.flag("resolvable", default=True) for key in type_.applied("key")):
            message = f"{type_.name} has no resolvable @key here, by which a gateway could bring the value."
            yield Code.CONTEXT_NO_RESOLVABLE_KEY, message

    def _of_value(self) -> Iterator[tuple[Code, str]]:
        stated = self.application.arguments.text("field") or ""
        value = read_value(self.application)
        if value is None:
            message = f'"{stated}" is not a context with a selection, such as "$context {{ field }}".'
            yield Code.NO_CONTEXT_IN_SELECTION, message
            return
        places = self.where.get(value.context, ())
        if not places:
            message = (
                f'no type here sets ${value.context}; add @context(name: "{value.context}") to one above.'
            )
            yield Code.CONTEXT_NOT_SET, message
        for type_name in places:
            try:
                for selected in self._selected(type_name, value.fields()):
                    self._check_type(type_name, selected)
            except GraphQLSyntaxError as error:
                yield Code.CONTEXT_INVALID_SELECTION, f'"{value.selection}" is no selection. {error.message}'
            except _InvalidSelection as invalid:
                yield Code.CONTEXT_INVALID_SELECTION, f'"{value.selection}": {invalid}'

    def _selected(self, type_name: str, selection: SelectionSetNode) -> list[TypeRef]:
        """The types of what is selected of an object of the type: of each fragment that can apply, or of the
        one field."""
        fragments = [node for node in selection.selections if isinstance(node, InlineFragmentNode)]
        if not fragments:
            return [self._one(type_name, selection)]
        if len(fragments) < len(selection.selections):
            raise _InvalidSelection("select either one field, or by inline fragments only.")
        found = [
            self._one(condition, one.selection_set)
            for one in fragments
            if self._can_be(type_name, condition := self._condition(one))
        ]
        if not found:
            raise _InvalidSelection(f"none of its fragments is for {type_name}, which sets the context.")
        return found

    def _condition(self, node: InlineFragmentNode) -> str:
        if node.type_condition is None:
            raise _InvalidSelection("its inline fragments must name a type.")
        return node.type_condition.name.value

    def _can_be(self, type_name: str, condition: str) -> bool:
        return bool(self.subgraph.possible(type_name) & self.subgraph.possible(condition))

    def _one(self, type_name: str, selection: SelectionSetNode) -> TypeRef:
        """The type of the one value that is selected."""
        node = selection.selections[0] if len(selection.selections) == 1 else None
        if not isinstance(node, FieldNode):
            raise _InvalidSelection(f"select one field of {type_name}, for an argument has one value.")
        if node.alias or node.directives:
            raise _InvalidSelection(f"{print_ast(node)}: a selection here has no aliases and no directives.")
        if node.name.value == "__typename":
            return _TYPENAME
        field = self.subgraph.field(type_name, node.name.value)
        if field is None:
            raise _InvalidSelection(f"{type_name} has no field {node.name.value} in this subgraph.")
        target = self.subgraph.types.get(field.type.name)
        is_composite = target is not None and target.is_composite
        if is_composite != bool(node.selection_set):
            mend = "select a field of it" if is_composite else "it has no fields to select"
            raise _InvalidSelection(f"{type_name}.{field.name} is of type {field.type}; {mend}.")
        if node.selection_set is None:
            return field.type
        inner = self._one(field.type.name, node.selection_set)
        return TypeRef(inner.name, _within(field.type.wrappers, inner.wrappers))

    def _check_type(self, type_name: str, selected: TypeRef) -> None:
        # A value from above can fail to come, so it is nullable whatever its field says.
        given = TypeRef(selected.name, selected.wrappers.removeprefix("!"))
        if not is_subtype(given, self.argument.type, self.subgraph.is_member):
            message = f"it gives {given} from {type_name}, but the argument is of type {self.argument.type}."
            raise _InvalidSelection(message)


def _within(outer: str, inner: str) -> str:
    """The wrappers of a value inside another: null where the outer is null, a list per list around it."""
    if outer in {"", "!"}:
        return inner if outer else inner.removeprefix("!")
    return outer[0] + _within(outer[1:], inner)

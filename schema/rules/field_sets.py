"""Field sets: the `fields` arguments of @key, @requires and @provides are selections that make sense where
they stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    InlineFragmentNode,
    SelectionSetNode,
    StringValueNode,
    print_ast,
)

from schema.definition import Application, Element, Field, Kind, Type
from schema.errors import Code, CompositionError
from schema.field_set import parse_field_set
from schema.rules.literals import literal_problem
from schema.subgraph import Subgraph
from schema.usage import Coordinate

_Problem = tuple[str, str]
"""(last part of the code, message)."""


def check_field_sets(subgraph: Subgraph) -> Iterator[CompositionError]:
    """Every field set of the subgraph."""
    for type_ in subgraph.types.values():
        for application in type_.applied("key"):
            yield from _Check(subgraph, application, type_.name, type_.name).errors()
        if type_.kind is Kind.INTERFACE and subgraph.vocabulary.version < (2, 3):
            yield from _unsupported(subgraph, type_, "key", type_.name)
        for field in type_.fields.values():
            yield from _check_field(subgraph, type_, field)


def is_sound_key(subgraph: Subgraph, type_: Type, key: Application) -> bool:
    """Whether the key selects what can be a key of the type."""
    return not any(_Check(subgraph, key, type_.name, type_.name).errors())


def _check_field(subgraph: Subgraph, type_: Type, field: Field) -> Iterator[CompositionError]:
    coordinate = f"{type_.name}.{field.name}"
    for application in field.applied("requires"):
        yield from _Check(subgraph, application, type_.name, coordinate).errors()
    for application in field.applied("provides"):
        target = subgraph.types.get(field.type.name)
        if target is None or not target.is_composite:
            message = (
                f"@provides on {coordinate}: its type {field.type} is no object, interface or union type."
            )
            yield _error(subgraph, Code.PROVIDES_ON_NON_OBJECT_FIELD, message, application)
        else:
            yield from _Check(subgraph, application, target.name, coordinate).errors()
    if type_.kind is Kind.INTERFACE:
        yield from _unsupported(subgraph, field, "requires", coordinate)
        yield from _unsupported(subgraph, field, "provides", coordinate)


def _unsupported(
    subgraph: Subgraph, element: Element, name: str, coordinate: str
) -> Iterator[CompositionError]:
    for application in element.applied(name):
        message = f"@{name} cannot stand on {coordinate}, which is (part of) an interface."
        if name == "key":
            message += " Link federation v2.3 or later for keys of interfaces."
        yield _error(subgraph, Code[f"{name.upper()}_UNSUPPORTED_ON_INTERFACE"], message, application)


def _error(subgraph: Subgraph, code: Code, message: str, application: Application) -> CompositionError:
    return CompositionError(message, (subgraph.place(application.node),), code=code)


@dataclass(frozen=True, slots=True)
class _Check:
    """One field set, that selects on `type_name` and stands on `coordinate`."""

    subgraph: Subgraph
    application: Application
    type_name: str
    coordinate: str

    def errors(self) -> Iterator[CompositionError]:
        directive = self.application.name
        for ending, message in self._problems():
            text = f"@{directive} on {self.coordinate}: {message}"
            code = Code[f"{directive.upper()}_{ending}"]
            yield _error(self.subgraph, code, text, self.application)

    def _problems(self) -> Iterator[_Problem]:
        argument = next(
            (one for one in self.application.node.arguments or () if one.name.value == "fields"), None
        )
        if argument is None or not isinstance(argument.value, StringValueNode):
            found = print_ast(argument.value) if argument else "nothing"
            yield "INVALID_FIELDS_TYPE", f"`fields` must be a string, but is {found}."
            return
        try:
            selection = parse_field_set(argument.value.value)
        except GraphQLSyntaxError as error:
            yield "INVALID_FIELDS", f'"{argument.value.value}" is no selection of fields. {error.message}'
            return
        if not selection.selections:
            yield "INVALID_FIELDS", "an empty field set selects nothing."
        problems = list(self._selection(self.type_name, selection))
        yield from problems
        if not problems and self.application.name != "key":
            yield from self._missing_externals(selection)

    def _selection(self, type_name: str, selection: SelectionSetNode) -> Iterator[_Problem]:
        for node in selection.selections:
            if node.directives:
                found = " ".join(print_ast(one) for one in node.directives)
                yield "DIRECTIVE_IN_FIELDS_ARG", f"a field set has no directives, but this one has {found}."
            if isinstance(node, FragmentSpreadNode):
                yield "INVALID_FIELDS", f"there is no fragment ...{node.name.value}; write it inline."
            elif isinstance(node, FieldNode):
                yield from self._field(type_name, node)
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition.name.value if node.type_condition else type_name
                if not self._can_be(type_name, condition):
                    yield "INVALID_FIELDS", f"a {type_name} is never a {condition}."
                else:
                    yield from self._selection(condition, node.selection_set)

    def _can_be(self, type_name: str, condition: str) -> bool:
        if type_name == condition:
            return condition in self.subgraph.types
        return bool(self.subgraph.possible(type_name) & self.subgraph.possible(condition))

    def _field(self, type_name: str, node: FieldNode) -> Iterator[_Problem]:
        name = node.name.value
        if node.alias:
            yield (
                "INVALID_FIELDS",
                f"a field set has no aliases, but this one has {node.alias.value}: {name}.",
            )
        if name == "__typename":
            return
        field = self.subgraph.field(type_name, name)
        if field is None:
            mend = "add it" if self.application.name == "key" else "add it, as @external if another has it"
            yield "INVALID_FIELDS", f"{type_name} has no field {name} in this subgraph; {mend}."
            return
        yield from self._arguments(f"{type_name}.{name}", field, node)
        target = self.subgraph.types.get(field.type.name)
        if self.application.name == "key" and target and target.kind in {Kind.INTERFACE, Kind.UNION}:
            message = f"{type_name}.{name} is of the {target.kind} {target.name}, which no key can hold."
            yield "FIELDS_SELECT_INVALID_TYPE", message
        if target and target.is_composite:
            if node.selection_set:
                yield from self._selection(target.name, node.selection_set)
            else:
                yield "INVALID_FIELDS", f"{type_name}.{name} is of type {field.type}; select fields of it."
        elif node.selection_set:
            yield (
                "INVALID_FIELDS",
                f"{type_name}.{name} is of type {field.type}, which has no fields to select.",
            )

    def _arguments(self, coordinate: str, field: Field, node: FieldNode) -> Iterator[_Problem]:
        if self.application.name != "requires":
            if field.arguments or node.arguments:
                yield "FIELDS_HAS_ARGS", f"{coordinate} has arguments, so it cannot be part of it."
            return
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        for name in given.keys() - field.arguments.keys():
            yield "INVALID_FIELDS", f"{coordinate} has no argument {name} in this subgraph."
        for name, argument in field.arguments.items():
            if name not in given:
                if argument.is_required:
                    yield (
                        "INVALID_FIELDS",
                        f"{coordinate} needs its argument {name}, of type {argument.type}.",
                    )
            elif problem := literal_problem(self.subgraph.types, argument.type, given[name]):
                yield "INVALID_FIELDS", f"argument {name} of {coordinate}: {problem}"

    def _missing_externals(self, selection: SelectionSetNode) -> Iterator[_Problem]:
        """A field set of @requires or @provides that names what the subgraph gives anyway."""
        for coordinate, is_covered in self._leaves(self.type_name, selection, covered=False):
            if not is_covered and not self._is_external(coordinate):
                message = (
                    f"{'.'.join(coordinate)} is resolved by this subgraph itself (it is not @external),"
                    f" so leave it out or mark it @external."
                )
                yield "FIELDS_MISSING_EXTERNAL", message

    def _is_external(self, coordinate: Coordinate) -> bool:
        """In Federation 1 keys of extensions too may be named; declared external is external enough here."""
        field = self.subgraph.field(*coordinate)
        if field is not None and field.has("external"):
            return True
        name, field_name = coordinate
        implementing = self.subgraph.implementations.get(name, ())
        return any(self._is_external((one, field_name)) for one in implementing)

    def _leaves(
        self, type_name: str, selection: SelectionSetNode, *, covered: bool
    ) -> Iterator[tuple[Coordinate, bool]]:
        """The leaves, each with whether a field around it is external."""
        for node in selection.selections:
            if isinstance(node, FieldNode):
                coordinate = (type_name, node.name.value)
                field = self.subgraph.field(*coordinate)
                if field is not None and node.selection_set:
                    inside = covered or self._is_external(coordinate)
                    yield from self._leaves(field.type.name, node.selection_set, covered=inside)
                elif field is not None:
                    yield coordinate, covered
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition.name.value if node.type_condition else type_name
                yield from self._leaves(condition, node.selection_set, covered=covered)

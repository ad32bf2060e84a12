"""SDL: a merged supergraph printed by the join specification, v0.5 (https://specs.apollo.dev/join/v0.5).

Deterministic: definitions are sorted by name, everything in them keeps the order it was merged in.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graphql import DefinitionNode, DirectiveDefinitionNode, StringValueNode, print_ast
from graphql.language.block_string import print_block_string

from schema.definition import Kind
from schema.merge.merged import (
    Directive,
    DirectiveJoin,
    FieldJoin,
    Merged,
    MergedElement,
    MergedField,
    MergedInput,
    MergedLink,
    MergedType,
    TypeJoin,
)

_LINKS = (
    MergedLink("https://specs.apollo.dev/link/v1.0"),
    MergedLink("https://specs.apollo.dev/join/v0.5", "EXECUTION"),
)
_DIRECTIVES = """\
directive @join__directive(graphs: [join__Graph!], name: String!, args: join__DirectiveArguments) \
repeatable on SCHEMA | OBJECT | INTERFACE | FIELD_DEFINITION

directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE

directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, \
external: Boolean, override: String, usedOverridden: Boolean, overrideLabel: String, \
contextArguments: [join__ContextArgument!]) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION

directive @join__graph(name: String!, url: String!) on ENUM_VALUE

directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE

directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, \
resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) \
repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR

directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION

directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA"""
_TYPES = (
    "input join__ContextArgument {\n  name: String!\n  type: String!\n  context: String!\n"
    "  selection: join__FieldValue!\n}",
    "scalar join__DirectiveArguments",
    "scalar join__FieldSet",
    "scalar join__FieldValue",
    "scalar link__Import",
    "enum link__Purpose {\n"
    '  """\n  `SECURITY` features provide metadata necessary to securely resolve fields.\n  """\n'
    "  SECURITY\n\n"
    '  """\n  `EXECUTION` features provide metadata necessary for operation execution.\n  """\n'
    "  EXECUTION\n}",
)
_KEYWORDS = {
    Kind.SCALAR: "scalar",
    Kind.OBJECT: "type",
    Kind.INTERFACE: "interface",
    Kind.UNION: "union",
    Kind.ENUM: "enum",
    Kind.INPUT: "input",
}
_ROOTS = {"query": "Query", "mutation": "Mutation", "subscription": "Subscription"}


def print_supergraph(merged: Merged) -> str:
    """The supergraph's SDL, ending in a newline."""
    printer = _Printer(graph_names([name for name, _ in merged.subgraphs]))
    definitions = [*_DIRECTIVES.split("\n\n"), *(print_ast(node) for node in _directives(merged))]
    machinery = [*_TYPES, printer.graphs(merged.subgraphs), *(print_ast(node) for node in _scalars(merged))]
    types = [printer.type(one) for one in sorted(_present(merged), key=lambda one: one.name)]
    return "\n\n".join([_schema(merged), *sorted(definitions), *sorted(machinery), *types]) + "\n"


def graph_names(subgraphs: Iterable[str]) -> dict[str, str]:
    """Subgraph to its value of `join__Graph`: letters, digits and underscores, all different."""
    bases = {name: _graph_name(name) for name in subgraphs}
    names: dict[str, str] = {}
    for base in dict.fromkeys(bases.values()):
        same = [name for name in bases if bases[name] == base]
        for number, name in enumerate(same, start=1):
            names[name] = base if len(same) == 1 else f"{base}_{number}"
    return names


def _graph_name(subgraph: str) -> str:
    name = re.sub(r"\W", "_", subgraph, flags=re.ASCII)
    if name[:1].isdigit():
        name = f"_{name}"
    if re.search(r"_\d+$", name):
        name += "_"
    return name.upper()


def _present(merged: Merged) -> Iterator[MergedType]:
    """Root types without fields are of no use to anyone."""
    for type_ in merged.types.values():
        if type_.fields or type_.name not in _ROOTS.values():
            yield type_


def _directives(merged: Merged) -> Iterator[DefinitionNode]:
    return (node for node in merged.definitions if isinstance(node, DirectiveDefinitionNode))


def _scalars(merged: Merged) -> Iterator[DefinitionNode]:
    return (node for node in merged.definitions if not isinstance(node, DirectiveDefinitionNode))


def _schema(merged: Merged) -> str:
    lines = [f"  {_link(link)}" for link in (*_LINKS, *merged.links)]
    lines += [f"  {directive.text}" for directive in merged.schema.directives]
    present = {one.name for one in _present(merged)}
    roots = [f"  {operation}: {name}" for operation, name in _ROOTS.items() if name in present]
    return "\n".join([f"{_description(merged.schema, '')}schema", *lines, "{", *roots, "}"])


def _link(link: MergedLink) -> str:
    parts = [f'url: "{link.url}"']
    if link.imports:
        imports = [
            f'"{name}"' if name == alias else f'{{name: "{name}", as: "{alias}"}}'
            for name, alias in link.imports
        ]
        parts.append(f"import: [{', '.join(imports)}]")
    if link.purpose:
        parts.append(f"for: {link.purpose}")
    return f"@link({', '.join(parts)})"


@dataclass(frozen=True, slots=True)
class _Printer:
    """`names`: subgraph to its value of `join__Graph`."""

    names: Mapping[str, str]

    def graphs(self, subgraphs: Sequence[tuple[str, str]]) -> str:
        values = [
            f"  {self.names[name]} @join__graph(name: {_quoted(name)}, url: {_quoted(url)})"
            for name, url in subgraphs
        ]
        return "\n".join(["enum join__Graph {", *values, "}"])

    def type(self, type_: MergedType) -> str:
        interfaces = f" implements {' & '.join(type_.interfaces)}" if type_.interfaces else ""
        head = f"{_description(type_, '')}{_KEYWORDS[type_.kind]} {type_.name}{interfaces}"
        kept = map(self._directive_join, type_.applied)
        applied = [f"  {text}" for text in (*self._joins(type_), *kept, *_texts(type_.directives))]
        if type_.kind is Kind.UNION:
            applied.append(f" = {' | '.join(type_.members)}")
        members = [*self._members(type_)]
        body = ["{", *members, "}"] if members else []
        return "\n".join([head, *applied, *body])

    def _joins(self, type_: MergedType) -> Iterator[str]:
        for interface, subgraphs in type_.interfaces.items():
            for name in subgraphs:
                yield f'@join__implements(graph: {self.names[name]}, interface: "{interface}")'
        yield from map(self._type_join, type_.joins)
        for member, subgraphs in type_.members.items():
            for name in subgraphs:
                yield f'@join__unionMember(graph: {self.names[name]}, member: "{member}")'

    def _type_join(self, join: TypeJoin) -> str:
        parts = [f"graph: {self.names[join.subgraph]}"]
        if join.key is not None:
            parts.append(f"key: {_quoted(join.key)}")
        if join.is_extension:
            parts.append("extension: true")
        if not join.resolvable:
            parts.append("resolvable: false")
        if join.is_interface_object:
            parts.append("isInterfaceObject: true")
        return f"@join__type({', '.join(parts)})"

    def _members(self, type_: MergedType) -> Iterator[str]:
        for field in type_.fields.values():
            yield f"{_description(field, '  ')}  {self._field(field)}"
        for one in type_.inputs.values():
            joins = [self._field_join(join) for join in one.joins]
            yield f"{_description(one, '  ')}  {_input(one, joins)}"
        for value in type_.values.values():
            joins = [f"@join__enumValue(graph: {self.names[name]})" for name in value.subgraphs]
            yield f"{_description(value, '  ')}  {' '.join([value.name, *joins, *_texts(value.directives)])}"

    def _field(self, field: MergedField) -> str:
        joins = [self._field_join(join) for join in field.joins]
        head = f"{field.name}{_arguments(field)}: {field.type}"
        kept = map(self._directive_join, field.applied)
        return " ".join([head, *joins, *kept, *_texts(field.directives)])

    def _directive_join(self, join: DirectiveJoin) -> str:
        graphs = ", ".join(self.names[name] for name in join.subgraphs)
        arguments = ", ".join(f"{name}: {_quoted(value)}" for name, value in join.arguments)
        return f"@join__directive(graphs: [{graphs}], name: {_quoted(join.name)}, args: {{{arguments}}})"

    def _field_join(self, join: FieldJoin) -> str:
        parts = [f"graph: {self.names[join.subgraph]}"] if join.subgraph is not None else []
        stated = {
            "requires": join.requires,
            "provides": join.provides,
            "type": join.type,
        }
        parts += [f"{name}: {_quoted(value)}" for name, value in stated.items() if value is not None]
        parts += ["external: true"] if join.external else []
        parts += [f"override: {_quoted(join.override)}"] if join.override is not None else []
        parts += ["usedOverridden: true"] if join.used_overridden else []
        parts += [f"overrideLabel: {_quoted(join.override_label)}"] if join.override_label is not None else []
        if join.context_arguments:
            given = [
                f'{{context: "{one.context}", name: "{one.name}", type: "{one.type}",'
                f" selection: {_quoted(one.selection)}}}"
                for one in join.context_arguments
            ]
            parts.append(f"contextArguments: [{', '.join(given)}]")
        return f"@join__field({', '.join(parts)})" if parts else "@join__field"


def _arguments(field: MergedField) -> str:
    if not field.arguments:
        return ""
    if any(one.description for one in field.arguments.values()):
        lines = [f"{_description(one, '    ')}    {_input(one, [])}" for one in field.arguments.values()]
        return "\n".join(["(", *lines, "  )"])
    return f"({', '.join(_input(one, []) for one in field.arguments.values())})"


def _input(one: MergedInput, joins: Sequence[str]) -> str:
    default = "" if one.default is None else f" = {one.default}"
    return " ".join([f"{one.name}: {one.type}{default}", *joins, *_texts(one.directives)])


def _texts(directives: Iterable[Directive]) -> list[str]:
    return [directive.text for directive in directives]


def _description(element: MergedElement, indent: str) -> str:
    if not element.description:
        return ""
    block = print_block_string(element.description)
    return "".join(f"{indent}{line}\n" if line else "\n" for line in block.split("\n"))


def _quoted(text: str) -> str:
    return print_ast(StringValueNode(value=text))

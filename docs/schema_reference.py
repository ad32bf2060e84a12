"""Writes the reference pages of the graph when mkdocs builds the site, from the composed supergraph.

A hook of mkdocs (mkdocs.yml, `hooks`): the pages exist only in the built site, so they cannot go stale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLUnionType,
    Undefined,
    ast_from_value,
    get_named_type,
    is_introspection_type,
    is_specified_scalar_type,
    print_ast,
    print_schema,
)
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from gateway.operation.incremental_directives import with_incremental_delivery
from schema.access import Dnf, conjunction
from schema.supergraph import Supergraph

SUPERGRAPH = Path("schema/supergraph.graphql")

PAGES: dict[type[GraphQLNamedType], str] = {
    GraphQLObjectType: "objects",
    GraphQLInterfaceType: "abstract",
    GraphQLUnionType: "abstract",
    GraphQLEnumType: "enums",
    GraphQLInputObjectType: "inputs",
    GraphQLScalarType: "scalars",
}

INTRODUCTIONS = {
    "queries": ("Queries", "Where every question begins."),
    "mutations": ("Mutations", "What a customer can change or start."),
    "objects": ("Objects", "What the graph holds."),
    "abstract": ("Interfaces and unions", "What several objects have in common, or one of which you get."),
    "enums": ("Enums", "Fields with a fixed set of values."),
    "inputs": ("Inputs", "What you send along."),
    "scalars": ("Scalars", "Plain values and how they are written."),
}
NOTE = (
    "Descriptions are in Dutch, as in the schema itself. *Who* says who gets the field: `openbaar` is anyone,"
    " without a login; else the scopes that open it: `loa:midden` is that level"
    " of assurance or a higher one. The whole schema: [graph.graphql](graph.graphql)."
)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the generated pages. mkdocs calls this once a build."""
    root = Path(config.config_file_path).parent
    reference = Reference(Supergraph.parse((root / SUPERGRAPH).read_text(encoding="utf-8")))
    for name, text in reference.pages().items():
        files.append(File.generated(config, f"schema/{name}.md", content=text))
    schema = print_schema(with_incremental_delivery(reference.graph.public))
    files.append(File.generated(config, "schema/graph.graphql", content=schema))
    return files


class Reference:
    """The pages of one supergraph."""

    def __init__(self, graph: Supergraph) -> None:
        self.graph = graph

    def pages(self) -> dict[str, str]:
        """Page name to Markdown."""
        sections: dict[str, list[str]] = {page: [] for page in INTRODUCTIONS}
        for kind, page in (("query", "queries"), ("mutation", "mutations")):
            if root := self.graph.roots.get(kind):
                sections[page] += self._fields(self.graph.public.type_map[root])
        for named in self._types():
            sections[PAGES[type(named)]] += self._type(named)
        return {
            page: "\n".join([f"# {title}", "", introduction, "", NOTE, "", *sections[page], ""])
            for page, (title, introduction) in INTRODUCTIONS.items()
        }

    def _types(self) -> Iterator[GraphQLNamedType]:
        roots = set(self.graph.roots.values())
        for name in sorted(self.graph.public.type_map):
            named = self.graph.public.type_map[name]
            if name in roots or is_introspection_type(named) or is_specified_scalar_type(named):
                continue
            yield named

    def _type(self, named: GraphQLNamedType) -> list[str]:
        parts: dict[type[GraphQLNamedType], Callable[[GraphQLNamedType], list[str]]] = {
            GraphQLObjectType: self._fields,
            GraphQLInterfaceType: self._interface,
            GraphQLUnionType: self._members,
            GraphQLEnumType: self._values,
            GraphQLInputObjectType: self._inputs,
            GraphQLScalarType: self._scalar,
        }
        joined = self.graph.types.get(named.name)
        origin = [f"From {', '.join(f'`{name}`' for name in joined.joins)}.", ""] if joined else []
        return [
            f"## {named.name}",
            "",
            named.description or "",
            "",
            *origin,
            *parts[type(named)](named),
            "",
        ]

    def _interface(self, named: GraphQLNamedType) -> list[str]:
        assert isinstance(named, GraphQLInterfaceType)
        objects = self.graph.public.get_possible_types(named)
        return [f"Is one of {', '.join(map(link, objects))}.", "", *self._fields(named)]

    def _members(self, named: GraphQLNamedType) -> list[str]:
        assert isinstance(named, GraphQLUnionType)
        return [f"Is one of {', '.join(map(link, named.types))}."]

    def _fields(self, named: GraphQLNamedType) -> list[str]:
        assert isinstance(named, GraphQLObjectType | GraphQLInterfaceType)
        rows = (
            (
                f"`{name}`{arguments(field)}",
                typed(field),
                self._who(named, name),
                describe(field),
            )
            for name, field in named.fields.items()
        )
        return table(("Field", "Type", "Who", "Description"), rows)

    def _who(self, named: GraphQLObjectType | GraphQLInterfaceType, field: str) -> str:
        """Requirements on type and field both hold; those on an interface follow from its objects."""
        if isinstance(named, GraphQLInterfaceType):
            objects = self.graph.public.get_possible_types(named)
            return or_else(sorted({self._who(one, field) for one in objects}), "as its objects")
        wanted = [
            access
            for coordinate in (named.name, f"{named.name}.{field}")
            if (access := self.graph.access.get(coordinate))
        ]
        if not wanted:
            return "openbaar"
        asked = conjunction(wanted)
        conditions = filter(None, (alternatives(asked.scopes), alternatives(asked.policies)))
        return "<br>and ".join(conditions) or "logged in"

    def _values(self, named: GraphQLNamedType) -> list[str]:
        assert isinstance(named, GraphQLEnumType)
        rows = ((f"`{name}`", describe(value)) for name, value in named.values.items())
        return table(("Value", "Description"), rows)

    def _inputs(self, named: GraphQLNamedType) -> list[str]:
        assert isinstance(named, GraphQLInputObjectType)
        rows = ((f"`{name}`", typed(field), describe(field)) for name, field in named.fields.items())
        return table(("Field", "Type", "Description"), rows)

    def _scalar(self, named: GraphQLNamedType) -> list[str]:
        assert isinstance(named, GraphQLScalarType)
        return [f"Specification: <{named.specified_by_url}>"] if named.specified_by_url else []


def alternatives(dnf: Dnf) -> str:
    """An OR of ANDs in words, an alternative a line: `a` + `b`, or `c`."""
    return or_else([" + ".join(f"`{scope}`" for scope in sorted(scopes)) for scopes in dnf if scopes], "")


def or_else(choices: list[str], otherwise: str) -> str:
    return "<br>or ".join(choices) or otherwise


def arguments(field: GraphQLField) -> str:
    return "".join(f"<br>{name}: {argued(argument)}" for name, argument in field.args.items())


def argued(argument: GraphQLArgument) -> str:
    meaning = cell(argument.description or "")
    return f"{typed(argument)}{default(argument)}" + (f" ({meaning})" if meaning else "")


def default(argument: GraphQLArgument) -> str:
    if argument.default_value is Undefined:
        return ""
    node = ast_from_value(argument.default_value, argument.type)
    return f" = `{print_ast(node)}`" if node else ""


def typed(element: GraphQLField | GraphQLArgument | GraphQLInputField) -> str:
    """The type as written, its name a link to where it is described."""
    named = get_named_type(element.type)
    return str(element.type).replace(named.name, link(named)).replace("[[", "\\[[").replace("!", "\\!")


def link(named: GraphQLNamedType) -> str:
    if is_specified_scalar_type(named):
        return named.name
    return f"[{named.name}]({PAGES[type(named)]}.md#{named.name.lower()})"


def describe(element: object) -> str:
    deprecated = getattr(element, "deprecation_reason", None)
    text = cell(getattr(element, "description", None) or "")
    return f"{text} **Verouderd:** {cell(deprecated)}" if deprecated else text


def cell(text: str) -> str:
    """Text for one cell of a table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [row(heads), row(("---",) * len(heads)), *map(row, rows)]


def row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"

"""Links: which specifications a schema document uses, and under which names.

Specification: https://specs.apollo.dev/link/v1.0. Reads `@link` (v1.0) and its ancestor `@core` (v0.1, v0.2),
wherever the document renamed them. Reading never fails: what is malformed is left out here, and for subgraphs
reported by `schema.rules.linking`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graphql import DirectiveNode, DocumentNode, ListValueNode, ObjectValueNode, StringValueNode, ValueNode
from graphql.language import SchemaDefinitionNode, SchemaExtensionNode

LINK = "https://specs.apollo.dev/link"
CORE = "https://specs.apollo.dev/core"

_URL = re.compile(r"^(?P<identity>https?://[^\s]*?/?(?P<name>[^/\s]+))/v(?P<major>\d+)\.(?P<minor>\d+)/?$")
_LAST_SEGMENT = re.compile(r"([^/\s]+)/?$")

Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Import:
    """One imported element: its name in the specification and here; directives keep their `@`."""

    name: str
    alias: str


@dataclass(frozen=True, slots=True)
class Link:
    """One `@link` application. `namespace` prefixes elements that are not imported: `namespace__Element`."""

    url: str
    identity: str
    name: str
    version: Version | None
    namespace: str
    imports: tuple[Import, ...] = ()
    purpose: str | None = None
    node: DirectiveNode | None = None

    def directive(self, name: str) -> str:
        """The name here, without `@`, of the directive the specification calls `name`."""
        for item in self.imports:
            if item.name == f"@{name}":
                return item.alias.removeprefix("@")
        return self.namespace if name == self.name else f"{self.namespace}__{name}"

    def type(self, name: str) -> str:
        """The name here of the type the specification calls `name`."""
        for item in self.imports:
            if item.name == name:
                return item.alias
        return f"{self.namespace}__{name}"

    def owns_directive(self, name: str) -> bool:
        """Whether `@name` is an element of this specification here."""
        return (
            name == self.namespace
            or name.startswith(f"{self.namespace}__")
            or any(item.alias == f"@{name}" for item in self.imports)
        )

    def owns_type(self, name: str) -> bool:
        """Whether the type `name` is an element of this specification here."""
        return name.startswith(f"{self.namespace}__") or any(item.alias == name for item in self.imports)


@dataclass(frozen=True, slots=True)
class Links:
    """All links of a document, in its order."""

    links: tuple[Link, ...] = ()

    def __iter__(self) -> Iterator[Link]:
        return iter(self.links)

    def find(self, identity: str) -> Link | None:
        """The first link to the specification `identity` (its URL without the version)."""
        return next((link for link in self.links if link.identity == identity), None)

    def owns_directive(self, name: str) -> bool:
        """Whether `@name` belongs to any linked specification."""
        return any(link.owns_directive(name) for link in self.links)

    def owns_type(self, name: str) -> bool:
        """Whether the type `name` belongs to any linked specification."""
        return any(link.owns_type(name) for link in self.links)


def read_links(document: DocumentNode) -> Links:
    """The links that a document states on its schema definition and extensions, in order."""
    applications = list(_schema_directives(document))
    bootstrap = _bootstrap(applications)
    names = {"link", "core"} if bootstrap is None else {bootstrap.namespace}
    found = [link for node in applications if node.name.value in names if (link := parse_link(node))]
    return Links(tuple(found))


def parse_link(node: DirectiveNode) -> Link | None:
    """The link that one application states; None without a usable `url`."""
    arguments = {argument.name.value: argument.value for argument in node.arguments or ()}
    url = _string(arguments.get("url", arguments.get("feature")))
    if not url:
        return None
    matched = _URL.match(url)
    last = _LAST_SEGMENT.search(url)
    identity = matched["identity"] if matched else url
    name = matched["name"] if matched else (last[1] if last else url)
    purpose = arguments.get("for")
    return Link(
        url=url,
        identity=identity,
        name=name,
        version=(int(matched["major"]), int(matched["minor"])) if matched else None,
        namespace=_string(arguments.get("as")) or name,
        imports=tuple(_imports(arguments.get("import"))),
        purpose=getattr(purpose, "value", None),
        node=node,
    )


def _bootstrap(applications: Iterable[DirectiveNode]) -> Link | None:
    """The application that links the link specification itself, by any name it gives itself."""
    for node in applications:
        link = parse_link(node)
        if link and link.identity in {LINK, CORE} and node.name.value == link.namespace:
            return link
    return None


def _schema_directives(document: DocumentNode) -> Iterator[DirectiveNode]:
    for definition in document.definitions:
        if isinstance(definition, SchemaDefinitionNode | SchemaExtensionNode):
            yield from definition.directives or ()


def _imports(value: ValueNode | None) -> Iterator[Import]:
    for item in value.values if isinstance(value, ListValueNode) else ():
        if isinstance(item, StringValueNode):
            yield Import(item.value, item.value)
        elif isinstance(item, ObjectValueNode):
            fields = {field.name.value: _string(field.value) for field in item.fields}
            if name := fields.get("name"):
                yield Import(name, fields.get("as") or name)


def _string(value: ValueNode | None) -> str | None:
    return value.value if isinstance(value, StringValueNode) else None

"""What the printed SDL of a subgraph of this project must keep to."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import (
    DirectiveNode,
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InterfaceTypeDefinitionNode,
    ListValueNode,
    NonNullTypeNode,
    ObjectTypeDefinitionNode,
    ObjectValueNode,
    SchemaDefinitionNode,
    StringValueNode,
    TypeDefinitionNode,
    parse,
)

FEDERATION_TYPES = frozenset({"_Any", "_Entity", "_Service"})
FEDERATION_FIELDS = frozenset({"_entities", "_service"})
ENTRANCES = frozenset({"Query", "Mutation"})
CUSTOMERS = frozenset({"Klant", "NatuurlijkPersoon", "Onderneming", "Instelling"})
OF_THE_LOGIN = frozenset({"id", "klantsoort"})
"""What is known of a customer without any source: the login says it."""
GATES = frozenset({"authenticated", "requiresScopes", "policy"})


def undescribed(sdl: str) -> list[str]:
    """Coordinates of types, fields, arguments, input fields and enum values without a description."""
    return [
        coordinate
        for type_ in _types(sdl)
        for coordinate, description in _descriptions(type_)
        if not (description and description.value.strip())
    ]


def open_without_saying(sdl: str) -> list[str]:
    """Output fields of object types that nobody declared public or gated, on the field or on its type."""
    return [
        f"{type_.name.value}.{field.name.value}"
        for type_ in _types(sdl)
        if isinstance(type_, ObjectTypeDefinitionNode)
        for field in _fields(type_)
        if not any(_decides(directive) for directive in (*_directives(type_), *_directives(field)))
    ]


def gated_interfaces(sdl: str) -> list[str]:
    """Interfaces, or fields of them, with an auth directive: not allowed, it follows from implementations."""
    return [
        type_.name.value
        for type_ in _types(sdl)
        if isinstance(type_, InterfaceTypeDefinitionNode)
        for directive in (
            *_directives(type_),
            *(each for field in _fields(type_) for each in _directives(field)),
        )
        if directive.name.value in GATES
    ]


def taking_others_along(sdl: str) -> list[str]:
    """Fields that can fail by themselves, and cannot be null then: entrances, and what hangs on the data of
    another subgraph. Their failure would take the answers of other subgraphs along.
    """
    return [
        f"{type_.name.value}.{field.name.value}"
        for type_ in _types(sdl)
        for field in _fields(type_)
        if isinstance(field.type, NonNullTypeNode)
        if type_.name.value in ENTRANCES or any(each.name.value == "requires" for each in _directives(field))
    ]


def taking_the_customer_along(sdl: str) -> list[str]:
    """Fields of customers that a source gives and that cannot be null: while it is down, `ik` would be null
    for them, and with it the zaken and all else that other sources have of the customer.
    """
    return [
        f"{type_.name.value}.{field.name.value}"
        for type_ in _types(sdl)
        if type_.name.value in CUSTOMERS
        for field in _fields(type_)
        if isinstance(field.type, NonNullTypeNode) and field.name.value not in OF_THE_LOGIN
    ]


def used_but_not_imported(sdl: str) -> set[str]:
    """Federation directives that the SDL applies and its @link does not import."""
    document = parse(sdl)
    (schema,) = (node for node in document.definitions if isinstance(node, SchemaDefinitionNode))
    links = [directive for directive in _directives(schema) if directive.name.value == "link"]
    used = {
        directive.name.value
        for type_ in _types(sdl)
        for element in (type_, *_fields(type_))
        for directive in _directives(element)
    }
    return {f"@{name}" for name in used - {"deprecated", "specifiedBy", "oneOf"}} - set(_imports(links))


def _imports(links: list[DirectiveNode]) -> Iterator[str]:
    for link in links:
        for argument in link.arguments or ():
            if argument.name.value == "import" and isinstance(argument.value, ListValueNode):
                for value in argument.value.values:
                    assert not isinstance(value, ObjectValueNode)
                    if isinstance(value, StringValueNode):
                        yield value.value


def _types(sdl: str) -> list[TypeDefinitionNode]:
    return [
        node
        for node in parse(sdl).definitions
        if isinstance(node, TypeDefinitionNode) and node.name.value not in FEDERATION_TYPES
    ]


def _fields(type_: TypeDefinitionNode) -> list[FieldDefinitionNode]:
    if not isinstance(type_, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode):
        return []
    return [field for field in type_.fields or () if field.name.value not in FEDERATION_FIELDS]


def _directives(
    element: TypeDefinitionNode | FieldDefinitionNode | SchemaDefinitionNode,
) -> tuple[DirectiveNode, ...]:
    return tuple(element.directives or ())


def _decides(directive: DirectiveNode) -> bool:
    if directive.name.value == "tag":
        return any(
            isinstance(argument.value, StringValueNode) and argument.value.value == "openbaar"
            for argument in directive.arguments or ()
        )
    return directive.name.value in GATES | {"external"}


def _descriptions(type_: TypeDefinitionNode) -> Iterator[tuple[str, StringValueNode | None]]:
    name = type_.name.value
    yield name, type_.description
    for field in _fields(type_):
        yield f"{name}.{field.name.value}", field.description
        for argument in field.arguments or ():
            yield f"{name}.{field.name.value}({argument.name.value}:)", argument.description
    if isinstance(type_, InputObjectTypeDefinitionNode):
        for given in type_.fields or ():
            yield f"{name}.{given.name.value}", given.description
    if isinstance(type_, EnumTypeDefinitionNode):
        for value in type_.values or ():
            yield f"{name}.{value.name.value}", value.description

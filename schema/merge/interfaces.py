"""Interfaces: fields that interface objects lend to implementations, and what interfaces ask of
implementations."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from schema.definition import Kind, Type
from schema.errors import Code
from schema.merge.merged import FieldJoin, MergedField, MergedType
from schema.merge.sources import Source, Sources, places
from schema.merge.wording import listed


def inject_fields(sources: Sources, types: Mapping[str, MergedType]) -> dict[str, MergedType]:
    """The types, each implementation with the fields that interface objects add to its interfaces."""
    injected = dict(types)
    for name, those in sources.types.items():
        objects = [one for one in those if one.element.is_interface_object]
        if not objects or name not in types:
            continue
        lent = {field for one in objects for field in one.element.fields}
        for implementation in sources.implementations.get(name, ()):
            if target := injected.get(implementation):
                injected[implementation] = _lend(types[name], target, lent)
    return injected


def _lend(interface: MergedType, target: MergedType, names: set[str]) -> MergedType:
    added = {
        field.name: replace(field, joins=(FieldJoin(),))
        for field in interface.fields.values()
        if field.name in names and field.name not in target.fields
    }
    return replace(target, fields={**target.fields, **added})


def check_interfaces(sources: Sources, types: Mapping[str, MergedType]) -> None:
    """All that only the whole supergraph shows."""
    for name, those in sources.types.items():
        if sources.kind(name) is not Kind.INTERFACE or name not in types:
            continue
        _check_interface_objects(sources, name, those)
        for one in those:
            _check_key(sources, name, one, types)
        _check_fields(sources, types[name], types)


def _check_interface_objects(sources: Sources, name: str, those: tuple[Source[Type], ...]) -> None:
    objects = [one for one in those if one.element.is_interface_object]
    if objects and len(objects) == len(those):
        message = (
            f"{name} is an @interfaceObject wherever it is declared; one subgraph must define the interface."
        )
        sources.findings.error(Code.INTERFACE_OBJECT_USAGE_ERROR, message, places(objects))
    for one in those if objects else ():
        if one.subgraph.vocabulary.is_fed1:
            message = (
                f"{name} is an @interfaceObject in {listed(each.name for each in objects)}, but {one.name}"
                " is of Federation 1, which has no keys of interfaces. Link federation v2.3 or later there."
            )
            sources.findings.error(Code.INTERFACE_OBJECT_USAGE_ERROR, message, [one.place])
    for one in objects:
        for implementation in sources.implementations.get(name, ()):
            if found := one.subgraph.types.get(implementation):
                message = (
                    f"{one.name} has {name} as an @interfaceObject, so it knows no implementations of it;"
                    f" but it defines {implementation}, which is one."
                )
                place = one.subgraph.place(found.node)
                sources.findings.error(Code.INTERFACE_OBJECT_USAGE_ERROR, message, [place])


def _check_key(sources: Sources, name: str, one: Source[Type], types: Mapping[str, MergedType]) -> None:
    """A subgraph that looks objects up by an interface's key must know all of the objects' types."""
    keys = [key for key in one.element.applied("key") if key.arguments.flag("resolvable", default=True)]
    if one.element.is_interface_object or not keys:
        return
    here = one.subgraph.implementations.get(name, ())
    missing = [
        implementation
        for implementation in sources.implementations.get(name, ())
        if implementation not in here and types[implementation].kind is Kind.OBJECT
    ]
    if missing:
        message = (
            f'{one.name} can look up {name} by @key(fields: "{keys[0].arguments.text("fields")}"), so it'
            " must know"
            f" all implementations; it lacks {listed(missing)}."
        )
        code = Code.INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE
        sources.findings.error(code, message, [one.subgraph.place(keys[0].node)])


def _check_fields(sources: Sources, interface: MergedType, types: Mapping[str, MergedType]) -> None:
    for implementation in sources.implementations.get(interface.name, ()):
        for field in _missing(interface, types.get(implementation)):
            if any(field.name in one.element.fields for one in sources.types[implementation]):
                continue  # external wherever it is declared, which has its own code
            declaring = [one for one in sources.types[interface.name] if field.name in one.element.fields]
            message = (
                f"{interface.name}.{field.name} is declared in {listed(one.name for one in declaring)}, but"
                f" {implementation}, which implements {interface.name}, has no such field in any subgraph."
            )
            found = places(sources.types[implementation])
            sources.findings.error(Code.INTERFACE_FIELD_NO_IMPLEM, message, found)


def _missing(interface: MergedType, implementation: MergedType | None) -> Iterator[MergedField]:
    if implementation is not None:
        yield from (one for one in interface.fields.values() if one.name not in implementation.fields)

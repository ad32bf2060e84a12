"""Authorization: what each type and field of the supergraph asks of the caller.

Requirements of all subgraphs hold together: an OR of ANDs from each, multiplied out. They also move: an
interface asks what all its implementations ask, field by field, so that no way through the interface is
easier. Fields that an interface object lends to implementations carry its requirements along.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from schema.access import NEVER, Access, Dnf, conjunction, simplified
from schema.definition import Element, Kind
from schema.errors import HintCode
from schema.merge.merged import Directive, MergedElement, MergedType
from schema.merge.naming import Naming
from schema.merge.sources import Sources

_OPEN = Access()
_ALTERNATIVES = {"requiresScopes": "scopes", "policy": "policies"}
"""The directives that list alternatives, each with the argument that does."""


def read_access(sources: Sources, types: Mapping[str, MergedType]) -> dict[str, Access]:
    """Coordinate ("Type" or "Type.field") to what it asks; coordinates that ask nothing are left out."""
    if not {"authenticated", "requiresScopes", "policy"} & sources.naming.names.keys():
        return {}
    stated = {name: access for name, access in _stated(sources, types) if access != _OPEN}
    access = dict(stated)
    for name, type_ in types.items():
        if type_.kind is not Kind.INTERFACE:
            continue
        below = [one for one in sources.implementations.get(name, ()) if types[one].kind is Kind.OBJECT]
        access[name] = conjunction(stated.get(one, _OPEN) for one in below)
        for field in type_.fields:
            parts = [stated.get(f"{one}.{field}", _OPEN) for one in (name, *below)]
            access[f"{name}.{field}"] = conjunction(parts)
    return {name: one for name, one in access.items() if one != _OPEN}


def add_authorization(
    types: Mapping[str, MergedType], access: Mapping[str, Access], naming: Naming
) -> dict[str, MergedType]:
    """The types with the directives of authorization on them."""
    return (
        {name: _with_access(type_, access, naming) for name, type_ in types.items()} if access else {**types}
    )


def _stated(sources: Sources, types: Mapping[str, MergedType]) -> Iterator[tuple[str, Access]]:
    """What the subgraphs say themselves, with what interface objects lend."""
    for name, type_ in types.items():
        found = sources.types[name]
        yield name, conjunction(access_of(one.element) for one in found)
        lenders = [
            one.element
            for interface in (name, *type_.interfaces)
            for one in sources.types.get(interface, ())
            if one.element.is_interface_object
        ]
        for field in type_.fields:
            own = [one.element.fields[field] for one in found if field in one.element.fields]
            lent = [each for one in lenders if field in one.fields for each in (one, one.fields[field])]
            yield f"{name}.{field}", conjunction(access_of(one) for one in (*own, *lent))


def access_of(element: Element) -> Access:
    """What one subgraph asks for an element."""
    if not element.federation:
        return _OPEN
    return Access(
        authenticated=element.has("authenticated"),
        scopes=_dnf(element, "requiresScopes", "scopes"),
        policies=_dnf(element, "policy", "policies"),
    )


def _dnf(element: Element, directive: str, argument: str) -> Dnf:
    application = element.first(directive)
    if application is None:
        return ()
    stated = application.arguments.get(argument) or ()
    return simplified(frozenset(map(str, one)) for one in stated) or NEVER


def hint_requirements(sources: Sources) -> None:
    """Requirements that let through nobody, or anyone: valid, and hardly ever what was meant."""
    if not _ALTERNATIVES.keys() & sources.naming.names.keys():
        return
    for subgraph in sources.subgraphs:
        for element in subgraph.elements():
            for application in element.federation:
                argument = _ALTERNATIVES.get(application.name)
                stated = application.arguments.get(argument) if argument else None
                head = f"@{application.name} on {element.name}"
                places = [subgraph.place(application.node)]
                if stated == []:
                    code = HintCode.AUTH_REQUIREMENTS_OPEN_FOR_NOBODY
                    message = f"{head} names no alternative, so it opens for nobody."
                    sources.findings.hint(code, message, places)
                elif stated and not all(stated):
                    code = HintCode.AUTH_REQUIREMENTS_OPEN_FOR_ANYONE
                    message = f"{head} has an empty alternative, so it opens for anyone."
                    sources.findings.hint(code, message, places)


def _with_access(type_: MergedType, access: Mapping[str, Access], naming: Naming) -> MergedType:
    fields = {
        name: replace(field, directives=_extended(field, access.get(f"{type_.name}.{name}"), naming))
        for name, field in type_.fields.items()
    }
    return replace(type_, fields=fields, directives=_extended(type_, access.get(type_.name), naming))


def _extended(element: MergedElement, access: Access | None, naming: Naming) -> tuple[Directive, ...]:
    if access is None:
        return element.directives
    added = []
    if access.authenticated:
        added.append(Directive("authenticated", f"@{naming.names['authenticated']}"))
    for name, argument, dnf in (
        ("requiresScopes", "scopes", access.scopes),
        ("policy", "policies", access.policies),
    ):
        if dnf:
            added.append(Directive(name, f"@{naming.names[name]}({argument}: {_printed(dnf)})"))
    return tuple(sorted([*element.directives, *added], key=lambda one: (one.name, one.text)))


def _printed(dnf: Dnf) -> str:
    return "[" + ", ".join("[" + ", ".join(f'"{item}"' for item in sorted(one)) + "]" for one in dnf) + "]"

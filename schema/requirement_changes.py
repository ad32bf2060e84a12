"""Requirement changes: for whom a coordinate opens, before and after; and which tags it carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema

from schema.access import Access, Dnf, conjunction
from schema.change import Change, ChangeCode
from schema.tags import Tags

_OPEN: Dnf = (frozenset(),)


def access_changes(
    old: Mapping[str, Access], new: Mapping[str, Access], common: GraphQLSchema, other: GraphQLSchema
) -> Iterator[Change]:
    """For what stands in both schemas. What a type asks counts for its fields, so that a requirement which
    moves from one to the other is no change; one that all its fields share is told once, of the type."""
    for name in common.type_map.keys() & other.type_map.keys():
        fields = sorted(_fields(common, name) & _fields(other, name))
        of_type = _change(name, old.get(name, Access()), new.get(name, Access()))
        of_fields = [
            _change(one, _effective(old, name, one), _effective(new, name, one))
            for one in (f"{name}.{field}" for field in fields)
        ]
        told = of_type if all(of_fields) else None
        if told:
            yield told
        yield from (one for one in of_fields if one and not (told and one.code is told.code))


def tag_changes(old: Tags, new: Tags, coordinates: frozenset[str]) -> Iterator[Change]:
    """Tags decide who sees what, in contracts."""
    for coordinate in coordinates:
        before, after = old.get(coordinate, frozenset()), new.get(coordinate, frozenset())
        for tag in before - after:
            yield Change(ChangeCode.TAG_REMOVED, coordinate, f'no longer carries the tag "{tag}"')
        for tag in after - before:
            yield Change(ChangeCode.TAG_ADDED, coordinate, f'carries the tag "{tag}"')


def _fields(schema: GraphQLSchema, name: str) -> frozenset[str]:
    type_ = schema.type_map[name]
    if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
        return frozenset(type_.fields)
    return frozenset()


def _effective(access: Mapping[str, Access], type_name: str, field: str) -> Access:
    return conjunction(access[one] for one in (type_name, field) if one in access)


def _change(coordinate: str, old: Access, new: Access) -> Change | None:
    still, before = _implies(old, new), _implies(new, old)
    if still and before:
        return None
    code = ChangeCode.REQUIREMENT_CHANGED
    if still:
        code = ChangeCode.REQUIREMENT_LOOSENED
    elif before:
        code = ChangeCode.REQUIREMENT_TIGHTENED
    return Change(code, coordinate, f"opens for {_shown(new)}; it did for {_shown(old)}")


def _implies(one: Access, other: Access) -> bool:
    """Whether whoever fulfils `one` fulfils `other`."""
    return (
        (_wants_login(one) or not _wants_login(other))
        and _stricter(one.scopes, other.scopes)
        and _stricter(one.policies, other.policies)
    )


def _stricter(one: Dnf, other: Dnf) -> bool:
    return all(any(asked <= given for asked in other or _OPEN) for given in one or _OPEN)


def _wants_login(access: Access) -> bool:
    """Nobody has scopes without a login."""
    return access.authenticated or not _stricter(_OPEN, access.scopes)


def _shown(access: Access) -> str:
    parts = ["whoever is logged in"] * access.authenticated
    parts += [f"{word} {_alternatives(dnf)}" for word, dnf in _named(access) if dnf]
    return " with ".join(parts) or "anyone"


def _named(access: Access) -> tuple[tuple[str, Dnf], ...]:
    return ("the scopes", access.scopes), ("the policies", access.policies)


def _alternatives(dnf: Dnf) -> str:
    return " or ".join(sorted(" and ".join(sorted(one)) or "none" for one in dnf))

"""Upgrade: Federation 1 subgraphs made to mean in Federation 2 what they meant before.

Federation 1 had no `@shareable`: whatever two subgraphs defined, both could resolve. And it was lenient:
directives that had no effect were let stand. So the upgrade drops the ineffective ones and marks as
shareable what is shared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from graphql import (
    DirectiveNode,
    EnumValueNode,
    FieldNode,
    InlineFragmentNode,
    ListValueNode,
    NameNode,
    SelectionNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    print_ast,
)

from schema.applied import Applied
from schema.definition import Application, Field, Kind, Type
from schema.errors import Code, Findings
from schema.subgraph import Subgraph
from schema.usage import Usage, field_set, read_usage

_FIELD_SETS = frozenset({"key", "requires", "provides"})
_ROOTS = frozenset({"Query", "Mutation", "Subscription"})
_SHAREABLE = Application("shareable", Applied(), DirectiveNode(name=NameNode(value="shareable")))


def upgrade(subgraphs: Iterable[Subgraph], findings: Findings) -> tuple[Subgraph, ...]:
    """The same subgraphs, those of Federation 1 upgraded.

    TYPE_WITH_ONLY_UNUSED_EXTERNAL for a type that would fall away, but is referred to.
    """
    everyone = tuple(subgraphs)
    if not any(subgraph.vocabulary.is_fed1 for subgraph in everyone):
        return everyone
    cleaned = [_clean(one, findings) if one.vocabulary.is_fed1 else one for one in everyone]
    owners: dict[str, set[str]] = {}
    defined: set[str] = set()
    for one in cleaned:
        for name, type_ in one.types.items():
            owners.setdefault(name, set()).add(one.name)
            if not type_.is_extension:
                defined.add(name)
    return tuple(
        _share(one, {name for name, those in owners.items() if those - {one.name}}, defined)
        if one.vocabulary.is_fed1
        else one
        for one in cleaned
    )


def _clean(subgraph: Subgraph, findings: Findings) -> Subgraph:
    """Without the directives that have no effect, and without what is only external to no end."""
    types = {name: _clean_type(type_, subgraph) for name, type_ in subgraph.types.items()}
    types = {name: _with_effective_field_sets(type_, types) for name, type_ in types.items()}
    usage = read_usage(types)
    pruned = {name: _without_unused(type_, usage) for name, type_ in types.items()}
    kept = {name: type_ for name, type_ in pruned.items() if type_ is not None}
    referred = {field.type.name for type_ in kept.values() for field in type_.fields.values()}
    referred |= {member for type_ in kept.values() for member in type_.members}
    for name in sorted(referred & pruned.keys() - kept.keys()):
        message = (
            f"{name} has @external fields only, and no @key, @requires or @provides selects any of them: so"
            " nothing of it can be had here. Remove it and what refers to it, or give it a field."
        )
        places = [subgraph.place(types[name].node)]
        findings.error(Code.TYPE_WITH_ONLY_UNUSED_EXTERNAL, message, places)
    return replace(subgraph, types=kept)


def _clean_type(type_: Type, subgraph: Subgraph) -> Type:
    fields = {name: _clean_field(type_, field, subgraph) for name, field in type_.fields.items()}
    federation = tuple(_stringified(one) for one in type_.federation)
    if type_.kind is Kind.INTERFACE:
        federation = tuple(one for one in federation if one.name != "key")
    return replace(type_, federation=federation, fields=fields)


def _clean_field(type_: Type, field: Field, subgraph: Subgraph) -> Field:
    federation = tuple(_stringified(one) for one in field.federation)
    if type_.kind is Kind.INTERFACE:
        federation = tuple(one for one in federation if one.name not in {"external", "requires", "provides"})
    target = subgraph.types.get(field.type.name)
    if target is None or not target.is_composite:
        federation = tuple(one for one in federation if one.name != "provides")
    if any(one.name == "external" for one in federation):
        federation = tuple(one for one in federation if one.name != "tag")
    return replace(field, federation=federation)


def _with_effective_field_sets(type_: Type, types: Mapping[str, Type]) -> Type:
    """The type with @requires and @provides cut down to what is external, and dropped when nothing is."""
    fields = {}
    for name, field in type_.fields.items():
        kept = []
        for one in field.federation:
            target = {"requires": type_.name, "provides": field.type.name}.get(one.name)
            selection = field_set(one) if target else None
            if target is None or selection is None:
                kept.append(one)
            elif cut := _external_part(types, target, selection):
                kept.append(_with_fields(one, " ".join(print_ast(cut)[1:-1].split())))
        fields[name] = replace(field, federation=tuple(kept))
    return replace(type_, fields=fields)


def _external_part(
    types: Mapping[str, Type], type_name: str, selection: SelectionSetNode
) -> SelectionSetNode | None:
    """The selections of external fields, and of fields within them. What does not exist stays, to be
    reported."""
    kept: list[SelectionNode] = []
    for node in selection.selections:
        if isinstance(node, InlineFragmentNode):
            condition = node.type_condition.name.value if node.type_condition else type_name
            if inner := _external_part(types, condition, node.selection_set):
                kept.append(replace(node, selection_set=inner))
            continue
        parent = types.get(type_name)
        field = parent.fields.get(node.name.value) if parent and isinstance(node, FieldNode) else None
        if field is None or field.has("external"):
            kept.append(node)
            continue
        cut = _external_within(types, field, node) if isinstance(node, FieldNode) else None
        if cut is not None:
            kept.append(cut)
    return replace(selection, selections=tuple(kept)) if kept else None


def _external_within(types: Mapping[str, Type], field: Field, node: FieldNode) -> FieldNode | None:
    inner = _external_part(types, field.type.name, node.selection_set) if node.selection_set else None
    return replace(node, selection_set=inner) if inner else None


def _without_unused(type_: Type, usage: Usage) -> Type | None:
    """The type without externals that nothing uses; None when it had nothing else to say."""
    if type_.kind is not Kind.OBJECT:
        return type_
    fields: dict[str, Field] = {}
    for name, field in type_.fields.items():
        coordinate = (type_.name, name)
        if not field.has("external"):
            fields[name] = field
        elif coordinate in usage.fake_external:
            fields[name] = replace(field, federation=_without(field, "external"))
        elif usage.uses(coordinate):
            fields[name] = field
    if type_.fields and not fields and type_.name not in _ROOTS:
        return None
    return replace(type_, fields=fields)


def _share(subgraph: Subgraph, shared: set[str], defined: set[str]) -> Subgraph:
    """Types that others have as well become shareable; extensions of types that are defined, definitions."""
    types = {}
    for name, type_ in subgraph.types.items():
        if type_.kind is Kind.OBJECT and name in shared and name != "Subscription":
            fields = {
                key: field
                if field.has("external") or field.has("shareable")
                else replace(field, federation=(*field.federation, _SHAREABLE))
                for key, field in type_.fields.items()
            }
            type_ = replace(type_, fields=fields)
        is_statement = not type_.has("extends") and name in defined
        types[name] = replace(type_, is_extension=type_.is_extension and not is_statement)
    return replace(subgraph, types=types)


def _without(field: Field, directive: str) -> tuple[Application, ...]:
    return tuple(one for one in field.federation if one.name != directive)


def _stringified(application: Application) -> Application:
    """A field set that was written as a list or an enum value, as the string that Federation 2 wants."""
    if application.name not in _FIELD_SETS:
        return application
    stated = (one.value for one in application.node.arguments or () if one.name.value == "fields")
    text = next((text for value in stated if (text := _text(value)) is not None), None)
    return application if text is None else _with_fields(application, text)


def _with_fields(application: Application, fields: str) -> Application:
    arguments = tuple(
        replace(one, value=StringValueNode(value=fields)) if one.name.value == "fields" else one
        for one in application.node.arguments or ()
    )
    values = Applied(application.arguments | {"fields": fields})
    return replace(application, node=replace(application.node, arguments=arguments), arguments=values)


def _text(value: ValueNode) -> str | None:
    if isinstance(value, EnumValueNode):
        return value.value
    if isinstance(value, ListValueNode):
        parts = [one.value for one in value.values if isinstance(one, StringValueNode | EnumValueNode)]
        return " ".join(parts) if len(parts) == len(value.values) else None
    return None

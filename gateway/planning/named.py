"""Asks for the names of objects that are required, wherever they can be of several types.

A representation carries them: without, the subgraph that requires such an object could not tell what it is.
Where types are known a name costs nothing. An interface object's has to be found out.
"""

from __future__ import annotations

from dataclasses import replace

from graphql import GraphQLSchema, TypeNameMetaFieldDef, is_abstract_type

from gateway.operation.selection import Branch, Field, SelectionSet
from gateway.planning.layout import TYPENAME

_NAME = Field(TYPENAME, TYPENAME, (), TypeNameMetaFieldDef.type)


def named(selection: SelectionSet, schema: GraphQLSchema) -> SelectionSet:
    """The selection with `__typename` in what is below its fields; itself where nothing is abstract."""
    branches = tuple(branch.mapped(lambda one: _field(one, schema)) for branch in selection.branches)
    same = all(one is other for one, other in zip(branches, selection.branches, strict=True))
    return selection if same else SelectionSet(selection.type, branches)


def _field(field: Field, schema: GraphQLSchema) -> Field:
    if field.selection is None:
        return field
    below = named(field.selection, schema)
    if is_abstract_type(schema.type_map[below.type]):
        below = SelectionSet(below.type, tuple(map(_with_name, below.branches)))
    return field if below is field.selection else replace(field, selection=below)


def _with_name(branch: Branch) -> Branch:
    has_one = any(field.name == TYPENAME for field in branch.fields)
    return branch if has_one else replace(branch, fields=(_NAME, *branch.fields))

"""Writes the Python of a plan's projection: a function for each object type at each position, and each list.

All that the plan knows (keys, types, nullability, order) is in the text, so that running it costs a dict
lookup and a class comparison for each field. The functions take a stored value, its path and the errors, and
return the client's value, or None once null propagation has reached them; whoever made that None has told
why. Where something is delivered later they tell the errors that too, which then are Findings. Names and keys
enter the text by `repr` only.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import Any

from graphql import (
    GraphQLAbstractType,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLOutputType,
    GraphQLSchema,
    is_abstract_type,
    is_leaf_type,
)

from gateway.planning.plan import OutputDeferred, OutputField, OutputSelection
from gateway.projection.completion import MAX_INT, MIN_INT, Position
from gateway.projection.errors import Errors, PathLink

Project = Callable[[Mapping[str, Any], PathLink, Errors], dict[str, Any] | None]

_UNPLAIN = {
    "Boolean": "{v}.__class__ is not bool",
    "Float": "({v}.__class__ is not float and {v}.__class__ is not int)",
    "Int": f"({{v}}.__class__ is not int or not {MIN_INT}<={{v}}<={MAX_INT})",
}
"""When a leaf needs a closer look. The other scalars are plain when they are strings."""


class ProjectionSource:
    """Collects the functions of one projection."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._lines: list[str] = []
        self._names: dict[str, Any] = {}
        self._bound: dict[Hashable, str] = {}
        """Names by what they stand for, so that alike selections, wherever they are, share functions."""

    def compile(self, output: OutputSelection) -> Project:
        """The function for the root object."""
        name = self._typed(output, output.type)
        code = compile("\n".join(self._lines), "<projection>", "exec")
        exec(code, self._names)  # noqa: S102 - our own text, with data in it by repr only
        project: Project = self._names[name]
        return project

    def _typed(self, selection: OutputSelection, typename: str) -> str:
        """For objects of one type."""
        fields = selection.by_type.get(typename, ())
        return self._object(typename, fields, selection.deferred.get(typename, ()))

    def _object(
        self, parent: str, fields: tuple[OutputField, ...], deferred: tuple[OutputDeferred, ...] = ()
    ) -> str:
        body: list[str] = []
        entries: list[str] = []
        for number, field in enumerate(fields):
            value = f"v{number}"
            entries.append(f"{field.response_key!r}:{value}")
            body += self._field(value, parent, field)
            if body[-1] == " return":
                break
        else:
            body += [self._deferred(parent, one) for one in deferred]
            body.append(f" return {{{','.join(entries)}}}")
        return self._function("o", ["def {name}(o,p,E):", " g=o.get", *body])

    def _deferred(self, parent: str, deferred: OutputDeferred) -> str:
        """A line that tells what is delivered later of the object."""
        output = self._bind("d", deferred, deferred)
        return f" E.defer({output},{self._object(parent, deferred.fields)},o,p)"

    def _field(self, value: str, parent: str, field: OutputField) -> list[str]:
        path = f"(p,{field.response_key!r})"
        if field.denial is not None or (field.stream is not None and field.stream.initial_count < 0):
            return self._refused(value, path, parent, field)
        if field.name == "__typename":
            return [f" {value}={parent!r}"]
        stored = f" {value}=g({field.storage_key!r})"
        if field.local:
            return [stored]
        return [stored, *self._completion(value, path, parent, field, field.type)]

    def _refused(self, value: str, path: str, parent: str, field: OutputField) -> list[str]:
        position = self._position(parent, field, field.type)
        refuse = position.deny if field.denial is not None else position.misuse
        lines = [f" {value}={self._bind('r', (field.denial,), refuse)}({path},E)"]
        return [*lines, " return"] if position.non_null else lines

    def _completion(
        self, value: str, path: str, parent: str, field: OutputField, type_: GraphQLOutputType
    ) -> list[str]:
        """Lines that turn a stored value into the client's; a null that may not be ends the function."""
        position = self._position(parent, field, type_)
        ending = [f" if {value} is None:return"] if position.non_null else []
        if is_leaf_type(position.type):
            complete = f"{self._complete(position, '')}({value},{path},E)"
            unplain = self._unplain(value, position)
            if not position.non_null:
                return [f" if {unplain}:{value}={complete}"]
            return [f" if {unplain}:", f"  {value}={complete}", *(f" {line}" for line in ending)]
        if isinstance(position.type, GraphQLList):
            plain, below = "list", self._list(parent, field, position.type.of_type)
            lines = [f"  {value}={below}({value},{path},E)"]
        else:
            plain, below, lines = "dict", *self._composite(value, path, position)
        complete = f"{self._complete(position, below)}({value},{path},E)"
        otherwise = " else" if position.non_null else f" elif {value} is not None"
        return [f" if {value}.__class__ is {plain}:", *lines, f"{otherwise}:{value}={complete}", *ending]

    def _complete(self, position: Position, below: str) -> str:
        """The name of the position's completion; `below` stands for what is selected there."""
        key = (position.parent, position.field.name, str(position.type), position.non_null, below)
        return self._bind("c", key, position.complete)

    def _composite(self, value: str, path: str, position: Position) -> tuple[str, list[str]]:
        """The name of what projects the object, and the lines that call it."""
        selection = position.field.selection
        assert selection is not None
        declared = self._schema.type_map[selection.type]
        if not is_abstract_type(declared):
            function = self._typed(selection, selection.type)
            return function, [f"  {value}={function}({value},{path},E)"]
        table = self._table(selection, declared)
        key = (position.parent, position.field.name, str(position.type), position.non_null)
        unselected = self._bind("u", key, position.of_unselected_type)
        return table, [
            f"  t={value}.get('__typename')",
            f"  f={table}.get(t) if t.__class__ is str or t is None else None",
            f"  {value}={unselected}({value},{path},E) if f is None else f({value},{path},E)",
        ]

    def _table(self, selection: OutputSelection, declared: GraphQLAbstractType) -> str:
        """A dict from runtime type to function, for the types that the public schema allows here.

        When the selection is uniform, any function does for an object that bears no name, or the interface's.
        """
        possible = {each.name for each in self._schema.get_possible_types(declared)} or {selection.type}
        functions: dict[str | None, str] = {
            typename: self._typed(selection, typename)
            for typename in selection.by_type
            if typename in possible
        }
        if selection.uniform:
            any_type = next(iter(functions.values()), None) or self._object(selection.type, ())
            functions[None] = functions[selection.type] = any_type
        entries = ",".join(f"{typename!r}:{function}" for typename, function in functions.items())
        return self._function("t", [f"{{name}}={{{entries}}}"])

    def _list(self, parent: str, field: OutputField, item: GraphQLOutputType) -> str:
        lines = ["def {name}(vs,p,E):"]
        if field.stream is not None:
            lines.append(self._streamed(parent, field, item))
            field = replace(field, stream=None)  # only the outermost list is
        position = self._position(parent, field, item)
        if is_leaf_type(position.type):
            # a list without anything odd is passed on as it is
            lines += [" for v in vs:", f"  if {self._unplain('v', position)}:break", " else:return vs"]
        completion = self._completion("v", "(p,i)", parent, field, item)
        lines += [" out=[]", " for i,v in enumerate(vs):", *(f" {line}" for line in completion)]
        return self._function("l", [*lines, "  out.append(v)", " return out"])

    def _streamed(self, parent: str, field: OutputField, item: GraphQLOutputType) -> str:
        """A line that tells which items of a list are delivered later, and goes on with the others."""
        assert field.stream is not None
        each = replace(field, stream=None)
        completion = self._completion("v", "p", parent, each, item)
        complete = self._function("i", ["def {name}(v,p,E):", *completion, " return v"])
        non_null = isinstance(item, GraphQLNonNull)
        stream, count = self._bind("s", field.stream, field.stream), field.stream.initial_count
        return f" if len(vs)>{count}:E.stream({stream},({complete},{non_null}),vs,p);vs=vs[:{count}]"

    def _position(self, parent: str, field: OutputField, type_: GraphQLOutputType) -> Position:
        non_null = isinstance(type_, GraphQLNonNull)
        return Position(
            parent,
            field,
            type_.of_type if isinstance(type_, GraphQLNonNull) else type_,
            non_null,
            self._schema,
        )

    def _unplain(self, value: str, position: Position) -> str:
        """The condition under which a leaf needs a closer look."""
        if isinstance(position.type, GraphQLEnumType):
            values = self._bind("e", position.type.name, frozenset(position.type.values))
            unplain = f"({value}.__class__ is not str or {value} not in {values})"
        else:
            name = getattr(position.type, "name", "")
            unplain = _UNPLAIN.get(name, "{v}.__class__ is not str").format(v=value)
        return unplain if position.non_null else f"{unplain} and {value} is not None"

    def _bind(self, prefix: str, key: Hashable, value: Any) -> str:
        """The name of a value in the text; one that was bound by an equal key serves as well."""
        name = self._bound.get((prefix, key))
        if name is None:
            name = f"{prefix}{len(self._names)}"
            self._bound[prefix, key] = name
            self._names[name] = value
        return name

    def _function(self, prefix: str, lines: list[str]) -> str:
        """Add a definition whose first line names itself `{name}`, unless the same text is there already."""
        text = "\n".join(lines)
        known = (prefix, text) in self._bound
        name = self._bind(prefix, text, None)
        if not known:
            self._lines.append(text.replace("{name}", name, 1))
        return name

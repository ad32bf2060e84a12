"""Inaccessible: what is left of the supergraph without its `@inaccessible` elements must still be a
schema."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schema.errors import Code, CompositionError
from schema.merge.merged import Merged, MergedInput, MergedType
from schema.merge.sources import Sources

_Objection = tuple[Code, str]


def check_inaccessible(merged: Merged, sources: Sources) -> Iterator[CompositionError]:
    """Every reference from an accessible element to an inaccessible one."""
    if "inaccessible" not in sources.naming.names:
        return
    check = _Check(merged.types)
    for type_ in merged.types.values():
        for code, message in check.type(type_):
            places = tuple(source.place for source in sources.types[type_.name])
            yield CompositionError(message, places, code=code)


@dataclass(frozen=True, slots=True)
class _Check:
    """Over all types of the supergraph."""

    types: Mapping[str, MergedType]

    def type(self, type_: MergedType) -> Iterator[_Objection]:
        if type_.has("inaccessible"):
            if type_.name == "Query":
                yield Code.QUERY_ROOT_TYPE_INACCESSIBLE, "Query is @inaccessible, but every schema needs it."
            return
        yield from self._children(type_)
        for field in type_.fields.values():
            if field.has("inaccessible"):
                continue
            name = f"{type_.name}.{field.name}"
            yield from self._reference(name, field.type.name)
            for argument in field.arguments.values():
                yield from self._input(f"{name}({argument.name}:)", argument)
        for one in type_.inputs.values():
            yield from self._input(f"{type_.name}.{one.name}", one)
        yield from self._implementation(type_)

    def _children(self, type_: MergedType) -> Iterator[_Objection]:
        children = [*type_.fields.values(), *type_.inputs.values(), *type_.values.values()]
        hidden = [child.has("inaccessible") for child in children]
        hidden += [self._is_hidden(member) for member in type_.members]
        if hidden and all(hidden):
            message = f"{type_.name} is accessible, but nothing in it is. Make it @inaccessible as well."
            yield Code.ONLY_INACCESSIBLE_CHILDREN, message

    def _reference(self, name: str, target: str) -> Iterator[_Objection]:
        if self._is_hidden(target):
            message = f"{name} is accessible, but its type {target} is not. Make both so, or neither."
            yield Code.REFERENCED_INACCESSIBLE, message

    def _input(self, name: str, one: MergedInput) -> Iterator[_Objection]:
        if one.has("inaccessible"):
            if one.is_required:
                message = f"{name} is required, so it cannot be @inaccessible: nobody could give it."
                yield Code.REQUIRED_INACCESSIBLE, message
            return
        yield from self._reference(name, one.type.name)
        target = self.types.get(one.type.name)
        hidden = [value for value in target.values.values() if value.has("inaccessible")] if target else []
        if one.default is not None and any(value.name in one.default for value in hidden):
            message = f"{name} is accessible, but its default {one.default} is not."
            yield Code.DEFAULT_VALUE_USES_INACCESSIBLE, message

    def _implementation(self, type_: MergedType) -> Iterator[_Objection]:
        for name in type_.interfaces:
            interface = self.types.get(name)
            if interface is None or interface.has("inaccessible"):
                continue
            for field in interface.fields.values():
                own = type_.fields.get(field.name)
                if own and own.has("inaccessible") and not field.has("inaccessible"):
                    message = (
                        f"{type_.name}.{own.name} is @inaccessible, but {name}.{field.name}, which it"
                        " implements, is not."
                    )
                    yield Code.IMPLEMENTED_BY_INACCESSIBLE, message

    def _is_hidden(self, name: str) -> bool:
        found = self.types.get(name)
        return found is not None and found.has("inaccessible")

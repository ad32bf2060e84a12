"""Inputs: arguments and fields of input objects, of which the supergraph has what all subgraphs accept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from schema.definition import InputValue, Type
from schema.errors import Code, HintCode
from schema.merge.applications import merge_applications
from schema.merge.descriptions import merge_description
from schema.merge.merged import FieldJoin, MergedInput
from schema.merge.sources import Source, Sources, places
from schema.merge.wording import by_value, listed
from schema.subgraph import Subgraph
from schema.type_ref import TypeRef

InputSources = Sequence[Source[InputValue]]
Holder = tuple[Subgraph, Mapping[str, InputValue]]
"""A subgraph and all arguments, or all input fields, of one element there."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """What differs between arguments and input fields."""

    coordinate: str
    required: Code
    type: Code
    default: Code
    absent: HintCode
    compatible: HintCode


_ARGUMENT = _Rules(
    "{0}({1}:)",
    Code.REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH,
    Code.FIELD_ARGUMENT_TYPE_MISMATCH,
    Code.FIELD_ARGUMENT_DEFAULT_MISMATCH,
    HintCode.INCONSISTENT_ARGUMENT_PRESENCE,
    HintCode.INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE,
)
_INPUT_FIELD = _Rules(
    "{0}.{1}",
    Code.REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH,
    Code.FIELD_TYPE_MISMATCH,
    Code.INPUT_FIELD_DEFAULT_MISMATCH,
    HintCode.INCONSISTENT_INPUT_OBJECT_FIELD,
    HintCode.INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE,
)


def merge_arguments(sources: Sources, field: str, holders: Sequence[Holder]) -> dict[str, MergedInput]:
    """The arguments of the field with coordinate `field`."""
    return _Merge(sources, _ARGUMENT, field, holders).all()


def merge_input_fields(sources: Sources, types: Sequence[Source[Type]]) -> dict[str, MergedInput]:
    """The fields of an input object; EMPTY_MERGED_INPUT_TYPE when no field is in all subgraphs."""
    name = types[0].element.name
    merge = _Merge(sources, _INPUT_FIELD, name, [(one.subgraph, one.element.inputs) for one in types])
    merged = merge.all()
    if not merged:
        message = (
            f"{name} has no field that {listed(one.name for one in types)} all have: nothing is left of it."
        )
        sources.findings.error(Code.EMPTY_MERGED_INPUT_TYPE, message, places(types))
    return {field: replace(one, joins=merge.joins(one)) for field, one in merged.items()}


@dataclass(frozen=True, slots=True)
class _Merge:
    """The inputs of one owner, in the subgraphs that have the owner."""

    sources: Sources
    rules: _Rules
    owner: str
    holders: Sequence[Holder]

    def all(self) -> dict[str, MergedInput]:
        names = dict.fromkeys(name for _, inputs in self.holders for name in inputs)
        found = ((name, self._one(name, self.found(name))) for name in names)
        return {name: merged for name, merged in found if merged is not None}

    def found(self, name: str) -> InputSources:
        return [Source(subgraph, inputs[name]) for subgraph, inputs in self.holders if name in inputs]

    def joins(self, merged: MergedInput) -> tuple[FieldJoin, ...]:
        found = self.found(merged.name)
        if len(found) == len(self.holders) and all(one.element.type == merged.type for one in found):
            return ()
        alike = all(one.element.type == merged.type for one in found)
        return tuple(FieldJoin(one.name, type=None if alike else str(one.element.type)) for one in found)

    def _one(self, name: str, found: InputSources) -> MergedInput | None:
        coordinate = self.rules.coordinate.format(self.owner, name)
        if not self._is_kept(coordinate, name, found):
            return None
        element = found[0].element
        return MergedInput(
            name=element.name,
            description=merge_description(coordinate, found, self.sources.findings),
            directives=merge_applications(self.sources, coordinate, found),
            type=self._type(coordinate, found),
            default=self._default(coordinate, found),
        )

    def _is_kept(self, coordinate: str, name: str, found: InputSources) -> bool:
        absent = [subgraph.name for subgraph, inputs in self.holders if name not in inputs]
        if not absent:
            return True
        required = [one for one in found if one.element.is_required]
        if required:
            message = (
                f"{coordinate} is required in {listed(one.name for one in required)}, but {listed(absent)}"
                " does not have it. Give it a default or make it nullable, or add it everywhere."
            )
            self.sources.findings.error(self.rules.required, message, places(required))
            return False
        if self.rules is _INPUT_FIELD and any(one.element.has("inaccessible") for one in found):
            return True
        message = f"{coordinate} is left out of the supergraph: {listed(absent)} does not have it."
        self.sources.findings.hint(self.rules.absent, message, places(found))
        return False

    def _type(self, coordinate: str, found: InputSources) -> TypeRef:
        """The narrowest of the types: what it takes, all take."""
        chosen = found[0].element.type
        for one in found[1:]:
            stated = one.element.type
            if self.sources.is_subtype(stated, chosen):
                chosen = stated
            elif not self.sources.is_subtype(chosen, stated):
                types = by_value((str(each.element.type), each.name) for each in found)
                message = f"{coordinate} has types that no value fits all of: {types}."
                self.sources.findings.error(self.rules.type, message, places(found))
                return chosen
        if any(one.element.type != chosen for one in found):
            types = by_value((str(each.element.type), each.name) for each in found)
            message = f"{coordinate} is {chosen} in the supergraph: {types}."
            self.sources.findings.hint(self.rules.compatible, message, places(found))
        return chosen

    def _default(self, coordinate: str, found: InputSources) -> str | None:
        defaults = [one.element.printed_default for one in found]
        stated = dict.fromkeys(default for default in defaults if default is not None)
        if len(stated) > 1:
            values = by_value(
                (default or "none", one.name) for default, one in zip(defaults, found, strict=True)
            )
            message = f"{coordinate} has different default values: {values}."
            self.sources.findings.error(self.rules.default, message, places(found))
        elif stated and None in defaults:
            values = by_value(
                (default or "none", one.name) for default, one in zip(defaults, found, strict=True)
            )
            message = (
                f"{coordinate} has no default value in the supergraph, for not all subgraphs have it:"
                f" {values}."
            )
            self.sources.findings.hint(HintCode.INCONSISTENT_DEFAULT_VALUE_PRESENCE, message, places(found))
            return None
        return next(iter(stated), None)

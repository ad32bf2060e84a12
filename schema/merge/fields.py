"""Fields: those of object types and interfaces, over all subgraphs that have the type."""

from collections.abc import Sequence
from dataclasses import dataclass

from schema.definition import Field, Kind, Type
from schema.errors import Code, HintCode
from schema.merge.applications import merge_applications
from schema.merge.cache_tags import cache_tags
from schema.merge.contexts import client_arguments, context_arguments
from schema.merge.descriptions import merge_description
from schema.merge.externals import check_externals
from schema.merge.inputs import merge_arguments
from schema.merge.merged import FieldJoin, MergedField
from schema.merge.overrides import Overrides
from schema.merge.sharing import check_sharing
from schema.merge.sources import Source, Sources, places
from schema.merge.wording import by_value, listed
from schema.type_ref import TypeRef
from schema.usage import Coordinate

FieldSources = Sequence[Source[Field]]


def merge_fields(
    sources: Sources, types: Sequence[Source[Type]], overrides: Overrides
) -> dict[str, MergedField]:
    """The fields of one type, in the order of the subgraphs, then of their SDL."""
    names = dict.fromkeys(field for one in types for field in one.element.fields)
    merged: dict[str, MergedField] = {}
    for name in names:
        merge = _Merge(sources, overrides, types, (types[0].element.name, name))
        if one := merge.field():
            merged[name] = one
    return merged


@dataclass(frozen=True, slots=True)
class _Merge:
    """One field."""

    sources: Sources
    overrides: Overrides
    types: Sequence[Source[Type]]
    coordinate: Coordinate

    @property
    def name(self) -> str:
        return ".".join(self.coordinate)

    def field(self) -> MergedField | None:
        stated = self._found()
        found = [one for one in stated if (self.coordinate, one.name) not in self.overrides.dropped]
        # What was overridden is resolved no more, but goes on saying what the field is, and who may see it.
        own = [one for one in stated if not one.subgraph.is_external(self.coordinate)]
        resolved = own or self._lent()
        if not resolved:
            self._report_missing_base(found)
            return None
        if self.sources.kind(self.coordinate[0]) is Kind.OBJECT:
            check_sharing(self.sources, self.coordinate, found, self.overrides)
        holders = client_arguments(self.sources, self.name, resolved)
        type_ = self._type(resolved)
        merged = MergedField(
            name=self.coordinate[1],
            description=merge_description(self.name, resolved, self.sources.findings),
            directives=merge_applications(self.sources, self.name, resolved),
            type=type_,
            arguments=merge_arguments(self.sources, self.name, holders),
            joins=self._joins(found, type_),
            applied=cache_tags([one for one in resolved if one in found]),
        )
        external = [one for one in found if one.subgraph.is_external(self.coordinate)]
        check_externals(self.sources, self.name, merged, external)
        return merged

    def _found(self) -> FieldSources:
        name = self.coordinate[1]
        return [
            Source(one.subgraph, one.element.fields[name]) for one in self.types if name in one.element.fields
        ]

    def _lent(self) -> FieldSources:
        """The field as interface objects give it to all implementations, this type among them."""
        type_name, name = self.coordinate
        return [
            Source(one.subgraph, one.element.fields[name])
            for interface, implementations in self.sources.implementations.items()
            if type_name in implementations
            for one in self.sources.types[interface]
            if one.element.is_interface_object and name in one.element.fields
        ]

    def _report_missing_base(self, found: FieldSources) -> None:
        message = (
            f"{self.name} is @external wherever it is declared ({listed(one.name for one in found)}):"
            " no subgraph resolves it."
        )
        self.sources.findings.error(Code.EXTERNAL_MISSING_ON_BASE, message, places(found))

    def _type(self, found: FieldSources) -> TypeRef:
        """The widest of the types: whatever a subgraph answers, it is one."""
        chosen = found[0].element.type
        for one in found[1:]:
            stated = one.element.type
            if self.sources.is_subtype(chosen, stated):
                chosen = stated
            elif not self.sources.is_subtype(stated, chosen):
                message = f"{self.name} has types of which none holds all others: {_types(found)}."
                self.sources.findings.error(Code.FIELD_TYPE_MISMATCH, message, places(found))
                return chosen
        if any(one.element.type != chosen for one in found):
            message = f"{self.name} is {chosen} in the supergraph: {_types(found)}."
            code = HintCode.INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE
            self.sources.findings.hint(code, message, places(found))
        return chosen

    def _joins(self, found: FieldSources, type_: TypeRef) -> tuple[FieldJoin, ...]:
        """None when nothing is to be said: all subgraphs of the type have the field, and have it alike."""
        alike = all(one.element.type == type_ for one in found)
        joins = tuple(self._join(one, None if alike else str(one.element.type)) for one in found)
        plain = tuple(FieldJoin(one.name) for one in self.types)
        return () if joins == plain else joins

    def _join(self, source: Source[Field], type_: str | None) -> FieldJoin:
        field, subgraph = source.element, source.subgraph
        requires, provides, override = (field.first(name) for name in ("requires", "provides", "override"))
        previous = override.arguments.text("from") if override else None
        place = (self.coordinate, source.name)
        label = self.overrides.labels.get((self.coordinate, previous) if previous else place)
        return FieldJoin(
            subgraph=source.name,
            requires=requires.arguments.text("fields") if requires else None,
            provides=provides.arguments.text("fields") if provides else None,
            type=type_,
            external=subgraph.is_external(self.coordinate),
            override=previous,
            used_overridden=place in self.overrides.used,
            override_label=label,
            context_arguments=context_arguments(source),
        )


def _types(found: FieldSources) -> str:
    return by_value((str(one.element.type), one.name) for one in found)

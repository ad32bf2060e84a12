"""Lookup checks: what is sent of an entity is what its subgraph needs, is there by then, and is no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from graphql import FieldNode, GraphQLSchema, InlineFragmentNode, SelectionSetNode, print_ast

from gateway.planning.layout import TYPENAME
from gateway.planning.plan import Fetch, Representation, RepresentationField
from gateway.planning.validation.documents import fills_match
from gateway.planning.validation.fault import FaultCode, PlanFault
from gateway.planning.validation.survey import Arrival, Given, Object, arguments_of
from gateway.planning.validation.territory import Territory, implementations, is_a
from gateway.planning.validation.uses import Use, Uses
from schema.field_set import parse_field_set


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads field sets from what earlier fetches put into the merged data."""

    schema: GraphQLSchema
    fetch: Fetch
    before: frozenset[int]

    def read(
        self, wanted: Sequence[SelectionSetNode], fields: Iterable[RepresentationField], found: Object
    ) -> Reading:
        """How the fields, as they are read of the object, meet what is wanted of it."""
        reading = Reading()
        self._read(wanted, fields, found, reading)
        return reading

    def _read(
        self,
        wanted: Sequence[SelectionSetNode],
        fields: Iterable[RepresentationField],
        found: Object,
        reading: Reading,
    ) -> None:
        by_name = {one.name: one for one in fields}
        for node in self.nodes(wanted, found.type):
            name = node.name.value
            if name == TYPENAME:
                continue
            one = by_name.get(name)
            if one is None:
                reading.problems.append(f"{name} is not sent")
            elif givens := self._givens(one, node, found):
                reading.read += givens
                if node.selection_set is not None:
                    self._read_below(node.selection_set, one, found, reading)
            else:
                place = f"{one.storage_key} of {found.where}"
                reading.problems.append(f"{name} is read from {place}, where no earlier fetch puts it")

    def _read_below(
        self, wanted: SelectionSetNode, one: RepresentationField, found: Object, reading: Reading
    ) -> None:
        selection = one.selection
        if selection is None:
            reading.problems.append(f"{one.name} is sent without what is selected of it")
            return
        for inner in found.below.get(one.storage_key, {}).values():
            needs_typename = selection.by_type or selection.with_typename
            if needs_typename and not inner.typename_from & self.before:
                reading.problems.append(f"the {TYPENAME} of {inner.where} is not known by then")
            self._read([wanted], (*selection.fields, *selection.by_type.get(inner.type, ())), inner, reading)

    def _givens(self, one: RepresentationField, node: FieldNode, found: Object) -> list[Given]:
        """What lies where the field is read from, if it is what is asked for."""
        asked = one.name, arguments_of(node)
        return [
            given
            for given in found.givens.get(one.storage_key, ())
            if given.fetch.id in self.before and (given.name, given.arguments) == asked
        ]

    def surplus(
        self, allowed: Sequence[SelectionSetNode], fields: Iterable[RepresentationField], found: Object
    ) -> Iterator[str]:
        """The fields that nothing of what is allowed asks for."""
        for one in fields:
            nodes = [node for node in self.nodes(allowed, found.type) if node.name.value == one.name]
            if not nodes:
                yield one.name
            elif one.selection is not None:
                below = [node.selection_set for node in nodes if node.selection_set]
                for inner in found.below.get(one.storage_key, {}).values():
                    inside = (*one.selection.fields, *one.selection.by_type.get(inner.type, ()))
                    yield from (f"{one.name}.{name}" for name in self.surplus(below, inside, inner))

    def nodes(self, selections: Iterable[SelectionSetNode], type_name: str) -> Iterator[FieldNode]:
        """The fields that selections ask of objects of the type."""
        for selection in selections:
            for node in selection.selections:
                if isinstance(node, FieldNode):
                    yield node
                elif isinstance(node, InlineFragmentNode):
                    condition = node.type_condition
                    if condition is None or is_a(self.schema, type_name, condition.name.value):
                        yield from self.nodes([node.selection_set], type_name)


@dataclass(slots=True)
class Reading:
    """How a field set is met: why it is not, and which of the given values are read for it."""

    problems: list[str] = field(default_factory=list)
    read: list[Given] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Required:
    """A field of a lookup with @requires: what it requires, and where its value goes."""

    coordinate: str
    storage_key: str
    fields: SelectionSetNode


@dataclass(frozen=True)
class Lookup:
    """How one fetch looks up objects of one type."""

    reader: Reader
    arrival: Arrival
    territory: Territory
    found: Object
    uses: Uses

    @property
    def representation(self) -> Representation:
        assert self.arrival.representation is not None
        return self.arrival.representation

    def faults(self) -> Iterator[PlanFault]:
        if not self._fills():
            message = f"does not fill what it selects of {self.found.where}"
            yield PlanFault(FaultCode.FILLS, message, self.reader.fetch.id)
        messages = (*self._sent(), *self._requirements(), *self._key(), *self._requiring())
        for message in messages:
            yield PlanFault(
                FaultCode.REPRESENTATION, f"{message}, at {self.found.where}", self.reader.fetch.id
            )

    @property
    def _name(self) -> str:
        return self.representation.typename or self.found.type

    @cached_property
    def _required(self) -> tuple[Required, ...]:
        return tuple(
            Required(given.coordinate, storage_key, parse_field_set(given.join.requires))
            for storage_key, givens in self.found.givens.items()
            for given in givens
            if given.fetch.id == self.reader.fetch.id and given.is_lookup
            if given.join and given.join.requires
        )

    def _fills(self) -> bool:
        known_as = self.arrival.source.type
        fragments = (
            node
            for selection in self.arrival.source.nodes
            for node in selection.selections
            if isinstance(node, InlineFragmentNode)
        )
        asked = [
            node.selection_set
            for node in fragments
            if node.type_condition and self.territory.applies(node.type_condition.name.value, known_as)
        ]
        return fills_match(self.representation.fills, asked)

    def _sent(self) -> Iterator[str]:
        if self.found.type not in implementations(self.reader.schema, self._name):
            yield f"it is sent as a {self._name}"

    def _requirements(self) -> Iterator[str]:
        for one in self._required:
            reading = self._read(one.fields)
            self.uses.note(reading.read, Use.REQUIREMENT)
            for problem in reading.problems:
                yield f"{one.coordinate} requires {_printed(one.fields)}, but {problem}"

    def _key(self) -> Iterator[str]:
        """One key must be there whole, as essential, and nothing besides it that nobody requires."""
        keys = [(key, self._read(key)) for key in self.territory.keys(self._name)]
        whole = [(key, reading) for key, reading in keys if not reading.problems]
        for _, reading in whole:
            self.uses.note(reading.read, Use.KEY)
        if whole:
            yield from min((list(self._complaints(key)) for key, _ in whole), key=len)
        elif keys:
            key, reading = min(keys, key=lambda one: len(one[1].problems))
            yield f"no key of {self._name} is whole: of {_printed(key)}, {reading.problems[0]}"
        else:
            yield f"{self.territory.subgraph} looks up no {self._name}"

    def _complaints(self, key: SelectionSetNode) -> Iterator[str]:
        """What is wrong with the rest, if this is the key that is meant."""
        allowed = [key, *(one.fields for one in self._required)]
        for name in self.reader.surplus(allowed, self.representation.fields, self.found):
            yield f"{name} is sent, which is neither of the key {_printed(key)} nor required"
        of_key = {node.name.value for node in self.reader.nodes([key], self.found.type)}
        for one in self.representation.fields:
            if one.essential != (one.name in of_key):
                role = "essential" if one.essential else "not essential"
                yield f"{one.name} is {role}, with the key {_printed(key)}"

    def _requiring(self) -> Iterator[str]:
        """What fails a field with @requires: all that is sent for its sake, and nothing besides the key."""
        said = self.representation.requires
        required = {one.storage_key: one for one in self._required}
        for storage_key in sorted(said.keys() ^ required.keys()):
            yield f"what is said to be sent for {storage_key} is not what it requires"
        for storage_key in sorted(said.keys() & required.keys()):
            one, sent = required[storage_key], said[storage_key]
            allowed = [[key, one.fields] for key in self.territory.keys(self._name)]
            lacks = self.reader.read([one.fields], sent, self.found).problems
            if lacks or all(any(self.reader.surplus(each, sent, self.found)) for each in allowed):
                yield f"what is said to be sent for {storage_key} is not what it requires"

    def _read(self, wanted: SelectionSetNode) -> Reading:
        return self.reader.read([wanted], self.representation.fields, self.found)


def _printed(selection: SelectionSetNode) -> str:
    return " ".join(print_ast(selection).split())[2:-2]

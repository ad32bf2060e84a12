"""Answer checks: the output is what the operation selects, and every part of it comes from somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graphql import is_abstract_type, print_ast

from gateway.operation.selection import Deferral, Deferred, Field, SelectionSet
from gateway.planning.layout import TYPENAME
from gateway.planning.plan import OutputDeferred, OutputField, OutputSelection
from gateway.planning.validation.fault import FaultCode, PlanFault
from gateway.planning.validation.order import is_awaited
from gateway.planning.validation.survey import Given, Object
from gateway.planning.validation.territory import Territory
from gateway.planning.validation.uses import Use, Uses
from schema.supergraph import Supergraph


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """A position: what is selected there, the output of it, and the objects that can lie there, by type.

    `givers` are the subgraphs that could give it. `unlikely` are types of which none will come, so that what
    is selected of them need not. `deferrals`: with which it is delivered, if not at once.
    """

    selection: SelectionSet
    output: OutputSelection
    objects: Mapping[str, Object]
    givers: frozenset[str] = frozenset()
    unlikely: frozenset[str] = frozenset()
    deferrals: frozenset[Deferral] = frozenset()


class AnswerChecks:
    """Goes through the output beside the operation and the survey; alike places are looked at once."""

    def __init__(self, supergraph: Supergraph, territories: Mapping[str, Territory], uses: Uses) -> None:
        self._supergraph = supergraph
        self._territories = territories
        self._uses = uses
        self._done: set[object] = set()

    def faults(self, selection: SelectionSet, output: OutputSelection, root: Object) -> Iterator[PlanFault]:
        yield from self._place(_Place(selection, output, {root.type: root}))

    def _place(self, place: _Place) -> Iterator[PlanFault]:
        yield from self._shape(place)
        for name, found in place.objects.items():
            unlikely = name in place.unlikely
            step = (place.selection, id(place.output), found, place.givers, unlikely, place.deferrals)
            if step not in self._done and name in self._supergraph.public.type_map:
                self._done.add(step)
                faults = (*self._typename(place, found), *self._parts(place, found))
                yield from (one for one in faults if not (one.code is FaultCode.MISSING and unlikely))

    def _shape(self, place: _Place) -> Iterator[PlanFault]:
        """The output has, by public type, the operation's response keys in their order."""
        selection, output = place.selection, place.output
        wanted = {
            name: [(one.deferrals, _keys(one.fields)) for one in _selected(selection, name)]
            for branch in selection.branches
            for name in branch.types
            if name in self._supergraph.public.type_map
        }
        made = {
            name: [(one.deferrals, _keys(one.fields)) for one in _laid_out(output, name)]
            for name in output.by_type
        }
        if wanted != made or selection.type != output.type:
            yield PlanFault(FaultCode.OUTPUT, f"the output of {selection.type} is not what is selected of it")

    def _typename(self, place: _Place, found: Object) -> Iterator[PlanFault]:
        """At an abstract position the projection asks what an object is, unless that is all the same."""
        declared = self._supergraph.full.type_map[place.selection.type]
        if not is_abstract_type(declared) or place.output.uniform or not place.output.by_type:
            return
        if not found.typename_from:
            yield PlanFault(FaultCode.MISSING, f"no fetch gives the {TYPENAME} of {found.where}")

    def _parts(self, place: _Place, found: Object) -> Iterator[PlanFault]:
        """What is delivered with the object, and what later."""
        outputs = _laid_out(place.output, found.type)
        for selected, output in zip(_selected(place.selection, found.type), outputs, strict=False):
            yield from self._fields(place, found, selected, output)

    def _fields(
        self, place: _Place, found: Object, selected: Deferred, laid_out: OutputDeferred
    ) -> Iterator[PlanFault]:
        outputs = {output.response_key: output for output in laid_out.fields}
        deferrals = selected.deferrals or place.deferrals
        for field in selected.fields:
            output = outputs.get(field.response_key)
            if output is None or field.denial or field.local or field.name == TYPENAME:
                continue
            givens = _given(field, output, found)
            self._uses.note(givens, Use.ANSWER)
            if not any(is_awaited(given.fetch, deferrals) for given in givens):
                when = ", when it is delivered" if givens else ""
                message = f"no fetch gives {field.name} of {found.where}, in {output.storage_key}{when}"
                yield PlanFault(FaultCode.MISSING, message)
            elif field.selection is not None and output.selection is not None:
                below = found.below.get(output.storage_key, {})
                givers = self._givers(found.type, field.name, place.givers)
                unlikely = frozenset(below) - self._certain(found.type, field.name, givers, frozenset(below))
                inner = _Place(field.selection, output.selection, below, givers, unlikely, deferrals)
                yield from self._place(inner)

    def _givers(self, type_name: str, name: str, at_hand: frozenset[str]) -> frozenset[str]:
        """The subgraphs that could give the field here: they resolve it, and have the object or can look it
        up.
        """
        joins = self._supergraph.types[type_name].fields[name].joins
        is_root = type_name in self._supergraph.roots.values()
        return frozenset(
            subgraph
            for subgraph, join in joins.items()
            if (territory := self._territories[subgraph]).refusal(join) is None
            if subgraph in at_hand or is_root or any(territory.keys(type_name))
        )

    def _certain(
        self, type_name: str, name: str, givers: frozenset[str], types: frozenset[str]
    ) -> frozenset[str]:
        """Of a union that several could give, a member that one of them does not know will not come: all who
        share a field give the same.
        """
        joined = self._supergraph.types[type_name].fields[name]
        if self._supergraph.types[joined.type.strip("[]!")].kind != "union":
            return types
        known = (self._territories[one].possible(joined.joins[one].type.strip("[]!")) for one in givers)
        return types.intersection(*known)


def _selected(selection: SelectionSet, type_name: str) -> tuple[Deferred, ...]:
    """What is selected of objects of the type: what is delivered with the object, then what later."""
    branch = next((branch for branch in selection.branches if type_name in branch.types), None)
    return (Deferred(frozenset(), branch.fields), *branch.deferred) if branch else ()


def _laid_out(output: OutputSelection, type_name: str) -> tuple[OutputDeferred, ...]:
    """Likewise, of the output."""
    at_once = OutputDeferred(frozenset(), output.by_type.get(type_name, ()))
    return (at_once, *output.deferred.get(type_name, ()))


def _keys(fields: Iterable[Field | OutputField]) -> list[object]:
    return [(field.response_key, field.name, field.denial) for field in fields]


def _given(field: Field, output: OutputField, found: Object) -> list[Given]:
    """What lies where the output looks, if it is what was asked."""
    asked = field.name, ", ".join(print_ast(one) for one in field.arguments)
    return [
        given for given in found.givens.get(output.storage_key, ()) if (given.name, given.arguments) == asked
    ]

"""Context checks: arguments that the gateway fills get what the nearest object with the context gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graphql import FieldNode, VariableNode

from gateway.planning.layout import TYPENAME
from gateway.planning.plan import ContextValue, Fetch
from gateway.planning.validation.fault import FaultCode, PlanFault
from gateway.planning.validation.lookups import Reader
from gateway.planning.validation.order import Before
from gateway.planning.validation.survey import Given, Object
from gateway.planning.validation.uses import Use, Uses
from schema.field_set import parse_field_set
from schema.joined import ContextArgument
from schema.supergraph import Supergraph

_Asked = Mapping[tuple[int, str], ContextArgument]
"""By fetch and variable, the argument that takes it."""


@dataclass(frozen=True)
class ContextChecks:
    """Looks at all objects of a survey together."""

    supergraph: Supergraph
    before: Before
    uses: Uses
    _asked: dict[tuple[int, str], ContextArgument] = field(default_factory=dict)

    def faults(self, objects: Iterable[Object]) -> Iterator[PlanFault]:
        objects = tuple(objects)
        for found in objects:
            for given in (given for givens in found.givens.values() for given in givens):
                yield from self._arguments(given)
        for found in objects:
            led_on = _led_on(found)
            for fetch, context in found.contexts:
                faults = list(self._value(fetch, context, found))  # what is read for nothing is read, too
                yield from faults if fetch.id in led_on else ()
            for fetch, context in found.crossed:
                if fetch.id not in led_on:
                    continue
                argument = self._asked.get((fetch.id, context.variable))
                if argument is not None and argument.context in self._set_by(found.type):
                    nearer = f"{found.where}, which sets {argument.context}"
                    yield _fault(fetch, f"fills {argument.name} from further up than {nearer}")

    def _arguments(self, given: Given) -> Iterator[PlanFault]:
        """Each argument that is to be filled has a variable of its fetch that is."""
        variables = {context.variable for context in given.fetch.contexts}
        for argument in given.join.context_arguments if given.join else ():
            variable = _variable(given.nodes[0], argument.name)
            if variable in variables:
                self._asked[given.fetch.id, variable] = argument
            else:
                yield _fault(
                    given.fetch, f"leaves the argument {argument.name} of {given.coordinate} unfilled"
                )

    def _value(self, fetch: Fetch, context: ContextValue, found: Object) -> Iterator[PlanFault]:
        argument = self._asked.get((fetch.id, context.variable))
        if argument is None:
            yield _fault(fetch, f"fills ${context.variable}, which no argument takes")
            return
        if argument.context not in self._set_by(found.type):
            yield _fault(fetch, f"fills {argument.name} from {found.where}, which sets no {argument.context}")
        wanted = parse_field_set(argument.selection)
        if context.field is None:
            names = [node.name.value for node in self._reader(fetch).nodes([wanted], found.type)]
            if names != [TYPENAME] or context.constant != found.type:
                yield _fault(fetch, f"fills {argument.name} with a constant, at {found.where}")
            return
        reading = self._reader(fetch).read([wanted], [context.field], found)
        self.uses.note(reading.read, Use.REQUIREMENT)
        for problem in reading.problems:
            yield _fault(fetch, f"fills {argument.name}, but {problem}")

    def _reader(self, fetch: Fetch) -> Reader:
        return Reader(self.supergraph.full, fetch, self.before[fetch.id])

    def _set_by(self, type_name: str) -> frozenset[str]:
        """The contexts of a type: its own, and those of the interfaces and unions that it belongs to."""
        types = self.supergraph.types
        own = types[type_name]
        interfaces = {name for names in own.implements.values() for name in names}
        unions = {one.name for one in types.values() if type_name in set().union(*one.members.values())}
        return own.contexts.union(*(types[name].contexts for name in interfaces | unions))


def _led_on(found: Object) -> set[int]:
    """The fetches that find something here or below: objects may lack what paths go by."""
    arrived = {arrival.fetch.id for arrival in found.arrivals}
    return arrived | {fetch.id for fetches in found.passing.values() for fetch in fetches}


def _variable(node: FieldNode, name: str) -> str | None:
    values = (argument.value for argument in node.arguments or () if argument.name.value == name)
    return next((value.name.value for value in values if isinstance(value, VariableNode)), None)


def _fault(fetch: Fetch, message: str) -> PlanFault:
    return PlanFault(FaultCode.CONTEXT, message, fetch.id)

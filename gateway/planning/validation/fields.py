"""Field checks: the subgraphs resolve what they are asked, and later fetches find their way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gateway.planning.layout import TYPENAME
from gateway.planning.plan import Fetch
from gateway.planning.validation.fault import FaultCode, PlanFault
from gateway.planning.validation.order import Before
from gateway.planning.validation.survey import Given, Object
from gateway.planning.validation.territory import Territory
from gateway.planning.validation.uses import Use, Uses


class FieldChecks:
    """Looks at one object of a survey at a time."""

    def __init__(self, territories: Mapping[str, Territory], before: Before, uses: Uses) -> None:
        self._territories = territories
        self._before = before
        self._uses = uses

    def faults(self, found: Object) -> Iterator[PlanFault]:
        for storage_key, givens in found.givens.items():
            for given in givens:
                yield from self._resolvable(given)
            yield from _conflict(found, storage_key, givens)
        yield from self._typename(found)
        for storage_key, fetches in found.passing.items():
            for fetch in fetches:
                yield from self._way(fetch, found, storage_key)

    def _resolvable(self, given: Given) -> Iterator[PlanFault]:
        subgraph = given.fetch.subgraph
        asked = f"{subgraph} is asked for {given.coordinate}, which"
        if given.join is None:
            yield PlanFault(FaultCode.NOT_RESOLVABLE, f"{asked} it does not have", given.fetch.id)
            return
        if given.is_opened:
            return
        if refusal := self._territories[subgraph].refusal(given.join):
            yield PlanFault(FaultCode.NOT_RESOLVABLE, f"{asked} {refusal}", given.fetch.id)
        elif given.join.requires and not given.is_lookup:
            message = f"{asked} requires {given.join.requires}, where nothing can be sent"
            yield PlanFault(FaultCode.NOT_RESOLVABLE, message, given.fetch.id)

    def _typename(self, found: Object) -> Iterator[PlanFault]:
        for number in sorted(found.masked_from):
            message = f"stores the name of an interface object as {TYPENAME} at {found.where}"
            yield PlanFault(FaultCode.UNKNOWN_TYPE, message, number)
        for fetch in found.typename_needed_by:
            if not found.typename_from & self._before[fetch.id]:
                message = f"looks at the {TYPENAME} of {found.where}, which no earlier fetch gives"
                yield PlanFault(FaultCode.UNKNOWN_TYPE, message, fetch.id)

    def _way(self, fetch: Fetch, found: Object, storage_key: str) -> Iterator[PlanFault]:
        """The fetch's path leads through the storage key: an earlier fetch must have put something there."""
        givens = found.givens[storage_key]
        earlier = [given for given in givens if given.fetch.id in self._before[fetch.id]]
        self._uses.note(earlier, Use.WAY)
        if not earlier:
            after = ", ".join(str(given.fetch.id) for given in givens)
            message = (
                f"goes by {storage_key} of {found.where}, which [{after}] gives, but does not wait for it"
            )
            yield PlanFault(FaultCode.ORDER, message, fetch.id)


def _conflict(found: Object, storage_key: str, givens: list[Given]) -> Iterator[PlanFault]:
    asked = {f"{given.name}({given.arguments})" for given in givens}
    if len(asked) > 1:
        message = f"{storage_key} of {found.where} holds {' and '.join(sorted(asked))}"
        yield PlanFault(FaultCode.STORAGE_CONFLICT, message)

"""Warm-up: a generation is prepared for what the one before it was asked most, before it takes over."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nlargest
from time import monotonic

from gateway.generation import Generation
from gateway.operation.refusal import Refusal
from gateway.planning.planner import UnplannableError
from gateway.preparation import Used

Wanted = tuple[str, Used]
"""An operation, and the path of the service that was asked it."""


@dataclass(frozen=True, slots=True)
class WarmUpRules:
    """At most so many `operations`, for at most so many `seconds`, while the plans of each service weigh at
    most so many `bytes`.
    """

    operations: int = 500
    seconds: float = 5.0
    bytes: int = 32_000_000


@dataclass(frozen=True, slots=True)
class WarmedUp:
    """How many operations were prepared, how many the new schema has no longer, and for how many the budgets
    were too small.
    """

    prepared: int = 0
    obsolete: int = 0
    left: int = 0


def most_wanted(generation: Generation, rules: WarmUpRules) -> list[Wanted]:
    """What the generation was asked most, of all its services, the most first."""
    wanted = [
        (path, used)
        for path, service in generation.services.items()
        for used in service.pipeline.preparation.most_used(rules.operations)
    ]
    return nlargest(rules.operations, wanted, key=lambda one: one[1].uses)


def warm_up(generation: Generation, wanted: list[Wanted], rules: WarmUpRules) -> WarmedUp:
    """Prepare `wanted`, in its order, as far as the budgets go.

    For a generation that does not serve yet: it is done in a thread, and Preparations are not for several.
    """
    until = monotonic() + rules.seconds
    prepared = obsolete = left = 0
    for path, used in wanted:
        service = generation.services.get(path)
        if service is None:
            obsolete += 1
            continue
        preparation = service.pipeline.preparation
        if monotonic() >= until or preparation.plan_weight >= rules.bytes:
            left += 1
            continue
        try:
            preparation.warm(used)
        except (Refusal, UnplannableError):
            obsolete += 1
        else:
            prepared += 1
    return WarmedUp(prepared, obsolete, left)

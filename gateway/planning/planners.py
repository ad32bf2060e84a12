"""Planners: a planner for each set of override labels that is asked for."""

from __future__ import annotations

from collections import OrderedDict

from gateway.planning.planner import Planner
from schema.supergraph import Supergraph

_KEPT = 32
"""Sets of labels whose planner is kept. Most supergraphs have one: none on."""


class Planners:
    """Plans over one supergraph. What no label changes is worked out once for all planners."""

    def __init__(self, supergraph: Supergraph) -> None:
        self._labelless = Planner(supergraph)
        self._planners: OrderedDict[frozenset[str], Planner] = OrderedDict()

    def having(self, labels: frozenset[str]) -> Planner:
        """The planner for these labels, and no others, on."""
        if not labels:
            return self._labelless
        planner = self._planners.get(labels)
        if planner is None:
            planner = self._planners[labels] = self._labelless.with_labels(labels)
            if len(self._planners) > _KEPT:
                self._planners.popitem(last=False)
        self._planners.move_to_end(labels)
        return planner

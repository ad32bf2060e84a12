"""A plan made ready to run: everything that can be worked out once per plan instead of once per request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gateway.planning.plan import Plan


@dataclass(frozen=True, slots=True)
class PreparedPlan:
    """Belongs in the plan cache, beside the projection."""


def prepare(plan: Plan) -> PreparedPlan:
    """Compile a plan for the executor. Pure."""
    raise NotImplementedError

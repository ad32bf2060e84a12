"""PlanFault: one way in which a plan does not keep what it promises."""

from dataclasses import dataclass
from enum import StrEnum


class FaultCode(StrEnum):
    """What is wrong. A plan with any of these is a fault of the planner, never of who wrote the query."""

    ORDER = "ORDER"
    """`after` names no earlier fetch, or what is read may not be there yet."""
    INVALID_DOCUMENT = "INVALID_DOCUMENT"
    """The fetch's operation is not valid for its subgraph."""
    VARIABLES = "VARIABLES"
    """The fetch's variables are not those that its operation uses."""
    FILLS = "FILLS"
    """What a fetch is said to fill is not what its operation selects."""
    NOT_RESOLVABLE = "NOT_RESOLVABLE"
    """A subgraph is asked for a field that it does not resolve there."""
    STORAGE_CONFLICT = "STORAGE_CONFLICT"
    """Two things lie under one storage key."""
    REPRESENTATION = "REPRESENTATION"
    """What is sent of an entity is not what its subgraph needs, or more than that."""
    UNKNOWN_TYPE = "UNKNOWN_TYPE"
    """Something depends on an object's `__typename`, which is not there."""
    CONTEXT = "CONTEXT"
    """An argument is not filled from the context that it names."""
    MISSING = "MISSING"
    """Part of the answer comes from nowhere."""
    OUTPUT = "OUTPUT"
    """The output is not what the operation selects."""
    NEEDLESS = "NEEDLESS"
    """Something is fetched that nobody needs."""
    DENIED = "DENIED"
    """Something is fetched that the caller may not see."""
    REPEATED = "REPEATED"
    """A mutation would be done twice, or a subscription begun twice."""


@dataclass(frozen=True, slots=True, order=True)
class PlanFault:
    """`fetch` is the id of the fetch that it is about; None when it is about the plan as a whole."""

    code: FaultCode
    message: str
    fetch: int | None = None

    def __str__(self) -> str:
        about = "" if self.fetch is None else f"[{self.fetch}] "
        return f"{about}{self.code} {self.message}"

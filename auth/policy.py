"""What a Principal may open: the decision for one coordinate, as a value with its reason."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Denied:
    """A coordinate that stays closed, and what would open it: any one of `klantsoorten`, at `niveau` or
    higher.

    Both are empty when no login of the caller's could open it (a policy said no).
    """

    coordinate: str
    klantsoorten: tuple[str, ...] = ()
    niveau: str | None = None

    @property
    def extensions(self) -> dict[str, Any]:
        """What the error says, so that a frontend can offer the right login or a step-up."""
        hints = {"klantsoorten": list(self.klantsoorten), "niveau": self.niveau}
        return {"code": "UNAUTHORIZED_FIELD_OR_TYPE", **{name: hint for name, hint in hints.items() if hint}}

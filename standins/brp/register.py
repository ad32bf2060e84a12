"""The register in memory: everyone, and who has changed since when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Persoon = Mapping[str, Any]


@dataclass(slots=True)
class Personenregister:
    """People by BSN, in the published shape. `volgindicaties` are whom a municipality follows."""

    personen: dict[str, Persoon] = field(repr=False)
    volgindicaties: set[str] = field(default_factory=set, repr=False)
    wijzigingen: list[tuple[str, str]] = field(default_factory=list, repr=False)
    """Day (ISO) and BSN of each change, in the order in which they came."""

    @classmethod
    def van(cls, personen: Sequence[Persoon]) -> "Personenregister":
        return cls({persoon["burgerservicenummer"]: persoon for persoon in personen})

    def wijzig(self, persoon: Persoon, dag: str) -> None:
        """Someone new, or someone whose data are others from this day on."""
        bsn = persoon["burgerservicenummer"]
        self.personen[bsn] = persoon
        self.wijzigingen.append((dag, bsn))

    def gewijzigd_sinds(self, dag: str) -> list[str]:
        """The BSNs of followed people with a change on or after that day, each once."""
        found = (bsn for op, bsn in self.wijzigingen if op >= dag and bsn in self.volgindicaties)
        return list(dict.fromkeys(found))

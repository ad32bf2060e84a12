"""A contactmoment: what a customer and the municipality said to each other before, by whatever channel."""

from dataclasses import dataclass, field
from datetime import datetime

from subgraphs.zaken.postbus.bericht import moment_volgorde


@dataclass(frozen=True, slots=True)
class Contactmoment:
    """What was said. `inhoud` is what it was about, `reactie` what the municipality answered."""

    id: str
    kanaal: str
    onderwerp: str
    moment: datetime
    inhoud: str = field(default="", repr=False)
    reactie: str = field(default="", repr=False)
    zaak_id: str | None = None

    @property
    def volgorde(self) -> str:
        """Sorts as text, in the order in which they were."""
        return moment_volgorde(self.moment)

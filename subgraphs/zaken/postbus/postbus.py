"""Postbus: the sources of taken, berichten and contactmomenten, each embedded or elsewhere."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from subgraphs.zaken.postbus.bijlagen import Bijlagen
from subgraphs.zaken.postbus.source import Berichtenbron, Contactmomentenbron, Takenbron


@dataclass(frozen=True, slots=True)
class Postbus:
    """Where each of the three comes from, with the bijlagen of berichten, and what time it is there.

    `closing` runs when all is over.
    """

    taken: Takenbron
    berichten: Berichtenbron
    contactmomenten: Contactmomentenbron
    bijlagen: Bijlagen
    nu: Callable[[], datetime]
    closing: Sequence[Callable[[], Awaitable[None]]] = ()

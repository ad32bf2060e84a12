"""A gebeurtenis: that something happened to a zaak, and what kind of thing; never what it says."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import uuid4


class Soort(StrEnum):
    """What happened. ANDERS is what a register tells of that is none of the others."""

    GEREGISTREERD = "geregistreerd"
    STATUS_GEZET = "status_gezet"
    RESULTAAT_VASTGESTELD = "resultaat_vastgesteld"
    DOCUMENT_TOEGEVOEGD = "document_toegevoegd"
    BESLUIT_GENOMEN = "besluit_genomen"
    INTREKKING_AANGEVRAAGD = "intrekking_gevraagd"
    INGETROKKEN = "ingetrokken"
    ANDERS = "anders"


@dataclass(frozen=True, slots=True)
class Gebeurtenis:
    """Something that happened to a zaak; whoever tells it twice gives it the same `id`."""

    id: str
    zaak_id: str
    soort: Soort
    moment: datetime


def nieuwe_gebeurtenis(zaak_id: str, soort: Soort, moment: datetime) -> Gebeurtenis:
    """One that nobody told before."""
    return Gebeurtenis(str(uuid4()), zaak_id, soort, moment)

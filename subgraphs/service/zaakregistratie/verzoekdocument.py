"""Verzoekdocument: a request to withdraw, as the document with a zaak that tells who handles it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from subgraphs.service.settings import LOCAL


@dataclass(frozen=True, slots=True)
class Verzoekdocument:
    """`referentie` is what the customer knows the aanvraag by, `gevraagd_op` when they asked."""

    TITEL: ClassVar[str] = "Verzoek tot intrekking"
    """Also the omschrijving of its documenttype."""
    BESTANDSNAAM: ClassVar[str] = "verzoek-tot-intrekking.txt"
    FORMAAT: ClassVar[str] = "text/plain"

    referentie: str
    gevraagd_op: datetime

    @property
    def inhoud(self) -> bytes:
        """The moment as the clock stood here."""
        moment = self.gevraagd_op.astimezone(LOCAL)
        text = (
            f"De aanvrager wil aanvraag {self.referentie} intrekken.\n"
            f"Gevraagd op {moment:%d-%m-%Y} om {moment:%H:%M} uur.\n"
        )
        return text.encode()

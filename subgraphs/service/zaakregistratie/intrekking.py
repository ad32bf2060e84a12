"""An intrekking: the wish of a customer that their zaak be withdrawn, and what came of that."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Afloop(StrEnum):
    """What came of the withdrawal of a zaak.

    INGETROKKEN: the zaak ended as withdrawn. BIJ_BEHANDELAAR: the request is with the zaak, and who handles
    it decides. TE_LAAT: the zaak had ended. NIET_VERWERKT: an operator gave the request up.
    """

    INGETROKKEN = "ingetrokken"
    BIJ_BEHANDELAAR = "bij_behandelaar"
    TE_LAAT = "te_laat"
    NIET_VERWERKT = "niet_verwerkt"


@dataclass(frozen=True, slots=True)
class Intrekking:
    """The zaak of an aanvraag that its customer wants to withdraw, since `gevraagd_op`."""

    aanvraag_id: str
    klant_id: str = field(repr=False)
    zaak_id: str
    referentie: str
    gevraagd_op: datetime

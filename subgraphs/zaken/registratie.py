"""What an aanvraag brings to the zaakregistratie, and what the zaakregistratie does with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Registratie:
    """An aanvraag that is to become a zaak: `zaaktype` is an identificatie, `gegevens` what was filled in.

    With `bijlagen_volgen` the zaak is not complete, and so not visible, before `voltooi`.
    """

    aanvraag_id: str
    zaaktype: str
    klant_id: str = field(repr=False)
    omschrijving: str
    ingediend_op: datetime
    gegevens: Mapping[str, Any] = field(repr=False)
    bijlagen_volgen: bool = False


@dataclass(frozen=True, slots=True)
class Bijlage:
    """A file that came with an aanvraag. `formaat` is a media type; the `id` tells it from the others."""

    id: str
    bestandsnaam: str = field(repr=False)
    formaat: str
    inhoud: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Geregistreerd:
    """The zaak of an aanvraag; `nieuw` is false when an earlier request had already made it."""

    zaak_id: str
    identificatie: str
    nieuw: bool


@dataclass(frozen=True, slots=True)
class Intrekkingsverzoek:
    """That the customer wants the zaak of an aanvraag to be withdrawn, since `gevraagd_op`."""

    aanvraag_id: str
    referentie: str
    gevraagd_op: datetime


class Afloop(StrEnum):
    """What came of that: the zaak ended as withdrawn, who handles it decides, or it had ended already."""

    INGETROKKEN = "ingetrokken"
    BIJ_BEHANDELAAR = "bij_behandelaar"
    TE_LAAT = "te_laat"


class OnbekendZaaktype(ValueError):
    """No zaaktype with this identificatie is in force."""


class OnbekendeAanvraag(LookupError):
    """Of this aanvraag no zaak was made."""


class AlVoltooid(ValueError):
    """The zaak has a status: nothing is added to its registration any more."""


class Zaakregister(Protocol):
    """Writing zaken. Each act is safe to repeat."""

    async def registreer(self, registratie: Registratie, op: date) -> Geregistreerd:
        """Make the zaak with its initiator and first document, and unless more follows its first status: all
        or nothing, and once.

        `op` is the day of registration. Raises OnbekendZaaktype.
        """
        ...

    async def voeg_toe(self, aanvraag_id: str, bijlage: Bijlage, op: date) -> bool:
        """Add a file to the zaak of an aanvraag; false when it is there already.

        Raises OnbekendeAanvraag, AlVoltooid.
        """
        ...

    async def voltooi(self, aanvraag_id: str, ingediend_op: datetime) -> Geregistreerd:
        """Set the first status: the zaak is complete, and whoever handles it hears of it.

        Raises OnbekendeAanvraag.
        """
        ...

    async def trek_in(self, verzoek: Intrekkingsverzoek, op: date) -> Afloop:
        """End the zaak as withdrawn, where its zaaktype and its course allow that; otherwise put the request
        with the zaak. Whoever handles it hears of either. Raises OnbekendeAanvraag.
        """
        ...

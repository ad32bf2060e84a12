"""A zaak and what hangs on it, as the sources hand it over: frozen values in the words of ZGW."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Fase(StrEnum):
    """Whether a zaak still runs: it is closed once it has an `einddatum` (Zaken API, zrc-007)."""

    LOPEND = "lopend"
    AFGEROND = "afgerond"


@dataclass(frozen=True, slots=True)
class Zaaktype:
    """One version of a zaaktype (Catalogi API): `doorlooptijd` is the law, `servicenorm` the promise."""

    id: str
    identificatie: str
    omschrijving: str
    doel: str
    aanleiding: str
    doorlooptijd: str
    servicenorm: str | None
    trefwoorden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statustype:
    """A step that zaken of one zaaktype can take, `volgnummer` 1 first."""

    id: str
    zaaktype_id: str
    volgnummer: int
    omschrijving: str
    toelichting: str
    is_eindstatus: bool


@dataclass(frozen=True, slots=True)
class Status:
    """A step that a zaak took, at an instant with a time zone."""

    zaak_id: str
    volgnummer: int
    omschrijving: str
    toelichting: str
    is_eindstatus: bool
    datum: datetime


@dataclass(frozen=True, slots=True)
class Resultaat:
    """How a zaak ended."""

    omschrijving: str
    toelichting: str


@dataclass(frozen=True, slots=True)
class Zaak:
    """A zaak as its initiator may see it."""

    id: str
    identificatie: str
    omschrijving: str
    zaaktype_id: str
    registratiedatum: date
    startdatum: date
    einddatum: date | None
    einddatum_gepland: date | None
    uiterlijke_einddatum: date
    resultaat: Resultaat | None


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of a document, without its content; `omvang` in bytes."""

    id: str
    zaak_id: str
    identificatie: str
    titel: str
    documenttype: str
    bestandsnaam: str
    formaat: str
    omvang: int
    creatiedatum: date


@dataclass(frozen=True, slots=True)
class Besluit:
    """A decision taken in a zaak and sent to the customer."""

    id: str
    zaak_id: str
    identificatie: str
    besluittype: str
    toelichting: str
    datum: date
    ingangsdatum: date
    vervaldatum: date | None
    verzenddatum: date
    uiterlijke_reactiedatum: date | None

"""A zaak and what hangs on it, as the sources hand it over: frozen values in the words of ZGW."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from subgraphs.zaken.zichtbaarheid import Betrokkene, Rolsoort


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

    id: str
    zaak_id: str
    volgnummer: int
    omschrijving: str
    toelichting: str
    is_eindstatus: bool
    datum: datetime


@dataclass(frozen=True, slots=True)
class Substatus:
    """What happened between two statuses, at an instant with a time zone."""

    status_id: str
    omschrijving: str
    tijdstip: datetime


@dataclass(frozen=True, slots=True)
class Resultaat:
    """How a zaak ended."""

    zaak_id: str
    omschrijving: str
    toelichting: str


@dataclass(frozen=True, slots=True)
class Verlenging:
    """More time than the law gave at first: `duur` is an ISO 8601 duration."""

    reden: str
    duur: str


@dataclass(frozen=True, slots=True)
class Opschorting:
    """The terms stand still, until it ends."""

    reden: str


class Archiefnominatie(StrEnum):
    """What happens with a zaak in the end."""

    BLIJVEND_BEWAREN = "blijvend_bewaren"
    VERNIETIGEN = "vernietigen"


class Archiefstatus(StrEnum):
    """How far a zaak is on its way into the archive."""

    NOG_TE_ARCHIVEREN = "nog_te_archiveren"
    GEARCHIVEERD = "gearchiveerd"
    GEARCHIVEERD_PROCESTERMIJN_ONBEKEND = "gearchiveerd_procestermijn_onbekend"
    OVERGEDRAGEN = "overgedragen"


@dataclass(frozen=True, slots=True)
class Archief:
    """Until when a zaak stays: at `actiedatum` what `nominatie` says is done with it."""

    nominatie: Archiefnominatie | None
    status: Archiefstatus | None
    actiedatum: date | None


@dataclass(frozen=True, slots=True)
class Zaak:
    """A zaak as its initiator may see it.

    `volgorde` is its place in the list of its source, which sorts as text, the last registered highest.
    """

    id: str
    identificatie: str
    omschrijving: str
    zaaktype_id: str
    registratiedatum: date
    startdatum: date
    einddatum: date | None
    einddatum_gepland: date | None
    uiterlijke_einddatum: date | None
    volgorde: str
    hoofdzaak_id: str | None = None
    verlenging: Verlenging | None = None
    opschorting: Opschorting | None = None
    archief: Archief | None = None


@dataclass(frozen=True, slots=True)
class Rol:
    """Who takes part in a zaak as what; `naam` is there where it may be shown."""

    zaak_id: str
    soort: Rolsoort
    omschrijving: str
    wie: Betrokkene
    naam: str | None

    def plaats(self) -> tuple[int, int, str]:
        """Where it stands among the rollen of its zaak: the customer first, then by what they are."""
        return list(Betrokkene).index(self.wie), list(Rolsoort).index(self.soort), self.omschrijving


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of a document; `omvang` in bytes. Without `heeft_inhoud` there is nothing to download."""

    id: str
    zaak_id: str
    identificatie: str
    titel: str
    documenttype: str
    bestandsnaam: str
    formaat: str
    omvang: int
    creatiedatum: date
    heeft_inhoud: bool


class Bestandsfeiten(Protocol):
    """What whoever gets a file is told of it."""

    @property
    def bestandsnaam(self) -> str: ...
    @property
    def formaat(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Bestand:
    """The content of a document, of `omvang` bytes, in chunks as they come: from byte `vanaf` on, which is no
    later than where the part begins that was asked for. `etag` is there where it tells versions apart.
    """

    document: Bestandsfeiten
    omvang: int
    chunks: AsyncIterator[bytes] = field(repr=False)
    vanaf: int = 0
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class Besluit:
    """A decision taken in a zaak, sent to the customer or published."""

    id: str
    zaak_id: str
    identificatie: str
    besluittype: str
    toelichting: str
    datum: date
    ingangsdatum: date
    vervaldatum: date | None
    verzenddatum: date | None
    publicatiedatum: date | None
    uiterlijke_reactiedatum: date | None

"""How far a zaak is, and when the customer may expect its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from subgraphs.zaken.termijn import Termijn
from subgraphs.zaken.zaak import Status, Statustype, Zaak, Zaaktype


class Stand(StrEnum):
    """Where a step stands with regard to the current one."""

    AFGEROND = "afgerond"
    OVERGESLAGEN = "overgeslagen"
    HUIDIG = "huidig"
    TE_DOEN = "te_doen"


@dataclass(frozen=True, slots=True)
class Stap:
    """One step of the course of a zaak; `datum` is when it was (last) reached."""

    volgnummer: int
    omschrijving: str
    toelichting: str
    stand: Stand
    datum: datetime | None


def stappen(statustypen: Sequence[Statustype], statussen: Sequence[Status]) -> tuple[Stap, ...]:
    """The course of a zaak: every step of its zaaktype in order, with where it stands.

    The current step is that of the last status set, which may lie before one that was already reached: a zaak
    can go back. A step before the current one that never got a status was skipped.
    """
    bereikt = {status.volgnummer: status.datum for status in sorted(statussen, key=lambda s: s.datum)}
    huidig = max(statussen, key=lambda status: status.datum, default=None)

    def stand(soort: Statustype) -> Stand:
        if huidig is None or soort.volgnummer > huidig.volgnummer:
            return Stand.TE_DOEN
        if soort.volgnummer == huidig.volgnummer:
            return Stand.AFGEROND if soort.is_eindstatus else Stand.HUIDIG
        return Stand.AFGEROND if soort.volgnummer in bereikt else Stand.OVERGESLAGEN

    return tuple(
        Stap(
            soort.volgnummer,
            soort.omschrijving,
            soort.toelichting,
            stand(soort),
            bereikt.get(soort.volgnummer),
        )
        for soort in sorted(statustypen, key=lambda soort: soort.volgnummer)
    )


def servicenorm(zaak: Zaak, zaaktype: Zaaktype) -> date | None:
    """When a zaak is done by the promise of the municipality, which moves with an extension of its term."""
    if not zaaktype.servicenorm:
        return None
    beloofd = Termijn.parse(zaaktype.servicenorm).na(zaak.startdatum)
    return Termijn.parse(zaak.verlenging.duur).na(beloofd) if zaak.verlenging else beloofd


def verwachte_einddatum(zaak: Zaak, zaaktype: Zaaktype, vandaag: date) -> date | None:
    """When the zaak will be (or was) done, as far as an honest answer exists.

    The first of these that has not passed: the planned end, the promise of the service norm, the legal limit.
    None when all of them have, or while the zaak is suspended: then nobody knows, and the customer should not
    be told a date that is history.
    """
    if zaak.einddatum is not None:
        return zaak.einddatum
    if zaak.opschorting is not None:
        return None
    beloften = (zaak.einddatum_gepland, servicenorm(zaak, zaaktype), zaak.uiterlijke_einddatum)
    return next((datum for datum in beloften if datum is not None and datum >= vandaag), None)


def termijn_verstreken(zaak: Zaak, vandaag: date) -> bool:
    """Whether the legal term is over while the zaak runs; a suspended one stands still."""
    runs = zaak.einddatum is None and zaak.opschorting is None
    return runs and zaak.uiterlijke_einddatum is not None and zaak.uiterlijke_einddatum < vandaag

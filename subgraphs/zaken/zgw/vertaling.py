"""Vertaling: what the ZGW APIs answer, as the values of the zakenbron. Pure.

Raises KeyError, ValueError or TypeError for what is not of the published shape (`leesbaar` makes one error of
those); registers that leave out what they may leave out are understood.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from subgraphs.service.register_errors import Reason, RegisterUnavailable
from subgraphs.zaken.postbus.bijlage import Bijlage
from subgraphs.zaken.termijn import Termijn
from subgraphs.zaken.zaak import (
    Archief,
    Archiefnominatie,
    Archiefstatus,
    Besluit,
    Document,
    Opschorting,
    Resultaat,
    Rol,
    Status,
    Statustype,
    Substatus,
    Verlenging,
    Zaak,
    Zaaktype,
)
from subgraphs.zaken.zgw.kenmerk import Kenmerk, uuid_of
from subgraphs.zaken.zgw.strategie import Zoeksleutel
from subgraphs.zaken.zichtbaarheid import Betrokkene, Rolsoort, Vertrouwelijkheid, naam_van

Json = Mapping[str, Any]
E = TypeVar("E", bound=StrEnum)
_VAN_DE_GEMEENTE = {
    "medewerker": Betrokkene.MEDEWERKER,
    "organisatorische_eenheid": Betrokkene.AFDELING,
}


@contextmanager
def leesbaar(register: str) -> Iterator[None]:
    """Around reading an answer. Raises RegisterUnavailable (unreadable) for one that cannot be."""
    try:
        yield
    except (KeyError, ValueError, TypeError, AttributeError):
        # What caused it quotes the answer.
        raise RegisterUnavailable(register, Reason.UNREADABLE) from None


def zaak(bron: str, gegeven: Json) -> Zaak:
    verlenging, opschorting = gegeven.get("verlenging") or {}, gegeven.get("opschorting") or {}
    duur = _duur(verlenging.get("duur"))
    uuid, registratiedatum = _uuid(gegeven["url"]), date.fromisoformat(gegeven["registratiedatum"])
    hoofdzaak = uuid_of(gegeven.get("hoofdzaak"))
    return Zaak(
        id=str(Kenmerk(bron, uuid)),
        identificatie=_tekst(gegeven["identificatie"]),
        omschrijving=_tekst(gegeven.get("omschrijving") or gegeven["identificatie"]),
        zaaktype_id=str(Kenmerk(bron, _uuid(gegeven["zaaktype"]))),
        registratiedatum=registratiedatum,
        startdatum=date.fromisoformat(gegeven["startdatum"]),
        einddatum=_dag(gegeven.get("einddatum")),
        einddatum_gepland=_dag(gegeven.get("einddatumGepland")),
        uiterlijke_einddatum=_dag(gegeven.get("uiterlijkeEinddatumAfdoening")),
        volgorde=f"{registratiedatum} {gegeven['identificatie']} {uuid} {bron}",
        hoofdzaak_id=str(Kenmerk(bron, hoofdzaak)) if hoofdzaak else None,
        verlenging=Verlenging(verlenging.get("reden") or "", duur) if duur else None,
        opschorting=Opschorting(opschorting.get("reden") or "") if opschorting.get("indicatie") else None,
        archief=_archief(gegeven),
    )


def _archief(gegeven: Json) -> Archief | None:
    nominatie, actiedatum = gegeven.get("archiefnominatie"), _dag(gegeven.get("archiefactiedatum"))
    if not nominatie and not actiedatum:
        return None
    return Archief(
        _bekend(Archiefnominatie, nominatie), _bekend(Archiefstatus, gegeven.get("archiefstatus")), actiedatum
    )


def eigen_rollen(rollen: Iterable[Json], sleutels: Iterable[Zoeksleutel]) -> frozenset[tuple[Rolsoort, str]]:
    """What the customer is in a zaak, with the indicatieMachtiging of each rol. No rule is about a rol of
    a kind that we do not know.
    """
    keys = tuple(sleutels)
    return frozenset(
        (soort, rol.get("indicatieMachtiging") or "")
        for rol in rollen
        if (soort := _bekend(Rolsoort, rol.get("omschrijvingGeneriek")))
        and any(key.is_van(rol) for key in keys)
    )


def rol(zaak_id: str, gegeven: Json, sleutels: Iterable[Zoeksleutel]) -> Rol:
    wie = _VAN_DE_GEMEENTE.get(gegeven["betrokkeneType"])
    if wie is None:
        own = any(key.is_van(gegeven) for key in sleutels)
        wie = Betrokkene.KLANT if own else Betrokkene.ANDERE_KLANT
    soort = Rolsoort(gegeven["omschrijvingGeneriek"])
    naam = (gegeven.get("betrokkeneIdentificatie") or {}).get("naam")
    return Rol(zaak_id, soort, gegeven.get("omschrijving") or soort.value, wie, naam_van(wie, naam or None))


def status(zaak_id: str, gegeven: Json, soort: Json) -> Status:
    return Status(
        id=_uuid(gegeven["url"]),
        zaak_id=zaak_id,
        volgnummer=int(soort["volgnummer"]),
        omschrijving=soort["omschrijving"],
        toelichting=_uitleg(soort),
        is_eindstatus=bool(soort["isEindstatus"]),
        datum=_moment(gegeven["datumStatusGezet"]),
    )


def substatus(gegeven: Json) -> Substatus:
    return Substatus(
        uuid_of(gegeven.get("status")) or "", gegeven["omschrijving"], _moment(gegeven["tijdstip"])
    )


def resultaat(zaak_id: str, soort: Json) -> Resultaat:
    return Resultaat(zaak_id, soort["omschrijving"], soort.get("toelichting") or "")


def document(zaak: Kenmerk, gegeven: Json, documenttype: str) -> Document:
    return Document(
        id=str(Kenmerk(zaak.bron, zaak.uuid, _uuid(gegeven["url"]))),
        zaak_id=str(zaak),
        identificatie=gegeven.get("identificatie") or "",
        titel=gegeven["titel"],
        documenttype=documenttype,
        bestandsnaam=gegeven.get("bestandsnaam") or gegeven["titel"],
        formaat=gegeven.get("formaat") or "application/octet-stream",
        omvang=int(gegeven.get("bestandsomvang") or 0),
        creatiedatum=date.fromisoformat(gegeven["creatiedatum"]),
        heeft_inhoud=bool(gegeven.get("bestandsomvang")) and not gegeven.get("inhoudIsVervallen"),
    )


def bijlage(gegeven: Json) -> Bijlage:
    return Bijlage(
        id=_uuid(gegeven["url"]),
        titel=gegeven["titel"],
        bestandsnaam=gegeven.get("bestandsnaam") or gegeven["titel"],
        formaat=gegeven.get("formaat") or "application/octet-stream",
        omvang=int(gegeven.get("bestandsomvang") or 0),
        heeft_inhoud=bool(gegeven.get("bestandsomvang")) and not gegeven.get("inhoudIsVervallen"),
    )


def besluit(zaak_id: str, gegeven: Json, besluittype: str) -> Besluit:
    return Besluit(
        id=f"{zaak_id}~{_uuid(gegeven['url'])}",
        zaak_id=zaak_id,
        identificatie=gegeven.get("identificatie") or "",
        besluittype=besluittype,
        toelichting=gegeven.get("toelichting") or "",
        datum=date.fromisoformat(gegeven["datum"]),
        ingangsdatum=date.fromisoformat(gegeven["ingangsdatum"]),
        vervaldatum=_dag(gegeven.get("vervaldatum")),
        verzenddatum=_dag(gegeven.get("verzenddatum")),
        publicatiedatum=_dag(gegeven.get("publicatiedatum")),
        uiterlijke_reactiedatum=_dag(gegeven.get("uiterlijkeReactiedatum")),
    )


def zaaktype(bron: str, gegeven: Json) -> Zaaktype:
    return Zaaktype(
        id=str(Kenmerk(bron, _uuid(gegeven["url"]))),
        identificatie=_tekst(gegeven["identificatie"]),
        omschrijving=_tekst(gegeven["omschrijving"]),
        doel=gegeven.get("doel") or "",
        aanleiding=gegeven.get("aanleiding") or "",
        doorlooptijd=gegeven["doorlooptijd"],
        servicenorm=_duur(gegeven.get("servicenorm")),
        trefwoorden=tuple(gegeven.get("trefwoorden") or ()),
    )


def statustype(zaaktype_id: str, gegeven: Json) -> Statustype:
    return Statustype(
        id=_uuid(gegeven["url"]),
        zaaktype_id=zaaktype_id,
        volgnummer=int(gegeven["volgnummer"]),
        omschrijving=gegeven["omschrijving"],
        toelichting=_uitleg(gegeven),
        is_eindstatus=bool(gegeven["isEindstatus"]),
    )


def vertrouwelijkheid(gegeven: Json) -> Vertrouwelijkheid | None:
    """None where it is left out; a level that we do not know counts as the highest."""
    level = gegeven.get("vertrouwelijkheidaanduiding")
    return _bekend(Vertrouwelijkheid, level) or Vertrouwelijkheid.ZEER_GEHEIM if level else None


def dagen(gegeven: Json) -> tuple[date | None, date | None]:
    """When a besluit is sent and published."""
    return _dag(gegeven.get("verzenddatum")), _dag(gegeven.get("publicatiedatum"))


def _uitleg(soort: Json) -> str:
    """What a status means for the customer: `statustekst` is meant for them."""
    return soort.get("statustekst") or soort.get("toelichting") or ""


def _bekend(soort: type[E], waarde: object) -> E | None:
    """A value of an enumeration; None for one that it does not have (yet)."""
    return next((each for each in soort if each == waarde), None)


def _uuid(url: object) -> str:
    found = uuid_of(url)
    if found is None:
        raise ValueError("an address without a uuid")
    return found


def _tekst(waarde: object) -> str:
    if not isinstance(waarde, str):
        raise TypeError("no text")
    return waarde


def _dag(tekst: str | None) -> date | None:
    return date.fromisoformat(tekst) if tekst else None


def _moment(tekst: str) -> datetime:
    moment = datetime.fromisoformat(tekst)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _duur(tekst: str | None) -> str | None:
    """A duration in days or longer; what is shorter, or none, moves no date."""
    if not tekst:
        return None
    try:
        nothing = Termijn.parse(tekst) == Termijn()
    except ValueError:
        return None
    return None if nothing else tekst

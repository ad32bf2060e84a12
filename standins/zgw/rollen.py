"""Rollen: who is involved in a zaak, and the filters by which zaken and rollen are found by them."""

from collections.abc import Callable, Mapping
from typing import Any

from standins.zgw import regels
from standins.zgw.completion import registered
from standins.zgw.field import (
    Field,
    Wrong,
    anything,
    choice,
    day,
    group,
    many,
    nullable,
    reference,
    text,
    url,
)
from standins.zgw.kind import Filter, Kind, Test, Write, equal
from standins.zgw.register import Item, Register

NATUURLIJK, NIET_NATUURLIJK, VESTIGING = "natuurlijk_persoon", "niet_natuurlijk_persoon", "vestiging"
MEDEWERKER, EENHEID = "medewerker", "organisatorische_eenheid"
TYPES = (NATUURLIJK, NIET_NATUURLIJK, VESTIGING, MEDEWERKER, EENHEID)

_ADRES = Field(nullable(anything), None)
_IDENTIFICATIES: Mapping[str, Callable[[Any, Register], Any]] = {
    NATUURLIJK: group(
        {
            "inpBsn": Field(text(9), ""),
            "anpIdentificatie": Field(text(17), ""),
            "inpA_nummer": Field(text(10), ""),
            "geslachtsnaam": Field(text(200), ""),
            "voorvoegselGeslachtsnaam": Field(text(80), ""),
            "voorletters": Field(text(20), ""),
            "voornamen": Field(text(200), ""),
            "geslachtsaanduiding": Field(choice("m", "v", "o", blank=True), ""),
            "geboortedatum": Field(text(18), ""),
            "verblijfsadres": _ADRES,
            "subVerblijfBuitenland": _ADRES,
        }
    ),
    NIET_NATUURLIJK: group(
        {
            "innNnpId": Field(text(9), ""),
            "annIdentificatie": Field(text(17), ""),
            "kvkNummer": Field(text(8), ""),
            "vestigingsNummer": Field(text(24), ""),
            "statutaireNaam": Field(text(500), ""),
            "innRechtsvorm": Field(text(), ""),
            "bezoekadres": Field(text(1000), ""),
            "verblijfsadres": _ADRES,
            "subVerblijfBuitenland": _ADRES,
        }
    ),
    VESTIGING: group(
        {
            "vestigingsNummer": Field(text(24), ""),
            "handelsnaam": Field(many(text(625)), []),
            "kvkNummer": Field(text(8), ""),
            "verblijfsadres": _ADRES,
            "subVerblijfBuitenland": _ADRES,
        }
    ),
    MEDEWERKER: group(
        {
            "identificatie": Field(text(128), ""),
            "achternaam": Field(text(200), ""),
            "voorletters": Field(text(20), ""),
            "voorvoegselAchternaam": Field(text(10), ""),
        }
    ),
    EENHEID: group(
        {
            "identificatie": Field(text(255), ""),
            "naam": Field(text(255), ""),
            "isGehuisvestIn": Field(text(255), ""),
        }
    ),
}


def _identificatie(kind: str, name: str) -> Filter:
    def read(value: str) -> Test:
        return lambda _register, rol: (
            rol["betrokkeneType"] == kind
            and bool(value)
            and rol["betrokkeneIdentificatie"].get(name) == value
        )

    return read


def _rol(field: str) -> Filter:
    """What the rol has from its roltype."""
    return lambda value: lambda register, rol: _roltype(register, rol).get(field) == value


def _roltype(register: Register, rol: Item) -> Mapping[str, Any]:
    return register.get(rol["roltype"]) or {}


def _machtiging(value: str) -> Test:
    if value not in ("eigen", "gemachtigde", "machtiginggever"):
        raise Wrong("invalid_choice", "Selecteer een geldige keuze.")
    wanted = "" if value == "eigen" else value
    return lambda _register, rol: rol["indicatieMachtiging"] == wanted


_VAN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "natuurlijkPersoon": (NATUURLIJK, ("inpBsn", "anpIdentificatie", "inpA_nummer")),
    "nietNatuurlijkPersoon": (
        NIET_NATUURLIJK,
        ("innNnpId", "annIdentificatie", "kvkNummer", "vestigingsNummer"),
    ),
    "vestiging": (VESTIGING, ("vestigingsNummer", "kvkNummer")),
    "medewerker": (MEDEWERKER, ("identificatie",)),
    "organisatorischeEenheid": (EENHEID, ("identificatie",)),
}
FILTERS: Mapping[str, Filter] = {
    "betrokkene": equal("betrokkene"),
    "betrokkeneType": equal("betrokkeneType"),
    "omschrijvingGeneriek": _rol("omschrijvingGeneriek"),
    "machtiging": _machtiging,
    **{
        f"betrokkeneIdentificatie__{group_name}__{name}": _identificatie(kind, name)
        for group_name, (kind, names) in _VAN.items()
        for name in names
    },
}
"""By which rollen are found, and with `rol__` before it zaken."""


def of_zaak(read: Filter) -> Filter:
    """Finds the zaken of which any rol meets the filter."""

    def of(value: str) -> Test:
        test = read(value)
        return lambda register, zaak: any(
            test(register, rol) for rol in register.referring("rollen", "zaak", zaak["url"])
        )

    return of


def complete(register: Register, item: Item) -> None:
    """Adds its moment of registration, and all fields of the identification. Raises Wrong."""
    if not isinstance(item["betrokkeneIdentificatie"], dict | None):
        raise Wrong("invalid", "Er wordt een object verwacht.", "betrokkeneIdentificatie")
    check = _IDENTIFICATIES[item["betrokkeneType"]]
    given = item["betrokkeneIdentificatie"]
    if given is None and not item["betrokkene"]:
        raise Wrong("invalid-betrokkene", "betrokkene or betrokkeneIdentificatie must be provided")
    item["betrokkeneIdentificatie"] = check(given or {}, register)
    registered(register, item)


def _rule(write: Write) -> None:
    regels.rol(write)
    if write.item and write.before is not None:
        complete(write.register, write.item)


def _derived(register: Register, rol: Item) -> Mapping[str, Any]:
    roltype = _roltype(register, rol)
    return {
        "omschrijving": roltype.get("omschrijving", ""),
        "omschrijvingGeneriek": roltype.get("omschrijvingGeneriek", ""),
        "statussen": [],
    }


ROLLEN = Kind(
    "zaken",
    "rollen",
    {
        "zaak": Field(reference("zaken")),
        "betrokkene": Field(url, ""),
        "betrokkeneType": Field(choice(*TYPES)),
        "afwijkendeNaamBetrokkene": Field(text(625), ""),
        "roltype": Field(reference("roltypen")),
        "roltoelichting": Field(text(1000), ""),
        "indicatieMachtiging": Field(choice("gemachtigde", "machtiginggever", blank=True), ""),
        "contactpersoonRol": Field(
            nullable(
                group(
                    {
                        "naam": Field(text(200)),
                        "emailadres": Field(text(254), ""),
                        "functie": Field(text(50), ""),
                        "telefoonnummer": Field(text(20), ""),
                    }
                )
            ),
            None,
        ),
        "betrokkeneIdentificatie": Field(nullable(anything), None),
        "beginGeldigheid": Field(nullable(day), None),
        "eindeGeldigheid": Field(nullable(day), None),
    },
    _derived,
    {"zaak": equal("zaak"), "roltype": equal("roltype"), "omschrijving": _rol("omschrijving"), **FILTERS},
    writes=frozenset({"create", "update", "destroy"}),
    complete=complete,
    rule=_rule,
    after=regels.after_part,
)

"""Partijen: persons and organisations, the numbers they are known by, and where they can be reached."""

from collections.abc import Mapping
from typing import Any

from standins.openklant.kind import REQUIRED, Filter, Kind, back, contains, equal, foreign, refers, through
from standins.openklant.refusals import invalid
from standins.openklant.register import Item, Register

CODES = ("codeObjecttype", "codeRegister", "codeSoortObjectId", "objectId")
KNOWN = {
    ("natuurlijk_persoon", "brp", "bsn"): 9,
    ("niet_natuurlijk_persoon", "hr", "kvk_nummer"): 8,
    ("niet_natuurlijk_persoon", "hr", "rsin"): 9,
    ("vestiging", "hr", "vestigingsnummer"): 12,
}
"""The kinds of numbers that a partij can be known by, and how many digits each has."""


def _check_identificator(register: Register, item: Item) -> None:
    given = item["partijIdentificator"]
    if not isinstance(given, Mapping) or (missing := [name for name in CODES if not given.get(name)]):
        names = [] if not isinstance(given, Mapping) else missing
        raise invalid({f"partijIdentificator.{name}": ("required", "Dit veld is vereist.") for name in names})
    digits = KNOWN.get((given["codeObjecttype"], given["codeRegister"], given["codeSoortObjectId"]))
    if digits is None:
        reason = "Deze combinatie van codes bestaat niet."
        raise invalid({"partijIdentificator": ("invalid", reason)})
    if not (given["objectId"].isdigit() and len(given["objectId"]) == digits):
        raise invalid({"partijIdentificator.objectId": ("invalid", f"Een nummer van {digits} cijfers.")})
    for other in register.all("partij-identificatoren"):
        same = (
            other["partijIdentificator"] == given
            and other["subIdentificatorVan"] == item["subIdentificatorVan"]
        )
        if same and other["uuid"] != item["uuid"]:
            raise invalid({"__all__": ("unique_together", "Deze identificator bestaat al.")})


def _code(name: str) -> Filter:
    return lambda _register, item, value: item["partijIdentificator"].get(name) == value


IDENTIFICATIE: Mapping[str, Filter] = {name: _code(name) for name in CODES}

IDENTIFICATOREN = Kind(
    "partij-identificatoren",
    {
        "identificeerdePartij": None,
        "anderePartijIdentificator": "",
        "partijIdentificator": REQUIRED,
        "subIdentificatorVan": None,
    },
    {"identificeerdePartij": "partijen", "subIdentificatorVan": "partij-identificatoren"},
    filters={
        "anderePartijIdentificator": equal("anderePartijIdentificator"),
        **{f"partijIdentificator{name[0].upper()}{name[1:]}": test for name, test in IDENTIFICATIE.items()},
    },
    rule=_check_identificator,
)


def shown_identificator(item: Item) -> dict[str, Any]:
    """An identificator as a partij shows it."""
    return {
        **item,
        "url": (foreign("partij-identificatoren", item["uuid"]) or {})["url"],
        "identificeerdePartij": foreign("partijen", item["identificeerdePartij"]),
        "subIdentificatorVan": foreign("partij-identificatoren", item["subIdentificatorVan"]),
    }


def _partij(register: Register, item: Item) -> Mapping[str, Any]:
    uuid = item["uuid"]
    identificatoren = register.referring("partij-identificatoren", "identificeerdePartij", uuid)
    identificatie = dict(item["partijIdentificatie"] or {})
    if item["soortPartij"] != "organisatie":
        naam = identificatie.get("contactnaam") or {}
        parts = (naam.get(each, "") for each in ("voornaam", "voorvoegselAchternaam", "achternaam"))
        identificatie["volledigeNaam"] = " ".join(filter(None, parts))
    return {
        "betrokkenen": _uuids(register, "betrokkenen", "wasPartij", uuid),
        "categorieRelaties": [],
        "digitaleAdressen": _uuids(register, "digitaleadressen", "verstrektDoorPartij", uuid),
        "vertegenwoordigden": [],
        "partijIdentificatoren": [shown_identificator(each) for each in identificatoren],
        "partijIdentificatie": identificatie,
    }


def _uuids(register: Register, kind: str, field: str, uuid: str) -> list[Any]:
    return [foreign(kind, each["uuid"]) for each in register.referring(kind, field, uuid)]


def _numbered(register: Register, item: Item) -> None:
    item["nummer"] = item["nummer"] or register.next_number("partijen")


VAN_PARTIJ: Mapping[str, Filter] = back(
    "partij-identificatoren", "identificeerdePartij", IDENTIFICATIE, "partijIdentificator"
)
"""The filters by which a partij is found, for what refers to one too. Each may be met by another number."""

PARTIJEN = Kind(
    "partijen",
    {
        "nummer": None,
        "interneNotitie": "",
        "voorkeursDigitaalAdres": None,
        "rekeningnummers": [],
        "voorkeursRekeningnummer": None,
        "soortPartij": REQUIRED,
        "indicatieGeheimhouding": None,
        "voorkeurstaal": "",
        "indicatieActief": REQUIRED,
        "bezoekadres": None,
        "correspondentieadres": None,
        "partijIdentificatie": None,
    },
    {"voorkeursDigitaalAdres": "digitaleadressen"},
    {"soortPartij": ("persoon", "organisatie", "contactpersoon"), "indicatieActief": (True, False)},
    _partij,
    {"digitaleAdressen": "digitaleadressen", "betrokkenen": "betrokkenen"},
    {
        "nummer": equal("nummer"),
        "soortPartij": equal("soortPartij"),
        "indicatieActief": equal("indicatieActief"),
        "indicatieGeheimhouding": equal("indicatieGeheimhouding"),
        **VAN_PARTIJ,
    },
    _numbered,
)

DIGITALE_ADRESSEN = Kind(
    "digitaleadressen",
    {
        "verstrektDoorBetrokkene": None,
        "verstrektDoorPartij": None,
        "adres": REQUIRED,
        "soortDigitaalAdres": REQUIRED,
        "isStandaardAdres": False,
        "omschrijving": "",
        "referentie": "",
        "verificatieDatum": None,
    },
    {"verstrektDoorBetrokkene": "betrokkenen", "verstrektDoorPartij": "partijen"},
    {"soortDigitaalAdres": ("email", "telefoonnummer", "overig")},
    expands={"verstrektDoorBetrokkene": "betrokkenen", "verstrektDoorPartij": "partijen"},
    filters={
        "adres": equal("adres"),
        "adres__icontains": contains("adres"),
        "soortDigitaalAdres": equal("soortDigitaalAdres"),
        "isStandaardAdres": equal("isStandaardAdres"),
        "omschrijving": equal("omschrijving"),
        "referentie": equal("referentie"),
        "verificatieDatum": equal("verificatieDatum"),
        **refers("verstrektDoorPartij"),
        **refers("verstrektDoorBetrokkene"),
        **through("verstrektDoorPartij", "partijen", VAN_PARTIJ, "verstrektDoorPartij"),
    },
)
KINDS = (PARTIJEN, IDENTIFICATOREN, DIGITALE_ADRESSEN)

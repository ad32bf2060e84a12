"""Klantcontacten: what was said between customers and the municipality, who took part, and about what."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from standins.openklant.kind import REQUIRED, Filter, Kind, back, contains, equal, foreign, refers, through
from standins.openklant.partijen import VAN_PARTIJ
from standins.openklant.register import Item, Register

TRUTH: tuple[Any, ...] = (True, False)


def _uuids(register: Register, kind: str, field: str, uuid: str) -> list[Any]:
    return [foreign(kind, each["uuid"]) for each in register.referring(kind, field, uuid)]


def _klantcontact(register: Register, item: Item) -> Mapping[str, Any]:
    uuid = item["uuid"]
    return {
        "gingOverOnderwerpobjecten": _uuids(register, "onderwerpobjecten", "klantcontact", uuid),
        "hadBetrokkenActoren": [],
        "omvatteBijlagen": [],
        "hadBetrokkenen": _uuids(register, "betrokkenen", "hadKlantcontact", uuid),
        "leiddeTotInterneTaken": _uuids(register, "internetaken", "aanleidinggevendKlantcontact", uuid),
    }


def _begun(register: Register, item: Item) -> None:
    item["nummer"] = item["nummer"] or register.next_number("klantcontacten")
    item["referentienummer"] = item["referentienummer"] or item["nummer"]
    item["plaatsgevondenOp"] = item["plaatsgevondenOp"] or datetime.now(UTC).isoformat()


def _betrokkene(register: Register, item: Item) -> Mapping[str, Any]:
    naam = item["contactnaam"] or {}
    parts = (naam.get(each, "") for each in ("voornaam", "voorvoegselAchternaam", "achternaam"))
    return {
        "digitaleAdressen": _uuids(register, "digitaleadressen", "verstrektDoorBetrokkene", item["uuid"]),
        "volledigeNaam": " ".join(filter(None, parts)),
    }


def _about(name: str) -> Filter:
    return lambda _register, item, value: (item["onderwerpobjectidentificator"] or {}).get(name) == value


_ONDERWERP: Mapping[str, Filter] = {
    f"onderwerpobjectidentificator{name[0].upper()}{name[1:]}": _about(name)
    for name in ("codeObjecttype", "codeRegister", "codeSoortObjectId", "objectId")
}
_BETROKKENE: Mapping[str, Filter] = {
    "uuid": equal("uuid"),
    **refers("wasPartij"),
    **through("wasPartij", "partijen", VAN_PARTIJ, "wasPartij"),
}

KLANTCONTACTEN = Kind(
    "klantcontacten",
    {
        "nummer": None,
        "referentienummer": None,
        "kanaal": REQUIRED,
        "onderwerp": REQUIRED,
        "inhoud": "",
        "reactie": "",
        "indicatieContactGelukt": None,
        "hoofdOnderwerpType": "",
        "verdereActieOndernomen": False,
        "taal": REQUIRED,
        "vertrouwelijk": REQUIRED,
        "plaatsgevondenOp": None,
        "metadata": {},
    },
    choices={"vertrouwelijk": TRUTH, "indicatieContactGelukt": (*TRUTH, None)},
    derived=_klantcontact,
    expands={
        "hadBetrokkenen": "betrokkenen",
        "gingOverOnderwerpobjecten": "onderwerpobjecten",
        "leiddeTotInterneTaken": "internetaken",
    },
    filters={
        "nummer": equal("nummer"),
        "referentienummer": equal("referentienummer"),
        "kanaal": equal("kanaal"),
        "onderwerp": contains("onderwerp"),
        "inhoud": contains("inhoud"),
        "vertrouwelijk": equal("vertrouwelijk"),
        "indicatieContactGelukt": equal("indicatieContactGelukt"),
        **back("betrokkenen", "hadKlantcontact", _BETROKKENE, "hadBetrokkene"),
        **back("onderwerpobjecten", "klantcontact", _ONDERWERP, "onderwerpobject"),
    },
    rule=_begun,
)
BETROKKENEN = Kind(
    "betrokkenen",
    {
        "wasPartij": None,
        "hadKlantcontact": REQUIRED,
        "bezoekadres": None,
        "correspondentieadres": None,
        "contactnaam": None,
        "rol": REQUIRED,
        "organisatienaam": "",
        "initiator": REQUIRED,
    },
    {"wasPartij": "partijen", "hadKlantcontact": "klantcontacten"},
    {"rol": ("klant", "vertegenwoordiger"), "initiator": TRUTH},
    _betrokkene,
    {"digitaleAdressen": "digitaleadressen"},
    {
        **refers("wasPartij"),
        **refers("hadKlantcontact"),
        **through("wasPartij", "partijen", VAN_PARTIJ, "wasPartij"),
    },
)
ONDERWERPOBJECTEN = Kind(
    "onderwerpobjecten",
    {"klantcontact": None, "wasKlantcontact": None, "onderwerpobjectidentificator": None},
    {"klantcontact": "klantcontacten", "wasKlantcontact": "klantcontacten"},
    filters={**refers("klantcontact"), **refers("wasKlantcontact"), **_ONDERWERP},
)
INTERNETAKEN = Kind(
    "internetaken",
    {
        "nummer": None,
        "referentienummer": None,
        "gevraagdeHandeling": REQUIRED,
        "aanleidinggevendKlantcontact": REQUIRED,
        "toegewezenAanActoren": [],
        "toelichting": "",
        "status": REQUIRED,
        "toegewezenOp": "",
        "afgehandeldOp": None,
    },
    {"aanleidinggevendKlantcontact": "klantcontacten"},
    {"status": ("te_verwerken", "verwerkt")},
    filters={"status": equal("status"), **refers("aanleidinggevendKlantcontact")},
    rule=lambda _register, item: item.update(
        toegewezenOp=item["toegewezenOp"] or datetime.now(UTC).isoformat()
    ),
)
KINDS = (KLANTCONTACTEN, BETROKKENEN, ONDERWERPOBJECTEN, INTERNETAKEN)

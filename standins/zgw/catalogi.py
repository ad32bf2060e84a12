"""The Catalogi API: what kinds of zaken there are. Read only: a functional administrator makes these."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from standins.zgw.field import REQUIRED, Field, Fields, anything
from standins.zgw.kind import Filter, Kind, Test, contains, equal, has, one_of
from standins.zgw.register import Item, Register

API = "catalogi"


def _fields(*required: str, **given: Any) -> Fields:
    return {name: Field(anything, value) for name, value in given.items()} | {
        name: Field(anything, REQUIRED) for name in required
    }


def in_force(item: Item, op: date) -> bool:
    """Whether this version holds on a day: an end is the first day that it does not."""
    begin, end = item.get("beginGeldigheid"), item.get("eindeGeldigheid")
    return (begin is None or begin <= op.isoformat()) and (end is None or end > op.isoformat())


def _status(own: bool) -> Filter:
    """`status`: alles, concept or definitief; of a thing itself, or of its zaaktype."""

    def read(value: str) -> Test:
        if value == "alles":
            return lambda _register, _item: True
        return lambda register, item: (
            bool(_version(register, item, own).get("concept")) is (value == "concept")
        )

    return read


def _geldig_op(own: bool) -> Filter:
    def read(value: str) -> Test:
        op = date.fromisoformat(value)
        return lambda register, item: in_force(_version(register, item, own), op)

    return read


def _version(register: Register, item: Item, own: bool) -> Item:
    return item if own else register.get(item.get("zaaktype")) or {}


def _versioned(own: bool) -> dict[str, Filter]:
    return {"status": _status(own), "datumGeldigheid": _geldig_op(own)}


OF_ZAAKTYPE: Mapping[str, Filter] = {
    "zaaktype": equal("zaaktype"),
    "zaaktypeIdentificatie": lambda value: (
        lambda register, item: _version(register, item, own=False).get("identificatie") == value
    ),
    **_versioned(own=False),
}


def _urls(items: list[Item]) -> list[str]:
    return [item["url"] for item in items]


def _objects(item: Item) -> dict[str, Any]:
    return {"beginObject": item.get("beginGeldigheid"), "eindeObject": item.get("eindeGeldigheid")}


def _of_zaaktype(register: Register, item: Item) -> dict[str, Any]:
    zaaktype = _version(register, item, own=False)
    return {
        "zaaktypeIdentificatie": zaaktype.get("identificatie", ""),
        "catalogus": zaaktype.get("catalogus"),
    }


def _of_version(register: Register, item: Item) -> dict[str, Any]:
    zaaktype = _version(register, item, own=False)
    return {**_of_zaaktype(register, item), **_objects(zaaktype)}


def _catalogus(register: Register, item: Item) -> Mapping[str, Any]:
    return {
        name: _urls(register.referring(name, "catalogus", item["url"]))
        for name in ("zaaktypen", "besluittypen", "informatieobjecttypen")
    }


def _zaaktype(register: Register, item: Item) -> Mapping[str, Any]:
    url = item["url"]
    relations = register.referring("zaaktype-informatieobjecttypen", "zaaktype", url)
    return {
        **{
            name: _urls(register.referring(name, "zaaktype", url))
            for name in ("statustypen", "resultaattypen", "eigenschappen", "roltypen")
        },
        "informatieobjecttypen": [relation["informatieobjecttype"] for relation in relations],
        "zaakobjecttypen": [],
        **_objects(item),
    }


def _statustype(register: Register, item: Item) -> Mapping[str, Any]:
    return {
        "isEindstatus": is_last(register, item),
        **_of_version(register, item),
        "eigenschappen": _urls(register.referring("eigenschappen", "statustype", item["url"])),
        "zaakobjecttypen": [],
    }


def is_last(register: Register, statustype: Item) -> bool:
    """Whether a status of this type ends a zaak: it has the highest volgnummer of its zaaktype (zrc-007)."""
    others = register.referring("statustypen", "zaaktype", statustype["zaaktype"])
    return bool(statustype["volgnummer"] == max(each["volgnummer"] for each in others))


def _resultaattype(register: Register, item: Item) -> Mapping[str, Any]:
    return {
        "omschrijvingGeneriek": item["omschrijving"],
        **_of_version(register, item),
        "besluittypeOmschrijving": [],
        "informatieobjecttypeOmschrijving": [],
    }


def _informatieobjecttype(register: Register, item: Item) -> Mapping[str, Any]:
    relations = register.referring("zaaktype-informatieobjecttypen", "informatieobjecttype", item["url"])
    return {
        "besluittypen": _urls(register.referring("besluittypen", "informatieobjecttypen", item["url"])),
        "zaaktypen": [relation["zaaktype"] for relation in relations],
        **_objects(item),
    }


def _besluittype(register: Register, item: Item) -> Mapping[str, Any]:
    return {
        "zaaktypen": _urls(register.referring("zaaktypen", "besluittypen", item["url"])),
        "resultaattypen": [],
        "resultaattypenOmschrijving": [],
        "vastgelegdIn": [],
        **_objects(item),
    }


CATALOGUSSEN = Kind(
    API,
    "catalogussen",
    _fields(
        "domein",
        "rsin",
        contactpersoonBeheerNaam="Functioneel beheer",
        contactpersoonBeheerTelefoonnummer="",
        contactpersoonBeheerEmailadres="",
        naam="",
        versie="",
        begindatumVersie=None,
    ),
    _catalogus,
    {
        "domein": equal("domein"),
        "domein__in": one_of("domein"),
        "rsin": equal("rsin"),
        "rsin__in": one_of("rsin"),
    },
    shows_uuid=False,
)
ZAAKTYPEN = Kind(
    API,
    "zaaktypen",
    _fields(
        "identificatie",
        "omschrijving",
        "catalogus",
        "beginGeldigheid",
        omschrijvingGeneriek="",
        vertrouwelijkheidaanduiding="zaakvertrouwelijk",
        doel="-",
        aanleiding="-",
        toelichting="",
        indicatieInternOfExtern="extern",
        handelingInitiator="aanvragen",
        onderwerp="-",
        handelingBehandelaar="behandelen",
        doorlooptijd="P56D",
        servicenorm=None,
        opschortingEnAanhoudingMogelijk=False,
        verlengingMogelijk=False,
        verlengingstermijn=None,
        trefwoorden=[],
        publicatieIndicatie=False,
        publicatietekst="",
        verantwoordingsrelatie=[],
        productenOfDiensten=[],
        selectielijstProcestype="",
        referentieproces={"naam": "-", "link": ""},
        concept=False,
        verantwoordelijke="-",
        broncatalogus={"url": "", "domein": "", "rsin": ""},
        bronzaaktype={"url": "", "identificatie": "", "omschrijving": ""},
        eindeGeldigheid=None,
        versiedatum="2020-01-01",
        besluittypen=[],
        deelzaaktypen=[],
        gerelateerdeZaaktypen=[],
    ),
    _zaaktype,
    {
        "catalogus": equal("catalogus"),
        "identificatie": equal("identificatie"),
        "identificatie__icontains": contains("identificatie"),
        "omschrijving__icontains": contains("omschrijving"),
        "trefwoorden": has("trefwoorden"),
        **_versioned(own=True),
    },
    shows_uuid=False,
)
STATUSTYPEN = Kind(
    API,
    "statustypen",
    _fields(
        "omschrijving",
        "zaaktype",
        "volgnummer",
        omschrijvingGeneriek="",
        statustekst="",
        informeren=False,
        doorlooptijd=None,
        toelichting=None,
        checklistitemStatustype=[],
        beginGeldigheid=None,
        eindeGeldigheid=None,
    ),
    _statustype,
    OF_ZAAKTYPE,
    shows_uuid=False,
)
RESULTAATTYPEN = Kind(
    API,
    "resultaattypen",
    _fields(
        "omschrijving",
        "zaaktype",
        resultaattypeomschrijving="https://selectielijst.example/resultaattypeomschrijvingen/1",
        selectielijstklasse="https://selectielijst.example/resultaten/1",
        toelichting="",
        archiefnominatie="vernietigen",
        archiefactietermijn="P10Y",
        brondatumArchiefprocedure=None,
        procesobjectaard="",
        indicatieSpecifiek=None,
        procestermijn=None,
        besluittypen=[],
        informatieobjecttypen=[],
        beginGeldigheid=None,
        eindeGeldigheid=None,
    ),
    _resultaattype,
    OF_ZAAKTYPE,
    shows_uuid=False,
)
ROLTYPEN = Kind(
    API,
    "roltypen",
    _fields("omschrijving", "omschrijvingGeneriek", "zaaktype", beginGeldigheid=None, eindeGeldigheid=None),
    _of_version,
    {
        "omschrijving": equal("omschrijving"),
        "omschrijvingGeneriek": equal("omschrijvingGeneriek"),
        **OF_ZAAKTYPE,
    },
    shows_uuid=False,
)
EIGENSCHAPPEN = Kind(
    API,
    "eigenschappen",
    _fields(
        "naam",
        "zaaktype",
        definitie="-",
        specificatie={
            "groep": "",
            "formaat": "tekst",
            "lengte": "255",
            "kardinaliteit": "1",
            "waardenverzameling": [],
        },
        toelichting="",
        statustype=None,
        beginGeldigheid=None,
        eindeGeldigheid=None,
    ),
    _of_version,
    OF_ZAAKTYPE,
    shows_uuid=False,
)
INFORMATIEOBJECTTYPEN = Kind(
    API,
    "informatieobjecttypen",
    _fields(
        "omschrijving",
        "catalogus",
        "beginGeldigheid",
        vertrouwelijkheidaanduiding="zaakvertrouwelijk",
        eindeGeldigheid=None,
        concept=False,
        informatieobjectcategorie="-",
        trefwoord=[],
        omschrijvingGeneriek={
            "informatieobjecttypeOmschrijvingGeneriek": "",
            "definitieInformatieobjecttypeOmschrijvingGeneriek": "",
            "herkomstInformatieobjecttypeOmschrijvingGeneriek": "",
            "hierarchieInformatieobjecttypeOmschrijvingGeneriek": "",
            "opmerkingInformatieobjecttypeOmschrijvingGeneriek": "",
        },
    ),
    _informatieobjecttype,
    {
        "catalogus": equal("catalogus"),
        "omschrijving": equal("omschrijving"),
        "omschrijving__icontains": contains("omschrijving"),
        "zaaktype": lambda value: (
            lambda register, item: value in _informatieobjecttype(register, item)["zaaktypen"]
        ),
        **_versioned(own=True),
    },
    shows_uuid=False,
)
BESLUITTYPEN = Kind(
    API,
    "besluittypen",
    _fields(
        "omschrijving",
        "catalogus",
        "beginGeldigheid",
        omschrijvingGeneriek="",
        besluitcategorie="",
        reactietermijn=None,
        publicatieIndicatie=False,
        publicatietekst="",
        publicatietermijn=None,
        toelichting="",
        informatieobjecttypen=[],
        eindeGeldigheid=None,
        concept=False,
    ),
    _besluittype,
    {
        "catalogus": equal("catalogus"),
        "omschrijving": equal("omschrijving"),
        "informatieobjecttypen": has("informatieobjecttypen"),
        "zaaktypen": lambda value: lambda register, item: value in _besluittype(register, item)["zaaktypen"],
        **_versioned(own=True),
    },
    shows_uuid=False,
)
ZAAKTYPE_INFORMATIEOBJECTTYPEN = Kind(
    API,
    "zaaktype-informatieobjecttypen",
    _fields("zaaktype", "informatieobjecttype", volgnummer=1, richting="inkomend", statustype=None),
    _of_zaaktype,
    {
        "zaaktype": equal("zaaktype"),
        "informatieobjecttype": equal("informatieobjecttype"),
        "richting": equal("richting"),
        "status": _status(own=False),
    },
    shows_uuid=False,
)
KINDS = (
    CATALOGUSSEN,
    ZAAKTYPEN,
    STATUSTYPEN,
    RESULTAATTYPEN,
    ROLTYPEN,
    EIGENSCHAPPEN,
    INFORMATIEOBJECTTYPEN,
    BESLUITTYPEN,
    ZAAKTYPE_INFORMATIEOBJECTTYPEN,
)
DEFINITIEF = frozenset(kind.name for kind in KINDS if "status" in kind.filters)
"""The lists of which only what is published is shown, unless `status` says otherwise."""

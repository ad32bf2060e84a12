"""The Besluiten API: decisions, those of zaken among them, and the documents they are laid down in."""

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from standins.zgw.field import Field, Wrong, choice, day, nullable, reference, rsin, text
from standins.zgw.fout import invalid
from standins.zgw.kind import Kind, Write, equal
from standins.zgw.register import Item, Register
from standins.zgw.zaken import ALLE

API = "besluiten"
VERVALREDENEN = {
    "tijdelijk": "Besluit met tijdelijke werking",
    "ingetrokken_overheid": "Besluit ingetrokken door overheid",
    "ingetrokken_belanghebbende": "Besluit ingetrokken o.v.v. belanghebbende",
}


def _optional_zaak(value: Any, register: Register) -> str:
    if value == "":
        return ""
    found = reference("zaken")(value, register)
    assert isinstance(found, str)
    return found


def _complete(register: Register, item: Item) -> None:
    if not item["identificatie"]:
        number = register.next_number("besluiten")
        item["identificatie"] = f"BESLUIT-{register.now().year}-{number:010}"
    if not isinstance(item["zaak"], str):
        raise Wrong("bad-url", "De URL is niet geldig.", "zaak")


def _rule(write: Write) -> None:
    register, item = write.register, write.item
    if not item:
        return
    soort = register.get(item["besluittype"]) or {}
    if soort.get("concept"):
        raise invalid("besluittype", "not-published", "The resource is not published.")
    zaak = register.get(item["zaak"])
    zaaktype = {} if zaak is None else register.get(zaak["zaaktype"]) or {}
    if zaak is not None and item["besluittype"] not in zaaktype["besluittypen"]:
        reason = "Het besluittype hoort niet bij het zaaktype van de zaak."
        raise invalid("nonFieldErrors", "zaaktype-mismatch", reason)
    for other in register.having("besluiten", "identificatie", item["identificatie"]):
        same = other["verantwoordelijkeOrganisatie"] == item["verantwoordelijkeOrganisatie"]
        if other["url"] != item["url"] and same:
            raise invalid("identificatie", "identificatie-niet-uniek", "Deze identificatie bestaat al.")


def _document_rule(write: Write) -> None:
    register, item = write.register, write.item
    if not item:
        return
    besluit = register.get(item["besluit"]) or {}
    document = register.get(item["informatieobject"]) or {}
    soort = register.get(besluit["besluittype"]) or {}
    if document["informatieobjecttype"] not in soort["informatieobjecttypen"]:
        reason = "Het informatieobjecttype hoort niet bij het besluittype."
        raise invalid("nonFieldErrors", "missing-besluittype-informatieobjecttype-relation", reason)


def _shown(_register: Register, item: Item) -> Mapping[str, Any]:
    return {"vervalredenWeergave": VERVALREDENEN.get(item["vervalreden"], "")}


BESLUITEN = Kind(
    API,
    "besluiten",
    {
        "identificatie": Field(text(50), ""),
        "verantwoordelijkeOrganisatie": Field(rsin),
        "besluittype": Field(reference("besluittypen")),
        "zaak": Field(_optional_zaak, ""),
        "datum": Field(day),
        "toelichting": Field(text(), ""),
        "bestuursorgaan": Field(text(50), ""),
        "ingangsdatum": Field(day),
        "vervaldatum": Field(nullable(day), None),
        "vervalreden": Field(choice(*VERVALREDENEN, blank=True), ""),
        "publicatiedatum": Field(nullable(day), None),
        "verzenddatum": Field(nullable(day), None),
        "uiterlijkeReactiedatum": Field(nullable(day), None),
    },
    _shown,
    {
        "identificatie": equal("identificatie"),
        "verantwoordelijkeOrganisatie": equal("verantwoordelijkeOrganisatie"),
        "besluittype": equal("besluittype"),
        "zaak": equal("zaak"),
    },
    writes=ALLE,
    shows_uuid=False,
    complete=_complete,
    rule=_rule,
)
BESLUITINFORMATIEOBJECTEN = Kind(
    API,
    "besluitinformatieobjecten",
    {
        "besluit": Field(reference("besluiten")),
        "informatieobject": Field(reference("enkelvoudiginformatieobjecten")),
    },
    filters={"besluit": equal("besluit"), "informatieobject": equal("informatieobject")},
    writes=frozenset({"create", "destroy"}),
    paged=False,
    shows_uuid=False,
    rule=_document_rule,
)


def _of_zaken(register: Register) -> list[Item]:
    """The besluiten of zaken, as the Zaken API tells of them."""
    found = []
    for besluit in register.all("besluiten"):
        if besluit["zaak"]:
            uuid = str(uuid5(NAMESPACE_URL, besluit["url"]))
            url = f"{besluit['zaak']}/besluiten/{uuid}"
            found.append({"url": url, "uuid": uuid, "besluit": besluit["url"], "zaak": besluit["zaak"]})
    return found


ZAAKBESLUITEN = Kind(
    "zaken",
    "zaken.besluiten",
    {},
    hides=frozenset({"zaak"}),
    under="zaak",
    paged=False,
    computed=_of_zaken,
)
KINDS = (BESLUITEN, BESLUITINFORMATIEOBJECTEN, ZAAKBESLUITEN)

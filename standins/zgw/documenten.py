"""The Documenten API: documents as facts and as content, whole in base64 or in parts under a lock."""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from standins.zgw.completion import instant
from standins.zgw.field import (
    Field,
    Wrong,
    anything,
    choice,
    day,
    flag,
    many,
    nullable,
    reference,
    rsin,
    text,
    url,
    whole,
)
from standins.zgw.fout import invalid
from standins.zgw.kind import Kind, Test, Write, boolean, compared, contains, equal, one_of
from standins.zgw.register import Item, Register
from standins.zgw.zaken import ALLE, NIVEAUS

API = "documenten"
NAME = "enkelvoudiginformatieobjecten"
MAX_BYTES = 40 * 1024 * 1024
"""How long the body of a request with content may be; larger documents come in parts."""
PART_BYTES = 1024 * 1024
"""The size of a part (bestandsdeel); of Open Zaak 4 GB, but small ones show how a client does with many."""
HELD = frozenset({"content", "lock", "parts"})
"""What is held of a document and never shown."""


def complete(register: Register, item: Item) -> None:
    """Its number, confidentiality (drc-007), version and content. Raises Wrong for content that is wrong."""
    now = register.now()
    if not item["identificatie"]:
        item["identificatie"] = f"DOCUMENT-{now.year}-{register.next_number('documenten'):010}"
    if not item["vertrouwelijkheidaanduiding"]:
        soort = register.get(item["informatieobjecttype"], "informatieobjecttypen") or {}
        item["vertrouwelijkheidaanduiding"] = soort.get("vertrouwelijkheidaanduiding", "zaakvertrouwelijk")
    item.setdefault("versie", 1)
    item.setdefault("beginRegistratie", instant(now))
    item.setdefault("lock", "")
    take_content(item)


def take_content(item: Item) -> None:
    """Turns `inhoud` into content, or, when only a size is given, into parts to come under a lock."""
    inhoud = item.pop("inhoud", None)
    item.setdefault("parts", {})
    item.setdefault("content", None)
    if inhoud is None:
        if item["bestandsomvang"] and item["content"] is None:
            item["lock"] = uuid4().hex
            item["parts"] = dict.fromkeys(range(1, -(-item["bestandsomvang"] // PART_BYTES) + 1))
        return
    try:
        content = b64decode(inhoud, validate=True)
    except (NotBase64, ValueError, TypeError) as exc:
        raise Wrong("not-base64", "Het bestand is niet base64-gecodeerd.", "inhoud") from exc
    if item["bestandsomvang"] not in (None, len(content)):
        raise Wrong("file-size", "The size of upload file should match bestandsomvang field", "inhoud")
    item.update(content=content, bestandsomvang=len(content), parts={})


def part_size(document: Item, number: int) -> int:
    """How many bytes a part must have."""
    return int(min(PART_BYTES, document["bestandsomvang"] - (number - 1) * PART_BYTES))


def part_path(document: Item, number: int) -> str:
    """The path of a part."""
    return f"/{API}/api/v1/bestandsdelen/{uuid5(NAMESPACE_URL, document['url'] + f'#{number}')}"


def part_shown(document: Item, number: int) -> dict[str, Any]:
    return {
        "url": part_path(document, number),
        "volgnummer": number,
        "omvang": part_size(document, number),
        "voltooid": document["parts"][number] is not None,
        "lock": document["lock"],
    }


def rule(write: Write) -> None:
    """Of a document: a published type, one number, and the lock for who changes it (drc-009)."""
    register, item, before = write.register, write.item, write.before
    if not item:
        assert before is not None
        if register.referring("zaakinformatieobjecten", "informatieobject", before["url"]):
            raise invalid("nonFieldErrors", "pending-relations", "Er zijn nog relaties met objecten.")
        return
    if (register.get(item["informatieobjecttype"]) or {}).get("concept"):
        raise invalid("informatieobjecttype", "not-published", "The resource is not published.")
    if item["ontvangstdatum"] and item["status"] in ("in_bewerking", "ter_vaststelling"):
        raise invalid("status", "invalid_for_received", "Ontvangen documenten hebben deze status nooit.")
    for other in register.having(NAME, "identificatie", item["identificatie"]):
        if other["url"] != item["url"] and other["bronorganisatie"] == item["bronorganisatie"]:
            raise invalid("identificatie", "identificatie-niet-uniek", "Deze identificatie bestaat al.")
    given = item.pop("given_lock", None)
    if before is not None:
        _changed(register, before, item, given)


def _changed(register: Register, before: Item, item: Item, given: str | None) -> None:
    if not before["lock"]:
        raise invalid("nonFieldErrors", "unlocked", "Niet gelockt document mag niet bewerkt worden.")
    check_lock(before, given)
    if item.get("inhoud") is not None and item["bestandsomvang"] == before["bestandsomvang"]:
        item["bestandsomvang"] = None
    try:
        take_content(item)
    except Wrong as exc:
        raise invalid(exc.place, exc.code, exc.reason) from exc
    item["versie"] = before["versie"] + 1
    item["beginRegistratie"] = instant(register.now())


def check_lock(document: Item, given: str | None) -> None:
    """Raises Refusal 400 unless this is the lock of the document."""
    if not given:
        raise invalid("nonFieldErrors", "missing-lock-id", "Dit is een verplicht veld.")
    if given != document["lock"]:
        raise invalid("nonFieldErrors", "incorrect-lock-id", "Lock id is niet correct.")


def _locked(value: str) -> Test:
    wanted = boolean(value)
    return lambda _register, item: bool(item["lock"]) is wanted


def _shown(_register: Register, item: Item) -> Mapping[str, Any]:
    content = item["content"] is not None
    return {
        "inhoud": f"{item['url']}/download?versie={item['versie']}" if content else None,
        "locked": bool(item["lock"]),
        "bestandsdelen": [part_shown(item, number) for number in item["parts"]],
    }


ENKELVOUDIGINFORMATIEOBJECTEN = Kind(
    API,
    NAME,
    {
        "identificatie": Field(text(40), ""),
        "bronorganisatie": Field(rsin),
        "creatiedatum": Field(day),
        "titel": Field(text(200, 1)),
        "vertrouwelijkheidaanduiding": Field(choice(*NIVEAUS, blank=True), ""),
        "auteur": Field(text(200, 1)),
        "status": Field(
            choice("in_bewerking", "ter_vaststelling", "definitief", "gearchiveerd", blank=True), ""
        ),
        "formaat": Field(text(255), ""),
        "taal": Field(text(3, 3)),
        "bestandsnaam": Field(text(255), ""),
        "inhoud": Field(nullable(text()), None),
        "bestandsomvang": Field(nullable(whole()), None),
        "link": Field(url, ""),
        "beschrijving": Field(text(1000), ""),
        "ontvangstdatum": Field(nullable(day), None),
        "verzenddatum": Field(nullable(day), None),
        "indicatieGebruiksrecht": Field(nullable(flag), None),
        "verschijningsvorm": Field(text(), ""),
        "ondertekening": Field(nullable(anything), None),
        "integriteit": Field(nullable(anything), None),
        "informatieobjecttype": Field(reference("informatieobjecttypen")),
        "trefwoorden": Field(many(text(100, 1)), []),
    },
    _shown,
    {
        "identificatie": equal("identificatie"),
        "bronorganisatie": equal("bronorganisatie"),
        "titel": contains("titel"),
        "auteur": contains("auteur"),
        "beschrijving": contains("beschrijving"),
        "informatieobjecttype": equal("informatieobjecttype"),
        "vertrouwelijkheidaanduiding": equal("vertrouwelijkheidaanduiding"),
        "locked": _locked,
        "creatiedatum__gte": compared("creatiedatum", str)["creatiedatum__gte"],
        "creatiedatum__lte": compared("creatiedatum", str)["creatiedatum__lte"],
        "objectinformatieobjecten__object": lambda value: (
            lambda register, item: any(
                each["object"] == value
                for each in _relations(register)
                if each["informatieobject"] == item["url"]
            )
        ),
    },
    searches={"uuid__in": one_of("uuid")},
    orderings=frozenset({"auteur", "creatiedatum", "status", "titel", "vertrouwelijkheidaanduiding"}),
    expands=frozenset({"informatieobjecttype"}),
    writes=ALLE,
    shows_uuid=False,
    hides=HELD,
    max_bytes=MAX_BYTES,
    takes=frozenset({"lock"}),
    complete=complete,
    rule=rule,
)


def _relations(register: Register) -> list[Item]:
    """The objects that documents belong to: the zaken and besluiten say so."""
    return [
        {
            "url": f"/{API}/api/v1/objectinformatieobjecten/{uuid5(NAMESPACE_URL, relation['url'])}",
            "informatieobject": relation["informatieobject"],
            "object": relation[kind],
            "objectType": kind,
        }
        for kind in ("zaak", "besluit")
        for relation in register.all(f"{kind}informatieobjecten")
    ]


OBJECTINFORMATIEOBJECTEN = Kind(
    API,
    "objectinformatieobjecten",
    {},
    filters={"informatieobject": equal("informatieobject"), "object": equal("object")},
    paged=False,
    computed=_relations,
)
KINDS = (ENKELVOUDIGINFORMATIEOBJECTEN, OBJECTINFORMATIEOBJECTEN)

"""Rules of the Zaken API: what the standard forbids, and what follows from a change ("zrc-" rules)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from standins.zgw.catalogi import is_last
from standins.zgw.completion import instant
from standins.zgw.fout import fout, invalid
from standins.zgw.kind import Write
from standins.zgw.register import Item, Register
from standins.zgw.termijn import after

FORCED, REOPEN = "zaken.geforceerd-bijwerken", "zaken.heropenen"
PARTS = (
    "rollen", "statussen", "substatussen", "resultaten", "zaakinformatieobjecten", "zaakobjecten",
    "zaakeigenschappen",
)  # fmt: skip
ONCE = ("initiator", "zaakcoordinator")
"""The generic roles that only one rol of a zaak may have."""
CLOCK_SKEW = timedelta(minutes=1)


def zaak(write: Write) -> None:
    """Of a zaak itself."""
    register, item, before = write.register, write.item, write.before
    if before is not None:
        _still_open(write, before)
    if not item:
        return
    if (register.get(item["zaaktype"]) or {}).get("concept"):
        raise invalid("zaaktype", "not-published", "The resource is not published.")
    for name in ("zaaktype", "identificatie", "bronorganisatie"):
        if before is not None and item[name] != before[name]:
            raise invalid(name, "wijzigen-niet-toegelaten", "Dit veld mag niet gewijzigd worden.")
    for other in register.having("zaken", "identificatie", item["identificatie"]):
        if other["url"] != item["url"] and other["bronorganisatie"] == item["bronorganisatie"]:
            raise invalid("identificatie", "identificatie-niet-uniek", "Deze identificatie bestaat al.")
    hoofdzaak = register.get(item["hoofdzaak"])
    if hoofdzaak is not None and hoofdzaak["hoofdzaak"]:
        raise invalid("hoofdzaak", "deelzaak-als-hoofdzaak", "Een deelzaak kan geen hoofdzaak zijn.")
    item["laatstGemuteerd"] = instant(register.now())


def after_zaak(write: Write) -> None:
    """A zaak that is destroyed takes with it what belongs to it (zrc-023)."""
    if write.item or write.before is None:
        return
    for kind in PARTS:
        for each in write.register.referring(kind, "zaak", write.before["url"]):
            write.register.remove(each["url"])
    for deelzaak in write.register.referring("zaken", "hoofdzaak", write.before["url"]):
        write.register.remove(deelzaak["url"])


def part(write: Write) -> None:
    """Of anything that belongs to a zaak: not when that is closed."""
    _still_open(write, _zaak_of(write))


def after_part(write: Write) -> None:
    """The zaak has changed with it."""
    zaak = write.register.get((write.item or write.before or {})["zaak"], "zaken")
    if zaak is not None:
        zaak["laatstGemuteerd"] = instant(write.register.now())


def rol(write: Write) -> None:
    part(write)
    if not write.item:
        return
    _same_zaaktype(write, "roltype")
    register = write.register
    generiek = (register.get(write.item["roltype"]) or {})["omschrijvingGeneriek"]
    others = (
        each for each in register.referring("rollen", "zaak", write.item["zaak"]) if each is not write.before
    )
    taken = {(register.get(each["roltype"]) or {}).get("omschrijvingGeneriek") for each in others}
    if generiek in ONCE and generiek in taken:
        raise invalid("nonFieldErrors", "max-occurences", f"There can be only one {generiek}.")


def resultaat(write: Write) -> None:
    part(write)
    if not write.item:
        return
    _same_zaaktype(write, "resultaattype")
    others = write.register.referring("resultaten", "zaak", write.item["zaak"])
    if any(each is not write.before for each in others):
        raise invalid("zaak", "unique", "Er bestaat al een resultaat bij deze zaak.")


def eigenschap(write: Write) -> None:
    part(write)
    if write.item:
        _same_zaaktype(write, "eigenschap")


def informatieobject(write: Write) -> None:
    """Of a document at a zaak: of a type that the zaaktype has, and only once."""
    part(write)
    register, item = write.register, write.item
    if not item:
        return
    document = register.get(item["informatieobject"]) or {}
    relations = register.referring("zaaktype-informatieobjecttypen", "zaaktype", _zaak_of(write)["zaaktype"])
    if all(each["informatieobjecttype"] != document["informatieobjecttype"] for each in relations):
        reason = "Het informatieobjecttype hoort niet bij het zaaktype."
        raise invalid("nonFieldErrors", "missing-zaaktype-informatieobjecttype-relation", reason)
    others = register.referring("zaakinformatieobjecten", "zaak", item["zaak"])
    if any(e is not write.before and e["informatieobject"] == item["informatieobject"] for e in others):
        raise invalid("nonFieldErrors", "unique", "De velden zaak, informatieobject moeten uniek zijn.")


def status(write: Write) -> None:
    """Of a status: it fits the zaaktype, is not of the future, and ends a zaak that can end (zrc-007)."""
    register, item = write.register, write.item
    _same_zaaktype(write, "statustype")
    zaak = _zaak_of(write)
    moment = datetime.fromisoformat(item["datumStatusGezet"])
    if moment > register.now() + CLOCK_SKEW:
        raise invalid("datumStatusGezet", "date-in-future", "Datum mag niet in de toekomst liggen.")
    if any(_moment(each) == moment for each in register.referring("statussen", "zaak", zaak["url"])):
        raise invalid("nonFieldErrors", "unique", "De velden zaak, datumStatusGezet moeten uniek zijn.")
    if not is_last(register, register.get(item["statustype"]) or {}):
        if zaak["einddatum"] is not None and not (write.may(REOPEN) or write.may(FORCED)):
            raise fout(403, "Zaak heropenen is niet toegelaten.")
        return
    if not register.referring("resultaten", "zaak", zaak["url"]):
        raise invalid("nonFieldErrors", "resultaat-does-not-exist", "Zaak has no resultaat.")
    for document in _documents(register, zaak):
        if document["indicatieGebruiksrecht"] is None:
            reason = "Er zijn gerelateerde informatieobjecten zonder indicatieGebruiksrecht."
            raise invalid("nonFieldErrors", "indicatiegebruiksrecht-unset", reason)
        if document.get("lock"):
            raise invalid("nonFieldErrors", "informatieobject-locked", "Er zijn gelockte informatieobjecten.")


def after_status(write: Write) -> None:
    """An eindstatus ends the zaak and settles its archive (zrc-007, -021); another reopens it (zrc-008)."""
    register = write.register
    zaak = _zaak_of(write)
    if is_last(register, register.get(write.item["statustype"]) or {}):
        zaak["einddatum"] = _moment(write.item).date().isoformat()
        zaak.update(_archief(register, zaak))
    elif zaak["einddatum"] is not None:
        zaak.update(einddatum=None, archiefnominatie=None, archiefactiedatum=None)
    after_part(write)


def _archief(register: Register, zaak: Item) -> dict[str, Any]:
    """When the resultaattype counts from the end of the zaak (afleidingswijze "afgehandeld")."""
    (resultaat,) = register.referring("resultaten", "zaak", zaak["url"])
    soort = register.get(resultaat["resultaattype"]) or {}
    found = {"archiefnominatie": zaak["archiefnominatie"] or soort.get("archiefnominatie") or None}
    procedure = soort.get("brondatumArchiefprocedure") or {}
    if procedure.get("afleidingswijze") == "afgehandeld" and soort["archiefactietermijn"]:
        brondatum = datetime.fromisoformat(zaak["einddatum"]).date()
        found["archiefactiedatum"] = after(brondatum, soort["archiefactietermijn"]).isoformat()
        found["startdatumBewaartermijn"] = brondatum.isoformat()
    return found


def _moment(status: Item) -> datetime:
    return datetime.fromisoformat(status["datumStatusGezet"])


def _documents(register: Register, zaak: Item) -> Iterator[Item]:
    for relation in register.referring("zaakinformatieobjecten", "zaak", zaak["url"]):
        document = register.get(relation["informatieobject"])
        if document is not None:
            yield document


def _zaak_of(write: Write) -> Item:
    found = write.register.get((write.item or write.before or {})["zaak"], "zaken")
    assert found is not None
    return found


def _still_open(write: Write, zaak: Item) -> None:
    if zaak["einddatum"] is not None and not write.may(FORCED):
        raise fout(403, "Je mag geen gegevens aanpassen van een gesloten zaak.")


def _same_zaaktype(write: Write, field: str) -> None:
    soort = write.register.get(write.item[field]) or {}
    if soort["zaaktype"] != _zaak_of(write)["zaaktype"]:
        reason = f"De {field} hoort niet bij het zaaktype van de zaak."
        raise invalid("nonFieldErrors", "zaaktype-mismatch", reason)

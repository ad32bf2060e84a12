"""Completion: what the registers themselves add to a thing when it comes."""

from datetime import datetime

from standins.zgw.register import Item, Register


def instant(moment: datetime) -> str:
    """As the APIs write it."""
    return moment.isoformat().replace("+00:00", "Z")


def zaak(register: Register, item: Item) -> None:
    """Its number, day of registration, confidentiality (zrc-009: that of the zaaktype) and place in time."""
    now = register.now()
    if not item["identificatie"]:
        item["identificatie"] = f"ZAAK-{now.year}-{register.next_number('zaken'):010}"
    item["registratiedatum"] = item["registratiedatum"] or now.date().isoformat()
    if not item["vertrouwelijkheidaanduiding"]:
        zaaktype = register.get(item["zaaktype"], "zaaktypen") or {}
        item["vertrouwelijkheidaanduiding"] = zaaktype.get("vertrouwelijkheidaanduiding", "zaakvertrouwelijk")
    item.setdefault("einddatum", None)
    item.setdefault("laatstGemuteerd", instant(now))


def substatus(register: Register, item: Item) -> None:
    item["tijdstip"] = item["tijdstip"] or instant(register.now())


def registered(register: Register, item: Item) -> None:
    """Its moment of registration."""
    item.setdefault("registratiedatum", instant(register.now()))

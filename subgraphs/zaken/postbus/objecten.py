"""Objecten: the objects of one customer in an Objects API, for taken and for berichten.

Whose an object is, it says in `identificatie`: a kind of number and the number. Searches go by POST, so that
no number stands in an address; what comes back is held against the number again. An object does not say of
which dienst it is: who acts under a mandate sees those that are for a zaak that they see.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from auth.principal import Identifier
from subgraphs.service.register_call import Method, RegisterCall
from subgraphs.service.register_client import RegisterTarget
from subgraphs.zaken.postbus.bronnen import Objectensectie
from subgraphs.zaken.postbus.mandaatzicht import Mandaatzicht
from subgraphs.zaken.postbus.verbinding import Json, Verbinding
from subgraphs.zaken.source import Inzage
from subgraphs.zaken.zgw.kenmerk import Kenmerk

logger = logging.getLogger(__name__)

CRS = {"accept-crs": "EPSG:4326", "content-crs": "EPSG:4326"}
SOORTEN: Mapping[Identifier, str] = {
    Identifier.BSN: "bsn",
    Identifier.KVK: "kvk",
    Identifier.RSIN: "rsin",
}
"""What objects call a number of this kind. Whoever has another kind has no objects."""
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Object:
    """An object as far as it is read."""

    uuid: str
    type: str
    type_version: int
    data: Json


class Objecten:
    """Raises RegisterUnavailable from every method when the register gives no answer."""

    def __init__(self, sectie: Objectensectie, zicht: Mandaatzicht) -> None:
        token = f"Token {sectie.token.get_secret_value()}"
        target = RegisterTarget("objecten", sectie.url, {"authorization": token, **CRS})
        self._verbinding = Verbinding(target, sectie.seconden)
        self._zaakregister = sectie.zaakregister
        self._zicht = zicht

    async def van(self, inzage: Inzage, objecttype: str) -> list[Object]:
        """All objects of a type that are the customer's, as far as who looks may see them."""
        wie = _wie(inzage)
        if wie is None:
            return []
        attributes = (f"identificatie__type__exact__{wie[0]}", f"identificatie__value__exact__{wie[1]}")
        criteria = {"type": objecttype, "data_attrs": ",".join(attributes)}
        call = RegisterCall.send(Method.POST, "/objects/search", criteria)
        found = await self._verbinding.alles(replace(call, repeatable=True))
        own = [each for each in map(_object, found) if each and _is_van(each, objecttype, wie)]
        return await self._zichtbaar(inzage, own)

    async def een(self, inzage: Inzage, objecttype: str, uuid: str) -> Object | None:
        """The object with this uuid, when it is the customer's and who looks may see it."""
        wie = _wie(inzage)
        if wie is None or not _UUID.fullmatch(uuid):
            return None
        content = await self._verbinding.een(RegisterCall.get(f"/objects/{uuid}"))
        found = _object(content) if content is not None else None
        own = [found] if found and _is_van(found, objecttype, wie) else []
        return next(iter(await self._zichtbaar(inzage, own)), None)

    async def wijzig(self, oud: Object, data: Json, op: date) -> Object | None:
        """Changes some of the data: a new record that begins on a day. None when the object is gone."""
        record = {"typeVersion": oud.type_version, "startAt": op.isoformat(), "data": data}
        call = RegisterCall.send(Method.PATCH, f"/objects/{oud.uuid}", {"record": record})
        content = await self._verbinding.een(call, changes=True)
        return None if content is None else _object(content)

    def zaak_id(self, data: Json) -> str | None:
        """The zaak that an object is for (`koppeling`), as the graph knows it."""
        koppeling = data.get("koppeling")
        if self._zaakregister is None or not isinstance(koppeling, dict):
            return None
        uuid = koppeling.get("value") or koppeling.get("uuid")
        is_zaak = koppeling.get("registratie") == "zaak" and isinstance(uuid, str) and _UUID.fullmatch(uuid)
        return str(Kenmerk(self._zaakregister, str(uuid))) if is_zaak else None

    async def close(self) -> None:
        await self._verbinding.close()

    async def _zichtbaar(self, inzage: Inzage, own: Iterable[Object]) -> list[Object]:
        return await self._zicht.zichtbaar(inzage, own, lambda each: self.zaak_id(each.data))


def leesbare(objecten: Iterable[Object], lees: Callable[[Object], T]) -> Iterator[T]:
    """What objects say, without those that cannot be read: they are counted in the log, not shown."""
    for each in objecten:
        try:
            yield lees(each)
        except (KeyError, TypeError, ValueError, AttributeError):
            logger.warning("register objecten: an object of type version %d is unreadable", each.type_version)


def _wie(inzage: Inzage) -> tuple[str, str] | None:
    """The kind of number of the customer, and the number; None for who has no objects to see.

    Raises LookupError when this subgraph is not told the number: a mistake in the settings.
    """
    if inzage.soort not in SOORTEN:
        return None
    if inzage.nummer is None:
        raise LookupError("the identity statement holds no identification for this subgraph")
    return SOORTEN[inzage.soort], inzage.nummer.waarde


def _is_van(found: Object, objecttype: str, wie: tuple[str, str]) -> bool:
    whose = found.data.get("identificatie")
    return (
        found.type == objecttype
        and isinstance(whose, dict)
        and (whose.get("type"), whose.get("value")) == wie
    )


def _object(content: Any) -> Object | None:
    """None for what has not the shape of an object."""
    try:
        record = content["record"]
        uuid, data = str(content["uuid"]), record["data"]
        return Object(uuid, str(content["type"]), int(record["typeVersion"]), dict(data))
    except (KeyError, TypeError, ValueError):
        return None

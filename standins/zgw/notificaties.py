"""The Notificaties API: channels, subscriptions, and the delivery of what happened to who wants to know.

At least once: a delivery that is not answered with 2xx is tried again, later each time. A subscription is
only taken when its callback answers 204 with the `auth` that was given, and refuses (401 or 403) without it.
"""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import httpx
from starlette.applications import Starlette

from standins.zgw.completion import instant
from standins.zgw.field import Field, anything, many, text, url
from standins.zgw.fout import fout, invalid
from standins.zgw.kind import Kind, Write, equal
from standins.zgw.origin import outward
from standins.zgw.register import Change, Item, Register
from standins.zgw.zaken import ALLE

API = "notificaties"
DELAYS = (0.0, 0.2, 1.0, 3.0, 10.0, 30.0)
"""Seconds before each attempt."""
TIMEOUT = 10.0
KANALEN: Mapping[str, tuple[str, ...]] = {
    "zaken": ("bronorganisatie", "zaaktype", "vertrouwelijkheidaanduiding"),
    "documenten": ("bronorganisatie", "informatieobjecttype", "vertrouwelijkheidaanduiding"),
    "besluiten": ("verantwoordelijkeOrganisatie", "besluittype"),
}
"""The channels of the registers, and what their notifications can be filtered by."""
RESOURCES = {
    "zaken": "zaak",
    "rollen": "rol",
    "statussen": "status",
    "substatussen": "substatus",
    "resultaten": "resultaat",
    "zaakinformatieobjecten": "zaakinformatieobject",
    "zaakobjecten": "zaakobject",
    "zaakeigenschappen": "zaakeigenschap",
    "enkelvoudiginformatieobjecten": "enkelvoudiginformatieobject",
    "besluiten": "besluit",
    "besluitinformatieobjecten": "besluitinformatieobject",
}
_MAIN = {"zaken": ("zaak", "zaken"), "besluiten": ("besluit", "besluiten"), "documenten": ("", "")}

logger = logging.getLogger(__name__)


@cache
def _tls() -> ssl.SSLContext:
    """Made once: to read all certificates of the machine takes longer than anything else here."""
    return ssl.create_default_context()


async def _check_callback(write: Write) -> None:
    """Raises Refusal 400 when the callback cannot be called, or by anyone."""
    if not write.item:
        return
    callback, auth = write.item["callbackUrl"], write.item["auth"]
    test = {
        "kanaal": "test",
        "hoofdObject": "http://some.hoofdobject.nl/",
        "resource": "some_resource",
        "resourceUrl": "http://some.resource.nl/",
        "actie": "create",
        "aanmaakdatum": instant(write.register.now()),
        "kenmerken": {},
    }
    async with httpx.AsyncClient(timeout=TIMEOUT, verify=_tls()) as client:
        try:
            known = await client.post(callback, json=test, headers={"Authorization": auth})
            unknown = await client.post(callback, json=test)
        except httpx.HTTPError as exc:
            raise invalid(
                "nonFieldErrors", "invalid-callback-url", "De callback is niet bereikbaar."
            ) from exc
    if known.status_code != 204:
        raise invalid("nonFieldErrors", "invalid-callback-url", "De callback antwoordt geen 204.")
    if unknown.status_code not in (401, 403):
        raise invalid("nonFieldErrors", "no-auth-on-callback-url", "De callback is niet beveiligd.")


def _check_kanalen(write: Write) -> None:
    for wanted in write.item.get("kanalen", ()):
        found = next(iter(write.register.having("kanaal", "naam", wanted["naam"])), None)
        if found is None:
            raise invalid("naam", "not-found", "Kanaal met deze naam bestaat niet.")
        unknown = wanted.get("filters", {}).keys() - set(found["filters"])
        if any(not name.startswith("#") for name in unknown):
            raise invalid("filters", "inconsistent-abonnement-filters", "Filters are inconsistent")


ABONNEMENT = Kind(
    API,
    "abonnement",
    {
        "callbackUrl": Field(url),
        "auth": Field(text(1000, 1)),
        "kanalen": Field(many(anything), []),
        "sendCloudevents": Field(anything, False),
        "cloudeventFilters": Field(many(anything), []),
    },
    writes=ALLE,
    paged=False,
    shows_uuid=False,
    hides=frozenset({"auth"}),
    check=_check_callback,
    rule=_check_kanalen,
)
KANAAL = Kind(
    API,
    "kanaal",
    {
        "naam": Field(text(50, 1)),
        "documentatieLink": Field(url, ""),
        "filters": Field(many(text(100)), []),
    },
    filters={"naam": equal("naam")},
    writes=frozenset({"create", "update", "partial_update"}),
    paged=False,
    shows_uuid=False,
)
KINDS = (ABONNEMENT, KANAAL)


def kanalen() -> list[dict[str, Any]]:
    """The channels that the registers have published on."""
    return [{"naam": naam, "filters": list(filters)} for naam, filters in KANALEN.items()]


def check_message(register: Register, message: Mapping[str, Any]) -> None:
    """Raises Refusal 400 unless this can be published: its channel is there and has its kenmerken."""
    missing = {"kanaal", "hoofdObject", "resource", "resourceUrl", "actie", "aanmaakdatum"} - message.keys()
    if missing:
        raise invalid(min(missing), "required", "Dit veld is vereist.")
    found = next(iter(register.having("kanaal", "naam", message["kanaal"])), None)
    if found is None:
        raise fout(400, "Kanaal met deze naam bestaat niet.", "message_kanaal")
    if message.get("kenmerken", {}).keys() - set(found["filters"]):
        raise invalid(
            "kenmerken", "kenmerken_inconsistent", "Kenmerken aren't consistent with kanaal filters"
        )


class Notifier:
    """Delivers notifications of what requests did, and of what others publish."""

    def __init__(self, register: Register, kinds: Mapping[str, Kind]) -> None:
        self._register = register
        self._kinds = kinds
        self._client: httpx.AsyncClient | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def running(self, _app: Starlette) -> AsyncIterator[None]:
        """Delivers for as long as this lasts; what is not delivered by then is lost."""
        self._register.changed.append(self.changed)
        try:
            yield
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            if self._client is not None:
                await self._client.aclose()

    def changed(self, change: Change) -> None:
        """Publishes a change, when it is one that registers tell of."""
        resource = RESOURCES.get(change.kind)
        kanaal = self._kinds[change.kind].api
        if resource is None:
            return
        field, kind = _MAIN[kanaal]
        main = change.item if resource == field or not field else self._register.get(change.item[field], kind)
        if main is None:
            return
        message = {
            "kanaal": kanaal,
            "hoofdObject": main["url"],
            "resource": resource,
            "resourceUrl": change.item["url"],
            "actie": change.action,
            "aanmaakdatum": instant(self._register.now()),
            "kenmerken": {name: main[name] for name in KANALEN[kanaal]},
        }
        self.publish(outward(message, change.origin), change.origin)

    def publish(self, message: Mapping[str, Any], origin: str) -> None:
        """Delivers to each who subscribed to this, in the background."""
        for abonnement in self._register.all("abonnement"):
            if any(_wanted(outward(kanaal, origin), message) for kanaal in abonnement["kanalen"]):
                task = asyncio.ensure_future(self._delivered(abonnement, message))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _delivered(self, abonnement: Item, message: Mapping[str, Any]) -> None:
        headers = {"Authorization": abonnement["auth"]}
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=TIMEOUT, verify=_tls())
        for delay in DELAYS:
            await asyncio.sleep(delay)
            try:
                answer = await self._client.post(abonnement["callbackUrl"], json=message, headers=headers)
            except httpx.HTTPError:
                continue
            if answer.is_success:
                return
        logger.warning("a notification of %s was given up", message["kanaal"])


def _wanted(kanaal: Mapping[str, Any], message: Mapping[str, Any]) -> bool:
    if kanaal["naam"] != message["kanaal"]:
        return False
    known = {**message.get("kenmerken", {}), "#resource": message["resource"], "#actie": message["actie"]}
    return _all_met(kanaal.get("filters", {}).items(), known)


def _all_met(filters: Iterable[tuple[str, str]], known: Mapping[str, Any]) -> bool:
    return all(value in ("*", "") or known.get(name) == value for name, value in filters)

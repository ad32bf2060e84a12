"""ZgwVerbinding: the calls to one zaakregistratie, each with a JWT that names the end user.

A search for a person goes by POST, so that no number of anybody stands in an address. What the register
refuses is a mistake in the settings of one of the two: it is logged, and the register counts as not reached.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from subgraphs.service.bereik import Deel
from subgraphs.service.processing import asking
from subgraphs.service.register_call import Method, Query, RegisterCall
from subgraphs.service.register_client import RegisterClient, RegisterRules, RegisterStream, RegisterTarget
from subgraphs.service.register_errors import Reason, RegisterRefused, RegisterUnavailable
from subgraphs.service.verwerking import AANVRAGEN, INZAGE_ZAKEN
from subgraphs.service.zgw_token import Gebruiker, ZgwCredentials
from subgraphs.zaken.bronnen import Zgwsectie
from subgraphs.zaken.source import Inzage

logger = logging.getLogger(__name__)

MAX_PAGES = 20
AT_ONCE = 10
"""How many calls a register gets at a time."""
UPLOADING = 60.0
"""Seconds that the register may take over something new, which may have a whole file in it."""
_CRS = "EPSG:4326"
_GONE = frozenset({404, 410})
BESLUITDOCUMENTEN = "/besluitinformatieobjecten"
_WHOLE = frozenset({"/zaakinformatieobjecten", BESLUITDOCUMENTEN})
"""Lists that the APIs do not give in pages."""
_OF_THEIR_OWN_SIZE = frozenset({"/substatussen"})
"""Lists whose pages have the size that the register likes."""
_WIJ = Gebruiker("gemeentegraaf", "Gemeentegraaf, voor iedereen")
"""The end user of what is the same for everyone."""

Json = Mapping[str, Any]
T = TypeVar("T")


class Api(StrEnum):
    """The ZGW APIs that are read."""

    ZAKEN = "zaken"
    CATALOGI = "catalogi"
    DOCUMENTEN = "documenten"
    BESLUITEN = "besluiten"


class ZgwVerbinding:
    """One register. Raises SettingsError for a secret that is too short; `close` it where it was used."""

    def __init__(self, sectie: Zgwsectie) -> None:
        self.naam = sectie.naam
        self._credentials = ZgwCredentials(sectie.client_id, sectie.geheim.get_secret_value())
        self._page_size = sectie.paginagrootte
        self._slots = asyncio.Semaphore(AT_ONCE)
        rules = RegisterRules(budget=sectie.seconden)
        urls = {api: getattr(sectie, api.value) for api in Api}
        self._clients = {
            api: RegisterClient(RegisterTarget(f"{sectie.naam}/{api.value}", url), rules)
            for api, url in urls.items()
            if url is not None
        }

    def kent(self, api: Api) -> bool:
        """Whether the settings name this API."""
        return api in self._clients

    def url(self, api: Api, path: str) -> str:
        """The address of something in an API, as others in the register name it."""
        return self._clients[api].url_of(path)

    def ligt_in(self, api: Api, url: object) -> bool:
        """Whether an address that the register gave is one of this API as the settings have it."""
        try:
            self._clients[api].path_of(str(url))
        except (RegisterUnavailable, KeyError):
            return False
        return True

    async def zoek(self, wie: Inzage, api: Api, path: str, criteria: Json) -> list[Json]:
        """All that a search finds, by POST. Raises RegisterUnavailable."""
        call = RegisterCall.send(Method.POST, path, criteria, self._headers(wie) | {"content-crs": _CRS})
        async with asking(self.naam, INZAGE_ZAKEN):
            return await self._all(api, replace(call, repeatable=True))

    async def lijst(self, wie: Inzage | None, api: Api, path: str, query: Query) -> list[Json]:
        """All of a list, for nobody in particular when `wie` is None. Raises RegisterUnavailable."""
        async with asking(self.naam, INZAGE_ZAKEN):
            return await self._all(api, RegisterCall.get(path, query, self._headers(wie)))

    async def haal(self, wie: Inzage | None, api: Api, url: str) -> Json | None:
        """What is at an address that the register gave; None when it is gone. Raises RegisterUnavailable."""
        path = self._clients[api].path_of(url)
        async with asking(self.naam, INZAGE_ZAKEN):
            return await self._one(api, RegisterCall.get(path, headers=self._headers(wie)))

    async def maak(self, wie: Inzage, api: Api, path: str, content: Json) -> Json:
        """What the register made of it. Raises RegisterUnavailable; whether it is made is not known then."""
        call = RegisterCall.send(Method.POST, path, content, self._headers(wie) | {"content-crs": _CRS})
        async with asking(self.naam, AANVRAGEN, changes=True):
            made = await self._one(api, call.within(UPLOADING))
        if made is None:
            raise RegisterUnavailable(self.naam, Reason.UNREADABLE)
        return made

    async def publieke_lijst(self, path: str, query: Query) -> list[Json]:
        """All of a list in the catalogue, which is the same for everyone. Raises RegisterUnavailable."""
        call = RegisterCall.get(path, query, self._headers(None))
        return await self._all(Api.CATALOGI, replace(call, shared=True))

    async def publiek(self, url: str) -> Json | None:
        """What is at an address in the catalogue; None when it is gone. Raises RegisterUnavailable."""
        path = self._clients[Api.CATALOGI].path_of(url)
        call = RegisterCall.get(path, headers=self._headers(None))
        return await self._one(Api.CATALOGI, replace(call, shared=True))

    @asynccontextmanager
    async def download(
        self, wie: Inzage, path: str, deel: Deel | None = None
    ) -> AsyncIterator[RegisterStream | None]:
        """The content of a document, or, from a register that can, this part; None when it is gone. Raises
        RegisterUnavailable.
        """
        part = {"range": deel.gevraagd, "accept-encoding": "identity"} if deel else {}
        call = RegisterCall.get(path, headers=self._headers(wie) | {"accept": "*/*"} | part)
        async with AsyncExitStack() as stack:
            stream: RegisterStream | None = None
            async with asking(self.naam, INZAGE_ZAKEN):
                try:
                    stream = await stack.enter_async_context(self._clients[Api.DOCUMENTEN].stream(call))
                except RegisterRefused as refusal:
                    self._check_gone(refusal)
            yield stream

    async def close(self) -> None:
        for client in self._clients.values():
            await client.close()

    async def _all(self, api: Api, call: RegisterCall) -> list[Json]:
        if call.path in _WHOLE:
            return self._objects(await self._content(api, call))
        found: list[Json] = []
        for page in range(1, MAX_PAGES + 1):
            content = await self._content(api, replace(call, query=(*call.query, *self._paging(call, page))))
            if not isinstance(content, dict):
                raise RegisterUnavailable(self.naam, Reason.UNREADABLE)
            found += self._objects(content.get("results"))
            if not content.get("next"):
                return found
        raise RegisterUnavailable(self.naam, Reason.TOO_LARGE)

    def _objects(self, content: Any) -> list[Json]:
        if not isinstance(content, list) or not all(isinstance(each, dict) for each in content):
            raise RegisterUnavailable(self.naam, Reason.UNREADABLE)
        return content

    async def _one(self, api: Api, call: RegisterCall) -> Json | None:
        content = await self._content(api, call)
        if content is not None and not isinstance(content, dict):
            raise RegisterUnavailable(self.naam, Reason.UNREADABLE)
        return content

    def _paging(self, call: RegisterCall, page: int) -> Iterable[tuple[str, str]]:
        if page > 1:
            yield "page", str(page)
        if self._page_size is not None and call.path not in _OF_THEIR_OWN_SIZE:
            yield "pageSize", str(self._page_size)

    async def _content(self, api: Api, call: RegisterCall) -> Any:
        """The JSON of an answer; None for what is gone."""
        try:
            async with self._slots:
                return (await self._clients[api].ask(call)).json()
        except RegisterRefused as refusal:
            self._check_gone(refusal)
            return None

    def _check_gone(self, refusal: RegisterRefused) -> None:
        """Raises RegisterUnavailable for a refusal that says more than that something is not there."""
        if refusal.status not in _GONE:
            logger.error("%s", refusal)
            raise RegisterUnavailable(self.naam, Reason.STATUS, refusal.status) from refusal

    def _headers(self, wie: Inzage | None) -> dict[str, str]:
        token = self._credentials.token(_WIJ if wie is None else _gebruiker(wie))
        return {"authorization": f"Bearer {token}", "accept-crs": _CRS}


def _gebruiker(wie: Inzage) -> Gebruiker:
    """Who is behind a call, by pseudonym: under a mandate the actor, with for whom they act."""
    if wie.gemachtigde is None:
        return Gebruiker(wie.klant_id, "klant, in eigen zaak")
    return Gebruiker(wie.gemachtigde, f"gemachtigde van klant {wie.klant_id}")


async def samen(reads: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """What comes of all of them, in their order. When one fails the others are stopped, and it raises."""
    tasks = [asyncio.ensure_future(read) for read in reads]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def elk_voor_zich(reads: Iterable[Coroutine[Any, Any, T]]) -> list[T | RegisterUnavailable]:
    """What comes of each, in their order: of one that the register gives no answer to, why."""

    async def reached(read: Coroutine[Any, Any, T]) -> T | RegisterUnavailable:
        try:
            return await read
        except RegisterUnavailable as failure:
            return failure

    return await samen(reached(read) for read in reads)

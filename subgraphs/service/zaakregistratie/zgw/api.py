"""One of the ZGW APIs, as the registration asks it: things with a URL, found by their fields or made."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from subgraphs.service.bus.delivery import NotDelivered
from subgraphs.service.register_call import Method, RegisterAnswer, RegisterCall
from subgraphs.service.register_client import RegisterClient
from subgraphs.service.register_errors import RegisterRefused, RegisterUnavailable
from subgraphs.service.zgw_token import Gebruiker, ZgwCredentials

CRS = {"accept-crs": "EPSG:4326", "content-crs": "EPSG:4326"}
TRANSFER = 120.0
"""Seconds for a call that brings content."""
PIECE = 256 * 1024
REFUSED = frozenset({400, 409, 413, 415, 422})
"""Answers to this very thing, which a repeat does not change. A 403 or 404 is one to the settings."""

Thing = Mapping[str, Any]
"""What an API shows of something; `url` is its name."""


class ZgwApi:
    """Asks one API in the name of one user. Every method raises NotDelivered.

    What a `shared` one answers is the same for all, and kept for a while.
    """

    def __init__(
        self,
        client: RegisterClient,
        credentials: ZgwCredentials,
        gebruiker: Gebruiker,
        *,
        shared: bool = False,
    ) -> None:
        self._shared = shared
        self._client = client
        self._credentials = credentials
        self._gebruiker = gebruiker

    async def first(self, path: str, **criteria: str) -> Thing | None:
        """The first that meets the criteria."""
        found = await self.list(path, **criteria)
        return found[0] if found else None

    async def list(self, path: str, **criteria: str) -> Sequence[Thing]:
        """Those that meet the criteria: a page of them, where the API has pages."""
        answer = await self._asked(RegisterCall.get(path, tuple(criteria.items())))
        content = answer.json()
        found = content.get("results") if isinstance(content, dict) else content
        if not isinstance(found, list):
            raise NotDelivered("ONLEESBAAR_ANTWOORD")
        return found

    def url(self, path: str) -> str:
        """The URL of what has this path in the API."""
        return self._client.url_of(path)

    async def get(self, url: str) -> Thing:
        """What has this URL."""
        return (await self._asked(RegisterCall.get(self._path(url)))).object()

    async def make(self, path: str, content: Thing, budget: float | None = None) -> Thing:
        """A new thing, as the API has it now."""
        call = RegisterCall.send(Method.POST, path, content).within(budget)
        return (await self._asked(call)).object()

    async def act(self, url: str, action: str, content: Thing) -> None:
        """Do something with what has this URL, by a path below it."""
        await self._asked(RegisterCall.send(Method.POST, f"{self._path(url)}/{action}", content))

    async def put(self, url: str, content_type: str, body: bytes) -> None:
        """Give what has this URL its content."""
        # With its length, for not every server takes a body of unknown length.
        headers = {"content-type": content_type, "content-length": str(len(body))}
        call = RegisterCall(Method.PUT, self._path(url), headers=headers, body=_pieces(body))
        await self._asked(call.within(TRANSFER))

    def _path(self, url: str) -> str:
        try:
            return self._client.path_of(url)
        except RegisterUnavailable as exc:
            raise NotDelivered(_unavailable(exc)) from exc

    async def _asked(self, call: RegisterCall) -> RegisterAnswer:
        token = self._credentials.token(self._gebruiker)
        headers = {**CRS, **call.headers, "authorization": f"Bearer {token}"}
        try:
            shared = self._shared and call.method is Method.GET
            answer = await self._client.ask(replace(call, headers=headers, shared=shared))
            answer.json() if answer.body else None
        except RegisterUnavailable as exc:
            raise NotDelivered(_unavailable(exc)) from exc
        except RegisterRefused as exc:
            raise NotDelivered(_refused(exc), permanent=exc.status in REFUSED) from exc
        return answer


async def _pieces(body: bytes) -> AsyncIterator[bytes]:
    """A large body in pieces, so that others get their turn while it is sent."""
    for start in range(0, len(body), PIECE):
        yield body[start : start + PIECE]


def _unavailable(failure: RegisterUnavailable) -> str:
    return f"{failure.reason.name}_{failure.status}" if failure.status else failure.reason.name


def _refused(refusal: RegisterRefused) -> str:
    """Which parameter was refused and why, in the words of the register."""
    parts = [f"HTTP_{refusal.status}", *(":".join(each) for each in refusal.invalid[:1])]
    return " ".join(parts if refusal.invalid else [*parts, refusal.code or ""]).strip()

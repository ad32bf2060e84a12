"""The handlers of the demo: two zaakafhandelcomponenten in this process, that take new zaken forward.

A generic one, and a specific one for permits. They are told and they act as they would over a network: by
webhook, and over the zaken service's own door.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from standins.zaakafhandeling.handler import Handler
from standins.zaakafhandeling.standin import TEMPO, ZAKEN, make_handler_app
from standins.zaakafhandeling.token import Tokens
from standins.zaakafhandeling.zaken_door import ZakenDoor
from subgraphs.service.upstream import AsgiUpstream, Upstream
from subgraphs.zaken.afhandelaar import Afhandelaar
from subgraphs.zaken.zaakbus import over_http

GENERIEK = "zaakafhandeling"
SPECIFIEK = "vergunningen"
ZAAKTYPEN = frozenset({"omgevingsvergunning", "evenementenvergunning"})
"""What the specific one handles."""


@dataclass(frozen=True, slots=True)
class DemoHandlers:
    """Both, put together but not started; `handlers` are what takes the steps."""

    afhandelaars: Sequence[Afhandelaar]
    apps: dict[str, Starlette]
    handlers: dict[str, Handler]
    _zaken: "_Later" = field(repr=False)

    def reach(self, afhandelaar: Afhandelaar) -> Upstream:
        """Those of this process within it, the others of the settings where they are."""
        here = afhandelaar in self.afhandelaars
        return AsgiUpstream(self.apps[afhandelaar.naam]) if here else over_http(afhandelaar)

    def work_for(self, zaken: ASGIApp) -> None:
        """The zaken service, which is made after them."""
        self._zaken.app = zaken


def make_demo_handlers(*, still: bool) -> DemoHandlers:
    """`still` ones are told everything, and take no steps by themselves: their calendar does not move."""
    zaken = _Later()
    made = [_afhandelaar(GENERIEK, frozenset()), _afhandelaar(SPECIFIEK, ZAAKTYPEN)]
    apps, handlers = {}, {}
    for each in made:
        tokens = Tokens(each.naam, ZAKEN, each.geheim.get_secret_value())
        client = httpx.AsyncClient(transport=httpx.ASGITransport(zaken), base_url="http://zaken")
        handlers[each.naam] = handler = Handler(ZakenDoor(client, tokens))
        apps[each.naam] = make_handler_app(handler, tokens, None if still else TEMPO)
    return DemoHandlers(made, apps, handlers, zaken)


def _afhandelaar(naam: str, zaaktypen: frozenset[str]) -> Afhandelaar:
    geheim = SecretStr(secrets.token_urlsafe(48))
    return Afhandelaar(naam=naam, url=f"http://{naam}", geheim=geheim, zaaktypen=zaaktypen)


class _Later:
    """An application that is not there yet when others are told of it."""

    app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)

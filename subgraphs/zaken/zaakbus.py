"""The bus of the zaken service: what happens to zaken goes to who listens and to who handles them."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from subgraphs.service.bus.dispatcher import Dispatcher
from subgraphs.service.bus.outbox import Outbox
from subgraphs.service.bus.permission import Permission
from subgraphs.service.bus.policy import Policy
from subgraphs.service.bus.webhook import Webhook
from subgraphs.service.database import Database
from subgraphs.service.upstream import Upstream
from subgraphs.service.zgw_token import ZgwCredentials
from subgraphs.zaken.afhandelaar import Afhandelaar, Afhandelaars
from subgraphs.zaken.gebeurtenisfeed import Gebeurtenisfeed
from subgraphs.zaken.gebeurtenissen import Gebeurtenissen
from subgraphs.zaken.gebeurtenistabellen import outbox
from subgraphs.zaken.melding import Melder, destinations

ZAKEN = "zaken"
"""What the zaken service calls itself to handlers."""

Clock = Callable[[], datetime]
Reach = Callable[[Afhandelaar], Upstream]
"""How a handler is reached."""


class Zaakbus:
    """Its parts, put together over one database."""

    def __init__(
        self, database: Database, afhandelaars: Afhandelaars, reach: Reach, clock: Clock, policy: Policy
    ) -> None:
        def webhook(afhandelaar: Afhandelaar) -> Webhook:
            credentials = ZgwCredentials(ZAKEN, afhandelaar.geheim.get_secret_value())
            permission = Permission(afhandelaar.afzender) if afhandelaar.afzender else None
            return Webhook(reach(afhandelaar), credentials, permission)

        messages = Outbox(database, outbox)
        self.gebeurtenissen = Gebeurtenissen(database)
        self.feed = Gebeurtenisfeed(self.gebeurtenissen, clock)
        self.melder = Melder(self.gebeurtenissen, messages, afhandelaars, clock)
        self._dispatcher = Dispatcher(messages, destinations(afhandelaars, webhook), clock, policy)
        self.melder.wekt(self.feed.wake)
        self.melder.wekt(self._dispatcher.wake)

    @property
    def background(self) -> Sequence[Callable[[], Awaitable[None]]]:
        """What must run as long as the service does."""
        return [self._dispatcher.run, self.feed.run]


def over_http(afhandelaar: Afhandelaar) -> Upstream:
    """A handler at its own address."""
    # The all-in-one process has no use for an HTTP client, which takes a while to import.
    from subgraphs.service.http_upstream import HttpUpstream

    return HttpUpstream(afhandelaar.url)

"""A webhook: where CloudEvents are sent, with a token for each call.

Source: CloudEvents, "HTTP 1.1 Web Hooks for Event Delivery" (1.0.2), sections 2 and 3.
"""

from subgraphs.service.bus.cloud_event import MEDIA_TYPE, CloudEvent
from subgraphs.service.bus.delivery import NotDelivered
from subgraphs.service.upstream import Upstream, UpstreamUnavailable
from subgraphs.service.zgw_token import ZgwCredentials

TAKEN = frozenset({200, 201, 202, 204})
GONE = frozenset({410, 415})
"""The receiver is no more, or does not take such events: sending it again has no use."""


class Webhook:
    """A receiver of events at the path `path` of another service."""

    def __init__(self, upstream: Upstream, credentials: ZgwCredentials, path: str = "") -> None:
        self._upstream = upstream
        self._credentials = credentials
        self._path = path

    async def send(self, event: CloudEvent) -> None:
        """Raises NotDelivered."""
        headers = {"content-type": MEDIA_TYPE, "authorization": f"Bearer {self._credentials.token()}"}
        try:
            answer = await self._upstream.post(self._path, headers, event.body())
        except UpstreamUnavailable as exc:
            raise NotDelivered("ONBEREIKBAAR") from exc
        if answer.status not in TAKEN:
            raise NotDelivered(f"HTTP_{answer.status}", permanent=answer.status in GONE)

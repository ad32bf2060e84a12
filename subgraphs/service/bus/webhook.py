"""A webhook: where CloudEvents are sent, with a token for each call.

    200, 201, 202, 204    taken
    410                   the receiver is no more: nothing goes there any more
    415                   it does not take such events: a dead letter
    429, 503              not now: everything waits as long as Retry-After says
    the rest              tried again

Source: CloudEvents, "HTTP 1.1 Web Hooks for Event Delivery" (1.0.2), sections 2 to 4; the guideline for
webhooks of the NL GOV profile for CloudEvents.
"""

from datetime import UTC, datetime, timedelta

from subgraphs.service.bus.cloud_event import CONTENT_TYPE, CloudEvent
from subgraphs.service.bus.delivery import DestinationGone, NotDelivered
from subgraphs.service.bus.permission import Permission
from subgraphs.service.retry_after import retry_after
from subgraphs.service.upstream import Answer, Upstream, UpstreamUnavailable
from subgraphs.service.zgw_token import ZgwCredentials

TAKEN = frozenset({200, 201, 202, 204})
GONE = 410
UNKNOWN_FORMAT = 415
NOT_NOW = frozenset({429, 503})
LONGEST = timedelta(days=1)
"""No receiver is left alone longer than this, whatever it says."""


class Webhook:
    """A receiver of events at the path `path` of another service, that is asked for `permission` first if
    there is one to ask.
    """

    def __init__(
        self,
        upstream: Upstream,
        credentials: ZgwCredentials,
        permission: Permission | None = None,
        path: str = "",
    ) -> None:
        self._upstream = upstream
        self._credentials = credentials
        self._permission = permission
        self._path = path

    async def send(self, event: CloudEvent) -> None:
        """Raises NotDelivered."""
        headers = {"content-type": CONTENT_TYPE, "authorization": f"Bearer {self._credentials.token()}"}
        try:
            if self._permission is not None:
                await self._permission.ask(self._upstream, self._path)
                headers |= self._permission.headers
            answer = await self._upstream.post(self._path, headers, event.body())
        except UpstreamUnavailable as exc:
            raise NotDelivered("ONBEREIKBAAR") from exc
        if answer.status not in TAKEN:
            raise _refusal(answer)


def _refusal(answer: Answer) -> NotDelivered:
    code = f"HTTP_{answer.status}"
    if answer.status == GONE:
        return DestinationGone()
    if answer.status not in NOT_NOW:
        return NotDelivered(code, permanent=answer.status == UNKNOWN_FORMAT)
    seconds = retry_after(answer.headers.get("retry-after"), datetime.now(UTC))
    return NotDelivered(code, after=None if seconds is None else min(timedelta(seconds=seconds), LONGEST))

"""Meldingen: telling of what happens to a zaak, to who listens and to who must handle it.

What is told is written in the transaction of what it tells of: nothing happens unheard, and nothing is heard
that did not happen. It says that something happened, and what is to be known of it is asked at the source.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from subgraphs.service.bus.cloud_event import CloudEvent
from subgraphs.service.bus.delivery import Destination, Progress
from subgraphs.service.bus.message import Message
from subgraphs.service.bus.outbox import Outbox
from subgraphs.service.bus.webhook import Webhook
from subgraphs.zaken.afhandelaar import Afhandelaar, Afhandelaars
from subgraphs.zaken.gebeurtenis import Soort, nieuwe_gebeurtenis
from subgraphs.zaken.gebeurtenissen import Gebeurtenissen

TYPES: Mapping[Soort, str] = {
    Soort.GEREGISTREERD: "nl.overheid.zaken.zaak-geregistreerd",
    Soort.DOCUMENT_TOEGEVOEGD: "nl.overheid.zaken.document-toegevoegd",
    Soort.INTREKKING_AANGEVRAAGD: "nl.overheid.zaken.intrekking-aangevraagd",
    Soort.INGETROKKEN: "nl.overheid.zaken.zaak-ingetrokken",
}
"""What handlers are told of, by the type of the event. The rest is their own doing."""


@dataclass(frozen=True, slots=True)
class Gemeld:
    """What a melding is about: a zaak, with the identificatie of its zaaktype."""

    zaak_id: str
    zaaktype: str


class Melder:
    """Writes what happened. `wek` is called when it can be read: after the commit."""

    def __init__(
        self,
        gebeurtenissen: Gebeurtenissen,
        outbox: Outbox,
        afhandelaars: Afhandelaars,
        clock: Callable[[], datetime],
    ) -> None:
        self._gebeurtenissen = gebeurtenissen
        self._outbox = outbox
        self._afhandelaars = afhandelaars
        self._clock = clock
        self._wekkers: list[Callable[[], None]] = []

    def wekt(self, wekker: Callable[[], None]) -> None:
        """Call this too when there is something new."""
        self._wekkers.append(wekker)

    def wek(self) -> None:
        for wekker in self._wekkers:
            wekker()

    async def meld(self, session: AsyncSession, zaak: Gemeld, soort: Soort) -> None:
        """Write that something happened to a zaak, in the transaction in which it does."""
        gebeurtenis = nieuwe_gebeurtenis(zaak.zaak_id, soort, self._clock())
        if soort in TYPES:
            for afhandelaar in self._afhandelaars.van(zaak.zaaktype):
                # The receiver knows repeats by the id, so each receiver has one of its own.
                message_id = str(uuid5(UUID(gebeurtenis.id), afhandelaar.naam))
                content = {"soort": soort.value, "zaaktype": zaak.zaaktype}
                moment = gebeurtenis.moment
                name = destination(afhandelaar)
                await self._outbox.put(
                    session,
                    Message(message_id, name, content, moment, moment, order_key=zaak.zaak_id),
                )
        await self._gebeurtenissen.schrijf(session, gebeurtenis)


class Afhandelmelding:
    """Implements `Destination`: one handler, told by webhook as `systeem`."""

    def __init__(self, webhook: Webhook, systeem: str) -> None:
        self._webhook = webhook
        self._systeem = systeem

    async def deliver(self, message: Message, progress: Progress) -> None:  # noqa: ARG002 - one step
        zaak_id = message.order_key or ""
        event = CloudEvent(
            id=message.id,
            source=self._systeem,
            type=TYPES[Soort(message.content["soort"])],
            subject=zaak_id,
            time=message.made_at,
            data={"zaak": zaak_id, "zaaktype": message.content["zaaktype"]},
        )
        await self._webhook.send(event)


def destination(afhandelaar: Afhandelaar) -> str:
    """The name under which the bus knows a handler."""
    return f"afhandelaar:{afhandelaar.naam}"


def destinations(
    afhandelaars: Afhandelaars, webhook: Callable[[Afhandelaar], Webhook]
) -> Mapping[str, Destination]:
    """All handlers, as destinations of the bus."""
    return {
        destination(each): Afhandelmelding(webhook(each), afhandelaars.systeem) for each in afhandelaars.allen
    }

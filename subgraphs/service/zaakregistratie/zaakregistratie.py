"""A zaakregistratie, as whoever hands aanvragen over sees it."""

from typing import Protocol

from subgraphs.service.bus.delivery import Progress
from subgraphs.service.zaakregistratie.intrekking import Afloop, Intrekking
from subgraphs.service.zaakregistratie.opdracht import Opdracht


class Zaakregistratie(Protocol):
    """Where an aanvraag becomes a zaak."""

    async def registreer(self, opdracht: Opdracht, progress: Progress) -> str:
        """Make the zaak, or find the one already made of this aanvraag, and answer its id.

        Notes BEGUN before it makes anything. Raises NotDelivered: the zaak may have been made all the same,
        only asking again tells; and TakenBack.
        """
        ...

    async def trek_in(self, intrekking: Intrekking, progress: Progress) -> Afloop:
        """End the zaak as withdrawn, where its zaaktype and its course allow that; otherwise leave the
        request with the zaak for who handles it. Never answers NIET_VERWERKT.

        Raises NotDelivered, as `registreer`.
        """
        ...

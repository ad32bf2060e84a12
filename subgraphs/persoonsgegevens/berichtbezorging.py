"""The bringing of messages to customers, over the bus."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from subgraphs.persoonsgegevens.bericht import Berichtverzender
from subgraphs.persoonsgegevens.berichtzegel import Berichtzegel
from subgraphs.service.bus.delivery import Progress
from subgraphs.service.bus.message import Message


@dataclass(frozen=True, slots=True)
class Berichtbezorging:
    """Fulfils Destination: a message of the bus goes to the sender, as long as it is of use."""

    verzender: Berichtverzender
    zegel: Berichtzegel
    nu: Callable[[], datetime]
    nuttig: timedelta

    async def deliver(self, message: Message, progress: Progress) -> None:  # noqa: ARG002 - it is one step
        if self.nu() - message.made_at < self.nuttig:
            await self.verzender.verzend(self.zegel.bericht(message.content), message.id)

"""Delivery: what a destination of the bus does with a message, and how it says that it could not."""

from datetime import timedelta
from typing import Protocol

from subgraphs.service.bus.message import Message


class NotDelivered(Exception):
    """The destination did not confirm. `code` says why and holds nothing of the message.

    What was asked may have been done all the same: only asking again tells. `permanent` is a refusal that
    asking again does not change. `after` is how long the destination wants to be left alone, whatever the
    message.
    """

    def __init__(self, code: str, *, permanent: bool = False, after: timedelta | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.after = after


class DestinationGone(NotDelivered):
    """There is no such receiver any more: nothing is brought there until an operator says so."""

    code = "BESTEMMING_WEG"

    def __init__(self) -> None:
        super().__init__(self.code, permanent=True)


class Progress(Protocol):
    """What came of the steps of a delivery, kept from one attempt to the next."""

    def get(self, step: str) -> str | None:
        """What came of a step; None as long as nobody noted it, even if it was done."""
        ...

    async def note(self, step: str, value: str) -> None:
        """Keep what came of a step, before the next begins."""
        ...


class Destination(Protocol):
    """Where messages go."""

    async def deliver(self, message: Message, progress: Progress) -> None:
        """Bring it there, or find that it is there already. Raises NotDelivered."""
        ...

"""Delivery: what a destination of the bus does with a message, and how it says that it could not."""

from datetime import timedelta
from typing import Protocol, runtime_checkable

from subgraphs.service.bus.message import Message

BEGUN = "begonnen"
"""The step that a destination notes before it asks anything that may last: until then a message can be taken
back by who wrote it.
"""
DISCARDED = "weggelegd"
"""The step with which an operator marks a message that is not to be brought any more."""


class TakenBack(Exception):
    """The message is not in the outbox any more: it is not to be brought, or another has brought it."""


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
        """Keep what came of a step, before the next begins. Raises TakenBack, and then nothing follows."""
        ...


class Destination(Protocol):
    """Where messages go."""

    async def deliver(self, message: Message, progress: Progress) -> None:
        """Bring it there, or find that it is there already. Raises NotDelivered."""
        ...


@runtime_checkable
class HearsOfDiscards(Protocol):
    """A destination that has something to do when an operator discards a message to it."""

    async def discarded(self, message: Message) -> None:
        """It will not be brought. This may be told twice. Raises NotDelivered."""
        ...

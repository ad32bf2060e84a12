"""Uitkomst: what came of something that a customer did with an aanvraag."""

from dataclasses import dataclass

from subgraphs.formulieren.aanvraag import Aanvraag
from subgraphs.formulieren.bijlage import Bijlage
from subgraphs.formulieren.validatie import Fout
from subgraphs.service.bus.message import Message


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """The aanvraag as it is now, whether what was asked is done, and what is wrong.

    `bericht` is what was put in the outbox just now, `bijlage` the one that was added.
    """

    aanvraag: Aanvraag | None
    gelukt: bool
    fouten: tuple[Fout, ...] = ()
    bericht: Message | None = None
    bijlage: Bijlage | None = None


def geweigerd(aanvraag: Aanvraag | None, *gevonden: Fout) -> Uitkomst:
    """What was asked is not done, because of these."""
    return Uitkomst(aanvraag, gelukt=False, fouten=gevonden)

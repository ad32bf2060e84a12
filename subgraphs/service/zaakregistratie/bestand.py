"""A bestand: a file that goes with an aanvraag, and so with its zaak."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Bestand:
    """One file. `formaat` is a media type, `grootte` in bytes; `inhoud` begins anew at each call."""

    id: str
    bestandsnaam: str = field(repr=False)
    formaat: str
    grootte: int
    inhoud: Callable[[], AsyncIterator[bytes]] = field(repr=False, compare=False)


class IngediendeBestanden(Protocol):
    """The files of submitted aanvragen, whoever they are of: for who registers, not for who asks."""

    async def ingediend(self, aanvraag_id: str) -> Sequence[Bestand]:
        """Those that came, in the order in which the customer added them."""
        ...


class GeenBestanden:
    """Implements `IngediendeBestanden` for aanvragen that no files go with."""

    async def ingediend(self, aanvraag_id: str) -> Sequence[Bestand]:  # noqa: ARG002 - whichever it is
        return ()

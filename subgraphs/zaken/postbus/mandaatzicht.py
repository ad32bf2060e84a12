"""Mandaatzicht: what who acts for a customer sees in a register that knows nothing of diensten.

What is for a zaak is seen by who sees that zaak, by the rules for zaken (subgraphs.zaken.zichtbaarheid); what
is for no zaak, by the customer alone.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.zaken.source import Inzage, Zakenbron

T = TypeVar("T")


class Mandaatzicht:
    """Asks the source of zaken, once for a list."""

    def __init__(self, zaken: Zakenbron) -> None:
        self._zaken = zaken

    async def zichtbaar(
        self, inzage: Inzage, alle: Iterable[T], zaak_van: Callable[[T], str | None]
    ) -> list[T]:
        """Those of `alle`, which are the customer's, that who looks may see. `zaak_van` tells which zaak one
        is for. Raises RegisterUnavailable when it cannot be known of a zaak.
        """
        found = [(each, zaak_van(each)) for each in alle]
        if inzage.diensten is None:
            return [each for each, _ in found]
        zaken = await self._zaken.zaken(inzage, sorted({zaak for _, zaak in found if zaak}))
        for zaak in zaken.values():
            if isinstance(zaak, RegisterUnavailable):
                raise zaak
        return [each for each, zaak in found if zaak in zaken]

"""What the graph asks of a source of personal data: the embedded magazijn, the BRP, the Handelsregister."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from subgraphs.persoonsgegevens.contact import Contactgegevens, Contactwijziging
from subgraphs.persoonsgegevens.klant import Klant, Verwant
from subgraphs.service.organisatie import Vestiging


class Persoonsgegevensbron(Protocol):
    """Reads for many customers at once, by `Klant.id`; who is not known is absent from the answer.

    Ownership is not decided here: callers only ask for ids that the identity statement names.
    """

    async def klanten(self, ids: Sequence[str]) -> Mapping[str, Klant]:
        """The customers themselves, without relatives and vestigingen."""

    async def verwanten(self, ids: Sequence[str]) -> Mapping[str, Sequence[Verwant]]:
        """Partners, then children, then parents, each in the register's order."""

    async def vestigingen(self, ids: Sequence[str]) -> Mapping[str, Sequence[Vestiging]]:
        """The hoofdvestiging first, then by number."""

    async def contactgegevens(self, ids: Sequence[str]) -> Mapping[str, Contactgegevens]:
        """How the customers want to be reached."""

    async def contactgegevens_wijzigen(self, id_: str, wijziging: Contactwijziging) -> Contactgegevens | None:
        """Applies the change in one transaction; None for an unknown customer. Raises InvalidInput."""

"""What the graph asks of a source of personal data: the embedded magazijn, the BRP, the Handelsregister."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from auth.principal import Klantsoort
from subgraphs.persoonsgegevens.contact import Contactgegevens, Contactwijziging
from subgraphs.persoonsgegevens.klant import Klant
from subgraphs.persoonsgegevens.vraag import Vraag


class BronOnbeschikbaar(ConnectionError):
    """A source gave no usable answer. `reden` is a word for the log, without anything of the customer."""

    def __init__(self, reden: str) -> None:
        super().__init__(reden)
        self.reden = reden


class Persoonsgegevensbron(Protocol):
    """Who a customer is. Ownership is decided before: a Vraag is about the one the statement names."""

    async def klant(self, vraag: Vraag) -> Klant | None:
        """The customer, with at least the fields that are asked; None for who is not in this source.

        All of it comes from this source. Raises BronOnbeschikbaar.
        """
        ...


class Contactgegevensbron(Protocol):
    """How customers want to be reached: data of the municipality itself, whatever register knows the rest."""

    async def contactgegevens(self, ids: Sequence[str]) -> Mapping[str, Contactgegevens]:
        """By `Klant.id`; who is not known is absent. Raises BronOnbeschikbaar."""
        ...

    async def neem_op(self, id_: str, klantsoort: Klantsoort) -> None:
        """Whom no register knows becomes known by what they tell us; who is known already stays as they
        are.
        """
        ...

    async def contactgegevens_wijzigen(self, id_: str, wijziging: Contactwijziging) -> Contactgegevens | None:
        """Applies the change in one transaction; None for an unknown customer. Raises InvalidInput."""
        ...

"""Toegang: a customer's own aanvragen and the forms behind them, and how an aanvraag is changed at all."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from auth.propagation import Statement
from subgraphs.formulieren.aanvraag import Aanvraag, NietMeerTeWijzigen
from subgraphs.formulieren.formulier import Formulier
from subgraphs.formulieren.source import Aanvragenbron, Bijlagenbron, Formulierenbron
from subgraphs.formulieren.uitkomst import Uitkomst, geweigerd
from subgraphs.formulieren.validatie import Fout, Foutcode
from subgraphs.service.errors import Conflict, NotFound
from subgraphs.service.text import is_plain

POGINGEN = 5
"""How often a change is made anew when the aanvraag was changed by someone else in between."""

Act = Callable[[Aanvraag], Awaitable[Uitkomst | None]]
"""Something done to an aanvraag; None when someone else changed it in between."""

_NIET_MEER_TE_WIJZIGEN = Fout(Foutcode.NIET_MEER_TE_WIJZIGEN, "Deze aanvraag is geen concept meer.")


@dataclass(frozen=True, slots=True)
class Toegang:
    """To each customer, the aanvragen of others do not exist."""

    formulieren: Formulierenbron
    aanvragen: Aanvragenbron
    bijlagen: Bijlagenbron

    async def doe(self, klant: Statement, aanvraag_id: str, act: Act) -> Uitkomst:
        """Do something to an aanvraag as it stands, again when it changed meanwhile. Raises Conflict,
        NotFound.
        """
        for _ in range(POGINGEN):
            huidig = await self.aanvraag(klant, aanvraag_id)
            try:
                uitkomst = await act(huidig)
            except NietMeerTeWijzigen:
                return geweigerd(huidig, _NIET_MEER_TE_WIJZIGEN)
            if uitkomst is not None:
                return uitkomst
        raise Conflict("De aanvraag wordt op dit moment ook elders gewijzigd.")

    async def aanvraag(self, klant: Statement, aanvraag_id: str) -> Aanvraag:
        """Raises NotFound."""
        found = await self.aanvragen.aanvragen(klant.klant, [aanvraag_id]) if is_plain(aanvraag_id) else {}
        if aanvraag_id not in found:
            raise NotFound("Deze aanvraag")
        return found[aanvraag_id]

    async def formulier(self, formulier_id: str) -> Formulier:
        """Raises NotFound."""
        found = await self.formulieren.formulieren([formulier_id]) if is_plain(formulier_id) else {}
        if formulier_id not in found:
            raise NotFound("Dit formulier")
        return found[formulier_id]

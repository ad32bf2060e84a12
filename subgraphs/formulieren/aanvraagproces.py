"""What a customer does with an aanvraag: start, save, submit, withdraw. The spine of the formulieren
subgraph.

Every act is safe to repeat. Start and submit carry an idempotency key, and a repeat with the same key gets
the answer of the first time; save and withdraw lead to the same state however often they come.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from auth.propagation import Statement
from subgraphs.formulieren.aanvraag import Aanvraag, NietMeerTeWijzigen, Stand
from subgraphs.formulieren.formulier import Formulier
from subgraphs.formulieren.source import Aanvragenbron, Formulierenbron
from subgraphs.formulieren.validatie import Fout, Foutcode, concept_fouten, fouten
from subgraphs.formulieren.verzending import REGISTRATIE, opdrachtinhoud
from subgraphs.service.bus.dispatcher import Dispatcher
from subgraphs.service.bus.message import Message
from subgraphs.service.errors import Conflict, NotFound
from subgraphs.service.text import is_plain

POGINGEN = 5
"""How often a change is made anew when the aanvraag was changed by someone else in between."""
GEDULD = 4.0
"""Seconds a customer waits for the zaak; after it the dispatcher goes on and the aanvraag is INGEDIEND."""
MAX_SLEUTEL = 128

_BLOKKEREND = frozenset({Foutcode.ONBEKEND_VELD, Foutcode.TE_GROOT})
"""What keeps even a draft from being saved; other errors may stand until it is submitted."""


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """The aanvraag as it is now, whether what was asked is done, and what is wrong.

    `bericht` is what was put in the outbox just now.
    """

    aanvraag: Aanvraag | None
    gelukt: bool
    fouten: tuple[Fout, ...] = ()
    bericht: Message | None = None


Act = Callable[[Aanvraag], Awaitable[Uitkomst | None]]
"""Something done to an aanvraag; None when someone else changed it in between."""


class Aanvraagproces:
    """The acts of a customer; to each, the aanvragen of others do not exist."""

    def __init__(
        self,
        formulieren: Formulierenbron,
        aanvragen: Aanvragenbron,
        dispatcher: Dispatcher,
        clock: Callable[[], datetime],
        geduld: float = GEDULD,
    ) -> None:
        self._formulieren = formulieren
        self._aanvragen = aanvragen
        self._dispatcher = dispatcher
        self._clock = clock
        self._geduld = geduld

    async def start(self, klant: Statement, formulier_id: str, sleutel: str) -> Uitkomst:
        """A draft of this form. Raises NotFound for an unknown form."""
        formulier = await self._formulier(formulier_id)
        if fout := _sleutelfout(sleutel):
            return _geweigerd(None, fout)
        if klant.klantsoort not in formulier.klantsoorten:
            return _geweigerd(None, _NIET_VOOR_KLANTSOORT)
        aanvraag = await self._aanvragen.start(_concept(klant.klant, formulier_id, self._clock()), sleutel)
        if aanvraag.formulier_id != formulier_id:
            return _geweigerd(None, _SLEUTEL_HERGEBRUIKT)
        return Uitkomst(aanvraag, gelukt=True)

    async def bewaar(self, klant: Statement, aanvraag_id: str, gegevens: Mapping[str, Any]) -> Uitkomst:
        """Replace what was filled in. Gaps and half-typed values are saved and reported. Raises NotFound."""

        async def act(huidig: Aanvraag) -> Uitkomst | None:
            nieuw = huidig.bewaard(gegevens, self._clock())
            formulier = await self._formulier(huidig.formulier_id)
            gevonden = concept_fouten(formulier.schema, gegevens)
            if any(fout.code in _BLOKKEREND for fout in gevonden):
                return _geweigerd(huidig, *gevonden)
            done = await self._aanvragen.vervang(huidig, nieuw)
            return Uitkomst(nieuw, gelukt=True, fouten=gevonden) if done else None

        return await self._doe(klant, aanvraag_id, act)

    async def dien_in(self, klant: Statement, aanvraag_id: str, sleutel: str) -> Uitkomst:
        """Submit, if all is well, and wait a moment for the zaak. Raises NotFound."""

        async def act(huidig: Aanvraag) -> Uitkomst | None:
            if fout := _sleutelfout(sleutel):
                return _geweigerd(huidig, fout)
            if huidig.indiensleutel == sleutel:
                return Uitkomst(huidig, gelukt=True)
            nieuw = huidig.ingediend(sleutel, self._clock())
            formulier = await self._formulier(huidig.formulier_id)
            if gevonden := fouten(formulier.schema, huidig.gegevens):
                return _geweigerd(huidig, *gevonden)
            # This request makes the first attempt itself; if it dies, the dispatcher takes over.
            bericht = self._dispatcher.message(nieuw.id, REGISTRATIE, opdrachtinhoud(formulier))
            done = await self._aanvragen.dien_in(huidig, nieuw, bericht)
            return Uitkomst(nieuw, gelukt=True, bericht=bericht) if done else None

        uitkomst = await self._doe(klant, aanvraag_id, act)
        if uitkomst.bericht is None:
            return uitkomst
        await self._probeer(uitkomst.bericht)
        return replace(uitkomst, aanvraag=await self._aanvraag(klant, aanvraag_id))

    async def trek_in(self, klant: Statement, aanvraag_id: str) -> Uitkomst:
        """Withdraw a draft and forget what was filled in. Raises NotFound."""

        async def act(huidig: Aanvraag) -> Uitkomst | None:
            if huidig.stand is Stand.INGETROKKEN:
                return Uitkomst(huidig, gelukt=True)
            nieuw = huidig.ingetrokken(self._clock())
            done = await self._aanvragen.vervang(huidig, nieuw)
            return Uitkomst(nieuw, gelukt=True) if done else None

        return await self._doe(klant, aanvraag_id, act)

    async def _doe(self, klant: Statement, aanvraag_id: str, act: Act) -> Uitkomst:
        """Do something to an aanvraag as it stands, again when it changed meanwhile. Raises Conflict,
        NotFound.
        """
        for _ in range(POGINGEN):
            huidig = await self._aanvraag(klant, aanvraag_id)
            try:
                uitkomst = await act(huidig)
            except NietMeerTeWijzigen:
                return _geweigerd(huidig, _NIET_MEER_TE_WIJZIGEN)
            if uitkomst is not None:
                return uitkomst
        raise Conflict("De aanvraag wordt op dit moment ook elders gewijzigd.")

    async def _probeer(self, bericht: Message) -> None:
        """The first attempt. If it takes too long, the customer is answered and the outbox does the rest."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._dispatcher.deliver(bericht), self._geduld)

    async def _aanvraag(self, klant: Statement, aanvraag_id: str) -> Aanvraag:
        found = await self._aanvragen.aanvragen(klant.klant, [aanvraag_id]) if is_plain(aanvraag_id) else {}
        if aanvraag_id not in found:
            raise NotFound("Deze aanvraag")
        return found[aanvraag_id]

    async def _formulier(self, formulier_id: str) -> Formulier:
        found = await self._formulieren.formulieren([formulier_id]) if is_plain(formulier_id) else {}
        if formulier_id not in found:
            raise NotFound("Dit formulier")
        return found[formulier_id]


_NIET_VOOR_KLANTSOORT = Fout(Foutcode.NIET_VOOR_KLANTSOORT, "Dit formulier is voor een andere soort klant.")
_NIET_MEER_TE_WIJZIGEN = Fout(Foutcode.NIET_MEER_TE_WIJZIGEN, "Deze aanvraag is geen concept meer.")
_SLEUTEL_HERGEBRUIKT = Fout(
    Foutcode.SLEUTEL_HERGEBRUIKT,
    "Met deze idempotentiesleutel is al een aanvraag voor een ander formulier gestart.",
    "/idempotentiesleutel",
)
_ONGELDIGE_SLEUTEL = Fout(
    Foutcode.ONGELDIGE_SLEUTEL,
    f"Een idempotentiesleutel heeft 1 tot en met {MAX_SLEUTEL} tekens.",
    "/idempotentiesleutel",
)


def _sleutelfout(sleutel: str) -> Fout | None:
    return None if 0 < len(sleutel) <= MAX_SLEUTEL and is_plain(sleutel) else _ONGELDIGE_SLEUTEL


def _geweigerd(aanvraag: Aanvraag | None, *gevonden: Fout) -> Uitkomst:
    return Uitkomst(aanvraag, gelukt=False, fouten=gevonden)


def _concept(klant_id: str, formulier_id: str, nu: datetime) -> Aanvraag:
    return Aanvraag(
        id=str(uuid4()),
        volgnummer=0,
        formulier_id=formulier_id,
        klant_id=klant_id,
        stand=Stand.CONCEPT,
        gegevens={},
        versie=1,
        gestart_op=nu,
        gewijzigd_op=nu,
    )

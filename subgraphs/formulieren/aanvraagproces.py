"""What a customer does with an aanvraag: start, save, submit, withdraw. The spine of the formulieren
subgraph.

Every act is safe to repeat. Start and submit carry an idempotency key, and a repeat with the same key gets
the answer of the first time; save and withdraw lead to the same state however often they come.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from auth.propagation import Statement
from subgraphs.formulieren.aanvraag import Aanvraag, Stand
from subgraphs.formulieren.controle import afwijkingen, indienfouten, overbodige_bijlagen, tussenfouten
from subgraphs.formulieren.formulier import Formulier
from subgraphs.formulieren.source import Terugname
from subgraphs.formulieren.toegang import Toegang
from subgraphs.formulieren.uitkomst import Uitkomst, geweigerd
from subgraphs.formulieren.validatie import Fout, Foutcode
from subgraphs.formulieren.verzending import Aanvraagpost
from subgraphs.formulieren.voorinvulbewijs import OngeldigBewijs, Voorinvulbewijzen, voorgevulde_velden
from subgraphs.formulieren.zichtbaarheid import getoonde_gegevens
from subgraphs.service.pagination import PageRequest
from subgraphs.service.text import is_plain
from subgraphs.service.zaakregistratie.intrekking import Afloop

GEDULD = 4.0
"""Seconds a customer waits for the zaak; after it the aanvraag is INGEDIEND, and the attempt goes on."""
MAX_SLEUTEL = 128
MAX_CONCEPTEN = 100
"""Drafts of one customer at a time, who pays nothing for the room that they and their files take."""

_BLOKKEREND = frozenset({Foutcode.ONBEKEND_VELD, Foutcode.TE_GROOT})
"""What keeps even a draft from being saved; other errors may stand until it is submitted."""


@dataclass(frozen=True, slots=True)
class Invulling:
    """What a customer saves. `bewijs` is that of a new prefill; `stappen` the number of pages that are done,
    of which also what is missing is to be told.
    """

    gegevens: Mapping[str, Any]
    bewijs: str | None = None
    stappen: int = 0


class Aanvraagproces:
    """The acts of a customer."""

    def __init__(
        self,
        toegang: Toegang,
        post: Aanvraagpost,
        bewijzen: Voorinvulbewijzen,
        clock: Callable[[], datetime],
        geduld: float = GEDULD,
    ) -> None:
        self._toegang = toegang
        self._post = post
        self._bewijzen = bewijzen
        self._clock = clock
        self._geduld = geduld

    async def start(
        self, klant: Statement, formulier_id: str, sleutel: str, bewijs: str | None = None
    ) -> Uitkomst:
        """A draft of this form, with what the registers filled in if there is a proof of that. Raises
        NotFound for an unknown form.
        """
        formulier = await self._toegang.formulier(formulier_id)
        if fout := _startfout(klant, formulier, sleutel):
            return geweigerd(None, fout)
        # a repeat may come when the proof is too old by now, or there are too many drafts
        aanvraag = await self._toegang.aanvragen.gestart(klant.klant, sleutel)
        if aanvraag is None:
            nieuw = await self._nieuw(klant, formulier, bewijs)
            if isinstance(nieuw, Fout):
                return geweigerd(None, nieuw)
            aanvraag = await self._toegang.aanvragen.start(nieuw, sleutel)
        if aanvraag.formulier_id != formulier_id:
            return geweigerd(None, _SLEUTEL_HERGEBRUIKT)
        return Uitkomst(aanvraag, gelukt=True)

    async def _nieuw(self, klant: Statement, formulier: Formulier, bewijs: str | None) -> Aanvraag | Fout:
        page = await self._toegang.aanvragen.aanvragen_van(klant.klant, PageRequest(1), Stand.CONCEPT)
        if page.more and await page.count() >= MAX_CONCEPTEN:
            return _TE_VEEL_CONCEPTEN
        nieuw = _concept(klant.klant, formulier.id, self._clock())
        return nieuw if bewijs is None else self._voorgevuld(formulier, nieuw, bewijs)

    async def bewaar(self, klant: Statement, aanvraag_id: str, invulling: Invulling) -> Uitkomst:
        """Replace what was filled in, as far as the form shows it. Gaps and half-typed values are saved and
        reported. Raises NotFound.
        """

        async def act(huidig: Aanvraag) -> Uitkomst | None:
            formulier = await self._toegang.formulier(huidig.formulier_id)
            gegevens = getoonde_gegevens(formulier, invulling.gegevens)
            nieuw = huidig.bewaard(gegevens, self._clock())
            if invulling.bewijs is not None:
                gevuld = self._voorgevuld(formulier, nieuw, invulling.bewijs)
                if isinstance(gevuld, Fout):
                    return geweigerd(huidig, gevuld)
                nieuw = gevuld
            gevonden = tussenfouten(formulier, nieuw.gegevens, invulling.stappen)
            if any(fout.code in _BLOKKEREND for fout in gevonden):
                return geweigerd(huidig, *gevonden)
            done = await self._toegang.aanvragen.vervang(huidig, nieuw)
            gevonden = (*gevonden, *afwijkingen(formulier, nieuw))
            return Uitkomst(nieuw, gelukt=True, fouten=gevonden) if done else None

        return await self._toegang.doe(klant, aanvraag_id, act)

    async def dien_in(self, klant: Statement, aanvraag_id: str, sleutel: str) -> Uitkomst:
        """Submit, if all is well, and wait a moment for the zaak. Raises NotFound."""

        async def act(huidig: Aanvraag) -> Uitkomst | None:
            if fout := _sleutelfout(sleutel):
                return geweigerd(huidig, fout)
            if huidig.indiensleutel == sleutel:
                return Uitkomst(huidig, gelukt=True)
            nu = self._clock()
            nieuw = huidig.ingediend(sleutel, nu)
            formulier = await self._toegang.formulier(huidig.formulier_id)
            bijlagen = (await self._toegang.bijlagen.bijlagen([huidig.id]))[huidig.id]
            if gevonden := indienfouten(formulier, huidig, bijlagen, nu):
                return geweigerd(huidig, *gevonden)
            nieuw = replace(nieuw, gegevens=getoonde_gegevens(formulier, huidig.gegevens))
            # This request makes the first attempt itself; if it dies, the dispatcher takes over.
            bericht = self._post.bericht(nieuw, formulier, klant)
            weg = overbodige_bijlagen(formulier, huidig, bijlagen)
            done = await self._toegang.aanvragen.dien_in(huidig, nieuw, bericht, weg)
            return Uitkomst(nieuw, gelukt=True, bericht=bericht) if done else None

        uitkomst = await self._toegang.doe(klant, aanvraag_id, act)
        if uitkomst.bericht is None:
            return uitkomst
        await self._post.breng(uitkomst.bericht, self._geduld)
        return replace(uitkomst, aanvraag=await self._toegang.aanvraag(klant, aanvraag_id))

    async def trek_in(self, klant: Statement, aanvraag_id: str) -> Uitkomst:
        """Withdraw, and wait a moment for the zaak to be withdrawn if there is one. Raises NotFound.

        What is no zaak and is not being made one, is forgotten at once and never becomes one. For the rest
        the zaakregistratie is asked, over the bus.
        """

        async def act(huidig: Aanvraag) -> Uitkomst | None:
            if huidig.stand in _AL_INGETROKKEN:
                return Uitkomst(huidig, gelukt=True)
            if huidig.stand is not Stand.GEREGISTREERD:
                nieuw = huidig.ingetrokken(self._clock())
                terug = await self._toegang.aanvragen.neem_terug(huidig, nieuw)
                if terug is not Terugname.BEGONNEN:
                    return Uitkomst(nieuw, gelukt=True) if terug is Terugname.GELUKT else None
            return await self._vraag_intrekking(huidig)

        uitkomst = await self._toegang.doe(klant, aanvraag_id, act)
        if uitkomst.bericht is None:
            return uitkomst
        await self._post.breng(uitkomst.bericht, self._geduld)
        nu = await self._toegang.aanvraag(klant, aanvraag_id)
        te_laat = nu.stand is Stand.GEREGISTREERD and nu.afloop is Afloop.TE_LAAT
        return geweigerd(nu, _ZAAK_AFGEHANDELD) if te_laat else replace(uitkomst, aanvraag=nu)

    async def _vraag_intrekking(self, huidig: Aanvraag) -> Uitkomst | None:
        nieuw = huidig.intrekking_aangevraagd(self._clock())
        verzoek = self._post.verzoek(nieuw)
        if not await self._toegang.aanvragen.vraag_intrekking(huidig, nieuw, verzoek):
            return None
        return Uitkomst(nieuw, gelukt=True, bericht=verzoek)

    def _voorgevuld(self, formulier: Formulier, aanvraag: Aanvraag, bewijs: str) -> Aanvraag | Fout:
        """With what the registers filled in. What the customer already said stands, where that is theirs to
        say.
        """
        try:
            bewaard = self._bewijzen.lees(bewijs, aanvraag.klant_id, formulier.id, self._clock())
        except OngeldigBewijs:
            return _ONGELDIGE_VOORINVULLING
        velden = voorgevulde_velden(bewaard)
        nieuw = {one.veld: one.waarde for one in velden if one.wijzigbaar}
        vast = {one.veld: one.waarde for one in velden if not one.wijzigbaar}
        gegevens = getoonde_gegevens(formulier, {**nieuw, **aanvraag.gegevens, **vast})
        return replace(aanvraag, gegevens=gegevens, voorinvulling=bewaard)


_AL_INGETROKKEN = frozenset({Stand.INGETROKKEN, Stand.INTREKKING_AANGEVRAAGD})
_ZAAK_AFGEHANDELD = Fout(
    Foutcode.ZAAK_AFGEHANDELD,
    "De zaak van deze aanvraag is al afgehandeld: er valt niets meer in te trekken.",
)
_NIET_VOOR_KLANTSOORT = Fout(Foutcode.NIET_VOOR_KLANTSOORT, "Dit formulier is voor een andere soort klant.")
_ELDERS = Fout(Foutcode.ELDERS_IN_TE_VULLEN, "Dit formulier vult u in op een andere plek: zie `startUrl`.")
_TE_VEEL_CONCEPTEN = Fout(
    Foutcode.TE_VEEL_CONCEPTEN,
    f"U hebt al {MAX_CONCEPTEN} aanvragen die niet zijn ingediend. Dien er een in, of trek er een in.",
)
_ONGELDIGE_VOORINVULLING = Fout(
    Foutcode.ONGELDIGE_VOORINVULLING,
    "Dit bewijs van voorinvulling is niet (meer) geldig. Haal het opnieuw op.",
    "/voorinvulling",
)
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


def _startfout(klant: Statement, formulier: Formulier, sleutel: str) -> Fout | None:
    if fout := _sleutelfout(sleutel):
        return fout
    if klant.klantsoort not in formulier.klantsoorten:
        return _NIET_VOOR_KLANTSOORT
    return _ELDERS if formulier.start_url is not None else None


def _sleutelfout(sleutel: str) -> Fout | None:
    return None if 0 < len(sleutel) <= MAX_SLEUTEL and is_plain(sleutel) else _ONGELDIGE_SLEUTEL


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

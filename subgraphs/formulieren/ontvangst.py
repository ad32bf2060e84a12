"""Ontvangst: a file comes in, part by part, and is looked at, scanned and stored while it comes.

    delen        parts of one size, however the bytes arrive
    grootte      no more than its kind may be
    soort        what it is, by its content
    scan         nothing malicious in it
    opslag       written, of no account until all of the above is good

Nothing of it stays when any of these says no.
"""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from auth.propagation import Statement
from subgraphs.formulieren.aanvraag import Stand
from subgraphs.formulieren.bijlage import CHUNK, Bijlage
from subgraphs.formulieren.formulier import Bijlagesoort
from subgraphs.formulieren.toegang import Toegang
from subgraphs.service.errors import NotFound
from subgraphs.service.keuring import BestandGeweigerd, Eisen, Keuring, in_delen, niet_nu, te_groot
from subgraphs.service.text import is_plain
from subgraphs.service.virusscan import ScanMislukt, Virusscan

logger = logging.getLogger(__name__)


class Ontvangst:
    """Takes the files of bijlagen. Without a scanner, none: that is a choice that someone has to make."""

    def __init__(self, toegang: Toegang, scanner: Virusscan | None, clock: Callable[[], datetime]) -> None:
        self._toegang = toegang
        self._scanner = scanner
        self._clock = clock

    async def neem_aan(self, klant: Statement, bijlage_id: str, stroom: AsyncIterator[bytes]) -> Bijlage:
        """The bijlage with its file. The same file again is answered the same. Raises BestandGeweigerd,
        NotFound, and whatever `stroom` raises.
        """
        bijlage, soort = await self._plaats(klant, bijlage_id)
        if self._scanner is None:
            logger.error("no virusscan is set, so no files are taken")
            raise niet_nu()
        if bijlage.is_ontvangen:
            return await _nogmaals(bijlage, soort, stroom)
        poging = uuid4().hex
        async with AsyncExitStack() as anders:
            anders.push_async_callback(self._toegang.bijlagen.vergeet, bijlage.id, poging)
            keuring = await self._stroom_in((bijlage.id, poging), soort, stroom, self._scanner)
            ontvangen = replace(
                bijlage,
                formaat=keuring.soort.formaat,
                grootte=keuring.grootte,
                sha256=keuring.hash.hexdigest(),
                ontvangen_op=self._clock(),
                poging=poging,
            )
            if not await self._toegang.bijlagen.ontvangen(ontvangen):
                raise BestandGeweigerd(409, "NIET_MEER_TE_WIJZIGEN", "Deze aanvraag is intussen gewijzigd.")
            anders.pop_all()
        return ontvangen

    async def _plaats(self, klant: Statement, bijlage_id: str) -> tuple[Bijlage, Bijlagesoort]:
        found = (
            await self._toegang.bijlagen.bijlage(klant.klant, bijlage_id) if is_plain(bijlage_id) else None
        )
        if found is None:
            raise NotFound("Deze bijlage")
        bijlage, aanvraag = found
        if aanvraag.stand is not Stand.CONCEPT:
            raise BestandGeweigerd(409, "NIET_MEER_TE_WIJZIGEN", "Deze aanvraag is geen concept meer.")
        soort = (await self._toegang.formulier(aanvraag.formulier_id)).bijlagesoort(bijlage.soort)
        if soort is None:
            raise NotFound("Deze bijlage")
        return bijlage, soort

    async def _stroom_in(
        self, plaats: tuple[str, str], soort: Bijlagesoort, stroom: AsyncIterator[bytes], scanner: Virusscan
    ) -> Keuring:
        try:
            async with scanner.scan() as scan:
                keuring = Keuring(Eisen(soort.max_bytes, soort.formaten), scan)
                async for deel in in_delen(stroom, CHUNK):
                    await keuring.lees(deel)
                    await self._toegang.bijlagen.schrijf(*plaats, keuring.delen - 1, deel, self._clock())
                await keuring.einde()
        except ScanMislukt as exc:
            logger.error("a file could not be scanned: %s", exc.code)  # noqa: TRY400
            raise niet_nu() from exc
        return keuring


async def _nogmaals(bijlage: Bijlage, soort: Bijlagesoort, stroom: AsyncIterator[bytes]) -> Bijlage:
    """The file has come before: whoever lost the answer may send it again, and no other in its place."""
    hash_, grootte = sha256(), 0
    async for stuk in stroom:
        hash_.update(stuk)
        grootte += len(stuk)
        if grootte > soort.max_bytes:
            raise te_groot(soort.max_bytes)
    if hash_.hexdigest() != bijlage.sha256:
        melding = "Hier is al een ander bestand. Verwijder die bijlage eerst."
        raise BestandGeweigerd(409, "BIJLAGE_AL_ONTVANGEN", melding)
    return bijlage

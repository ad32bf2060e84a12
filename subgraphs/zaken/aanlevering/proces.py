"""Aanleverproces: what a customer does to add a document to a zaak, from the announcement to the document.

    kondig_aan   a zaak of theirs that runs: a place with an id, which is where the file is sent
    neem_aan     the file is looked at and scanned while it comes in, and then becomes a document of the zaak

Both are safe to repeat. Nothing of a file stays when it is not taken.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from subgraphs.service.bestandssoort import HEAD
from subgraphs.service.errors import Conflict, InvalidInput, NotFound
from subgraphs.service.keuring import BestandGeweigerd, Keuring, in_delen, niet_nu
from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.service.settings import LOCAL
from subgraphs.service.text import is_plain
from subgraphs.service.virusscan import ScanMislukt, Virusscan
from subgraphs.zaken.aanlevering.aanlevering import EISEN, VOORVOEGSEL, Aanlevering, Nieuw, Stuk
from subgraphs.zaken.aanlevering.store import SqlAanleveringen
from subgraphs.zaken.aanlevering.stukken import Stukkenbron
from subgraphs.zaken.source import Inzage, Zakenbron
from subgraphs.zaken.zaak import Zaak

logger = logging.getLogger(__name__)

MOST = 50
"""How many documents a customer can add to one zaak."""
LANGSTE_TITEL, LANGSTE_NAAM, LANGSTE_SLEUTEL = 200, 200, 128
AT_ONCE = 4
"""How many files are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Ontvangen:
    """A file that became a document."""

    document_id: str
    formaat: str | None
    grootte: int


class Aanleverproces:
    """The acts of a customer. Without a scanner no files are taken: that is a choice someone has to make."""

    def __init__(
        self,
        zaken: Zakenbron,
        stukken: Stukkenbron,
        aanleveringen: SqlAanleveringen,
        scanner: Virusscan | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._zaken = zaken
        self._stukken = stukken
        self._aanleveringen = aanleveringen
        self._scanner = scanner
        self._clock = clock
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def kondig_aan(self, inzage: Inzage, nieuw: Nieuw) -> Aanlevering:
        """A place for a file; with a key that was used before for this zaak, the place of then.

        Raises NotFound, Conflict, InvalidInput, RegisterUnavailable.
        """
        _check("titel", nieuw.titel, LANGSTE_TITEL)
        _check("bestandsnaam", nieuw.bestandsnaam, LANGSTE_NAAM)
        _check("idempotentiesleutel", nieuw.sleutel, LANGSTE_SLEUTEL)
        await self._open_zaak(inzage, nieuw.zaak_id)
        if await self._aanleveringen.aantal(inzage.klant_id, nieuw.zaak_id) >= MOST:
            raise Conflict(f"Bij een zaak kunt u {MOST} documenten aanleveren.")
        made_of = f"{inzage.klant_id}\n{nieuw.zaak_id}\n{nieuw.sleutel}"
        return await self._aanleveringen.maak(
            Aanlevering(
                id=VOORVOEGSEL + sha256(made_of.encode()).hexdigest()[:40],
                zaak_id=nieuw.zaak_id,
                klant_id=inzage.klant_id,
                titel=nieuw.titel.strip(),
                bestandsnaam=nieuw.bestandsnaam.rsplit("/", 1)[-1].rsplit("\\", 1)[-1].strip(),
                aangekondigd_op=self._clock(),
            )
        )

    async def neem_aan(self, inzage: Inzage, aanlevering_id: str, stroom: AsyncIterator[bytes]) -> Ontvangen:
        """The document that a file became; the same file again is that document.

        Raises NotFound, Conflict, BestandGeweigerd, RegisterUnavailable, and whatever `stroom` raises.
        """
        known = is_plain(aanlevering_id)
        plaats = await self._aanleveringen.vind(inzage.klant_id, aanlevering_id) if known else None
        if plaats is None:
            raise NotFound("Deze plaats")
        zaak = await self._open_zaak(inzage, plaats.zaak_id)
        async with self._slots:
            keuring, inhoud = await self._keur(stroom)
            hash_ = keuring.hash.hexdigest()
            if plaats.sha256 not in (None, hash_):
                raise BestandGeweigerd(409, "BIJLAGE_AL_ONTVANGEN", "Hier is al een ander bestand.")
            if plaats.document_id is None:
                stuk = Stuk(
                    kenmerk=f"{plaats.id} {hash_}",
                    titel=plaats.titel,
                    bestandsnaam=plaats.bestandsnaam,
                    formaat=keuring.soort.formaat or "",
                    inhoud=inhoud,
                    op=self._clock().astimezone(LOCAL).date(),
                )
                document_id = await self._stukken.voeg_toe(inzage, zaak, stuk)
                await self._aanleveringen.ontvangen(plaats.id, document_id, hash_)
            else:
                document_id = plaats.document_id
        return Ontvangen(document_id, keuring.soort.formaat, keuring.grootte)

    async def _open_zaak(self, inzage: Inzage, zaak_id: str) -> Zaak:
        """A zaak of the customer that runs, where documents can be added. Raises NotFound, Conflict."""
        found = (await self._zaken.zaken(inzage, [zaak_id])).get(zaak_id) if is_plain(zaak_id) else None
        if isinstance(found, RegisterUnavailable):
            raise found
        if found is None:
            raise NotFound("Deze zaak")
        if found.einddatum is not None:
            raise Conflict("Deze zaak is afgerond. Er kan niets meer bij.")
        if not self._stukken.neemt_aan(found):
            raise Conflict("Bij deze zaak kunt u geen documenten aanleveren.")
        return found

    async def _keur(self, stroom: AsyncIterator[bytes]) -> tuple[Keuring, bytes]:
        if self._scanner is None:
            logger.error("no virusscan is set, so no files are taken")
            raise niet_nu()
        inhoud = bytearray()
        try:
            async with self._scanner.scan() as scan:
                keuring = Keuring(EISEN, scan)
                async for deel in in_delen(stroom, HEAD):
                    await keuring.lees(deel)
                    inhoud += deel
                await keuring.einde()
        except ScanMislukt as exc:
            logger.error("a file could not be scanned: %s", exc.code)  # noqa: TRY400
            raise niet_nu() from exc
        return keuring, bytes(inhoud)


def _check(veld: str, tekst: str, longest: int) -> None:
    if not 0 < len(tekst.strip()) <= longest or len(tekst) > longest:
        raise InvalidInput(f"`{veld}` heeft 1 tot en met {longest} tekens.", veld=veld)
    if not is_plain(tekst) or any(char < " " or char == "\x7f" for char in tekst):
        raise InvalidInput(f"`{veld}` heeft tekens die niet kunnen.", veld=veld)

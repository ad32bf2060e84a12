"""Keuring: a file that comes in, part by part, is looked at and scanned while it comes.

grootte      no more than it may be, and not nothing
soort        what it is, by its content
scan         nothing malicious in it
"""

import logging
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from hashlib import sha256

from subgraphs.service.bestandssoort import Bestandssoort
from subgraphs.service.errors import CodedError
from subgraphs.service.virusscan import Oordeel, Scan

logger = logging.getLogger(__name__)


class BestandGeweigerd(CodedError):
    """The file is not taken. `reden` is the code that a client sees, `status` that of HTTP."""

    def __init__(self, status: int, reden: str, melding: str) -> None:
        super().__init__(melding)
        self.status = status
        self.reden = reden


@dataclass(frozen=True, slots=True)
class Eisen:
    """How large a file may be, in bytes, and of which media types."""

    max_bytes: int
    formaten: Collection[str]


class Keuring:
    """One file, as it is looked at. Raises BestandGeweigerd."""

    def __init__(self, eisen: Eisen, scan: Scan) -> None:
        self._eisen = eisen
        self._scan = scan
        self.soort = Bestandssoort()
        self.hash = sha256()
        self.grootte = 0
        self.delen = 0

    async def lees(self, deel: bytes) -> None:
        """The next part; see Bestandssoort for how large the first has to be. Raises ScanMislukt too."""
        self.grootte += len(deel)
        self.delen += 1
        if self.grootte > self._eisen.max_bytes:
            raise te_groot(self._eisen.max_bytes)
        self.soort.lees(deel)
        self._check_soort()
        self.hash.update(deel)
        await self._scan.lees(deel)

    async def einde(self) -> None:
        """There are no more parts. Raises ScanMislukt too."""
        if not self.grootte:
            raise BestandGeweigerd(422, "LEEG_BESTAND", "Dit bestand is leeg.")
        self.soort.einde()
        self._check_soort()
        if await self._scan.oordeel() is Oordeel.BESMET:
            logger.warning("a file with malicious content was refused")
            melding = "In dit bestand is een virus gevonden. Het is niet bewaard."
            raise BestandGeweigerd(422, "VIRUS_GEVONDEN", melding)

    def _check_soort(self) -> None:
        if self.soort.formaat not in self._eisen.formaten:
            melding = "Dit soort bestand is hier niet mogelijk. Wat telt is de inhoud, niet de naam."
            raise BestandGeweigerd(415, "BESTANDSSOORT_NIET_TOEGESTAAN", melding)


async def in_delen(stroom: AsyncIterator[bytes], grootte: int) -> AsyncIterator[bytes]:
    """The same bytes in parts of this size; the last may be smaller."""
    wachtend = bytearray()
    async for stuk in stroom:
        wachtend += stuk
        while len(wachtend) >= grootte:
            yield bytes(wachtend[:grootte])
            del wachtend[:grootte]
    if wachtend:
        yield bytes(wachtend)


def te_groot(max_bytes: int) -> BestandGeweigerd:
    melding = f"Dit bestand is groter dan {max_bytes // 1_000_000} MB."
    return BestandGeweigerd(413, "BIJLAGE_TE_GROOT", melding)


def niet_nu() -> BestandGeweigerd:
    """What is said when there is nothing to scan with."""
    melding = (
        "Bestanden kunnen nu niet worden gecontroleerd, en dus niet worden ontvangen. Probeer het later."
    )
    return BestandGeweigerd(503, "VIRUSSCAN_NIET_BESCHIKBAAR", melding)

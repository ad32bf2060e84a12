"""Voorbeelden: the first rows of a distribution, for whoever wants to see before downloading.

which reader   by the format                                       FORMAAT
the beginning  of a file that the source holds, or of one elsewhere  HERKOMST, BEREIKBAARHEID
the table      as the reader makes of it                           INHOUD
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from subgraphs.opendata.bestand import PAD, Bestandsbegin
from subgraphs.opendata.dataset import Distributie
from subgraphs.opendata.ophalen import NietBereikbaar, NietToegestaan, Ophaler
from subgraphs.opendata.source import Datasetbron
from subgraphs.opendata.tabel import Onleesbaar, Tabel
from subgraphs.opendata.tabel_csv import lees_csv
from subgraphs.opendata.tabel_geojson import lees_geojson
from subgraphs.service.errors import CodedError
from subgraphs.service.loading import one_by_key

MOST_BYTES = 256 * 1024
MOST_RIJEN = 50
PER_REQUEST = 20
"""Previews that one request may ask for: each costs a reading of a file, perhaps elsewhere."""

Lezer = Callable[[Bestandsbegin, int], Tabel]
LEZERS: Mapping[str, Lezer] = {
    "csv": lees_csv,
    "tsv": lees_csv,
    "text/csv": lees_csv,
    "geojson": lees_geojson,
    "application/geo+json": lees_geojson,
}


class Reden(StrEnum):
    """Why there is no preview."""

    FORMAAT = "FORMAAT"
    HERKOMST = "HERKOMST"
    BEREIKBAARHEID = "BEREIKBAARHEID"
    INHOUD = "INHOUD"
    AANTAL = "AANTAL"


_SENTENCES = {
    Reden.FORMAAT: "Van dit formaat is geen voorbeeld te maken.",
    Reden.HERKOMST: "Dit bestand staat op een plek die niet bevraagd mag worden.",
    Reden.BEREIKBAARHEID: "Dit bestand is nu niet te lezen.",
    Reden.INHOUD: "De inhoud van dit bestand is geen tabel.",
    Reden.AANTAL: f"Er zijn hooguit {PER_REQUEST} voorbeelden per vraag.",
}


class GeenVoorbeeld(CodedError):
    """VOORBEELD_NIET_BESCHIKBAAR, with the Reden in `extensions.reden`."""

    code = "VOORBEELD_NIET_BESCHIKBAAR"

    def __init__(self, reden: Reden) -> None:
        super().__init__(_SENTENCES[reden], reden=reden.value)


class Voorbeelden:
    """Makes the previews of one request."""

    def __init__(self, bron: Datasetbron, ophaler: Ophaler) -> None:
        async def held(ids: Sequence[str]) -> Mapping[str, Bestandsbegin]:
            return await bron.begin(ids, MOST_BYTES)

        self._held = one_by_key(held)
        self._ophaler = ophaler
        self._left = PER_REQUEST

    async def van(self, distributie: Distributie, most: int) -> Tabel:
        """The first `most` rows. Raises GeenVoorbeeld."""
        lezer = LEZERS.get(distributie.formaat.lower()) or LEZERS.get(distributie.mediatype.lower())
        if lezer is None or distributie.download_url is None:
            raise GeenVoorbeeld(Reden.FORMAAT)
        if self._left == 0:
            raise GeenVoorbeeld(Reden.AANTAL)
        self._left -= 1
        begin = await self._begin(distributie.id, distributie.download_url)
        try:
            return lezer(begin, most)
        except Onleesbaar as exc:
            raise GeenVoorbeeld(Reden.INHOUD) from exc

    async def _begin(self, distributie_id: str, url: str) -> Bestandsbegin:
        if url.startswith(f"{PAD}/"):
            found = await self._held.load(distributie_id)
            if found is None:
                raise GeenVoorbeeld(Reden.BEREIKBAARHEID)
            return found
        try:
            return await self._ophaler.begin(url, MOST_BYTES)
        except NietToegestaan as exc:
            raise GeenVoorbeeld(Reden.HERKOMST) from exc
        except NietBereikbaar as exc:
            raise GeenVoorbeeld(Reden.BEREIKBAARHEID) from exc

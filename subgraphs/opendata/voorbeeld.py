"""Voorbeelden: the first rows of a distribution, for whoever wants to see before downloading.

which reader     by the format
the beginning    of a file that the source holds, or of one elsewhere
the table        as the reader makes of it
"""

from collections.abc import Callable, Mapping, Sequence

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


class NietToegestaanVoorbeeld(CodedError):
    """The file is at a place that the municipality does not let this service ask."""

    code = "VOORBEELD_NIET_TOEGESTAAN"

    def __init__(self) -> None:
        super().__init__("Dit bestand staat op een plek die niet bevraagd mag worden.")


class NietBereikbaarVoorbeeld(CodedError):
    """The place where the file is gives no usable answer now."""

    code = "VOORBEELD_NIET_BEREIKBAAR"

    def __init__(self) -> None:
        super().__init__("Dit bestand is nu niet te lezen.")


class GeenTabel(CodedError):
    """What is in the file is not what its format says."""

    code = "VOORBEELD_GEEN_TABEL"

    def __init__(self) -> None:
        super().__init__("De inhoud van dit bestand is geen tabel.")


class TeVeelVoorbeelden(CodedError):
    """The request has had as many previews as one may have."""

    code = "VOORBEELD_TE_VEEL"

    def __init__(self) -> None:
        super().__init__(f"Er zijn hooguit {PER_REQUEST} voorbeelden per vraag.")


class Voorbeelden:
    """Makes the previews of one request."""

    def __init__(self, bron: Datasetbron, ophaler: Ophaler) -> None:
        async def held(ids: Sequence[str]) -> Mapping[str, Bestandsbegin]:
            return await bron.begin(ids, MOST_BYTES)

        self._held = one_by_key(held)
        self._ophaler = ophaler
        self._left = PER_REQUEST

    async def van(self, distributie: Distributie, most: int) -> Tabel | None:
        """The first `most` rows; None for a service, and for a format that has no rows.

        Raises NietToegestaanVoorbeeld, NietBereikbaarVoorbeeld, GeenTabel, TeVeelVoorbeelden.
        """
        lezer = LEZERS.get(distributie.formaat.lower()) or LEZERS.get(distributie.mediatype.lower())
        if lezer is None or distributie.download_url is None:
            return None
        if self._left == 0:
            raise TeVeelVoorbeelden
        self._left -= 1
        begin = await self._begin(distributie.id, distributie.download_url)
        try:
            return lezer(begin, most)
        except Onleesbaar as exc:
            raise GeenTabel from exc

    async def _begin(self, distributie_id: str, url: str) -> Bestandsbegin:
        if url.startswith(f"{PAD}/"):
            found = await self._held.load(distributie_id)
            if found is None:
                raise NietBereikbaarVoorbeeld
            return found
        try:
            return await self._ophaler.begin(url, MOST_BYTES)
        except NietToegestaan as exc:
            raise NietToegestaanVoorbeeld from exc
        except NietBereikbaar as exc:
            raise NietBereikbaarVoorbeeld from exc

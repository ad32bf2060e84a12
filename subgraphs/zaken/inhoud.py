"""The content of documents in the embedded store, as it streams."""

from collections.abc import AsyncIterator

from sqlalchemy import func, select

from subgraphs.service.bereik import Bereik
from subgraphs.service.database import Database
from subgraphs.zaken import tables as t
from subgraphs.zaken.zaak import Bestand, Bestandsfeiten

CHUNK = 64 * 1024
GELEZEN = 16 * 1024 * 1024
"""How much of a document is read at a time. SQLite goes through all of it for each part: smaller ones take
50 MB from 1.6 to 20 seconds.
"""


async def bestand_van(
    database: Database, document_id: str, feiten: Bestandsfeiten, bereik: Bereik | None
) -> Bestand | None:
    """The content of this document, from where `bereik` begins; None when it is kept elsewhere.

    Who may see it has been asked before. Raises Onbereikbaar.
    """
    c = t.document.c
    async with database.reading() as session:
        omvang = await session.scalar(select(func.length(c.inhoud)).where(c.id == document_id))
    if omvang is None:
        return None
    etag = f'"{document_id}-{omvang}"'  # what is in a row never becomes something else
    deel = bereik.van(omvang, etag) if bereik else None
    vanaf, einde = (deel.begin, deel.einde) if deel else (0, omvang)
    return Bestand(feiten, omvang, _stukken(database, document_id, vanaf, einde), vanaf, etag)


async def _stukken(database: Database, document_id: str, vanaf: int, einde: int) -> AsyncIterator[bytes]:
    """The content between these bytes, read a part at a time: no more than that is held."""
    c = t.document.c
    for begin in range(vanaf, einde, GELEZEN):
        part = func.substr(c.inhoud, begin + 1, min(GELEZEN, einde - begin))
        async with database.reading() as session:
            found = (await session.execute(select(part).where(c.id == document_id))).scalar_one()
        for start in range(0, len(found), CHUNK):
            yield bytes(found[start : start + CHUNK])

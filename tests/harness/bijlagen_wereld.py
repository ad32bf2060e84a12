"""Worlds of berichten with bijlagen: documents in tables, or in a stand-in of the Documenten API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from harness.postbus_rows import NU
from harness.postbus_wereld import Wereld, elders_wereld, sql_wereld
from harness.standin import Register, running
from harness.zaken_rows import ZakenRows
from harness.zaken_wereld import ANDER, sectie
from harness.zgw_rows import ZgwRows

from standins.zgw.standin import INTERFACES
from subgraphs.service.database import Database
from subgraphs.zaken.bronnen import Zaakbronnen
from subgraphs.zaken.postbus.bijlagen import Bijlagen
from subgraphs.zaken.postbus.bijlagen_store import SqlBijlagen
from subgraphs.zaken.postbus.source import Berichtenbron
from subgraphs.zaken.zgw.zaken import ZgwZaken


@dataclass(frozen=True)
class Bijlagenwereld:
    """`document` adds one, to a zaak of somebody else, and gives how berichten refer to it. `register` is the
    stand-in with the documents, if there is one.
    """

    berichten: Berichtenbron
    bijlagen: Bijlagen
    document: Callable[..., Awaitable[str]]
    rows: Any
    veld: str
    """What berichten have their references in."""
    register: Register | None = None

    async def bericht(self, klant_id: str, bijlagen: Sequence[str], dagen: int = 1, **data: Any) -> str:
        """A bericht of so many days ago with these, in this order."""
        given = {self.veld: list(bijlagen), **data}
        made: str = await self.rows.bericht(klant_id, "met bijlagen", dagen, **given)
        return made


@asynccontextmanager
async def sql_bijlagen(url: str) -> AsyncIterator[Bijlagenwereld]:
    database = Database(url)
    zaken = ZakenRows(database)
    async with sql_wereld(url) as wereld:
        zaak = await zaken.zaak(await zaken.zaaktype(), ANDER)

        async def document(titel: str, **values: Any) -> str:
            return await zaken.document(zaak, titel, **{"inhoud": b"inhoud", "omvang": 6, **values})

        bijlagen = Bijlagen(wereld.berichten, SqlBijlagen(database), lambda: NU)
        yield Bijlagenwereld(wereld.berichten, bijlagen, document, wereld.rows, "bijlagen")
    await database.close()


@asynccontextmanager
async def elders_bijlagen(url: str) -> AsyncIterator[Bijlagenwereld]:
    """Berichten in an Objects API, documents in an Open Zaak."""
    rows = ZgwRows()
    async with elders_wereld(url) as wereld, running(rows, INTERFACES) as register:
        zaken = ZgwZaken(Zaakbronnen(registers=(sectie(register.url),)))
        zaak = await rows.zaak(await rows.zaaktype(), ANDER)

        async def document(titel: str, **values: Any) -> str:
            made = await rows.document(zaak, titel, **{"inhoud": b"inhoud", **values})
            place = f"{register.url}/documenten/api/v1/enkelvoudiginformatieobjecten"
            return f"{place}/{made.rpartition('~')[2]}"

        yield _elders(wereld, zaken, document, register)
        await zaken.close()


def _elders(
    wereld: Wereld, zaken: ZgwZaken, document: Callable[..., Awaitable[str]], register: Register
) -> Bijlagenwereld:
    bijlagen = Bijlagen(wereld.berichten, zaken.bijlagen, lambda: NU)
    return Bijlagenwereld(wereld.berichten, bijlagen, document, wereld.rows, "bijlages", register)

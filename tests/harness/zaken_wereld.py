"""Worlds of zaken: a source over tables or a stand-in of the ZGW APIs, and where to put facts into it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from harness.standin import Register, running
from harness.zaken_rows import ZakenRows
from harness.zgw_rows import NAAM, NUMMERS, ZgwRows
from pydantic import SecretStr

from auth.principal import Identifier, Identiteit
from standins.zgw.standin import INTERFACES
from standins.zgw.token import DEFAULT
from subgraphs.service.database import Database
from subgraphs.service.diensten import Dienst
from subgraphs.zaken.bronnen import Zaakbronnen, Zgwsectie
from subgraphs.zaken.source import Inzage, Zakenbron
from subgraphs.zaken.store import SqlZaken
from subgraphs.zaken.tables import metadata
from subgraphs.zaken.zgw.zaken import ZgwZaken

EIGEN, ANDER = NUMMERS
ZAAKTYPEN = ("bezwaar", "bouwen", "kappen", "melding", "onderzoek", "zorg")
"""What zaaktypen of a dienst may be called in a world."""
APIS = ("zaken", "catalogi", "documenten", "besluiten")


@dataclass(frozen=True)
class Wereld:
    """`register` is the stand-in, if there is one."""

    rows: Any
    bron: Zakenbron
    register: Register | None = field(default=None)


def inzage(klant_id: str, diensten: frozenset[str] | None = None) -> Inzage:
    """A customer looks, or who acts for them."""
    nummer = Identiteit(klant_id, Identifier.BSN, NUMMERS[klant_id])
    gemachtigde = None if diensten is None else "klant-gemachtigde"
    return Inzage(klant_id, diensten, gemachtigde, nummer, Identifier.BSN)


@asynccontextmanager
async def sql_wereld(url: str) -> AsyncIterator[Wereld]:
    database = Database(url)
    await database.create_tables(metadata)
    yield Wereld(ZakenRows(database), SqlZaken(database))
    await database.close()


@asynccontextmanager
async def zgw_wereld(**settings: Any) -> AsyncIterator[Wereld]:
    """Each request and each answer is held against the published interface descriptions.

    `settings` are those of the register, where they differ from what fits the stand-in.
    """
    rows = ZgwRows()
    async with running(rows, INTERFACES) as register:
        bron = ZgwZaken(Zaakbronnen(registers=(sectie(register.url, **settings),)))
        yield Wereld(rows, bron, register)
        await bron.close()


def sectie(url: str, **settings: Any) -> Zgwsectie:
    """The settings for a stand-in at this address."""
    known = {
        "naam": NAAM,
        "client_id": DEFAULT.client_id,
        "geheim": SecretStr(DEFAULT.secret),
        "substatussen": True,
        "seconden": 60.0,  # a machine that is busy with other things is not a register that is down
        "diensten": {dienst: tuple(f"{each}-{dienst}" for each in ZAAKTYPEN) for dienst in Dienst},
        **{api: f"{url}/{api}/api/v1" for api in APIS},
    }
    return Zgwsectie(**{**known, **settings})

"""Who acts for a customer sees of the embedded postbus what is of their diensten."""

from __future__ import annotations

from dataclasses import replace

from harness.postbus_rows import NU, PostbusRows
from harness.zaken_wereld import EIGEN, inzage

from subgraphs.service.database import Database
from subgraphs.service.pagination import PageRequest
from subgraphs.zaken.postbus.store import SqlPostbus
from subgraphs.zaken.postbus.taak import Taakkeuze
from subgraphs.zaken.source import Inzage
from subgraphs.zaken.tables import metadata


async def test_a_mandate_opens_what_is_of_its_diensten(database: Database) -> None:
    await database.create_tables(metadata)
    rows, store = PostbusRows(database), SqlPostbus(database)
    for dienst in ("belastingen", "burgerzaken", None):
        await rows.taak(EIGEN, f"taak {dienst}", dienst=dienst)
        await rows.bericht(EIGEN, f"bericht {dienst}", dienst=dienst)
        await rows.contactmoment(EIGEN, f"contact {dienst}", dienst=dienst)
    wie, page = inzage(EIGEN, frozenset({"belastingen"})), PageRequest(10)
    assert [each.titel for each in (await store.taken_van(wie, Taakkeuze(), NU, page)).rows] == [
        "taak belastingen"
    ]
    found = await store.berichten_van(wie, None, NU, page)
    assert [each.onderwerp for each in found.rows] == ["bericht belastingen"]
    contacts = await store.contactmomenten_van(wie, page)
    assert [each.onderwerp for each in contacts.rows] == ["contact belastingen"]


async def test_who_acts_for_a_customer_reads_a_bericht_for_themselves(database: Database) -> None:
    await database.create_tables(metadata)
    rows, store = PostbusRows(database), SqlPostbus(database)
    een = await rows.bericht(EIGEN, "een", dienst="belastingen")
    twee = await rows.bericht(EIGEN, "twee", dienst="belastingen")
    zelf, gemachtigde = inzage(EIGEN), inzage(EIGEN, frozenset({"belastingen"}))
    ander, page = replace(gemachtigde, gemachtigde="een-andere-gemachtigde"), PageRequest(10)

    for _ in range(2):
        read = await store.lees(gemachtigde, een, NU)
        assert read is not None
        assert read.gelezen
    await store.lees(zelf, twee, NU)

    async def shown(wie: Inzage, gelezen: bool | None) -> dict[str, bool]:
        found = await store.berichten_van(wie, gelezen, NU, page)
        return {each.onderwerp: each.gelezen for each in found.rows}

    assert await shown(gemachtigde, None) == {"een": True, "twee": False}
    assert await shown(gemachtigde, gelezen=True) == {"een": True}
    assert await shown(gemachtigde, gelezen=False) == {"twee": False}
    assert await shown(zelf, None) == {"een": False, "twee": True}
    assert await shown(zelf, gelezen=False) == {"een": False}
    assert await shown(ander, gelezen=True) == {}

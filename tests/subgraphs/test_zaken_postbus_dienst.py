"""Who acts for a customer sees of the embedded postbus what is of their diensten."""

from __future__ import annotations

from harness.postbus_rows import NU, PostbusRows
from harness.zaken_wereld import EIGEN, inzage

from subgraphs.service.database import Database
from subgraphs.service.pagination import PageRequest
from subgraphs.zaken.postbus.store import SqlPostbus
from subgraphs.zaken.postbus.taak import Taakkeuze
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

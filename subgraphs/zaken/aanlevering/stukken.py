"""Stukken: writing what customers add to a zaak, embedded or in a real register."""

from hashlib import sha256
from typing import Any, Protocol

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from subgraphs.service.database import Database
from subgraphs.zaken import tables as t
from subgraphs.zaken.aanlevering.aanlevering import Stuk
from subgraphs.zaken.source import Inzage
from subgraphs.zaken.zaak import Zaak

DOCUMENTTYPE = "Aanvulling"


class Stukkenbron(Protocol):
    """Where documents are added to zaken."""

    def neemt_aan(self, zaak: Zaak) -> bool:
        """Whether documents can be added to zaken of the place where this one is."""
        ...

    async def voeg_toe(self, inzage: Inzage, zaak: Zaak, stuk: Stuk) -> str:
        """The id of the document, which the customer sees from then on. The same stuk again is the same one.

        Raises RegisterUnavailable.
        """
        ...


class SqlStukken:
    """Implements `Stukkenbron` on a Database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def neemt_aan(self, zaak: Zaak) -> bool:  # noqa: ARG002
        return True

    async def voeg_toe(self, inzage: Inzage, zaak: Zaak, stuk: Stuk) -> str:  # noqa: ARG002
        document_id = _hash(stuk)
        try:
            async with self._database.writing() as session:
                await session.execute(insert(t.document).values(_document(document_id, zaak, stuk)))
        except IntegrityError:
            async with self._database.reading() as session:
                known = select(t.document.c.id).where(t.document.c.id == document_id)
                if await session.scalar(known) is None:
                    raise
        return document_id


def nummer(stuk: Stuk) -> str:
    """The identificatie of the document: no two stukken have the same."""
    return f"AANVULLING-{_hash(stuk)[:20].upper()}"


def _hash(stuk: Stuk) -> str:
    return sha256(stuk.kenmerk.encode()).hexdigest()[:40]


def _document(document_id: str, zaak: Zaak, stuk: Stuk) -> dict[str, Any]:
    return {
        "id": document_id,
        "zaak_id": zaak.id,
        "identificatie": nummer(stuk),
        "titel": stuk.titel,
        "documenttype": DOCUMENTTYPE,
        "bestandsnaam": stuk.bestandsnaam,
        "formaat": stuk.formaat,
        "omvang": len(stuk.inhoud),
        "creatiedatum": stuk.op,
        "status": "definitief",
        "tonen_aan_initiator": True,
        "inhoud": stuk.inhoud,
    }

"""Documents into the Documenten API: small ones whole, large ones in parts under the lock of the API."""

import secrets
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from subgraphs.service.bus.delivery import NotDelivered
from subgraphs.service.zaakregistratie.zgw.api import TRANSFER, Thing, ZgwApi

PATH = "/enkelvoudiginformatieobjecten"
WHOLE = 512 * 1024
"""Up to this many bytes a document comes in one call."""
TAAL = "nld"
AUTEUR = "Aanvrager"


@dataclass(frozen=True, slots=True)
class Stuk:
    """A document to be. `identificatie` is its own, and the same at every attempt; `inhoud` begins anew at
    each call.
    """

    identificatie: str
    titel: str = field(repr=False)
    bestandsnaam: str = field(repr=False)
    formaat: str
    omvang: int
    ontvangen: date
    documenttype: str
    inhoud: Callable[[], AsyncIterator[bytes]] = field(repr=False)


class Documentopslag:
    """Brings documents into one register. Every method raises NotDelivered."""

    def __init__(self, documenten: ZgwApi, bronorganisatie: str) -> None:
        self._documenten = documenten
        self._bronorganisatie = bronorganisatie

    async def bewaar(self, stuk: Stuk, *, zoek: bool) -> str:
        """The URL of the document, which is complete. With `zoek`, what an earlier attempt made is found and
        finished.
        """
        found = await self._eerder_gemaakt(stuk) if zoek else None
        if found is None:
            found = await self._maak_of_vind(stuk)
        if found["bestandsdelen"]:
            await self._vul(found, stuk)
        return str(found["url"])

    async def _maak_of_vind(self, stuk: Stuk) -> Thing:
        try:
            return await self._maak(stuk)
        except NotDelivered as failure:
            # Another attempt may be at it at this moment: then the identificatie is taken, by ours.
            if not failure.permanent or (found := await self._eerder_gemaakt(stuk)) is None:
                raise
            return found

    async def _eerder_gemaakt(self, stuk: Stuk) -> Thing | None:
        number, organisation = stuk.identificatie, self._bronorganisatie
        return await self._documenten.first(PATH, identificatie=number, bronorganisatie=organisation)

    async def _maak(self, stuk: Stuk) -> Thing:
        whole = stuk.omvang <= WHOLE
        content = self._beschrijving(stuk) | {
            "inhoud": b64encode(await _all(stuk)).decode() if whole else None,
            "bestandsomvang": stuk.omvang,
        }
        return await self._documenten.make(PATH, content, TRANSFER)

    def _beschrijving(self, stuk: Stuk) -> dict[str, Any]:
        return {
            "identificatie": stuk.identificatie,
            "bronorganisatie": self._bronorganisatie,
            "informatieobjecttype": stuk.documenttype,
            "creatiedatum": stuk.ontvangen.isoformat(),
            "ontvangstdatum": stuk.ontvangen.isoformat(),
            "titel": stuk.titel[:200],
            "bestandsnaam": stuk.bestandsnaam[:255],
            "formaat": stuk.formaat,
            "auteur": AUTEUR,
            "taal": TAAL,
            "status": "definitief",
            "indicatieGebruiksrecht": False,
        }

    async def _vul(self, document: Thing, stuk: Stuk) -> None:
        """The parts that are not there yet, in order, and then the lock off."""
        parts = sorted(document["bestandsdelen"], key=lambda part: int(part["volgnummer"]))
        content = _Sliced(stuk.inhoud())
        for part in parts:
            chunk = await content.take(int(part["omvang"]))
            if not part["voltooid"]:
                content_type, body = _form(part["lock"], chunk)
                await self._documenten.put(part["url"], content_type, body)
        await self._documenten.act(document["url"], "unlock", {"lock": parts[0]["lock"]})


class _Sliced:
    """A stream, taken in slices of the size that is asked."""

    def __init__(self, chunks: AsyncIterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    async def take(self, size: int) -> bytes:
        """Raises NotDelivered when there is less than `size` left."""
        while len(self._rest) < size:
            chunk = await anext(self._chunks, None)
            if chunk is None:
                raise NotDelivered("BIJLAGE_ONVOLLEDIG", permanent=True)
            self._rest += chunk
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken


async def _all(stuk: Stuk) -> bytes:
    return b"".join([chunk async for chunk in stuk.inhoud()])


def _form(lock: str, content: bytes) -> tuple[str, bytes]:
    """A multipart form (RFC 7578) with the lock and the content of a part, and its media type."""
    boundary = secrets.token_hex(16)
    head = (
        f'--{boundary}\r\ncontent-disposition: form-data; name="lock"\r\n\r\n{lock}\r\n'
        f'--{boundary}\r\ncontent-disposition: form-data; name="inhoud"; filename="deel"\r\n'
        "content-type: application/octet-stream\r\n\r\n"
    )
    return f"multipart/form-data; boundary={boundary}", b"".join(
        [head.encode(), content, f"\r\n--{boundary}--\r\n".encode()]
    )

"""Things put into the stand-ins of an Objects API and of Open Klant, one at a time, over their own APIs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
from harness.postbus_rows import NU
from harness.zgw_rows import NUMMERS

from standins.objects.token import DEFAULT as OBJECTS_TOKEN
from standins.openklant.standin import DEFAULT as KLANT_TOKEN

TAAK = "https://objecttypes.test/api/v2/objecttypes/taak"
BERICHT = "https://objecttypes.test/api/v2/objecttypes/bericht"
CRS = {"Accept-Crs": "EPSG:4326", "Content-Crs": "EPSG:4326"}
STANDEN = {"ingediend": "afgerond"}
BSN = {"codeObjecttype": "natuurlijk_persoon", "codeRegister": "brp", "codeSoortObjectId": "bsn"}


class PostbusElders:
    """The counterpart of `PostbusRows`: each method adds one thing, and gives its id."""

    def __init__(self, objects: httpx.AsyncClient, klant: httpx.AsyncClient) -> None:
        self._objects = objects
        self._klant = klant
        self._partijen: dict[str, str] = {}

    @classmethod
    @asynccontextmanager
    async def at(cls, objects_url: str, klant_url: str) -> AsyncIterator[PostbusElders]:
        objects = {"Authorization": f"Token {OBJECTS_TOKEN}", **CRS}
        klant = {"Authorization": f"Token {KLANT_TOKEN}"}
        async with (
            httpx.AsyncClient(base_url=f"{objects_url}/api/v2/", headers=objects, verify=False) as first,
            httpx.AsyncClient(
                base_url=f"{klant_url}/klantinteracties/api/v1/", headers=klant, verify=False
            ) as second,
        ):
            yield cls(first, second)

    async def taak(
        self, klant_id: str, titel: str, dagen: int | None = 7, zaak: str | None = None, **data: Any
    ) -> str:
        """A klanttaak that ends in so many days, for a zaak if its uuid is given."""
        stand = data.pop("stand", "open")
        koppeling = {"koppeling": {"registratie": "zaak", "value": zaak}} if zaak else {}
        einde = {} if dagen is None else {"verloopdatum": (NU + timedelta(days=dagen)).isoformat()}
        taak = {
            "titel": titel,
            "status": STANDEN.get(stand, stand),
            "soort": "portaalformulier",
            "portaalformulier": {"formulier": {"soort": "id", "value": "aanvulling"}, "data": {}},
            **einde,
            **koppeling,
            **data,
        }
        return await self._object(TAAK, klant_id, taak)

    async def bericht(self, klant_id: str, onderwerp: str, dagen: int = 1, **data: Any) -> str:
        """A bericht of so many days ago."""
        bericht = {
            "onderwerp": onderwerp,
            "berichtTekst": "Beste klant",
            "berichtType": "NOTIFICATIE",
            "publicatiedatum": (NU - timedelta(days=dagen)).isoformat(),
            "geopend": False,
            **data,
        }
        return await self._object(BERICHT, klant_id, bericht)

    async def contactmoment(
        self,
        klant_id: str,
        onderwerp: str,
        dagen: int = 1,
        vertrouwelijk: bool = False,
        zaak: str | None = None,
    ) -> str:
        """A klantcontact of so many days ago, about a zaak if its uuid is given."""
        contact = await self._made(
            "klantcontacten",
            kanaal="telefoon",
            onderwerp=onderwerp,
            taal="nld",
            vertrouwelijk=vertrouwelijk,
            plaatsgevondenOp=(NU - timedelta(days=dagen)).isoformat(),
        )
        partij = await self._partij(klant_id)
        of_contact = {"hadKlantcontact": {"uuid": contact}, "wasPartij": {"uuid": partij}}
        await self._made("betrokkenen", **of_contact, rol="klant", initiator=True)
        if zaak is not None:
            about = {"codeObjecttype": "zaak", "objectId": zaak}
            reference = {"uuid": contact}
            await self._made("onderwerpobjecten", klantcontact=reference, onderwerpobjectidentificator=about)
        return contact

    async def _partij(self, klant_id: str) -> str:
        if klant_id not in self._partijen:
            persoon = {"soortPartij": "persoon", "indicatieActief": True}
            partij = await self._made("partijen", **persoon)
            nummer = {**BSN, "objectId": NUMMERS[klant_id]}
            of_partij = {"uuid": partij}
            await self._made(
                "partij-identificatoren", identificeerdePartij=of_partij, partijIdentificator=nummer
            )
            self._partijen[klant_id] = partij
        return self._partijen[klant_id]

    async def _object(self, object_type: str, klant_id: str, data: dict[str, Any]) -> str:
        whose = {"identificatie": {"type": "bsn", "value": NUMMERS[klant_id]}}
        record = {"typeVersion": 1, "startAt": "2026-01-05", "data": {**whose, **data}}
        answer = await self._objects.post("objects", json={"type": object_type, "record": record})
        return str(answer.raise_for_status().json()["uuid"])

    async def _made(self, kind: str, **fields: Any) -> str:
        answer = await self._klant.post(kind, json=fields)
        return str(answer.raise_for_status().json()["uuid"])

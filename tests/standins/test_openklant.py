"""The stand-in of Open Klant: customers, how to reach them, and what was said."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from harness.standin import running
from harness.zgw_scenario import BEDRIJF, BURGER

from standins.openklant.standin import DEFAULT, INTERFACES, make_standin

ROOT = "/klantinteracties/api/v1"
BSN = {"codeObjecttype": "natuurlijk_persoon", "codeRegister": "brp", "codeSoortObjectId": "bsn"}
KVK = {"codeObjecttype": "niet_natuurlijk_persoon", "codeRegister": "hr", "codeSoortObjectId": "kvk_nummer"}
PERSOON: dict[str, Any] = {
    "soortPartij": "persoon",
    "indicatieActief": True,
    "partijIdentificatie": {"contactnaam": {"voornaam": "Anna", "achternaam": "Jansen"}},
}


@asynccontextmanager
async def klant(scenario: Mapping[str, Any] | None = None) -> AsyncIterator[httpx.AsyncClient]:
    async with running(make_standin(scenario or {}), INTERFACES) as register:
        headers = {"Authorization": f"Token {DEFAULT}"}
        async with httpx.AsyncClient(
            base_url=f"{register.url}{ROOT}/", headers=headers, verify=False
        ) as client:
            yield client


async def made(client: httpx.AsyncClient, kind: str, **fields: Any) -> dict[str, Any]:
    answer = await client.post(kind, json=fields)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def known(client: httpx.AsyncClient, codes: Mapping[str, str], number: str) -> dict[str, Any]:
    """A new partij that is known by this number."""
    partij = await made(client, "partijen", **PERSOON)
    nummer = {**codes, "objectId": number}
    await made(
        client,
        "partij-identificatoren",
        identificeerdePartij={"uuid": partij["uuid"]},
        partijIdentificator=nummer,
    )
    return partij


async def test_a_partij_is_found_by_all_four_codes() -> None:
    async with klant() as client:
        partij = await known(client, BSN, BURGER)
        await known(client, KVK, BEDRIJF)
        asked = {f"partijIdentificator__{name}": value for name, value in {**BSN, "objectId": BURGER}.items()}
        (found,) = (await client.get("partijen", params=asked)).json()["results"]
        assert found["uuid"] == partij["uuid"]
        assert found["partijIdentificatie"]["volledigeNaam"] == "Anna Jansen"
        assert found["partijIdentificatoren"][0]["partijIdentificator"]["codeSoortObjectId"] == "bsn"


async def test_digitale_adressen_are_kept_changed_and_removed() -> None:
    async with klant() as client:
        partij = await known(client, BSN, BURGER)
        van = {"uuid": partij["uuid"]}
        adres = await made(
            client,
            "digitaleadressen",
            adres="anna@example.nl",
            soortDigitaalAdres="email",
            verstrektDoorPartij=van,
        )
        asked = {"verstrektDoorPartij__uuid": partij["uuid"]}
        assert (await client.get("digitaleadressen", params=asked)).json()["count"] == 1
        verified = await client.patch(adres["url"], json={"verificatieDatum": "2026-01-05"})
        assert verified.json()["verificatieDatum"] == "2026-01-05"
        assert verified.json()["adres"] == "anna@example.nl"
        (expanded,) = (await client.get("partijen", params={"expand": "digitaleAdressen"})).json()["results"]
        assert expanded["_expand"]["digitaleAdressen"][0]["adres"] == "anna@example.nl"
        assert (await client.delete(adres["url"])).status_code == 204
        assert (await client.get(adres["url"])).status_code == 404


async def test_klantcontacten_are_found_by_who_took_part_and_what_they_were_about() -> None:
    async with klant() as client:
        partij = await known(client, BSN, BURGER)
        for onderwerp in ("Van Anna", "Van een ander"):
            contact = await made(
                client,
                "klantcontacten",
                kanaal="telefoon",
                onderwerp=onderwerp,
                taal="nld",
                vertrouwelijk=False,
            )
            await made(
                client,
                "betrokkenen",
                hadKlantcontact={"uuid": contact["uuid"]},
                wasPartij={"uuid": partij["uuid"]} if onderwerp == "Van Anna" else None,
                rol="klant",
                initiator=True,
            )
            await made(
                client,
                "onderwerpobjecten",
                klantcontact={"uuid": contact["uuid"]},
                onderwerpobjectidentificator={"objectId": f"zaak {onderwerp}", "codeObjecttype": "zaak"},
            )
        prefix = "hadBetrokkene__wasPartij__partijIdentificator__"
        asked = {f"{prefix}{name}": value for name, value in {**BSN, "objectId": BURGER}.items()}
        (found,) = (await client.get("klantcontacten", params=asked | {"expand": "hadBetrokkenen"})).json()[
            "results"
        ]
        assert found["onderwerp"] == "Van Anna"
        assert found["_expand"]["hadBetrokkenen"][0]["rol"] == "klant"
        about = {"onderwerpobject__onderwerpobjectidentificatorObjectId": "zaak Van een ander"}
        (other,) = (await client.get("klantcontacten", params=about)).json()["results"]
        assert other["onderwerp"] == "Van een ander"


@pytest.mark.parametrize(
    ("identificator", "code"),
    [
        ({**BSN, "objectId": "12"}, "invalid"),
        ({**BSN, "codeRegister": "hr", "objectId": BEDRIJF}, "invalid"),
        ({"objectId": BEDRIJF}, "required"),
    ],
    ids=["te kort", "geen combinatie", "zonder codes"],
)
async def test_a_number_that_nobody_has_is_refused(identificator: dict[str, str], code: str) -> None:
    async with klant() as client:
        answer = await client.post("partij-identificatoren", json={"partijIdentificator": identificator})
        assert answer.status_code == 400
        assert answer.json()["invalidParams"][0]["code"] == code


async def test_a_number_is_of_one_partij() -> None:
    async with klant() as client:
        await known(client, BSN, BURGER)
        again = await client.post(
            "partij-identificatoren", json={"partijIdentificator": {**BSN, "objectId": BURGER}}
        )
        assert again.json()["invalidParams"][0]["code"] == "unique_together"


async def test_what_is_not_in_order_is_refused() -> None:
    async with klant() as client:
        assert (await client.get("partijen", headers={"Authorization": "Token x"})).status_code == 401
        assert (await client.get("partijen", params={"kleur": "rood"})).status_code == 400
        assert (await client.get("partijen", params={"expand": "alles"})).status_code == 400
        half = (await client.post("klantcontacten", json={"kanaal": "telefoon"})).json()
        assert {param["name"] for param in half["invalidParams"]} == {"onderwerp", "taal", "vertrouwelijk"}
        weg = {"uuid": "00000000-0000-4000-8000-000000000000"}
        lost = await client.post(
            "betrokkenen", json={"hadKlantcontact": weg, "rol": "klant", "initiator": True}
        )
        assert lost.json()["invalidParams"][0]["code"] == "does_not_exist"

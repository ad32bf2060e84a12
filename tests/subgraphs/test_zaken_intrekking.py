"""A zaak is withdrawn once, or the request for it is put with it once; and its handler hears of either."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from harness.until import until
from harness.zaken_and_handler import FORMULIEREN, Office, office

TYPES = "nl.overheid.zaken."
KAN, KAN_NIET = "woo-verzoek", "melding-openbare-ruimte"
"""A zaaktype with the resultaattype, and one without."""
BODY = {"referentie": "A-7KQ2-M4XD-PB3R", "gevraagdOp": "2026-03-02T10:00:00Z"}


async def heard(town: Office, *types: str) -> bool:
    """Whether the handler comes to hear these, in this order, and nothing else."""
    await until(lambda: len(town.handler.heard) >= len(types))
    return [each.removeprefix(TYPES) for each in town.handler.heard.values()] == list(types)


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Office]:
    async with office(database_url) as town:
        yield town


async def withdraw(town: Office, aanvraag_id: str = "aanvraag-1", body: Any = BODY) -> httpx.Response:
    headers = {"authorization": f"Bearer {FORMULIEREN.token()}"}
    return await town.desk.client.post(f"/registraties/{aanvraag_id}/intrekking", json=body, headers=headers)


async def dossier(town: Office, zaak_id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await town.behandel("GET", f"/{zaak_id}")).json()
    return found


async def test_a_zaak_ends_as_withdrawn_and_its_handler_hears_it_once(town: Office) -> None:
    zaak_id = await town.register(zaaktype=KAN)
    answers = [(await withdraw(town)).json() for _ in range(2)]
    assert answers == [{"afloop": "ingetrokken"}] * 2
    found = await dossier(town, zaak_id)
    assert (found["resultaat"], found["gesloten"]) == ("Ingetrokken", True)
    assert found["stap"] == found["stappen"][-1]
    assert await heard(town, "zaak-geregistreerd", "zaak-ingetrokken")


async def test_where_it_cannot_end_so_its_handler_hears_that_it_is_asked(town: Office) -> None:
    zaak_id = await town.register(zaaktype=KAN_NIET)
    answers = [(await withdraw(town)).json() for _ in range(2)]
    assert answers == [{"afloop": "bij_behandelaar"}] * 2
    assert not (await dossier(town, zaak_id))["gesloten"]
    assert await heard(town, "zaak-geregistreerd", "intrekking-aangevraagd")


async def test_what_its_handler_ended_is_too_late(town: Office) -> None:
    zaak_id = await town.register(zaaktype=KAN)
    stappen = (await dossier(town, zaak_id))["stappen"]
    await town.behandel("PUT", f"/{zaak_id}/resultaat", {"omschrijving": "Openbaar"})
    await town.behandel("POST", f"/{zaak_id}/statussen", {"volgnummer": stappen[-1]})
    assert (await withdraw(town)).json() == {"afloop": "te_laat"}
    assert (await dossier(town, zaak_id))["resultaat"] == "Openbaar"


async def test_a_handler_and_a_customer_at_the_same_moment_end_it_once(town: Office) -> None:
    zaak_id = await town.register(zaaktype=KAN)
    answer, decided = await asyncio.gather(
        withdraw(town), town.behandel("PUT", f"/{zaak_id}/resultaat", {"omschrijving": "Openbaar"})
    )
    found = await dossier(town, zaak_id)
    if answer.json() == {"afloop": "ingetrokken"}:
        assert (decided.status_code, found["resultaat"], found["gesloten"]) == (409, "Ingetrokken", True)
    else:
        assert (decided.status_code, found["resultaat"], found["gesloten"]) == (201, "Openbaar", False)


async def test_of_an_aanvraag_without_a_zaak_nothing_is_withdrawn(town: Office) -> None:
    assert (await withdraw(town, "nowhere")).status_code == 404


@pytest.mark.parametrize(
    "body",
    [{}, {**BODY, "gevraagdOp": "gisteren"}, {**BODY, "referentie": "A" * 21}, {**BODY, "nog": "iets"}],
)
async def test_what_is_no_request_is_refused(town: Office, body: Any) -> None:
    await town.register(zaaktype=KAN)
    assert (await withdraw(town, body=body)).status_code == 400


async def test_only_the_application_that_registers_gets_in(town: Office) -> None:
    answer = await town.desk.client.post("/registraties/aanvraag-1/intrekking", json=BODY)
    assert answer.status_code == 401

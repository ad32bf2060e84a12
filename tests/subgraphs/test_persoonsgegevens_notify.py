"""NotifyNL is asked as its API wants it; what it refuses for good is not asked again."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from harness.register_server import RegisterServer, register_server
from joserfc import jwt
from joserfc.jwk import OctKey
from starlette.responses import JSONResponse, Response

from subgraphs.persoonsgegevens.bericht import Bericht
from subgraphs.persoonsgegevens.contact import Kanaal
from subgraphs.persoonsgegevens.notify import Notify, Notifydienst
from subgraphs.service.bus.delivery import NotDelivered
from subgraphs.service.register_client import RegisterClient, RegisterTarget

GEHEIM = "een-geheim-van-de-proef-van-notify"
DIENST = Notifydienst("dienst-1", GEHEIM, {Kanaal.EMAIL: "sjabloon-email", Kanaal.TELEFOON: "sjabloon-sms"})


@asynccontextmanager
async def notify(*answers: Response) -> AsyncIterator[tuple[RegisterServer, Notify]]:
    async with register_server(*answers) as server:
        client = RegisterClient(RegisterTarget("notify", server.url))
        yield server, Notify(client, DIENST, lambda: 1_700_000_000)
        await client.close()


def taken() -> Response:
    return JSONResponse({"id": "bericht-1"}, 201)


@pytest.mark.parametrize(
    ("kanaal", "adres", "path", "name", "template"),
    [
        (Kanaal.EMAIL, "a@b.example", "email", "email_address", "sjabloon-email"),
        (Kanaal.TELEFOON, "+31612345678", "sms", "phone_number", "sjabloon-sms"),
    ],
)
async def test_a_message_goes_by_its_template(
    kanaal: Kanaal, adres: str, path: str, name: str, template: str
) -> None:
    async with notify(taken()) as (server, sender):
        await sender.verzend(Bericht(kanaal, adres, "Uw code", "De tekst"), "kenmerk-1")
    (asked,) = server.asked
    assert (asked.method, asked.target) == ("POST", f"/api/v2/notifications/{path}")
    assert json.loads(asked.body) == {
        name: adres,
        "template_id": template,
        "personalisation": {"onderwerp": "Uw code", "tekst": "De tekst"},
        "reference": "kenmerk-1",
    }
    token = jwt.decode(asked.headers["authorization"].removeprefix("Bearer "), OctKey.import_key(GEHEIM))
    assert token.claims == {"iss": "dienst-1", "iat": 1_700_000_000}


@pytest.mark.parametrize(
    ("status", "permanent"), [(400, True), (403, False), (429, False), (500, False), (503, False)]
)
async def test_a_message_that_is_not_taken_is_tried_again_if_that_may_help(
    status: int, *, permanent: bool
) -> None:
    async with notify(Response(status_code=status)) as (_, sender):
        with pytest.raises(NotDelivered) as caught:
            await sender.verzend(Bericht(Kanaal.EMAIL, "a@b.example", "Uw code", "De tekst"), "kenmerk-1")
    assert caught.value.permanent == permanent
    assert "a@b.example" not in str(caught.value)

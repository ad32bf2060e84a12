"""The door through which aanvragen become zaken: who may knock, and what is answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from harness.clock import NOW, StillClock
from harness.subgraph_desk import PSEUDONYM_KEY, SANNE, Desk, desk_of, settings_for
from joserfc import jwt
from joserfc.jwk import OctKey

from subgraphs.service.settings import ServiceSettings, SettingsError
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM, TokenRefused, ZgwCredentials
from subgraphs.zaken.registraties import MAX_BYTES, PATH
from subgraphs.zaken.service import make_service

SECRET = "a secret that both services know about"
FORMULIEREN = ZgwCredentials("formulieren", SECRET)
BODY: dict[str, Any] = {
    "aanvraagId": "aanvraag-1",
    "zaaktype": "woo-verzoek",
    "klantId": SANNE.klant_id(PSEUDONYM_KEY),
    "omschrijving": "Woo-verzoek indienen",
    "ingediendOp": "2026-03-02T09:30:00Z",
    "gegevens": {"onderwerp": "Windpark"},
}


@pytest.fixture
def settings(zaken_url: str) -> ServiceSettings:
    return settings_for("zaken", zaken_url, **{REGISTRATIEGEHEIM: SECRET})


@pytest.fixture
async def desk(settings: ServiceSettings) -> AsyncIterator[Desk]:
    async with desk_of(make_service, settings) as desk:
        yield desk


async def register(desk: Desk, body: Any, token: str | None = None) -> httpx.Response:
    bearer = {"authorization": f"Bearer {FORMULIEREN.token() if token is None else token}"}
    return await desk.client.post(PATH, json=body, headers=bearer)


async def test_an_aanvraag_becomes_a_zaak_and_a_repeat_finds_it(desk: Desk) -> None:
    first = await register(desk, BODY)
    again = await register(desk, BODY)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    question = (
        "query ($id: ID!) { zaak(id: $id) { identificatie status { omschrijving } documenten { titel } } }"
    )
    zaak = (await desk.data(question, SANNE, {"id": first.json()["zaak"]}))["zaak"]
    assert zaak == {
        "identificatie": first.json()["identificatie"],
        "status": {"omschrijving": "Ontvangen"},
        "documenten": [{"titel": "Aanvraagformulier"}],
    }


def forged(**changes: Any) -> str:
    claims = {"iss": "formulieren", "client_id": "formulieren", "iat": NOW, **changes}
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), algorithms=["HS256"])


UNSIGNED = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJmb3JtdWxpZXJlbiIsImNsaWVudF9pZCI6ImZvcm11bGllcmVuIn0."


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        f"Basic {forged()}",
        "Bearer not.a.token",
        f"Bearer {UNSIGNED}",
        f"Bearer {ZgwCredentials('formulieren', 'another secret, just as long as it').token()}",
        f"Bearer {forged(client_id='website')}",
        f"Bearer {forged(iss='website')}",
        f"Bearer {forged(iat=None)}",
        f"Bearer {forged(iat=NOW - 3601)}",
        f"Bearer {forged(iat=NOW + 60)}",
    ],
)
def test_only_a_fresh_token_of_the_application_is_believed(header: str | None) -> None:
    credentials = ZgwCredentials("formulieren", SECRET, clock=StillClock())
    credentials.check(f"Bearer {forged()}")
    with pytest.raises(TokenRefused):
        credentials.check(header)


async def test_without_a_token_nothing_is_registered(desk: Desk) -> None:
    answer = await register(desk, BODY, token="not.a.token")
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_authenticated"


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"aanvraagId": ""}, "aanvraagId"),
        ({"aanvraagId": "\0"}, "aanvraagId"),
        ({"klantId": "x" * 65}, "klantId"),
        ({"zaaktype": 5}, "zaaktype"),
        ({"ingediendOp": "2026-03-02T09:30:00"}, "ingediendOp"),
        ({"ingediendOp": None}, "ingediendOp"),
        ({"gegevens": []}, "gegevens"),
        ({"omschrijving": "a\0b"}, "omschrijving"),
        ({"status": "Klaar"}, "status"),
        ({"zaaktype": "onbekend"}, "zaaktype"),
    ],
)
async def test_a_body_that_is_no_registration_is_refused_by_field(
    desk: Desk, change: dict[str, Any], name: str
) -> None:
    answer = await register(desk, {**BODY, **change})
    assert answer.status_code == 400
    assert [param["name"] for param in answer.json()["invalidParams"]] == [name]
    assert "Windpark" not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff"])
async def test_a_body_that_is_no_json_object_is_refused(desk: Desk, body: bytes) -> None:
    headers = {"authorization": f"Bearer {FORMULIEREN.token()}"}
    answer = await desk.client.post(PATH, content=body, headers=headers)
    assert answer.status_code == 400


async def test_a_body_that_is_too_large_is_refused(desk: Desk) -> None:
    answer = await register(desk, {**BODY, "gegevens": {"verhaal": "a" * MAX_BYTES}})
    assert answer.status_code == 413


@pytest.mark.parametrize("secrets", [{}, {REGISTRATIEGEHEIM: "too short"}])
def test_the_service_does_not_start_without_a_usable_secret(sqlite_url: str, secrets: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        make_service(settings_for("zaken", sqlite_url, **secrets))

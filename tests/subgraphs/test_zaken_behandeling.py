"""Who handles a zaak is told of it, and takes it forward over a door of its own. On SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from harness.subgraph_desk import SANNE
from harness.until import until
from harness.zaken_and_handler import Office, office
from pydantic import SecretStr, ValidationError

from standins.zaakafhandeling.token import Tokens
from subgraphs.zaken.afhandelaar import Afhandelaar, Afhandelaars

COURSE = """query ($id: ID!) { zaak(id: $id) {
    einddatum resultaat { omschrijving } status { omschrijving isEindstatus } } }"""


@pytest.fixture
async def town(zaken_url: str) -> AsyncIterator[Office]:
    async with office(zaken_url) as town:
        yield town


@pytest.fixture
async def any_town(database_url: str) -> AsyncIterator[Office]:
    """On either kind of database."""
    async with office(database_url) as town:
        yield town


def afhandelaar(naam: str, *zaaktypen: str) -> Afhandelaar:
    secret = SecretStr("a secret of at least 32 characters")
    return Afhandelaar(naam=naam, url="http://handler", geheim=secret, zaaktypen=frozenset(zaaktypen))


async def test_a_new_zaak_is_told_to_who_handles_it_and_taken_to_its_end(any_town: Office) -> None:
    zaak_id = await any_town.register()
    await until(lambda: zaak_id in any_town.handler.zaken)
    steps = 0
    while any_town.handler.zaken:
        await any_town.handler.step()
        steps += 1
    zaak = (await any_town.desk.data(COURSE, SANNE, {"id": zaak_id}))["zaak"]
    assert steps > 2
    assert zaak["status"]["isEindstatus"]
    assert zaak["resultaat"]
    assert zaak["einddatum"] == "2026-03-02"


async def test_a_repeated_registration_is_not_told_again(town: Office) -> None:
    zaak_id = await town.register()
    await until(lambda: zaak_id in town.handler.zaken)
    town.handler.zaken.clear()
    await town.register()
    other = await town.register("aanvraag-2")
    await until(lambda: other in town.handler.zaken)
    assert list(town.handler.zaken) == [other]


async def test_a_handler_that_missed_something_asks_what_is_open(town: Office) -> None:
    zaak_id = await town.register()
    await until(lambda: zaak_id in town.handler.zaken)
    town.handler.zaken.clear()
    await town.handler.catch_up()
    assert list(town.handler.zaken) == [zaak_id]


async def test_a_step_can_be_repeated_and_each_is_taken_once(any_town: Office) -> None:
    zaak_id = await any_town.register()
    done = await asyncio.gather(
        *(any_town.behandel("POST", f"/{zaak_id}/statussen", {"volgnummer": 2}) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in done) == [200, 200, 200, 201]
    results = [
        await any_town.behandel("PUT", f"/{zaak_id}/resultaat", {"omschrijving": "Gegrond"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in results] == [201, 200]


async def test_a_zaak_does_not_end_without_a_resultaat(town: Office) -> None:
    zaak_id = await town.register()
    last = (await town.behandel("GET", f"/{zaak_id}")).json()["stappen"][-1]
    refused = await town.behandel("POST", f"/{zaak_id}/statussen", {"volgnummer": last})
    assert (refused.status_code, refused.json()["code"]) == (409, "resultaat-does-not-exist")
    assert (await town.desk.data(COURSE, SANNE, {"id": zaak_id}))["zaak"]["einddatum"] is None


async def test_a_zaak_that_ended_takes_no_steps_any_more(town: Office) -> None:
    zaak_id = await town.register()
    last = (await town.behandel("GET", f"/{zaak_id}")).json()["stappen"][-1]
    await town.behandel("PUT", f"/{zaak_id}/resultaat", {"omschrijving": "Gegrond"})
    await town.behandel("POST", f"/{zaak_id}/statussen", {"volgnummer": last})
    again = await town.behandel("POST", f"/{zaak_id}/statussen", {"volgnummer": 2})
    other = await town.behandel("PUT", f"/{zaak_id}/resultaat", {"omschrijving": "Ongegrond"})
    assert [again.json()["code"], other.json()["code"]] == ["zaak-closed", "zaak-closed"]


REFUSED: list[tuple[str, str, Any, int]] = [
    ("POST", "/statussen", {"volgnummer": 99}, 409),
    ("POST", "/statussen", {"volgnummer": 0}, 400),
    ("POST", "/statussen", {"status": "Klaar"}, 400),
    ("POST", "/statussen", None, 400),
    ("POST", "/statussen", {"volgnummer": 1, "x": "x" * 5000}, 413),
    ("PUT", "/resultaat", {"omschrijving": "Onbekend"}, 409),
    ("PUT", "/resultaat", {"omschrijving": "\0"}, 400),
]


async def test_what_is_no_step_is_refused(town: Office) -> None:
    zaak_id = await town.register()
    for method, path, body, status in REFUSED:
        answer = await town.behandel(method, f"/{zaak_id}{path}", body)
        assert answer.status_code == status, (path, body)


async def test_a_zaak_that_there_is_not_is_not_found(town: Office) -> None:
    assert (await town.behandel("GET", "/no-such-zaak")).status_code == 404
    assert (await town.behandel("POST", "/no-such-zaak/statussen", {"volgnummer": 1})).status_code == 404


async def test_only_a_handler_gets_in(town: Office) -> None:
    zaak_id = await town.register()
    for stranger in (Tokens("vreemd", "zaken"), Tokens("afhandeling", "", "another secret that is as long")):
        assert (await town.behandel("GET", f"/{zaak_id}", tokens=stranger)).status_code == 401


async def test_a_handler_sees_the_zaken_of_its_own_zaaktypen_alone(zaken_url: str) -> None:
    async with office(zaken_url, "parkeervergunning") as town:
        other = await town.register()
        assert (await town.behandel("GET", f"/{other}")).status_code == 404
        assert (await town.behandel("GET", "")).json() == {"zaken": []}
        own = await town.register("aanvraag-2", "parkeervergunning")
        await until(lambda: own in town.handler.zaken)
        assert list(town.handler.zaken) == [own]


def test_a_zaaktype_goes_to_the_specific_handlers_or_else_to_the_generic_ones() -> None:
    allen = Afhandelaars(
        [afhandelaar("a"), afhandelaar("b", "bezwaar"), afhandelaar("c", "bezwaar", "klacht")]
    )
    assert [each.naam for each in allen.van("bezwaar")] == ["b", "c"]
    assert [each.naam for each in allen.van("klacht")] == ["c"]
    assert [each.naam for each in allen.van("melding")] == ["a"]
    assert Afhandelaars().van("melding") == ()


@pytest.mark.parametrize("change", [{"geheim": SecretStr("short")}, {"naam": "Te veel!"}, {"url": "nergens"}])
def test_a_handler_that_cannot_be_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Afhandelaar.model_validate({**afhandelaar("a").model_dump(), **change})

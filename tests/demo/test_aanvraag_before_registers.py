"""A customer of a demo that stands before an Open Zaak and an Open Forms: both know customers by number."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml
from harness.standin import Register
from harness.standin import running as standing_in
from harness.visitor import Visitor, running, visiting

from gemeentegraaf.data_folder import open_data_folder
from gemeentegraaf.demo import Registers, make_demo
from standins.open_forms import standin as open_forms
from standins.service.scenario import Scenario, read_scenario
from standins.zgw import standin as zgw
from standins.zgw import token as zgw_token
from subgraphs.service.voorbeeldstad import PERSONAS

pytestmark = pytest.mark.asyncio(loop_scope="module")
BASE_URL = "http://127.0.0.1:8000"
SECRETS = {"ZGW": zgw_token.DEFAULT.secret, "OPEN_FORMS": open_forms.DEFAULT}
ZAAKTYPE = "melding-openbare-ruimte"
VERHUIZING = "verhuizing"
MELDING = {
    "categorie": "Groen",
    "omschrijving": "Er hangt een tak over het pad.",
    "locatie": "Parklaan",
    "email": "sanne@post.example",
}
VERGUNNING = {
    "kenteken": "GB-001-B",
    "zone": "Station",
    "ingangsdatum": "2026-04-01",
    "naam": "Sanne de Vries",
    "email": "sanne@post.example",
}
DOORGEVEN = """mutation { adreswijzigingDoorgeven(input: {
    straatnaam: "Molenweg", huisnummer: 8, postcode: "1236 KL", woonplaats: "Voorbeeldstad",
    verhuisdatum: "2026-03-20", idempotentiesleutel: "verhuizing"
}) { ... on AanvraagIngediend { zaaktype zaak } } }"""
ZAKEN = """{ ik { zaken(first: 10) { edges { node {
    id omschrijving status { omschrijving } documenten { titel }
} } } } }"""
OPENSTAAND = "{ ik { ... on NatuurlijkPersoon { openstaandeInzendingen { naam vervolgUrl } } } }"
START = """mutation { aanvraagStarten(
    input: { formulier: "FORMULIER", idempotentiesleutel: "FORMULIER" }
) { aanvraag { id } } }"""
BEWAAR = """mutation ($id: ID!, $gegevens: JSON!) {
    aanvraagBewaren(input: { aanvraag: $id, gegevens: $gegevens }) { gelukt } }"""
DIEN_IN = """mutation ($id: ID!) { aanvraagIndienen(input: { aanvraag: $id, idempotentiesleutel: "eind" }) {
    aanvraag { stand zaak { id zaaktype { identificatie } documenten { titel } } } } }"""


@dataclass(frozen=True, slots=True)
class Town:
    """A demo with Sanne in front of it, and the registers behind it."""

    sanne: Visitor
    zaken: Register


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    tmp_path = tmp_path_factory.mktemp("town")
    async with (
        standing_in(zgw.make_standin(_catalogue()), zgw.INTERFACES) as zaken,
        standing_in(open_forms.make_standin(_inzendingen()), open_forms.INTERFACES) as forms,
    ):
        bronnen = tmp_path / "bronnen.yaml"
        bronnen.write_text(yaml.safe_dump(_bronnen(zaken.url, forms.url)))
        with open_data_folder(tmp_path / "data") as data:
            app = make_demo(data, BASE_URL, date(2026, 3, 2), Registers(bronnen, SECRETS)).app()
            async with running(app), visiting(BASE_URL, app) as visitor:
                await visitor.log_in("digid", "sanne-de-vries")
                yield Town(visitor, zaken)


async def submitted(town: Town, formulier: str, gegevens: dict[str, str]) -> dict[str, Any]:
    """What Sanne is told when she has filled in this form and submits it."""
    begun = await town.sanne.ask(START.replace("FORMULIER", formulier))
    aanvraag = begun["data"]["aanvraagStarten"]["aanvraag"]["id"]
    await town.sanne.ask(BEWAAR, {"id": aanvraag, "gegevens": gegevens})
    return await town.sanne.ask(DIEN_IN, {"id": aanvraag})


def registered(town: Town) -> int:
    """How often a zaak was made at the register."""
    return town.zaken.calls.count("POST /zaken/api/v1/zaken")


async def test_an_aanvraag_becomes_a_zaak_of_open_zaak_and_its_customer_sees_it(town: Town) -> None:
    before = registered(town)
    answer = await submitted(town, "melding-openbare-ruimte-doen", MELDING)
    assert "errors" not in answer
    aanvraag = answer["data"]["aanvraagIndienen"]["aanvraag"]
    assert aanvraag["stand"] == "GEREGISTREERD"
    assert aanvraag["zaak"]["id"].startswith("open-zaak~")
    assert aanvraag["zaak"]["zaaktype"] == {"identificatie": ZAAKTYPE}
    assert aanvraag["zaak"]["documenten"] == [{"titel": "Aanvraagformulier"}]
    assert registered(town) == before + 1


async def test_a_move_becomes_a_zaak_of_open_zaak_and_its_customer_sees_it(town: Town) -> None:
    before = registered(town)
    answer = await town.sanne.ask(DOORGEVEN)
    assert "errors" not in answer
    told = answer["data"]["adreswijzigingDoorgeven"]
    assert told["zaaktype"] == VERHUIZING
    assert await town.sanne.ask(DOORGEVEN) == answer, "a repeat makes no other"
    assert registered(town) == before + 1
    zaken = (await town.sanne.ask(ZAKEN))["data"]["ik"]["zaken"]["edges"]
    assert [each["node"] for each in zaken if each["node"]["id"] == told["zaak"]] == [
        {
            "id": told["zaak"],
            "omschrijving": "Verhuizing doorgeven",
            "status": {"omschrijving": "Ontvangen"},
            "documenten": [{"titel": "Aanvraagformulier"}],
        }
    ]


async def test_what_no_register_has_a_zaaktype_for_waits_and_is_no_zaak_that_nobody_sees(town: Town) -> None:
    answer = await submitted(town, "parkeervergunning-aanvragen", VERGUNNING)
    assert answer == {"data": {"aanvraagIndienen": {"aanvraag": {"stand": "INGEDIEND", "zaak": None}}}}


async def test_what_a_customer_has_open_at_open_forms_is_there(town: Town) -> None:
    answer = await town.sanne.ask(OPENSTAAND)
    assert answer == {
        "data": {
            "ik": {
                "openstaandeInzendingen": [
                    {"naam": "Geboorteaangifte", "vervolgUrl": "https://formulieren.example/vervolg/1"}
                ]
            }
        }
    }


def _catalogue() -> Scenario:
    """The example, with the zaaktype of one of our own forms."""
    example = read_scenario(Path(zgw.__file__).with_name("voorbeeld.yaml"))
    catalogi = example["catalogi"]
    first, *others = catalogi["zaaktypen"]
    return {**example, "catalogi": {**catalogi, "zaaktypen": [{**first, "identificatie": ZAAKTYPE}, *others]}}


def _inzendingen() -> Scenario:
    sanne = next(persona for persona in PERSONAS if persona.sleutel == "sanne-de-vries")
    mine = {
        "bsn": sanne.waarde,
        "uuid": "5b0a5d9e-6e0b-4c35-8a53-4b4f6f0a7a10",
        "url": "http://forms/1",
        "naam": "Geboorteaangifte",
        "vervolgLink": "https://formulieren.example/vervolg/1",
        "datumLaatsteWijziging": "2026-02-13T14:10:26+01:00",
        "eindDatumGeldigheid": None,
    }
    return {"forms": [], "inzendingen": [mine]}


def _bronnen(zaken: str, forms: str) -> dict[str, Any]:
    apis = {api: f"{zaken}/{api}/api/v1" for api in ("zaken", "catalogi", "documenten")}
    login = {"client_id": zgw_token.DEFAULT.client_id, "geheim": {"env": "ZGW"}}
    register = {"naam": "open-zaak", **apis, **login}
    token = {"token": {"env": "OPEN_FORMS"}}
    written = {**register, "bronorganisatie": "002564440"}
    return {
        "persoonsgegevens": {"registratie": [{**written, "zaaktypen": [VERHUIZING]}]},
        "formulieren": {
            "registratie": [{**written, "zaaktypen": [ZAAKTYPE]}],
            "open_forms": {
                "url": forms + open_forms.ROOT,
                **token,
                "inzendingen": {"url": f"{forms}/inzendingen", **token},
            },
        },
        "zaken": {"registers": [{**register, "besluiten": f"{zaken}/besluiten/api/v1"}]},
    }

"""The whole subgraph over a register: chosen by the file of sources, told numbers, asked in GraphQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from harness.standin import Fault
from harness.subgraph_desk import HENDRIK, SANNE, SIGNING_KEY, codes, principal
from harness.zaken_town import KLANT, Town, klant, settings_over, town_over_register

from auth.propagation import HEADER, Issuer
from subgraphs.service.settings import SettingsError
from subgraphs.zaken.service import make_service

EVERYTHING = """{ totaal onvolledig edges { node {
    id identificatie omschrijving startdatum einddatum verwachteEinddatum einddatumServicenorm
    termijnVerstreken zaaktype { omschrijving stappen { omschrijving } } status { omschrijving }
    statussen { omschrijving substatussen { omschrijving } } voortgang { stappen { omschrijving stand } }
    resultaat { omschrijving } documenten { titel downloadUrl } besluiten { besluittype }
    rollen { betrokkene naam } hoofdzaak { id } deelzaken { id } archief { actiedatum }
} } }"""


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with town_over_register(tmp_path) as town:
        yield town


async def test_a_customer_sees_the_zaken_that_the_register_has_of_them(town: Town) -> None:
    eigen = await town.add(SANNE, statussen=2)
    await town.add(HENDRIK)
    found = await town.zaken(SANNE, EVERYTHING)
    assert (found["totaal"], found["onvolledig"]) == (1, False)
    zaak = found["edges"][0]["node"]
    assert (zaak["id"], zaak["status"]) == (eigen, {"omschrijving": "Beoordelen"})
    assert [each["stand"] for each in zaak["voortgang"]["stappen"]] == ["AFGEROND", "HUIDIG", "TE_DOEN"]
    assert zaak["rollen"] == [{"betrokkene": "KLANT", "naam": None}]
    by_id = "query ($id: ID!) { zaak(id: $id) { id } }"
    assert await town.desk.data(by_id, SANNE, {"id": eigen}) == {"zaak": {"id": eigen}}
    assert codes(await town.desk.ask(by_id, HENDRIK, {"id": eigen})) == ["NIET_GEVONDEN"]


async def test_a_document_streams_from_the_register_to_its_customer_alone(town: Town) -> None:
    await town.add(SANNE)
    document = (await town.zaken(SANNE, EVERYTHING))["edges"][0]["node"]["documenten"][0]
    path = document["downloadUrl"].removeprefix("/bestanden/zaken")
    issuer = Issuer(SIGNING_KEY, recipients=town.desk.recipients)
    answers = [
        await town.desk.client.get(
            f"/bestanden{path}", headers={HEADER: issuer.statement(principal(who), "zaken")}
        )
        for who in (SANNE, HENDRIK)
    ]
    assert [answer.status_code for answer in answers] == [200, 404]
    assert answers[0].content == b"%PDF-"


async def test_a_besluit_gives_the_documents_it_stands_in_that_the_zaak_shows(town: Town) -> None:
    zaak = await town.add(SANNE)
    brief = await town.rows.document(zaak, "Beschikking")
    nota = await town.rows.document(zaak, "Interne nota", tonen_aan_initiator=False)
    await town.rows.besluit(zaak, "Vergunning", [brief, nota])
    selection = "{ edges { node { besluiten { besluittype documenten { titel downloadUrl } } } } }"
    (edge,) = (await town.zaken(SANNE, selection))["edges"]
    (besluit,) = edge["node"]["besluiten"]
    assert besluit["documenten"] == [{"titel": "Beschikking", "downloadUrl": f"/bestanden/zaken/{brief}"}]


async def test_a_register_that_is_down_is_a_code_and_not_a_lack_of_zaken(town: Town) -> None:
    zaak = await town.add(SANNE)
    town.register.fault = Fault(503)
    answer = await town.desk.ask(KLANT % "{ totaal }", SANNE, {"r": [klant(SANNE)]})
    assert codes(answer) == ["BRON_NIET_BESCHIKBAAR"]
    assert answer["data"]["_entities"] == [{"zaken": None}]
    by_id = await town.desk.ask("query ($id: ID!) { zaak(id: $id) { id } }", SANNE, {"id": zaak})
    assert codes(by_id) == ["BRON_NIET_BESCHIKBAAR"]


async def test_the_catalogue_of_the_register_is_public(town: Town) -> None:
    await town.add(SANNE)
    data = await town.desk.data("{ zaaktypen { totaal edges { node { identificatie doorlooptijd } } } }")
    assert data["zaaktypen"]["totaal"] == 1


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"zaken": "ftp://register"}, "zaken.registers.0.zaken"),
        ({"geheim": "opgeschreven"}, "zaken.registers.0.geheim"),
        ({"identificatie": ["paspoort"]}, "zaken.registers.0.identificatie.0"),
        ({"naam": "Open Zaak"}, "zaken.registers.0.naam"),
        ({"iets": 1}, "zaken.registers.0.iets"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not(
    tmp_path: Path, wrong: dict[str, Any], named: str
) -> None:
    with pytest.raises(SettingsError, match=named) as caught:
        make_service(settings_over("http://register", tmp_path, **wrong))
    assert "opgeschreven" not in str(caught.value)


def test_a_secret_that_is_too_short_is_refused(tmp_path: Path) -> None:
    settings = replace(settings_over("http://register", tmp_path), environ={"ZGW_GEHEIM": "kort"})
    with pytest.raises(SettingsError, match="at least 32 bytes"):
        make_service(settings)

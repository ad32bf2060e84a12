"""The page about the service bus is true: what it shows can be used, its numbers are those of the code."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import orjson
from graphql import parse, validate
from harness.subgraph_desk import settings_for

from gemeentegraaf.demo import committed_supergraph
from standins.zaakafhandeling.event import event_of
from standins.zaakafhandeling.handler import BEGUN
from standins.zaakafhandeling.standin import TEMPO
from subgraphs.formulieren.aanvraagproces import GEDULD
from subgraphs.formulieren.bronnen import Formulierbronnen
from subgraphs.service.bronnen import sectie
from subgraphs.service.bus.cloud_event import CONTENT_TYPE
from subgraphs.service.bus.policy import Policy
from subgraphs.service.zaakregistratie.zgw.documenten import WHOLE
from subgraphs.service.zaakregistratie.zgw.sectie import Zgwsectie
from subgraphs.zaken.afhandelaar import SYSTEEM
from subgraphs.zaken.bronnen import Zaakbronnen
from subgraphs.zaken.gebeurtenisfeed import BEAT
from subgraphs.zaken.melding import TYPES

PAGE = (Path(__file__).parents[2] / "docs" / "service-bus.md").read_text(encoding="utf-8")
GEHEIMEN = (
    "ZGW_GEHEIM",
    "ZAAKSYSTEEM_GEHEIM",
    "VERGUNNINGEN_GEHEIM",
    "NOTIFICATIESLEUTEL",
    "NOTIFICATIES_GEHEIM",
)
FORMULIEREN, AFHANDELAARS, NOTIFICATIES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def read(text: str, name: str, model: type[Formulierbronnen] | type[Zaakbronnen], tmp_path: Path) -> object:
    file = tmp_path / "bronnen.yaml"
    file.write_text(text)
    environ = dict.fromkeys(GEHEIMEN, "een geheim van minstens 32 tekens lang")
    settings = replace(settings_for(name, "sqlite:///x.sqlite3"), bronnen=file, environ=environ)
    return sectie(settings, model)


def test_the_settings_of_the_page_can_be_used(tmp_path: Path) -> None:
    formulieren = read(FORMULIEREN, "formulieren", Formulierbronnen, tmp_path)
    assert isinstance(formulieren, Formulierbronnen)
    assert formulieren.registratie[0].zaaktypen == {"bezwaar", "woo-verzoek"}
    zaken = read(AFHANDELAARS, "zaken", Zaakbronnen, tmp_path)
    assert isinstance(zaken, Zaakbronnen)
    assert [each.is_generiek for each in zaken.afhandelaars] == [True, False]
    told = read(NOTIFICATIES, "zaken", Zaakbronnen, tmp_path)
    assert isinstance(told, Zaakbronnen)
    assert told.notificaties is not None


def test_the_query_of_the_page_fits_the_graph() -> None:
    (query,) = re.findall(r"```graphql\n(.*?)```", PAGE, re.DOTALL)
    assert validate(committed_supergraph().public, parse(query)) == []


def test_the_event_of_the_page_is_what_is_sent() -> None:
    (text,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    event = orjson.loads(text)
    assert event_of(event).type == BEGUN
    assert (event["source"], event["type"]) == (SYSTEEM, TYPES[next(iter(TYPES))])
    assert f"`content-type: {CONTENT_TYPE}`" in PAGE


def test_every_setting_has_its_row() -> None:
    rows = {
        name
        for cell in re.findall(r"^\| (.*?) \|", PAGE, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", cell)
    }
    assert Policy.model_fields.keys() <= rows
    shown = {"zaken", "catalogi", "documenten", "client_id", "geheim"}
    assert Zgwsectie.model_fields.keys() - shown <= rows


def test_the_numbers_of_the_page_are_those_of_the_code() -> None:
    policy = Policy()
    found = dict(re.findall(r"^\| `(attempts|lease|attempt|together|beat)` \| (\d+) \|", PAGE, re.MULTILINE))
    assert found == {name: str(int(getattr(policy, name))) for name in found}
    assert len(found) == 5
    assert f"| {policy.first_wait:.0f}, {policy.longest_wait:.0f} |" in PAGE
    assert (GEDULD, TEMPO, BEAT, WHOLE) == (4.0, 15.0, 1.0, 512 * 1024)

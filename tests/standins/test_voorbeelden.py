"""The examples of the stand-ins: whole, as published, and about the same people."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from harness.standin import running
from harness.zgw_client import CRS, token

import standins
from standins.objects import standin as objects
from standins.objects.token import DEFAULT as OBJECTS_TOKEN
from standins.openklant import standin as openklant
from standins.service.scenario import read_scenario
from standins.zgw import standin as zgw
from subgraphs.service.voorbeeldstad import PERSONAS

FOLDER = Path(next(iter(standins.__path__)))
SANNE = PERSONAS[0].waarde
OF_ZGW = [
    kind for kind in zgw.KINDS.values() if kind.under is None and kind.name != "objectinformatieobjecten"
]


def example(name: str) -> Path:
    return FOLDER / name / "voorbeeld.yaml"


@pytest.mark.parametrize("name", ["zgw", "objects", "openklant"])
def test_an_example_is_about_a_persona(name: str) -> None:
    assert SANNE in example(name).read_text()


async def test_the_example_of_zgw_is_as_published() -> None:
    app = zgw.make_standin(read_scenario(example("zgw")))
    async with running(app, zgw.INTERFACES) as register, client_of(register.url, token()) as client:
        for kind in OF_ZGW:
            answer = await client.get(f"{kind.root}/{kind.segment}")
            assert answer.status_code == 200, answer.text
        wanted = {"rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn": SANNE, "expand": ["status"]}
        assert (await client.post("/zaken/api/v1/zaken/_zoek", json=wanted)).json()["count"] == 2


async def test_the_example_of_objects_is_as_published() -> None:
    app = objects.make_standin(read_scenario(example("objects")))
    key = f"Token {OBJECTS_TOKEN}"
    async with running(app, objects.INTERFACES) as register, client_of(register.url, key) as client:
        asked = {"data_attr": f"identificatie__value__exact__{SANNE}"}
        assert (await client.get("/api/v2/objects", params=asked)).json()["count"] == 3


async def test_the_example_of_openklant_is_as_published() -> None:
    app = openklant.make_standin(read_scenario(example("openklant")))
    key = f"Token {openklant.DEFAULT}"
    async with running(app, openklant.INTERFACES) as register, client_of(register.url, key) as client:
        for name in openklant.KINDS:
            answer = await client.get(f"/klantinteracties/api/v1/{name}")
            assert answer.status_code == 200, answer.text


def client_of(url: str, authorization: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url, headers={"Authorization": authorization, **CRS}, verify=False)

"""The table of components in the documentation is true: each row is asked of the demo, on both databases."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from harness.components import ROOT, Component, Question, at, components, missing
from harness.registers_town import registers_town
from harness.standin import Register
from harness.visitor import Visitor, running, visiting
from starlette.applications import Starlette

from gemeentegraaf.data_folder import DataFolder
from gemeentegraaf.demo import GATEWAY, SUBGRAPHS, Demo, Registers, make_demo

BASE_URL = "http://127.0.0.1:8000"
TODAY = date(2026, 3, 2)
ROWS = components()
PATIENCE = 20.0
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ASKED = {
    "Mijngemeentecomponent": ("brp", "cms", "zgw", "objects", "openklant"),
    "Zaakregistratiecomponent": ("zgw",),
    "Basisregistraties en landelijke voorzieningen": ("brp",),
    "Open-data-portaalcomponent": ("ckan",),
    "Webcontentpublicatie- en beheercomponent": ("cms",),
    "Bestuur- en Raadsinformatiecomponent": ("ori",),
}
"""What is asked again of a demo before real registers, and which of those its questions lead to."""
GEMMA = {
    "Mijngemeentecomponent",
    "E-formulierenpublicatie- en beheercomponent",
    "Productaanvraagcomponent",
    "Gegevensmagazijncomponent",
    "Basisregistraties en landelijke voorzieningen",
    "Zaakregistratiecomponent",
    "Generiek zaakafhandelcomponent",
    "Specifiek zaakafhandelcomponent",
    "Servicebuscomponent",
    "Open-data-portaalcomponent",
    "Webcontentpublicatie- en beheercomponent",
    "Bestuur- en Raadsinformatiecomponent",
    "Authenticatiemiddelen per klantsoort",
}
"""The components of the reference architecture."""


@dataclass(frozen=True, slots=True)
class ServerFolder(DataFolder):
    """A data folder whose databases are on a PostgreSQL server, under names of this run."""

    server: str
    run: str

    def database_url(self, subgraph: str) -> str:
        return f"{self.server.rpartition('/')[0]}/{self.run}_{subgraph}"


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataFolder]:
    """Where the demo keeps everything."""
    path = tmp_path_factory.mktemp("components")
    if request.param == "sqlite":
        yield DataFolder(path)
        return
    server: str = request.getfixturevalue("postgres")
    folder = ServerFolder(path, server, f"components_{secrets.token_hex(4)}")
    names = [f"{folder.run}_{part}" for part in (GATEWAY, *SUBGRAPHS)]
    asyncio.run(run_on(server, [f"CREATE DATABASE {name}" for name in names]))
    yield folder
    asyncio.run(run_on(server, [f"DROP DATABASE {name} WITH (FORCE)" for name in names]))


async def run_on(server: str, statements: list[str]) -> None:
    connection = await asyncpg.connect(server)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@dataclass(frozen=True, slots=True)
class Town:
    """A demo that runs. `demo` has its handlers, `app` is for visitors, `registers` it stands before."""

    demo: Demo
    app: Starlette
    registers: dict[str, Register]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(folder: DataFolder) -> AsyncIterator[Town]:
    """A demo on either database."""
    async with a_town(folder, None, {}) as town:
        yield town


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town_before_registers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """A demo before stand-ins of the registers."""
    path = tmp_path_factory.mktemp("registers")
    async with (
        registers_town(path, TODAY) as (connected, registers),
        a_town(DataFolder(path), connected, registers) as town,
    ):
        yield town


@asynccontextmanager
async def a_town(
    folder: DataFolder, connected: Registers | None, registers: dict[str, Register]
) -> AsyncIterator[Town]:
    """On a calendar that stands still: the handlers take the steps that a test has them take."""
    demo = make_demo(folder, BASE_URL, TODAY, connected)
    app = demo.app()
    async with running(app):
        yield Town(demo, app, registers)


async def answered(town: Town, visitor: Visitor, question: Question, before: Any) -> Any:
    """The data of the answer, asked until it has what it should, while the handlers work."""
    variables = {name: at(before, path) for name, path in question.given.items()}
    assert None not in variables.values(), f"the answer before has no {question.given}"
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while True:
        answer = await visitor.ask(question.text, variables)
        assert "errors" not in answer, answer["errors"]
        if question.until is None or at(answer["data"], question.until) is not None:
            return answer["data"]
        assert asyncio.get_running_loop().time() < deadline, f"{question.until} did not come: {answer}"
        for handler in town.demo.handlers.handlers.values():
            await handler.step()
        await asyncio.sleep(0.05)


async def send_file(visitor: Visitor, address: str) -> None:
    headers = {"content-type": "application/pdf", "x-gemeentegraaf": "1"}
    sent = await visitor.client.put(address, content=PDF, headers=headers)
    assert sent.is_success, sent.text


async def prove(town: Town, component: Component) -> None:
    """Asks the questions of a component, and looks whether its registers were asked."""
    assert component.questions, "nothing proves this row"
    for register in town.registers.values():
        register.calls.clear()
    async with visiting(BASE_URL, town.app) as visitor:
        if component.login:
            await visitor.log_in(*component.login)
        answer: Any = None
        for question in component.questions:
            answer = await answered(town, visitor, question, answer)
            assert list(missing(answer)) == []
            if question.send:
                await send_file(visitor, at(answer, question.send))
    for name in ASKED[component.name] if town.registers else ():
        assert town.registers[name].calls, f"{name} was not asked"


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("component", ROWS, ids=lambda component: component.name)
async def test_the_questions_of_a_component_are_answered(town: Town, component: Component) -> None:
    await prove(town, component)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "component", [row for row in ROWS if row.name in ASKED], ids=lambda component: component.name
)
async def test_they_are_answered_from_real_registers_too(
    town_before_registers: Town, component: Component
) -> None:
    await prove(town_before_registers, component)


def test_every_component_of_the_architecture_has_its_row() -> None:
    assert {row.name for row in ROWS} == GEMMA


@pytest.mark.parametrize("component", ROWS, ids=lambda component: component.name)
def test_what_a_row_names_is_there(component: Component) -> None:
    assert component.places
    assert [place for place in component.places if not (ROOT / place).exists()] == []

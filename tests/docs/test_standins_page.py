"""The page about stand-ins is true: a demo before all of them answers, and asks each of them."""

from __future__ import annotations

import re
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path

import yaml
from harness.standin import Register
from harness.standin import running as standing_in
from harness.visitor import running, visiting

from gemeentegraaf.commands.standin import STANDINS, standin_app
from gemeentegraaf.data_folder import open_data_folder
from gemeentegraaf.demo import SUBGRAPHS, Registers, make_demo

PAGE = (Path(__file__).parents[2] / "docs" / "standins.md").read_text(encoding="utf-8")
STARTED = dict(re.findall(r"^gemeentegraaf standin (\w+) --port (\d+) &$", PAGE, re.MULTILINE))
(BRONNEN,) = re.findall(r"```yaml\n(persoonsgegevens:.*?)```", PAGE, re.DOTALL)
SECRETS = dict(re.findall(r"([A-Z]+)=(\S+)", PAGE))
BASE_URL = "http://127.0.0.1:8000"
SANNE = """{
    datasets { totaal } producten { totaal } vergaderingen { totaal } formulieren { totaal }
    ik {
        zaken { totaal } taken { totaal } contactmomenten { totaal }
        ... on NatuurlijkPersoon { herkomst { bron } naam { volledigeNaam } }
    }
}"""
VERHUIST = """mutation ($input: AdreswijzigingInput!) { adreswijzigingDoorgeven(input: $input) {
    ... on AanvraagIngediend { zaak } } }"""
NAAR = {
    "straatnaam": "Molenweg",
    "huisnummer": 8,
    "postcode": "1236 KL",
    "woonplaats": "Voorbeeldstad",
    "verhuisdatum": "2026-03-20",
    "idempotentiesleutel": "verhuizing",
}
BAKKERIJ = "{ ik { ... on Onderneming { statutaireNaam herkomst { bron } } } }"


def test_every_subgraph_stands_before_something_at_a_port_of_its_own() -> None:
    assert yaml.safe_load(BRONNEN).keys() == set(SUBGRAPHS)
    assert STARTED.keys() <= set(STANDINS.names)
    assert len(set(STARTED.values())) == len(STARTED)


async def test_the_demo_of_the_page_asks_every_one_of_them(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        there: dict[str, Register] = {}
        for name in STARTED:
            there[name] = await stack.enter_async_context(standing_in(standin_app(name, None)))
        at_port = {port: there[name].url for name, port in STARTED.items()}
        bronnen = re.sub(r"http://127\.0\.0\.1:(\d+)", lambda found: at_port[found[1]], BRONNEN)
        (tmp_path / "bronnen.yaml").write_text(bronnen, encoding="utf-8")
        data = stack.enter_context(open_data_folder(tmp_path / "data"))
        registers = Registers(tmp_path / "bronnen.yaml", SECRETS)
        app = make_demo(data, BASE_URL, date(2026, 3, 2), registers).app()
        await stack.enter_async_context(running(app))
        answers = []
        for middel, persona, query, given in (
            ("digid", "sanne-de-vries", SANNE, {}),
            ("eherkenning", "de-gouden-korst", BAKKERIJ, {}),
            ("digid", "sanne-de-vries", VERHUIST, {"input": NAAR}),
        ):
            visitor = await stack.enter_async_context(visiting(BASE_URL, app))
            await visitor.log_in(middel, persona)
            answers.append(await visitor.ask(query, given))
    sanne, bakkerij = (answer["data"]["ik"] for answer in answers[:2])
    assert [answer for answer in answers if "errors" in answer] == []
    assert sanne["herkomst"]["bron"] == "BRP"
    assert bakkerij["herkomst"]["bron"] == "KVK"
    assert sanne["zaken"]["totaal"] > 0
    assert answers[2]["data"]["adreswijzigingDoorgeven"]["zaak"].startswith("open-zaak~")
    assert all(
        answers[0]["data"][entrance]["totaal"] > 0 for entrance in ("datasets", "producten", "formulieren")
    )
    assert [name for name, register in there.items() if not register.calls] == []

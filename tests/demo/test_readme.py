"""What the README tells people to type, typed word for word into a shell, against a demo that runs."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from harness.demo_process import PATIENCE, DemoProcess, demo_process

pytestmark = [pytest.mark.processes, pytest.mark.curl]

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
OPEN_DATA, LOGIN, BURGER, NOBODY, BEDRIJF, GEMACHTIGDE, AANVRAAG = range(7)
"""The blocks of the README, in their order."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reader")


@pytest.fixture(scope="module")
def demo(folder: Path) -> Iterator[DemoProcess]:
    with demo_process(folder / "data") as demo:
        yield demo


@pytest.fixture(scope="module")
def answers(folder: Path, demo: DemoProcess) -> list[list[dict[str, Any]]]:
    """For each block of the README, the JSON documents that it printed."""
    return typed(README, demo, folder)


def typed(document: Path, demo: DemoProcess, folder: Path) -> list[list[dict[str, Any]]]:
    """For each block, the JSON documents that it printed. One shell runs them all, as a reader would."""
    blocks = BLOCK.findall(document.read_text(encoding="utf-8"))
    script = "\necho '----'\n".join(blocks).replace("http://127.0.0.1:8000", demo.base_url)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    return [list(documents(part)) for part in done.stdout.split("----")]


def documents(text: str) -> Iterator[dict[str, Any]]:
    decoder, text = json.JSONDecoder(), text.strip()
    while text:
        document, end = decoder.raw_decode(text)
        yield document
        text = text[end:].strip()


def nodes(connection: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in connection["edges"]]


def test_anyone_gets_three_datasets(answers: list[list[dict[str, Any]]]) -> None:
    (answer,) = answers[OPEN_DATA]

    assert "errors" not in answer
    assert len(nodes(answer["data"]["datasets"])) == 3
    assert all(node["titel"] and node["themas"] for node in nodes(answer["data"]["datasets"]))


def test_a_burger_gets_name_zaken_and_prefill_in_one_answer(answers: list[list[dict[str, Any]]]) -> None:
    (answer,) = answers[BURGER]
    ik = answer["data"]["ik"]

    assert "errors" not in answer
    assert ik["__typename"] == "NatuurlijkPersoon"
    assert ik["naam"]["volledigeNaam"] == ik["vooringevuld"]["waarden"]["naam"] == "Sanne Maria de Vries"
    assert len(nodes(ik["zaken"])) == 5


def test_nobody_gets_nulls_and_hears_what_would_open_them(answers: list[list[dict[str, Any]]]) -> None:
    (answer,) = answers[NOBODY]

    assert answer["data"] == {"ik": None}
    assert [error["path"] for error in answer["errors"]] == [["ik"]]
    extensions = answer["errors"][0]["extensions"]
    assert extensions["code"] == "UNAUTHORIZED_FIELD_OR_TYPE"
    assert extensions["klantsoorten"] == ["burger", "bedrijf", "instelling"]


def test_a_bedrijf_gets_its_own_data_only(answers: list[list[dict[str, Any]]]) -> None:
    (answer,) = answers[BEDRIJF]
    (burger,) = answers[BURGER]
    ik = answer["data"]["ik"]

    assert (ik["__typename"], ik["kvkNummer"]) == ("Onderneming", "90000101")
    own = {node["identificatie"] for node in nodes(ik["zaken"])}
    assert own
    assert own.isdisjoint(node["identificatie"] for node in nodes(burger["data"]["ik"]["zaken"]))


def test_who_acts_for_another_gets_zaken_and_nothing_else(answers: list[list[dict[str, Any]]]) -> None:
    (answer,) = answers[GEMACHTIGDE]
    ik = answer["data"]["ik"]

    assert ik["weergavenaam"] == "Hendrik van den Berg"
    assert len(nodes(ik["zaken"])) == 3
    assert ik["contactgegevens"] is None
    assert [error["path"] for error in answer["errors"]] == [["ik", "contactgegevens"]]


def test_an_aanvraag_becomes_a_zaak_of_ones_own(answers: list[list[dict[str, Any]]]) -> None:
    saved, submitted, zaken = (answer["data"] for answer in answers[AANVRAAG])
    (burger,) = answers[BURGER]

    assert saved["aanvraagBewaren"] == {"gelukt": True, "fouten": []}
    aanvraag = submitted["aanvraagIndienen"]["aanvraag"]
    assert aanvraag["stand"] == "GEREGISTREERD"
    (newest,) = nodes(zaken["ik"]["zaken"])
    assert newest["identificatie"] == aanvraag["zaak"]["identificatie"]
    earlier = {node["identificatie"] for node in nodes(burger["data"]["ik"]["zaken"])}
    assert newest["identificatie"] not in earlier


@pytest.mark.parametrize("name", ["public-client.md", "app-developer.md"])
def test_what_the_documentation_prints_works_too(name: str, folder: Path, demo: DemoProcess) -> None:
    blocks = typed(README.parent / "docs" / name, demo, folder)
    printed = [answer for block in blocks for answer in block]

    assert printed
    assert all(answer["data"] and "errors" not in answer for answer in printed)

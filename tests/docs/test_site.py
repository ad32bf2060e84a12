"""The documentation builds without a warning, and asks nothing of another server."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOADED = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src")}
NOT_LOADED = {"canonical", "alternate", "prev", "next"}  # kinds of <link> that only name another page


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    return folder


class Loads(HTMLParser):
    """What a browser fetches for a page by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "link" and values.get("rel") in NOT_LOADED:
            return
        self.addresses += [value for name, value in attrs if (tag, name) in LOADED and value]


@pytest.mark.docs
def test_no_page_loads_anything_from_another_server(site: Path) -> None:
    elsewhere = {}
    for page in site.rglob("*.html"):
        loads = Loads()
        loads.feed(page.read_text(encoding="utf-8"))
        if foreign := [address for address in loads.addresses if re.match(r"(https?:)?//", address)]:
            elsewhere[page.name] = foreign
    assert elsewhere == {}


@pytest.mark.docs
def test_the_reference_says_of_each_field_who_gets_it(site: Path) -> None:
    queries = (site / "schema" / "queries.html").read_text(encoding="utf-8")
    objects = (site / "schema" / "objects.html").read_text(encoding="utf-8")

    assert "datasets" in queries
    assert "openbaar" in queries
    assert "klantsoort:burger" in objects


@pytest.mark.docs
def test_what_a_type_and_its_field_both_ask_is_said_once(site: Path) -> None:
    abstract = (site / "schema" / "abstract.html").read_text(encoding="utf-8")
    _, found, zaken = abstract.partition("<td><code>zaken</code>")
    assert found
    who = zaken.split("</td>")[2]
    assert who.count("klantsoort:burger") == 1
    assert "and" not in who


@pytest.mark.docs
def test_the_whole_schema_can_be_downloaded_without_what_is_internal(site: Path) -> None:
    schema = (site / "schema" / "graph.graphql").read_text(encoding="utf-8")

    assert "type Query" in schema
    assert "join__" not in schema

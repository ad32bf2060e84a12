"""The explorer's page and files, as a browser and as a program ask for them."""

import gzip
import hashlib
import json
import re

import httpx
import pytest
from harness.explorer_app import CONFIG
from starlette.applications import Starlette

from auth.principal import Klantsoort
from gateway.http.explorer.assets import STATIC, Manifest
from gateway.http.explorer.config import Audience, Example, ExplorerConfig, WayIn
from gateway.http.explorer.page import explorer_routes

FRONTEND = STATIC.parent / "frontend"
BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def client(config: ExplorerConfig = CONFIG) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(Starlette(routes=explorer_routes(config)))
    return httpx.AsyncClient(transport=transport, base_url="http://gemeente.test")


async def page(config: ExplorerConfig = CONFIG) -> httpx.Response:
    async with client(config) as browser:
        return await browser.get("/", headers=BROWSER)


def data_of(response: httpx.Response) -> dict[str, object]:
    block = re.search(
        r'<script type="application/json" id="explorer-config">(.*?)</script>', response.text, re.DOTALL
    )
    assert block is not None
    data: dict[str, object] = json.loads(block.group(1))
    return data


async def test_a_browser_gets_a_page_in_dutch() -> None:
    response = await page()
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="nl">' in response.text
    assert "<title>Gemeentegraaf · Voorbeeldstad</title>" in response.text


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/*;q=0.5", "text/html;q=0, */*"])
async def test_a_program_is_pointed_to_the_endpoint(accept: str) -> None:
    async with client() as program:
        response = await program.get("/", headers={"accept": accept})
    assert response.status_code == 200
    assert response.json()["graphql"] == "/graphql"
    assert response.headers["vary"] == "Accept"


async def test_a_program_that_wants_something_else_hears_that_it_is_not_here() -> None:
    async with client() as program:
        response = await program.get("/", headers={"accept": "image/png"})
    assert response.status_code == 406


async def test_the_policy_allows_our_own_origin_and_nothing_inline() -> None:
    policy = dict(
        part.split(" ", 1) for part in (await page()).headers["content-security-policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == policy["worker-src"] == "'self'"
    assert "unsafe" not in str(policy)
    assert not re.search(r"https?:|\*|blob:", str(policy))


async def test_each_view_of_the_page_has_its_own_nonce_and_is_not_kept() -> None:
    views = [await page(), await page()]
    nonces = [re.findall(r'nonce="([^"]+)"', view.text)[0] for view in views]
    assert nonces[0] != nonces[1]
    for view, nonce in zip(views, nonces, strict=True):
        assert f"'nonce-{nonce}'" in view.headers["content-security-policy"]
        assert view.headers["cache-control"] == "no-store"


async def test_ways_in_and_examples_reach_the_page_as_they_were_given() -> None:
    data = data_of(await page())
    ways_in = data["ways_in"]
    assert isinstance(ways_in, list)
    assert [way["klantsoort"] for way in ways_in] == ["burger", "bedrijf", "instelling"]
    assert ways_in[0] == {
        "label": "Anneke de Vries",
        "klantsoort": "burger",
        "description": "DigiD, niveau midden",
        "url": "/auth/login/burger?terug=/",
    }
    examples = data["examples"]
    assert isinstance(examples, list)
    assert [example["audience"] for example in examples] == ["iedereen", "burger", "bedrijf"]
    assert examples[0]["variables"] == {"aantal": 3}


async def test_no_text_of_a_municipality_can_end_the_script_element_or_the_title() -> None:
    nasty = "</script><script>alert(1)</script><!--"
    config = ExplorerConfig(municipality=nasty, examples=(Example(nasty, Audience.IEDEREEN, nasty),))
    response = await page(config)
    assert "alert(1)</script>" not in response.text
    assert data_of(response)["municipality"] == nasty


@pytest.mark.parametrize(
    "url", ["https://elders.test/", "//elders.test/", "/\\elders.test/", "javascript:alert(1)"]
)
def test_a_way_in_starts_on_this_origin(url: str) -> None:
    with pytest.raises(ValueError, match="path"):
        WayIn("Elders", Klantsoort.BURGER, "", url)


async def test_every_file_the_page_names_is_there_and_may_be_kept_for_good() -> None:
    response = await page()
    workers = data_of(response)["workers"]
    assert isinstance(workers, dict)
    named = {*re.findall(r'(?:href|src)="([^"]+)"', response.text), *workers.values()}
    assert {"editor", "json", "graphql"} == workers.keys()
    async with client() as browser:
        for url in named:
            asset = await browser.get(url)
            assert asset.status_code == 200, url
            assert "immutable" in asset.headers["cache-control"]


async def test_files_are_compressed_for_who_can_read_that() -> None:
    url = f"/explorer/{Manifest.read().script}"
    async with client() as browser:
        plain = await browser.get(url, headers={"accept-encoding": "identity"})
        packed = await browser.get(url, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.headers["content-type"] == packed.headers["content-type"] == "text/javascript; charset=utf-8"
    assert plain.content == packed.content
    assert int(packed.headers["content-length"]) == len(gzip.compress(plain.content, 6, mtime=0))


@pytest.mark.parametrize("name", ["bestaat-niet.js", "..%2Fpage.py", "manifest.json", "%00"])
async def test_nothing_but_the_built_files_is_served(name: str) -> None:
    async with client() as browser:
        assert (await browser.get(f"/explorer/{name}")).status_code == 404


async def test_the_notices_of_what_is_bundled_go_along() -> None:
    async with client() as browser:
        notices = await browser.get("/explorer/THIRD_PARTY.txt")
    assert notices.headers["cache-control"] == "no-cache"
    for package in ("graphiql 5", "monaco-editor 0", "react 19", "graphql 16"):
        assert package in notices.text


def test_what_is_served_was_built_from_the_source_as_it_stands() -> None:
    source = [*FRONTEND.glob("*.mjs"), *FRONTEND.glob("*.json"), *(FRONTEND / "src").iterdir()]
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(FRONTEND).as_posix(), path) for path in source):
        digest.update(f"{name}\n".encode() + path.read_bytes())
    built = json.loads((STATIC / "manifest.json").read_text())["source"]
    assert digest.hexdigest() == built, "run `npm ci && npm run build` in gateway/http/explorer/frontend"


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]


def test_no_built_file_fetches_from_elsewhere() -> None:
    loads = re.compile(r"""(?:import\s*\(|from|url\(|importScripts\()\s*["']?(?:https?:)?//""")
    for path in STATIC.iterdir():
        if path.suffix in {".js", ".css"}:
            assert not loads.search(path.read_text()), path.name

"""The demo's login offers its personas by one click, and is there in the demo only."""

from collections.abc import AsyncIterator
from html.parser import HTMLParser

import httpx
import pytest
import pytest_asyncio
from harness.login_world import LoginWorld, login_world

from auth.errors import ConfigurationError
from auth.principal import Klantsoort
from gemeentegraaf.development_login import make_development_login
from subgraphs.service.voorbeeldstad import PERSONAS

BASE = "http://127.0.0.1:8000"


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LoginWorld]:
    async with login_world(tmp_path_factory.mktemp("login")) as one:
        yield one


class Buttons(HTMLParser):
    """The values of the buttons that choose someone, the levels (the chosen one last), and whatever the page
    would load.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.subs: list[str | None] = []
        self.loads: list[str | None] = []
        self.levels: list[str | None] = []
        self.level: list[str | None] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "button" and given.get("name") == "sub":
            self.subs.append(given["value"])
        if given.get("name") == "niveau":
            self.levels.append(given["value"])
            self.level += [given["value"]] if "checked" in given else []
        self.loads += [given[name] for name in ("src", "href") if name in given]


@pytest.mark.parametrize(
    ("middel", "klantsoorten"),
    [("digid", {Klantsoort.BURGER}), ("eherkenning", {Klantsoort.BEDRIJF, Klantsoort.INSTELLING})],
)
async def test_the_page_offers_each_persona_of_its_kind(
    world: LoginWorld, middel: str, klantsoorten: set[Klantsoort]
) -> None:
    async with world.browser() as browser:
        begun = await browser.get(f"/auth/login/{middel}")
        page = await browser.get(begun.headers["location"])
    buttons = Buttons(page.text)
    assert buttons.subs == [one.sleutel for one in PERSONAS if one.klantsoort in klantsoorten]
    assert [url for url in buttons.loads if url and not url.startswith(world.base)] == []
    assert "script-src" not in page.headers["content-security-policy"]


@pytest.mark.parametrize(("asked", "chosen"), [({}, "substantieel"), ({"niveau": "midden"}, "midden")])
async def test_the_level_that_is_asked_for_is_chosen_already(
    world: LoginWorld, asked: dict[str, str], chosen: str
) -> None:
    async with world.browser() as browser:
        begun = await browser.get("/auth/login/eherkenning", params=asked)
        buttons = Buttons((await browser.get(begun.headers["location"])).text)
    assert buttons.levels == ["basis", "midden", "substantieel", "hoog"]
    assert buttons.level == [chosen]


async def log_in_at(browser: httpx.AsyncClient, level: str, sleutel: str, **query: str) -> str:
    """Where the login ends, when the person chooses this level."""
    begun = await browser.get("/auth/login/digid", params=query)
    agreed = await browser.post(begun.headers["location"], data={"sub": sleutel, "niveau": level})
    return str((await browser.get(agreed.headers["location"])).headers["location"])


async def test_one_logs_in_at_a_low_level_and_steps_up(world: LoginWorld) -> None:
    async with world.browser() as browser:
        await log_in_at(browser, "basis", "sanne-de-vries")
        assert (await browser.get("/auth/sessie")).json()["niveau"] == "basis"
        assert await log_in_at(browser, "hoog", "sanne-de-vries", niveau="hoog", terug="/x") == "/x"
        assert (await browser.get("/auth/sessie")).json()["niveau"] == "hoog"


@pytest.mark.parametrize(
    ("level", "sleutel", "code"),
    [
        ("basis", "sanne-de-vries", "LOGIN_LEVEL_TOO_LOW"),
        ("hoog", "hendrik-van-den-berg", "LOGIN_OTHER_PERSON"),
    ],
)
async def test_a_step_up_is_by_the_same_person_at_the_level_that_is_asked(
    world: LoginWorld, level: str, sleutel: str, code: str
) -> None:
    async with world.browser() as browser:
        await log_in_at(browser, "basis", "sanne-de-vries")
        ended = await log_in_at(browser, level, sleutel, niveau="midden", terug="/x")
        assert ended == f"/x?aanmelden={code}"
        assert (await browser.get("/auth/sessie")).json()["naam"] == "Sanne de Vries"
        assert (await browser.get("/auth/sessie")).json()["niveau"] == "basis"


async def test_the_page_shows_no_identifier(world: LoginWorld) -> None:
    async with world.browser() as browser:
        begun = await browser.get("/auth/login/digid")
        page = await browser.get(begun.headers["location"])
    assert not any(one.waarde in page.text for one in PERSONAS)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/users/sanne-de-vries"),
        ("POST", "/users/sanne-de-vries/revoke-tokens"),
        ("POST", "/oauth2/clients"),
        ("GET", "/"),
        ("GET", "/console"),
        ("GET", "/oauth2/end_session"),
    ],
)
async def test_what_no_client_needs_is_not_served(world: LoginWorld, method: str, path: str) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.request(method, world.provider.issuers[0].url + path)
    assert answer.status_code == 404


async def test_each_provider_describes_itself_under_its_own_url(world: LoginWorld) -> None:
    async with httpx.AsyncClient() as client:
        for issuer in world.provider.issuers:
            metadata = (await client.get(f"{issuer.url}/.well-known/openid-configuration")).json()
            assert metadata["issuer"] == issuer.url
            assert metadata["token_endpoint"].startswith(issuer.url)


async def test_it_runs_in_the_demo_only() -> None:
    with pytest.raises(ConfigurationError):
        make_development_login(BASE, PERSONAS, demo=False)


@pytest.mark.parametrize(
    "url", ["https://graaf.voorbeeldstad.nl", "http://10.0.0.1:8000", "http://0.0.0.0:8000"]
)
async def test_it_runs_on_this_machine_only(url: str) -> None:
    with pytest.raises(ConfigurationError):
        make_development_login(url, PERSONAS, demo=True)

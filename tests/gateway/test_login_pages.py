"""The pages of login and logout over HTTP: what a browser gets, what a program gets, and what nobody gets."""

import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any

import httpx
import pytest
from harness.login_desk import World
from harness.openid_provider import CLIENT, DIGID, URL
from starlette.applications import Starlette
from starlette.requests import Request

from auth.login import LoginSettings
from auth.login_rate import LoginRate, LoginRates
from auth.logout_token import EVENT
from gateway.http.caller import CallerRefused
from gateway.http.cross_site import CrossSiteRules
from gateway.http.login_routes import LoginPages
from gateway.http.logout_routes import LogoutPages
from gateway.http.session_cookie import SessionCookie
from gateway.http.sign_in import SignIn, SignInSettings

BASE = "https://graaf.voorbeeldstad.nl"
COOKIE, ATTEMPT = "__Host-gemeentegraaf", "__Host-gemeentegraaf-login"
OURS = {"x-gemeentegraaf": "1"}
PAGE = {"accept": "text/html,application/xhtml+xml"}
RATES = LoginRates(per_address=6, overall=1000, seconds=60)
FORM_TYPE = {"content-type": "application/x-www-form-urlencoded"}
CLIENT_ADDRESS = "203.0.113.9"


@dataclass
class Desk:
    """The pages over a login in memory."""

    world: World = field(default_factory=World)

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[httpx.AsyncClient]:
        world, cookie = self.world, SessionCookie(BASE)
        rate = LoginRate(world.store, RATES, b"k" * 32, world.clock)
        login = LoginPages(world.login, world.sessions, cookie, rate)
        logout = LogoutPages(world.logout, cookie, CrossSiteRules())
        app = Starlette(routes=[*login.routes, *logout.routes])
        transport = httpx.ASGITransport(app, client=(CLIENT_ADDRESS, 4711))
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as http:
            yield http

    async def log_in(self, http: httpx.AsyncClient) -> httpx.Response:
        begun = await http.get("/auth/login/digid?terug=/mijn")
        return await http.get(
            "/auth/callback/digid", params=self.world.provider.authorize(begun.headers["location"])
        )

    def logout_token(self, **changes: Any) -> str:
        now = int(self.world.clock())
        claims = {
            "iss": URL, "aud": CLIENT.id, "iat": now, "exp": now + 120, "jti": "een", "events": {EVENT: {}},
            "sub": "p1", **changes,
        }  # fmt: skip
        return self.world.provider.sign(claims, {"typ": "logout+jwt"})


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def http(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with desk.browser() as browser:
        yield browser


def code_of(response: httpx.Response) -> str:
    return str(response.json()["errors"][0]["extensions"]["code"])


class TestLogout:
    async def test_it_ends_here_and_leads_on_to_the_provider_and_back(
        self, desk: Desk, http: httpx.AsyncClient
    ) -> None:
        assert (await desk.log_in(http)).headers["location"] == "/mijn"
        out = await http.post("/auth/logout", params={"terug": "/tot-ziens"}, headers=OURS)
        assert out.json() == {"ingelogd": False, "uitloggenBij": "/auth/logout/verder"}
        assert COOKIE not in http.cookies
        page = await http.get("/auth/logout/verder")
        fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page.text))
        assert re.findall(r'action="([^"]+)"', page.text) == [f"{URL}/logout"]
        assert unescape(fields["post_logout_redirect_uri"]) == f"{BASE}/auth/uitgelogd"
        assert fields["id_token_hint"].count(".") == 2
        back = await http.get("/auth/uitgelogd", params={"state": fields["state"]})
        assert (back.status_code, back.headers["location"]) == (303, "/tot-ziens")

    async def test_the_form_is_kept_from_everyone_else(self, desk: Desk, http: httpx.AsyncClient) -> None:
        await desk.log_in(http)
        await http.post("/auth/logout", headers=OURS)
        page = await http.get("/auth/logout/verder")
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "script-src 'sha256-" in policy
        assert "unsafe" not in policy

    async def test_the_id_token_is_in_no_address_and_in_no_json(
        self, desk: Desk, http: httpx.AsyncClient
    ) -> None:
        await desk.log_in(http)
        out = await http.post("/auth/logout", headers=OURS)
        assert "eyJ" not in out.text + str(out.headers)

    async def test_a_provider_that_takes_no_form_is_reached_by_its_address(self) -> None:
        desk = Desk(World(issuers=(replace(DIGID, logout_form=False),)))
        async with desk.browser() as http:
            await desk.log_in(http)
            await http.post("/auth/logout", headers=OURS)
            onward = httpx.URL((await http.get("/auth/logout/verder")).headers["location"])
            back = await http.get("/auth/uitgelogd", params={"state": onward.params["state"]})
        assert str(onward).startswith(f"{URL}/logout?")
        assert set(onward.params) == {"client_id", "post_logout_redirect_uri", "state"}
        assert back.headers["location"] == "/"

    async def test_a_second_look_at_the_form_says_that_all_is_done(
        self, desk: Desk, http: httpx.AsyncClient
    ) -> None:
        await desk.log_in(http)
        await http.post("/auth/logout", headers=OURS)
        await http.get("/auth/logout/verder")
        again = await http.get("/auth/logout/verder", headers=PAGE)
        assert "<h1>U bent uitgelogd</h1>" in again.text
        assert "id_token" not in again.text

    @pytest.mark.parametrize("state", ["", "verzonnen"])
    async def test_whoever_comes_back_without_a_logout_is_sent_nowhere(
        self, http: httpx.AsyncClient, state: str
    ) -> None:
        page = await http.get("/auth/uitgelogd", params={"state": state, "terug": "/x"}, headers=PAGE)
        assert page.status_code == 200
        assert "<h1>U bent uitgelogd</h1>" in page.text

    async def test_a_return_to_another_origin_is_refused_and_nothing_ends(
        self, desk: Desk, http: httpx.AsyncClient
    ) -> None:
        await desk.log_in(http)
        refused = await http.post("/auth/logout", params={"terug": "https://elders.nl"}, headers=OURS)
        assert (refused.status_code, code_of(refused)) == (400, "LOGIN_RETURN")
        assert (await http.get("/auth/sessie")).json()["ingelogd"]

    @pytest.mark.parametrize(
        "headers",
        [{}, {"content-type": "text/plain"}, {**OURS, "origin": "https://elders.nl"}],
        ids=["no sign of us", "a form", "another origin"],
    )
    async def test_another_site_ends_nothing(
        self, desk: Desk, http: httpx.AsyncClient, headers: dict[str, str]
    ) -> None:
        await desk.log_in(http)
        refused = await http.post("/auth/logout", headers=headers)
        assert (refused.status_code, code_of(refused)) == (403, "CSRF_PREVENTED")
        assert (await http.get("/auth/sessie")).json()["ingelogd"]


class TestBackChannel:
    async def test_the_provider_ends_a_session(self, desk: Desk, http: httpx.AsyncClient) -> None:
        await desk.log_in(http)
        told = await http.post("/auth/backchannel-logout", data={"logout_token": desk.logout_token()})
        assert (told.status_code, told.content) == (200, b"")
        assert told.headers["cache-control"] == "no-store"
        over = await http.get("/auth/sessie")
        assert (over.json()["ingelogd"], over.json()["code"]) == (False, "SESSION_EXPIRED")

    async def test_a_token_that_does_not_hold_is_refused_without_saying_why(
        self, desk: Desk, http: httpx.AsyncClient
    ) -> None:
        await desk.log_in(http)
        refused = await http.post(
            "/auth/backchannel-logout", data={"logout_token": desk.logout_token(aud="x")}
        )
        assert (refused.status_code, refused.json()) == (400, {"error": "invalid_request"})
        assert refused.headers["cache-control"] == "no-store"
        assert (await http.get("/auth/sessie")).json()["ingelogd"]

    @pytest.mark.parametrize(
        ("content", "headers"),
        [
            (b"", FORM_TYPE),
            (b"logout_token=", FORM_TYPE),
            (b"logout_token=a&logout_token=b", FORM_TYPE),
            (b"token=a.b.c", FORM_TYPE),
            (b"&".join([b"a=b"] * 20), FORM_TYPE),
            (b"logout_token=" + b"x" * 100_000, FORM_TYPE),
            (b"logout_token=\xff", FORM_TYPE),
            (b'{"logout_token": "a.b.c"}', {"content-type": "application/json"}),
            (b"logout_token=a.b.c", {"content-type": "text/plain"}),
            (b"logout_token=a.b.c", {}),
        ],
        ids=lambda each: repr(each)[:40],
    )
    async def test_what_is_no_such_form_is_refused(
        self, http: httpx.AsyncClient, content: bytes, headers: dict[str, str]
    ) -> None:
        refused = await http.post("/auth/backchannel-logout", content=content, headers=headers)
        assert (refused.status_code, refused.json()) == (400, {"error": "invalid_request"})

    async def test_it_is_not_for_browsers(self, http: httpx.AsyncClient) -> None:
        assert (await http.get("/auth/backchannel-logout")).status_code == 405

    async def test_the_provider_is_told_to_come_back_when_nothing_can_be_ended(
        self, desk: Desk, http: httpx.AsyncClient
    ) -> None:
        token = desk.logout_token()
        await http.post("/auth/backchannel-logout", data={"logout_token": desk.logout_token(jti="eerst")})
        desk.world.store.down = True
        away = await http.post("/auth/backchannel-logout", data={"logout_token": token})
        assert away.status_code == 503
        desk.world.store.down = False
        assert (await http.post("/auth/backchannel-logout", data={"logout_token": token})).status_code == 200


class TestFriendlyPages:
    @pytest.mark.parametrize(
        ("path", "status", "words"),
        [
            ("/auth/callback/digid?state=x&code=y", 400, "verlopen of al gebruikt"),
            ("/auth/callback/digid?error=access_denied", 400, "verlopen of al gebruikt"),
            ("/auth/login/onbekend", 404, "bestaat hier niet"),
            ("/auth/login/digid?terug=https://elders.nl", 400, "niet toegestaan"),
            ("/auth/login/digid?niveau=opperst", 400, "niveau bestaat niet"),
        ],
    )
    async def test_a_browser_gets_a_page_in_dutch(
        self, http: httpx.AsyncClient, path: str, status: int, words: str
    ) -> None:
        page = await http.get(path, headers=PAGE)
        assert page.status_code == status
        assert page.headers["content-type"].startswith("text/html")
        assert '<html lang="nl">' in page.text
        assert "<h1>Inloggen is niet gelukt</h1>" in page.text
        assert words in page.text
        assert '<a href="/">' in page.text
        assert "<script" not in page.text
        assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
        assert page.headers["cache-control"] == "no-store"

    async def test_nothing_of_the_address_is_repeated(self, http: httpx.AsyncClient) -> None:
        page = await http.get("/auth/login/<b>onbekend?terug=<script>", headers=PAGE)
        assert "<b>" not in page.text
        assert "<script" not in page.text

    async def test_a_program_gets_the_code(self, http: httpx.AsyncClient) -> None:
        refused = await http.get("/auth/callback/digid?state=x", headers={"accept": "*/*"})
        assert code_of(refused) == "LOGIN_STATE"

    async def test_who_calls_it_off_comes_back_where_they_were(
        self, desk: Desk, http: httpx.AsyncClient
    ) -> None:
        begun = await http.get("/auth/login/digid?terug=/mijn")
        state = desk.world.provider.authorize(begun.headers["location"])["state"]
        back = await http.get(
            "/auth/callback/digid", params={"error": "access_denied", "state": state}, headers=PAGE
        )
        assert back.headers["location"] == "/mijn?aanmelden=LOGIN_CANCELLED"


class TestStepUp:
    async def test_the_cookie_is_another_one_afterwards(self, desk: Desk, http: httpx.AsyncClient) -> None:
        person = desk.world.provider.person
        substantieel, person["acr"] = (
            person["acr"],
            "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract",
        )
        await desk.log_in(http)
        first = http.cookies[COOKIE]
        assert (await http.get("/auth/sessie")).json()["niveau"] == "midden"
        person["acr"] = substantieel
        begun = await http.get("/auth/login/digid?niveau=substantieel&terug=/mijn")
        answer = desk.world.provider.authorize(begun.headers["location"])
        assert (await http.get("/auth/callback/digid", params=answer)).headers["location"] == "/mijn"
        assert http.cookies[COOKIE] != first
        assert (await http.get("/auth/sessie")).json()["niveau"] == "substantieel"

    async def test_someone_else_keeps_the_session_as_it_was(
        self, desk: Desk, http: httpx.AsyncClient
    ) -> None:
        desk.world.provider.person["acr"] = "urn:oasis:names:tc:SAML:2.0:ac:classes:MobileTwoFactorContract"
        await desk.log_in(http)
        first = http.cookies[COOKIE]
        desk.world.provider.person |= {
            "acr": "urn:oasis:names:tc:SAML:2.0:ac:classes:Smartcard",
            "bsn": "999990019",
        }
        begun = await http.get("/auth/login/digid?niveau=substantieel&terug=/mijn")
        answer = desk.world.provider.authorize(begun.headers["location"])
        back = await http.get("/auth/callback/digid", params=answer)
        assert back.headers["location"] == "/mijn?aanmelden=LOGIN_OTHER_PERSON"
        assert http.cookies[COOKIE] == first
        assert (await http.get("/auth/sessie")).json()["niveau"] == "midden"


class TestTooOften:
    async def test_who_tries_too_often_has_to_wait(self, desk: Desk, http: httpx.AsyncClient) -> None:
        for _ in range(RATES.per_address // 2):
            assert (await desk.log_in(http)).status_code == 303
        refused = await http.get("/auth/login/digid")
        assert (refused.status_code, code_of(refused)) == (429, "LOGIN_TOO_OFTEN")
        assert 0 < int(refused.headers["retry-after"]) <= RATES.seconds + 1
        page = await http.get("/auth/callback/digid?state=x", headers=PAGE)
        assert (page.status_code, "te vaak" in page.text) == (429, True)
        desk.world.clock.forward(RATES.seconds)
        assert (await http.get("/auth/login/digid")).status_code == 303

    async def test_who_is_logged_in_already_notices_nothing(
        self, desk: Desk, http: httpx.AsyncClient
    ) -> None:
        await desk.log_in(http)
        for _ in range(10):
            await http.get("/auth/login/digid")
        assert (await http.get("/auth/sessie")).json()["ingelogd"]
        assert (await http.post("/auth/logout", headers=OURS)).status_code == 200


class TestWithoutTheStore:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/auth/login/digid"),
            ("GET", "/auth/callback/digid?state=x&code=y"),
            ("GET", "/auth/sessie"),
            ("POST", "/auth/logout"),
            ("GET", "/auth/logout/verder"),
            ("GET", "/auth/uitgelogd?state=x"),
        ],
    )
    async def test_every_page_says_that_it_cannot_be_done_now(
        self, desk: Desk, http: httpx.AsyncClient, method: str, path: str
    ) -> None:
        await desk.log_in(http)
        desk.world.store.down = True
        away = await http.request(method, path, headers=OURS)
        assert (away.status_code, code_of(away)) == (503, "SESSIONS_UNAVAILABLE")
        assert COOKIE in http.cookies

    async def test_a_request_with_a_session_is_not_answered_as_if_it_had_none(self) -> None:
        with socket.socket() as nobody:  # bound but not listening
            nobody.bind(("127.0.0.1", 0))
            url = f"valkey://127.0.0.1:{nobody.getsockname()[1]}"
            sign_in = SignIn(SignInSettings((DIGID,), LoginSettings(BASE, b"k" * 32), url))
            headers = [(b"cookie", f"{COOKIE}=een-sessie".encode())]
            scope = {
                "type": "http",
                "method": "POST",
                "path": "/graphql",
                "headers": headers,
                "query_string": b"",
            }
            with pytest.raises(CallerRefused) as caught:
                await sign_in.authenticate(Request(scope))
        assert (caught.value.status, caught.value.code) == (503, "SESSIONS_UNAVAILABLE")
        assert caught.value.headers == {}

"""A login ends here and at the provider, whoever says so, and only when they may."""

from base64 import urlsafe_b64encode
from dataclasses import replace
from typing import Any

import pytest
from harness.login_desk import BASE, World
from harness.openid_provider import CLIENT, DIGID, SMARTCARD, URL, signing_key

from auth.clock import SKEW
from auth.errors import LoginError, ProviderError, SessionError, StoreError, TokenError
from auth.login import Browser
from auth.logout import LIFETIME, ProviderLogout
from auth.logout_token import EVENT
from auth.tokens import LONGEST

Claims = dict[str, Any]


async def logged_in(world: World) -> Browser:
    begun = await world.begin()
    return Browser(begun.browser, (await world.finish(begun)).session_id)


async def is_over(world: World, browser: Browser) -> bool:
    try:
        await world.sessions.find(browser.session or "")
    except SessionError:
        return True
    return False


async def left(world: World, terug: str = "/mijn") -> tuple[Browser, ProviderLogout]:
    """Someone who logged out here, and the form with which they go on."""
    browser = await logged_in(world)
    secret = await world.logout.end(browser, terug)
    assert secret
    browser = Browser(secret)
    return browser, await world.logout.onward(browser)


async def test_logging_out_ends_the_session_and_leads_on_to_the_providers_logout() -> None:
    world = World()
    browser, onward = await left(world)
    assert onward.url == f"{URL}/logout"
    assert onward.fields["client_id"] == CLIENT.id
    assert onward.fields["post_logout_redirect_uri"] == f"{BASE}/auth/uitgelogd"
    assert onward.fields["id_token_hint"].count(".") == 2
    assert len(onward.fields["state"]) >= 43
    assert await world.logout.arrived(onward.fields["state"], browser) == "/mijn"


async def test_the_session_is_over_at_once() -> None:
    world = World()
    browser = await logged_in(world)
    await world.logout.end(browser, "/")
    assert await is_over(world, browser)


async def test_the_id_token_is_in_no_store_as_it_is_and_in_no_repr() -> None:
    world = World()
    browser = await logged_in(world)
    await world.logout.end(browser, "/")
    kept = repr(world.store.records)
    onward = await world.logout.onward(browser)
    assert onward.fields["id_token_hint"] not in kept + repr(onward)


async def test_whoever_has_no_session_is_logged_out_already() -> None:
    world = World()
    browser = await logged_in(world)
    assert await world.logout.end(Browser(), "/") is None
    assert await world.logout.end(browser, "/")
    assert await world.logout.end(browser, "/") is None


async def test_a_session_that_ran_out_leads_nowhere() -> None:
    world = World()
    browser = await logged_in(world)
    world.clock.forward(15 * 60)
    assert await world.logout.end(browser, "/") is None


@pytest.mark.parametrize("terug", ["https://elders.nl", "//elders.nl", "javascript:alert(1)"])
async def test_a_logout_leads_to_no_other_origin(terug: str) -> None:
    world = World()
    browser = await logged_in(world)
    with pytest.raises(LoginError) as caught:
        await world.logout.end(browser, terug)
    assert caught.value.code == "LOGIN_RETURN"
    assert not await is_over(world, browser)


async def test_a_provider_that_is_down_keeps_nobody_logged_in() -> None:
    world = World()
    browser = await logged_in(world)
    world.provider.down = True
    world.clock.forward(60)
    assert await world.logout.end(browser, "/")  # where its logout page is was learnt before
    assert await is_over(world, browser)


async def test_a_provider_without_a_logout_page_is_left_alone() -> None:
    world = World()
    world.provider.metadata = {"end_session_endpoint": None}
    assert await world.logout.end(await logged_in(world), "/") is None


async def test_an_issuer_that_keeps_no_session_is_left_alone_and_no_id_token_is_kept() -> None:
    world = World(issuers=(replace(DIGID, ends_session=False),))
    browser = await logged_in(world)
    assert (await world.sessions.find(browser.session or "")).id_token is None
    assert await world.logout.end(browser, "/") is None


async def test_a_provider_that_takes_no_form_is_told_no_token() -> None:
    world = World(issuers=(replace(DIGID, logout_form=False),))
    browser = await logged_in(world)
    assert (await world.sessions.find(browser.session or "")).id_token is None
    onward = await world.logout.onward(Browser(await world.logout.end(browser, "/")))
    assert (onward.form, set(onward.fields)) == (False, {"client_id", "post_logout_redirect_uri", "state"})


async def test_the_form_is_there_once_and_for_that_browser_alone() -> None:
    world = World()
    secret = await world.logout.end(await logged_in(world), "/")
    assert secret
    for stranger in (Browser(), Browser("een-andere"), Browser("")):
        assert await refused_onward(world, stranger) == "LOGOUT_STATE"
    assert await world.logout.onward(Browser(secret))
    assert await refused_onward(world, Browser(secret)) == "LOGOUT_STATE"


async def test_the_form_does_not_wait_for_ever() -> None:
    world = World()
    secret = await world.logout.end(await logged_in(world), "/")
    world.clock.forward(LIFETIME)
    assert await refused_onward(world, Browser(secret)) == "LOGOUT_STATE"


async def refused_onward(world: World, browser: Browser) -> str:
    with pytest.raises(LoginError) as caught:
        await world.logout.onward(browser)
    return caught.value.code


@pytest.mark.parametrize("who", ["another browser", "no browser"])
async def test_coming_back_in_another_browser_leads_nowhere(who: str) -> None:
    world = World()
    _, onward = await left(world)
    with pytest.raises(LoginError) as caught:
        await world.logout.arrived(onward.fields["state"], Browser(who if who == "another browser" else None))
    assert caught.value.code == "LOGOUT_STATE"


async def test_coming_back_counts_once_and_needs_the_state() -> None:
    world = World()
    browser, onward = await left(world)
    for state in ("", "verzonnen"):
        with pytest.raises(LoginError):
            await world.logout.arrived(state, browser)
    await world.logout.arrived(onward.fields["state"], browser)
    with pytest.raises(LoginError):
        await world.logout.arrived(onward.fields["state"], browser)


async def test_coming_back_too_late_leads_nowhere() -> None:
    world = World()
    browser, onward = await left(world)
    world.clock.forward(LIFETIME)
    with pytest.raises(LoginError):
        await world.logout.arrived(onward.fields["state"], browser)


async def test_of_two_logouts_the_last_one_goes_on() -> None:
    world = World()
    first = await logged_in(world)
    begun = await world.login.begin("digid", "/mijn", None, first)
    finished = await world.login.finish("digid", world.provider.authorize(begun.url), Browser(begun.browser))
    await world.logout.end(first, "/")
    await world.logout.end(Browser(begun.browser, finished.session_id), "/")
    assert await world.logout.onward(Browser(begun.browser))


class TestBackChannel:
    """The provider's own word: Back-Channel Logout 1.0."""

    @staticmethod
    def claims(world: World, **changes: Any) -> Claims:
        claims = {
            "iss": URL,
            "aud": CLIENT.id,
            "iat": int(world.clock()),
            "exp": int(world.clock()) + 120,
            "jti": "een",
            "events": {EVENT: {}},
            "sub": "p1",
            **changes,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, world: World, header: Claims | None = None, **changes: Any) -> str:
        return world.provider.sign(self.claims(world, **changes), {"typ": "logout+jwt", **(header or {})})

    async def refusal(self, world: World, token: str) -> str:
        browser = await logged_in(world)
        with pytest.raises(TokenError) as caught:
            await world.logout.told(token)
        assert not await is_over(world, browser)
        return caught.value.code

    async def test_every_login_of_a_person_ends(self) -> None:
        world = World()
        browsers = [await logged_in(world) for _ in range(3)]
        world.provider.person |= {"sub": "p2"}
        other = await logged_in(world)
        assert await world.logout.told(self.token(world)) == 3
        assert [await is_over(world, one) for one in browsers] == [True, True, True]
        assert not await is_over(world, other)

    async def test_one_login_of_a_person_ends(self) -> None:
        world = World()
        world.provider.person |= {"sid": "hier"}
        here = await logged_in(world)
        world.provider.person |= {"sid": "daar"}
        there = await logged_in(world)
        assert await world.logout.told(self.token(world, sid="hier")) == 1
        assert (await is_over(world, here), await is_over(world, there)) == (True, False)

    async def test_a_login_at_another_provider_of_the_same_name_goes_on(self) -> None:
        other = replace(DIGID, middel="anders", url="https://anders.voorbeeldstad.nl")
        world = World(issuers=(DIGID, other))
        browser = await logged_in(world)
        token = world.others[other.url].sign(self.claims(world, iss=other.url), {"typ": "logout+jwt"})
        assert await world.logout.told(token) == 0
        assert not await is_over(world, browser)

    async def test_a_login_that_is_over_already_is_no_error(self) -> None:
        world = World()
        assert await world.logout.told(self.token(world)) == 0

    async def test_a_session_that_was_stepped_up_still_ends(self) -> None:
        world = World()
        first = await logged_in(world)
        begun = await world.login.begin("digid", "/", "hoog", first)
        world.provider.person["acr"] = f"{SMARTCARD}PKI"
        finished = await world.login.finish(
            "digid", world.provider.authorize(begun.url), Browser(begun.browser, first.session)
        )
        assert await world.logout.told(self.token(world)) == 1
        assert await is_over(world, Browser(None, finished.session_id))

    @pytest.mark.parametrize("typ", ["application/logout+jwt", "LOGOUT+JWT"])
    async def test_its_type_may_be_written_in_full(self, typ: str) -> None:
        world = World()
        await logged_in(world)
        assert await world.logout.told(self.token(world, {"typ": typ})) == 1

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"iss": "https://elders.nl"}, "TOKEN_ISSUER"),
            ({"iss": None}, "TOKEN_ISSUER"),
            ({"aud": "een-ander"}, "TOKEN_AUDIENCE"),
            ({"aud": None}, "TOKEN_AUDIENCE"),
            ({"exp": 1}, "TOKEN_EXPIRED"),
            ({"exp": None}, "TOKEN_MALFORMED"),
            ({"exp": "morgen"}, "TOKEN_MALFORMED"),
            ({"iat": 9_999_999_999}, "TOKEN_NOT_YET_VALID"),
            ({"iat": None}, "TOKEN_MALFORMED"),
            ({"nbf": 9_999_999_999}, "TOKEN_NOT_YET_VALID"),
            ({"jti": None}, "TOKEN_MALFORMED"),
            ({"jti": 7}, "TOKEN_MALFORMED"),
            ({"events": None}, "TOKEN_EVENT"),
            ({"events": {}}, "TOKEN_EVENT"),
            ({"events": {"iets-anders": {}}}, "TOKEN_EVENT"),
            ({"events": [EVENT]}, "TOKEN_EVENT"),
            ({"events": {EVENT: True}}, "TOKEN_EVENT"),
            ({"nonce": "abc"}, "TOKEN_NONCE"),
            ({"nonce": ""}, "TOKEN_NONCE"),
            ({"sub": None}, "TOKEN_MALFORMED"),
            ({"sub": ["p1"]}, "TOKEN_MALFORMED"),
            ({"sid": 7}, "TOKEN_MALFORMED"),
        ],
        ids=repr,
    )
    async def test_a_token_that_does_not_hold_ends_nothing(self, changes: Claims, code: str) -> None:
        world = World()
        assert await self.refusal(world, self.token(world, **changes)) == code

    @pytest.mark.parametrize("typ", [None, "JWT", "at+jwt", "id+jwt", ""])
    async def test_another_type_of_token_ends_nothing(self, typ: str | None) -> None:
        world = World()
        assert await self.refusal(world, self.token(world, {"typ": typ})) == "TOKEN_TYPE"

    async def test_an_id_token_ends_nothing(self) -> None:
        world = World()
        token = world.provider.id_token({"nonce": "n"})["id_token"]
        assert await self.refusal(world, token) == "TOKEN_TYPE"

    @pytest.mark.parametrize("token", ["", "onzin", "a.b.c", "x" * (LONGEST + 1), "é.é.é"])
    async def test_what_is_no_token_ends_nothing(self, token: str) -> None:
        assert await self.refusal(World(), token) == "TOKEN_MALFORMED"

    async def test_a_token_without_a_signature_ends_nothing(self) -> None:
        world = World()
        head, body, _ = self.token(world).split(".")
        assert await self.refusal(world, f"{head}.{body}.") == "TOKEN_SIGNATURE"

    async def test_a_token_that_wants_no_signature_ends_nothing(self) -> None:
        world = World()
        body = self.token(world).split(".")[1]
        head = urlsafe_b64encode(b'{"alg":"none","typ":"logout+jwt"}').rstrip(b"=").decode()
        assert await self.refusal(world, f"{head}.{body}.") == "TOKEN_ALGORITHM"

    async def test_a_token_under_an_unknown_key_ends_nothing(self) -> None:
        world = World()
        ours, theirs = world.provider.keys, [signing_key()]
        world.provider.keys = theirs
        token = self.token(world)
        world.provider.keys = ours
        assert await self.refusal(world, token) == "TOKEN_SIGNATURE"

    async def test_a_token_counts_once(self) -> None:
        world = World()
        token = self.token(world)
        await world.logout.told(token)
        assert await self.refusal(world, token) == "TOKEN_REPLAYED"
        world.clock.forward(120 + SKEW)
        assert await self.refusal(world, token) in {"TOKEN_REPLAYED", "TOKEN_EXPIRED"}

    async def test_two_tokens_of_one_login_are_not_each_others_replay(self) -> None:
        world = World()
        assert await world.logout.told(self.token(world, jti="een")) == 0
        assert await world.logout.told(self.token(world, jti="twee")) == 0

    async def test_while_sessions_cannot_be_reached_the_provider_is_told_to_come_back(self) -> None:
        world = World()
        await logged_in(world)
        world.store.down = True
        with pytest.raises(StoreError):
            await world.logout.told(self.token(world))

    async def test_while_the_keys_cannot_be_had_nobody_can_tell(self) -> None:
        world = World()
        world.provider.down = True
        with pytest.raises(ProviderError):
            await world.logout.told(self.token(world))

"""A login ends in a session only when every step of the code flow is right."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from harness.login_desk import BASE, World
from harness.openid_provider import CLIENT, MOBILE, SMARTCARD, URL, challenge, signing_key

from auth.assurance import Niveau
from auth.errors import LoginError, SessionError
from auth.login import Begun, Browser
from auth.pending import LIFETIME


async def refusal(world: World, **changes: str) -> LoginError:
    begun = await world.begin()
    with pytest.raises(LoginError) as caught:
        await world.answer(begun, **changes)
    assert not any(name.startswith("sessie:") for name in world.store.records)
    return caught.value


async def test_a_login_ends_in_a_session() -> None:
    world = World()
    session = await world.answer(await world.begin())
    assert session.naam == "Sanne"
    assert session.principal.middel == "digid"
    assert session.principal.niveau is Niveau.SUBSTANTIEEL


async def test_the_provider_is_asked_with_pkce_state_nonce_and_the_exact_redirect_uri() -> None:
    begun = await World().begin(niveau="midden")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun.url).query).items()}
    assert asked["redirect_uri"] == f"{BASE}/auth/callback/digid"
    assert asked["acr_values"] == MOBILE
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    assert all(len(asked[name]) >= 43 for name in ("state", "nonce", "code_challenge"))
    assert begun.browser not in begun.url


async def test_the_next_higher_level_is_asked_when_one_has_no_name() -> None:
    begun = await World().begin(niveau="basis")
    assert parse_qs(urlsplit(begun.url).query)["acr_values"] == [MOBILE]


async def test_a_level_is_asked_of_the_provider_only_when_one_is_asked_of_us() -> None:
    begun = await World().begin()
    assert "acr_values" not in parse_qs(urlsplit(begun.url).query)


async def test_secrets_of_an_attempt_are_in_no_repr() -> None:
    begun = await World().begin()
    assert begun.browser not in repr(begun)


async def test_an_invented_state_is_refused() -> None:
    assert (await refusal(World(), state="verzonnen")).code == "LOGIN_STATE"


async def test_an_answer_without_state_is_refused() -> None:
    assert (await refusal(World(), state="")).code == "LOGIN_STATE"


async def test_an_answer_counts_once() -> None:
    world = World()
    begun = await world.begin()
    answer = world.provider.authorize(begun.url)
    await world.login.finish("digid", answer, Browser(begun.browser))
    with pytest.raises(LoginError) as caught:
        await world.login.finish("digid", answer, Browser(begun.browser))
    assert caught.value.code == "LOGIN_STATE"


@pytest.mark.parametrize("browser", [None, "", "een-andere-browser"])
async def test_an_answer_in_another_browser_is_refused(browser: str | None) -> None:
    world = World()
    begun = await world.begin()
    with pytest.raises(LoginError) as caught:
        await world.login.finish("digid", world.provider.authorize(begun.url), Browser(browser))
    assert (caught.value.code, caught.value.terug) == ("LOGIN_STATE", None)


async def test_an_answer_for_another_middel_is_refused() -> None:
    world = World()
    begun = await world.begin()
    with pytest.raises(LoginError) as caught:
        await world.login.finish("digid_twee", world.provider.authorize(begun.url), Browser(begun.browser))
    assert caught.value.code == "LOGIN_STATE"


async def test_an_answer_that_comes_too_late_is_refused() -> None:
    world = World()
    begun = await world.begin()
    world.clock.forward(LIFETIME)
    with pytest.raises(LoginError) as caught:
        await world.answer(begun)
    assert caught.value.code == "LOGIN_STATE"


async def test_an_answer_that_names_another_issuer_is_refused() -> None:
    assert (await refusal(World(), iss="https://elders.nl")).code == "LOGIN_STATE"


async def test_a_provider_that_always_names_itself_must_do_so() -> None:
    world = World()
    world.provider.metadata = {"authorization_response_iss_parameter_supported": True}
    assert (await refusal(world)).code == "LOGIN_STATE"
    assert await world.answer(await world.begin(), iss=URL)


async def test_a_person_who_cancels_comes_back_where_they_were() -> None:
    error = await refusal(World(), error="access_denied")
    assert (error.code, error.terug) == ("LOGIN_CANCELLED", "/mijn")


@pytest.mark.parametrize("code", ["", "verzonnen"])
async def test_a_wrong_code_is_refused(code: str) -> None:
    assert (await refusal(World(), code=code)).code == "LOGIN_CODE"


async def test_a_code_of_another_attempt_is_refused() -> None:
    world = World()
    one, other = await world.begin(), await world.begin()
    stolen = world.provider.authorize(other.url)["code"]
    with pytest.raises(LoginError) as caught:
        await world.answer(one, code=stolen)
    assert caught.value.code == "LOGIN_CODE"


def test_the_provider_in_memory_checks_pkce_as_the_rfc_has_it() -> None:
    """RFC 7636, appendix B: guards the test above."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": "een-andere"},
        {"nonce": None},
        {"aud": "een-ander"},
        {"aud": "een-ander", "azp": CLIENT.id},
        {"aud": [CLIENT.id, "een-ander"]},
        {"aud": None},
        {"azp": "een-ander"},
        {"iss": "https://elders.nl"},
        {"iss": None},
        {"exp": 1},
        {"exp": None},
        {"iat": 9_999_999_999},
        {"iat": None},
        {"sub": None},
        {"nbf": 9_999_999_999},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
    ids=repr,
)
async def test_an_id_token_that_does_not_hold_is_refused(changes: dict[str, Any]) -> None:
    world = World()
    world.provider.spoil = lambda claims: {
        name: value for name, value in {**claims, **changes}.items() if value is not None
    }
    error = await refusal(world)
    assert (error.code, error.terug) == ("LOGIN_ID_TOKEN", "/mijn")


async def test_an_id_token_under_an_unknown_key_is_refused() -> None:
    world = World()
    await world.begin()
    world.provider.keys = [signing_key()]
    assert (await refusal(world)).code == "LOGIN_ID_TOKEN"


@pytest.mark.parametrize(
    "answer", [{"id_token": None}, {"id_token": "geen.token.hier"}, {"error": "server_error"}]
)
async def test_an_answer_without_a_usable_id_token_is_refused(answer: dict[str, Any]) -> None:
    world = World()
    world.provider.token_answer = answer
    assert (await refusal(world)).code in {"LOGIN_ID_TOKEN", "LOGIN_CODE"}


async def test_claims_that_do_not_say_who_it_is_are_refused() -> None:
    world = World()
    del world.provider.person["bsn"]
    assert (await refusal(world)).code == "LOGIN_CLAIMS"


@pytest.mark.parametrize("acr", [MOBILE, "onbekend", None])
async def test_a_lower_level_than_was_asked_is_refused(acr: str | None) -> None:
    world = World()
    world.provider.person["acr"] = acr
    with pytest.raises(LoginError) as caught:
        await world.answer(await world.begin(niveau="substantieel"))
    assert caught.value.code == "LOGIN_LEVEL_TOO_LOW"


async def stepping_up(world: World, acr: str = SMARTCARD, **person: str) -> tuple[Browser, Begun]:
    """Someone who is logged in at `midden` and asks for `substantieel`; the provider then has `person`."""
    world.provider.person["acr"] = MOBILE
    begun = await world.begin()
    first = await world.finish(begun)
    browser = Browser(begun.browser, first.session_id)
    world.provider.person.update(acr=acr, **person)
    return browser, await world.login.begin("digid", "/mijn", "substantieel", browser)


async def test_a_step_up_replaces_the_session() -> None:
    world = World()
    browser, begun = await stepping_up(world)
    second = await world.login.finish("digid", world.provider.authorize(begun.url), browser)
    assert (await world.sessions.find(second.session_id)).principal.niveau is Niveau.SUBSTANTIEEL
    assert second.session_id != browser.session
    with pytest.raises(SessionError):
        await world.sessions.find(browser.session or "")


async def test_a_step_up_has_the_provider_ask_anew_at_the_level() -> None:
    world = World()
    _, begun = await stepping_up(world)
    asked = parse_qs(urlsplit(begun.url).query)
    assert (asked["prompt"], asked["acr_values"]) == (["login"], [SMARTCARD])


@pytest.mark.parametrize("niveau", [None, "midden"])
async def test_a_login_that_is_no_step_up_leaves_the_provider_its_own_session(niveau: str | None) -> None:
    world = World()
    browser, _ = await stepping_up(world)
    begun = await world.login.begin("digid", "/mijn", niveau, browser)
    assert "prompt" not in parse_qs(urlsplit(begun.url).query)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"acr": MOBILE}, "LOGIN_LEVEL_TOO_LOW"),
        ({"acr": "onbekend"}, "LOGIN_LEVEL_TOO_LOW"),
        ({"bsn": "999990019"}, "LOGIN_OTHER_PERSON"),
    ],
    ids=["the same level", "an unknown level", "another person"],
)
async def test_a_step_up_that_fails_leaves_the_session_as_it_was(changes: dict[str, str], code: str) -> None:
    world = World()
    browser, begun = await stepping_up(world, **changes)
    with pytest.raises(LoginError) as caught:
        await world.login.finish("digid", world.provider.authorize(begun.url), browser)
    assert (caught.value.code, caught.value.terug) == (code, "/mijn")
    assert (await world.sessions.find(browser.session or "")).principal.niveau is Niveau.MIDDEN


async def test_another_person_may_log_in_when_it_is_no_step_up() -> None:
    world = World()
    browser, _ = await stepping_up(world, bsn="999990019")
    begun = await world.login.begin("digid", "/mijn", None, browser)
    second = await world.login.finish("digid", world.provider.authorize(begun.url), browser)
    assert (await world.sessions.find(second.session_id)).principal.subject.waarde == "999990019"
    with pytest.raises(SessionError):
        await world.sessions.find(browser.session or "")


async def test_two_tabs_of_one_browser_can_log_in_side_by_side() -> None:
    world = World()
    one = await world.begin()
    other = await world.login.begin("digid", "/anders", None, Browser(one.browser))
    assert await world.answer(one)
    assert await world.answer(other)


@pytest.mark.parametrize(
    ("middel", "terug", "niveau", "code"),
    [
        ("onbekend", "/", None, "LOGIN_UNKNOWN"),
        ("digid", "https://elders.nl", None, "LOGIN_RETURN"),
        ("digid", "/", "opperst", "LOGIN_LEVEL_UNKNOWN"),
        ("digid", "/", "geen", "LOGIN_LEVEL_UNKNOWN"),
    ],
)
async def test_a_login_that_cannot_be_begun_says_why(
    middel: str, terug: str, niveau: str | None, code: str
) -> None:
    with pytest.raises(LoginError) as caught:
        await World().login.begin(middel, terug, niveau, Browser())
    assert caught.value.code == code


async def test_a_provider_that_is_down_is_said_to_be() -> None:
    world = World()
    world.provider.down = True
    with pytest.raises(LoginError) as caught:
        await world.begin()
    assert (caught.value.code, caught.value.terug) == ("LOGIN_UNAVAILABLE", "/mijn")


async def test_a_provider_that_goes_down_during_a_login_is_said_to_be() -> None:
    world = World()
    begun = await world.begin()
    answer = world.provider.authorize(begun.url)
    world.provider.down = True
    with pytest.raises(LoginError) as caught:
        await world.login.finish("digid", answer, Browser(begun.browser))
    assert caught.value.code == "LOGIN_UNAVAILABLE"

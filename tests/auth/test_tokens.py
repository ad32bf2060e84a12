"""An access token opens something only when everything about it is right."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from harness.clock import NOW, StillClock
from harness.openid_provider import DIGID, URL, OpenIdProvider, signing_key
from joserfc import jwt
from joserfc.jwk import OctKey

from auth.bearer_rules import BearerRules
from auth.clock import SKEW
from auth.errors import ConfigurationError, TokenError
from auth.issuers import TrustedIssuer
from auth.provider import COOL_DOWN, Provider
from auth.tokens import Tokens

PROVIDER = OpenIdProvider(StillClock())


def tokens(*issuers: TrustedIssuer, provider: OpenIdProvider = PROVIDER) -> Tokens:
    known = {URL: Provider(URL, provider, provider.clock)}
    return Tokens(issuers or (DIGID,), known, provider.clock)


async def refusal(token: str, provider: OpenIdProvider = PROVIDER) -> str:
    with pytest.raises(TokenError) as caught:
        await tokens(provider=provider).access(token)
    return caught.value.code


def segment(content: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


async def test_a_good_token_gives_its_issuer_and_claims() -> None:
    issuer, claims = await tokens().access(PROVIDER.access_token())
    assert issuer is DIGID
    assert claims["bsn"] == "999990007"


async def test_our_audience_may_be_one_of_several() -> None:
    assert await tokens().access(PROVIDER.access_token(aud=["elders", "graaf-api"]))


async def test_the_client_may_be_named_as_rfc_9068_has_it() -> None:
    assert await tokens().access(PROVIDER.access_token(azp=None, client_id="app"))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"iss": "https://elders.nl"}, "TOKEN_ISSUER"),
        ({"iss": f"{URL}/"}, "TOKEN_ISSUER"),
        ({"iss": None}, "TOKEN_ISSUER"),
        ({"aud": "elders"}, "TOKEN_AUDIENCE"),
        ({"aud": ["elders"]}, "TOKEN_AUDIENCE"),
        ({"aud": None}, "TOKEN_AUDIENCE"),
        ({"aud": {"graaf-api": 1}}, "TOKEN_AUDIENCE"),
        ({"azp": "andere-app"}, "TOKEN_PARTY"),
        ({"azp": None}, "TOKEN_PARTY"),
        ({"exp": NOW - SKEW}, "TOKEN_EXPIRED"),
        ({"exp": None}, "TOKEN_MALFORMED"),
        ({"exp": "later"}, "TOKEN_MALFORMED"),
        ({"nbf": NOW + SKEW + 1}, "TOKEN_NOT_YET_VALID"),
        ({"iat": NOW + SKEW + 1}, "TOKEN_NOT_YET_VALID"),
        ({"iat": None}, "TOKEN_MALFORMED"),
        ({"sub": None}, "TOKEN_MALFORMED"),
    ],
    ids=repr,
)
async def test_a_wrong_claim_refuses_the_token(changes: dict[str, Any], code: str) -> None:
    assert await refusal(PROVIDER.access_token(**changes)) == code


@pytest.mark.parametrize(
    "changes", [{"exp": NOW - SKEW + 1}, {"nbf": NOW + SKEW}, {"iat": NOW + SKEW}], ids=repr
)
async def test_a_small_difference_between_clocks_does_not_matter(changes: dict[str, Any]) -> None:
    assert await tokens().access(PROVIDER.access_token(**changes))


@pytest.mark.parametrize("typ", ["JWT", "", "logout+jwt", None])
async def test_a_token_that_is_no_access_token_is_refused(typ: str | None) -> None:
    assert await refusal(PROVIDER.access_token({"typ": typ})) == "TOKEN_TYPE"


async def test_the_type_may_be_written_in_full_and_in_capitals() -> None:
    assert await tokens().access(PROVIDER.access_token({"typ": "Application/AT+JWT"}))


async def test_an_id_token_is_no_access_token() -> None:
    token = PROVIDER.id_token({"nonce": "n"})["id_token"]
    assert await refusal(token) == "TOKEN_AUDIENCE"


def unsigned(good: str) -> str:
    _, payload, _ = good.split(".")
    return f"{segment({'alg': 'none', 'typ': 'at+jwt'})}.{payload}."


def under_a_shared_secret(good: str) -> str:
    secret = OctKey.import_key("een geheim dat lang genoeg is voor HS256 hier")
    return jwt.encode({"alg": "HS256", "typ": "at+jwt"}, claims_of(good), secret)


def under_another_key(good: str) -> str:
    other = signing_key()
    return jwt.encode({"alg": "ES256", "typ": "at+jwt", "kid": other.kid}, claims_of(good), other)


def under_another_key_with_the_known_name(good: str) -> str:
    header = {"alg": "ES256", "typ": "at+jwt", "kid": PROVIDER.keys[0].kid}
    return jwt.encode(header, claims_of(good), signing_key())


def with_a_key_of_its_own(good: str) -> str:
    own = signing_key()
    header = {"alg": "ES256", "typ": "at+jwt", "jwk": own.as_dict(private=False)}
    return jwt.encode(header, claims_of(good), own)


def changed(good: str) -> str:
    head, _, signature = good.split(".")
    return f"{head}.{segment({**claims_of(good), 'bsn': '999990044'})}.{signature}"


def claims_of(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    from base64 import urlsafe_b64decode

    decoded: dict[str, Any] = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return decoded


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (unsigned, "TOKEN_ALGORITHM"),
        (under_a_shared_secret, "TOKEN_ALGORITHM"),
        (under_another_key, "TOKEN_SIGNATURE"),
        (under_another_key_with_the_known_name, "TOKEN_SIGNATURE"),
        (with_a_key_of_its_own, "TOKEN_SIGNATURE"),
        (changed, "TOKEN_SIGNATURE"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
async def test_a_forged_token_is_refused(forge: Callable[[str], str], code: str) -> None:
    assert await refusal(forge(PROVIDER.access_token())) == code


async def test_a_token_whose_claims_nest_without_end_is_refused() -> None:
    nested = urlsafe_b64encode(b"[" * 9_000).rstrip(b"=").decode()
    assert await refusal(f"{segment({'alg': 'RS256', 'typ': 'at+jwt'})}.{nested}.x") == "TOKEN_MALFORMED"


@pytest.mark.parametrize(
    "token", ["", "x", "a.b", "a.b.c", "é.é.é", "e30.e30.e30", "a.b.c.d.e", "x" * 20_000]
)
async def test_what_is_no_token_at_all_is_refused(token: str) -> None:
    assert await refusal(token) == "TOKEN_MALFORMED"


async def test_an_issuer_without_rules_for_bearers_opens_nothing() -> None:
    with pytest.raises(TokenError, match="not from an issuer"):
        await tokens(replace(DIGID, bearer=None)).access(PROVIDER.access_token())


async def test_the_audience_tells_two_middelen_of_one_issuer_apart() -> None:
    other = replace(DIGID, middel="eherkenning", bearer=BearerRules(frozenset({"graaf-zakelijk"})))
    both = tokens(DIGID, other)
    issuer, _ = await both.access(PROVIDER.access_token(aud="graaf-zakelijk"))
    assert issuer.middel == "eherkenning"
    with pytest.raises(TokenError):
        await both.access(PROVIDER.access_token(aud=["graaf-zakelijk", "graaf-api"]))


async def test_a_new_key_is_found_and_a_withdrawn_one_forgotten() -> None:
    provider = OpenIdProvider(StillClock())
    checker = tokens(provider=provider)
    old = provider.access_token()
    assert await checker.access(old)
    provider.keys = [signing_key()]
    provider.clock.forward(COOL_DOWN)
    assert await checker.access(provider.access_token())
    with pytest.raises(TokenError) as caught:
        await checker.access(old)
    assert caught.value.code == "TOKEN_SIGNATURE"


def test_an_issuer_whose_provider_is_not_known_is_a_mistake() -> None:
    with pytest.raises(ConfigurationError, match="digid"):
        Tokens([DIGID], {})

"""An access token opens something only when everything about it is right: the ways in which it can be wrong
are in test_refusals.py.
"""

from dataclasses import replace
from typing import Any

import pytest
from harness.clock import NOW, StillClock
from harness.openid_provider import DIGID, URL, OpenIdProvider, signing_key
from harness.raw_jwt import by_es256
from harness.refused_tokens import claims_of

from auth.bearer_rules import BearerRules
from auth.claim_rules import RequiredClaim
from auth.clock import SKEW
from auth.errors import ConfigurationError, TokenError
from auth.issuers import TrustedIssuer
from auth.provider import COOL_DOWN, Provider
from auth.tokens import Tokens

PROVIDER = OpenIdProvider(StillClock())


def tokens(*issuers: TrustedIssuer, provider: OpenIdProvider = PROVIDER) -> Tokens:
    known = {URL: Provider(URL, provider, provider.clock)}
    return Tokens(issuers or (DIGID,), known, provider.clock)


async def test_a_good_token_gives_its_issuer_and_claims() -> None:
    issuer, claims = await tokens().access(PROVIDER.access_token())
    assert issuer is DIGID
    assert claims["bsn"] == "999990007"


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": ["elders", "graaf-api"]},
        {"azp": None, "client_id": "app"},
        {"exp": NOW - SKEW + 1},
        {"nbf": NOW + SKEW},
        {"iat": NOW + SKEW},
        {"exp": NOW + 3600},
    ],
    ids=repr,
)
async def test_what_the_rules_leave_room_for_does_not_matter(changes: dict[str, Any]) -> None:
    assert await tokens().access(PROVIDER.access_token(**changes))


async def test_the_type_may_be_written_in_full_and_in_capitals() -> None:
    assert await tokens().access(PROVIDER.access_token({"typ": "Application/AT+JWT"}))


@pytest.mark.parametrize("typ", ["JWT", "jwt"])
async def test_a_provider_that_has_no_type_for_access_tokens_can_be_set(typ: str) -> None:
    bearer = BearerRules(frozenset({"graaf-api"}), types=frozenset({"JWT"}))
    assert await tokens(replace(DIGID, bearer=bearer)).access(PROVIDER.access_token({"typ": typ}))


@pytest.mark.parametrize(
    "header",
    [
        {"jku": "https://elders.nl/jwks"},
        {"x5u": "https://elders.nl/x5u", "x5c": ["x" * 1000]},
        {"jwk": signing_key().as_dict(private=False)},
        {"onbekend": {"diep": [1]}},
    ],
    ids=lambda header: next(iter(header)),
)
async def test_what_a_header_offers_beside_the_name_of_a_key_is_not_looked_at(header: dict[str, Any]) -> None:
    key = PROVIDER.keys[0]
    full = {"alg": "ES256", "typ": "at+jwt", "kid": key.kid, **header}
    assert await tokens().access(by_es256(full, claims_of(PROVIDER.access_token()), key))
    assert not [url for url in PROVIDER.fetches if "elders" in url]


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


async def test_what_each_requires_tells_two_middelen_with_one_audience_apart() -> None:
    def middel(name: str) -> TrustedIssuer:
        required = RequiredClaim(("identity_provider",), frozenset({name}))
        return replace(DIGID, middel=name, claims=replace(DIGID.claims, eisen=(required,)))

    both = tokens(middel("digid"), middel("eherkenning"))
    for name in ("digid", "eherkenning"):
        issuer, _ = await both.access(PROVIDER.access_token(identity_provider=name))
        assert issuer.middel == name
    for claims in ({}, {"identity_provider": "eidas"}, {"identity_provider": ["digid", "eherkenning"]}):
        with pytest.raises(TokenError) as caught:
            await both.access(PROVIDER.access_token(**claims))
        assert caught.value.code == "TOKEN_AUDIENCE"


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

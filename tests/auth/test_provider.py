"""A provider is learnt when first needed, and what was learnt is kept until there is something newer."""

import asyncio

import pytest
from harness.clock import StillClock
from harness.openid_provider import URL, OpenIdProvider, signing_key
from harness.until import until

from auth.errors import ProviderError
from auth.provider import COOL_DOWN, FRESH, Provider


def make() -> tuple[OpenIdProvider, Provider]:
    remote = OpenIdProvider(StillClock())
    return remote, Provider(URL, remote, remote.clock)


async def test_nothing_is_fetched_before_it_is_needed_and_then_once() -> None:
    remote, provider = make()
    assert remote.fetches == []
    await asyncio.gather(*(provider.metadata() for _ in range(20)), provider.key(remote.keys[0].kid))
    assert len(remote.fetches) == 2


async def test_unknown_keys_cause_one_fetch_per_cool_down() -> None:
    remote, provider = make()
    await provider.metadata()
    for number in range(50):
        assert await provider.key(f"verzonnen-{number}") is None
    assert len(remote.fetches) == 2
    remote.clock.forward(COOL_DOWN)
    assert await provider.key("verzonnen") is None
    assert len(remote.fetches) == 4


async def test_keys_outlive_a_provider_that_is_down() -> None:
    remote, provider = make()
    kid = remote.keys[0].kid
    await provider.metadata()
    remote.down = True
    remote.clock.forward(FRESH)
    assert await provider.key(kid) is not None


async def test_keys_are_never_replaced_by_nothing() -> None:
    remote, provider = make()
    kid = remote.keys[0].kid
    await provider.metadata()
    remote.keys = []
    remote.clock.forward(FRESH)
    assert await provider.key(kid) is not None


async def test_a_provider_that_was_down_from_the_start_is_tried_again() -> None:
    remote, provider = make()
    remote.down = True
    with pytest.raises(ProviderError):
        await provider.metadata()
    remote.down = False
    assert (await provider.metadata()).token_endpoint == f"{URL}/token"


async def test_a_token_without_a_key_name_is_believed_only_when_there_is_one_key() -> None:
    remote, provider = make()
    assert await provider.key(None) is not None
    remote.keys.append(signing_key())
    remote.clock.forward(FRESH)
    assert await provider.key(None) is None


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elders.nl"},
        {"issuer": f"{URL}/"},
        {"token_endpoint": "http://login.voorbeeldstad.nl/token"},
        {"token_endpoint": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "ftp://login.voorbeeldstad.nl/jwks"},
        {"end_session_endpoint": "http://elders.nl"},
        {"jwks_uri": f"{URL}/nergens"},
    ],
    ids=repr,
)
async def test_metadata_that_cannot_be_trusted_is_refused(metadata: dict[str, str]) -> None:
    remote, provider = make()
    remote.metadata = metadata
    with pytest.raises(ProviderError):
        await provider.metadata()


async def test_encryption_keys_verify_nothing() -> None:
    remote, provider = make()
    key = signing_key()
    remote.keys = [type(key).import_key({**key.as_dict(private=True), "use": "enc"})]
    with pytest.raises(ProviderError):
        await provider.key(key.kid)


async def test_keys_that_we_do_not_understand_are_passed_over() -> None:
    remote, provider = make()
    strange = [
        {"kty": "AKP", "kid": "pq"},
        {"kty": "RSA"},
        {"kty": "EC", "crv": "P-256", "x": 1},
        "sleutel",
        None,
    ]
    remote.pages = {f"{URL}/jwks": {"keys": [*strange, remote.keys[0].as_dict(private=False)]}}
    assert await provider.key(remote.keys[0].kid) is not None
    assert await provider.key("pq") is None


@pytest.mark.parametrize(
    "jwks", [{}, {"keys": None}, {"keys": {}}, {"keys": []}, {"keys": [{"kty": "oct", "k": "eA"}]}], ids=repr
)
async def test_a_set_without_a_key_replaces_nothing(jwks: dict[str, object]) -> None:
    remote, provider = make()
    kid = remote.keys[0].kid
    await provider.metadata()
    remote.pages = {f"{URL}/jwks": jwks}
    remote.clock.forward(FRESH)
    assert await provider.key(kid) is not None


async def test_a_key_without_a_name_verifies_a_token_without_one() -> None:
    remote, provider = make()
    nameless = {name: value for name, value in remote.keys[0].as_dict(private=False).items() if name != "kid"}
    remote.pages = {f"{URL}/jwks": {"keys": [nameless]}}
    assert await provider.key(None) is not None


async def test_only_one_request_waits_for_something_newer() -> None:
    remote, provider = make()
    kid = remote.keys[0].kid
    await provider.metadata()
    remote.clock.forward(FRESH)
    remote.gate = asyncio.Event()
    first = asyncio.create_task(provider.key(kid))
    await until(lambda: len(remote.fetches) > 2)
    assert await provider.key(kid) is not None  # with what there is
    assert not first.done()
    remote.gate.set()
    assert await first is not None


async def test_what_is_optional_in_the_metadata_may_be_missing_but_not_unsafe() -> None:
    remote, provider = make()
    remote.metadata = {
        "mtls_endpoint_aliases": {"token_endpoint": "https://mtls.voorbeeldstad.nl/token", "x": 1},
        "token_endpoint_auth_signing_alg_values_supported": ["PS256", 1],
        "require_pushed_authorization_requests": "true",
    }
    metadata = await provider.metadata()
    assert metadata.certified(f"{URL}/token") == "https://mtls.voorbeeldstad.nl/token"
    assert metadata.certified(f"{URL}/introspect") == f"{URL}/introspect"
    assert metadata.assertion_algorithms == {"PS256"}
    assert metadata.request_algorithms is None
    assert not metadata.pushed_only


@pytest.mark.parametrize(
    "name", ["introspection_endpoint", "userinfo_endpoint", "pushed_authorization_request_endpoint"]
)
async def test_an_unsafe_address_refuses_the_metadata(name: str) -> None:
    remote, provider = make()
    remote.metadata = {name: "http://login.voorbeeldstad.nl/x"}
    with pytest.raises(ProviderError):
        await provider.metadata()

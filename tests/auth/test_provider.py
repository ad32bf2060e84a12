"""A provider is learnt when first needed, and what was learnt is kept until there is something newer."""

import asyncio

import pytest
from harness.clock import StillClock
from harness.openid_provider import URL, OpenIdProvider, signing_key

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

"""Signing keys and key sets survive being written down, and bad ones are refused with a clear error."""

import pytest
from joserfc.jwk import ECKey, OKPKey

from auth.errors import KeyMaterialError
from auth.keys import (
    dump_key_set,
    dump_signing_key,
    generate_signing_key,
    load_key_set,
    load_signing_key,
    public_key_set,
)


def test_a_signing_key_keeps_its_name_when_written_down_and_read_back() -> None:
    key = generate_signing_key()
    assert load_signing_key(dump_signing_key(key)).kid == key.kid


def test_a_key_set_holds_public_halves_only() -> None:
    written = dump_key_set(public_key_set(generate_signing_key()))
    assert '"d"' not in written
    assert not load_key_set(written).keys[0].is_private


@pytest.mark.parametrize(
    "pem",
    [
        "",
        "geen sleutel",
        OKPKey.generate_key("Ed25519").as_pem(private=False).decode(),
        OKPKey.generate_key("X25519").as_pem(private=True).decode(),
        ECKey.generate_key("P-256").as_pem(private=True).decode(),
    ],
    ids=["empty", "no PEM", "public half", "another curve", "another kind"],
)
def test_what_cannot_sign_a_statement_is_refused(pem: str) -> None:
    with pytest.raises(KeyMaterialError):
        load_signing_key(pem)


@pytest.mark.parametrize(
    "jwks", ["", "[]", "{}", '{"keys": []}', '{"keys": [{"kty": "OKP"}]}', '{"keys": [3]}']
)
def test_what_is_no_key_set_is_refused(jwks: str) -> None:
    with pytest.raises(KeyMaterialError):
        load_key_set(jwks)

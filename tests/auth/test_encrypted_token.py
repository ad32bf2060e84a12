"""A token that was encrypted for us is opened; anything else under that name is refused in one way."""

from collections.abc import Callable

import pytest
from joserfc import jwe
from joserfc.jwe import JWERegistry
from joserfc.jwk import ECKey, Key, OctKey, RSAKey

from auth.encrypted_token import decrypted, is_encrypted
from auth.errors import TokenError

RSA, EC = RSAKey.generate_key(2048, auto_kid=True), ECKey.generate_key("P-256", auto_kid=True)
KEYS = (RSA, EC)
INNER = "een.ondertekend.token"


def sealed(key: Key = RSA, alg: str = "RSA-OAEP-256", enc: str = "A256GCM", **header: str) -> str:
    full = {"alg": alg, "enc": enc, "cty": "JWT", **header}
    registry = JWERegistry(algorithms=[alg, enc, "DEF"], strict_check_header=False)
    return jwe.encrypt_compact(full, INNER.encode(), key, registry=registry)


@pytest.mark.parametrize(
    ("key", "alg"),
    [
        (RSA, "RSA-OAEP"),
        (RSA, "RSA-OAEP-256"),
        (EC, "ECDH-ES"),
        (EC, "ECDH-ES+A128KW"),
        (EC, "ECDH-ES+A256KW"),
    ],
)
@pytest.mark.parametrize("enc", ["A128GCM", "A256GCM", "A128CBC-HS256", "A256CBC-HS512"])
def test_what_is_encrypted_for_us_is_opened(key: Key, alg: str, enc: str) -> None:
    assert decrypted(sealed(key, alg, enc), KEYS) == INNER


def test_the_header_may_name_the_key_and_hold_what_we_do_not_know() -> None:
    assert decrypted(sealed(EC, "ECDH-ES", kid=str(EC.kid), iss="https://login"), KEYS) == INNER


def test_the_former_of_two_keys_still_opens() -> None:
    newer = RSAKey.generate_key(2048, auto_kid=True)
    assert decrypted(sealed(kid=str(RSA.kid)), (newer, RSA)) == INNER


def for_another_key() -> str:
    return sealed(RSAKey.generate_key(2048))


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def under_rsa_1_5() -> str:
    return sealed(alg="RSA1_5")


def under_a_shared_secret() -> str:
    return sealed(OctKey.generate_key(256), "dir")


def compressed() -> str:
    return sealed(zip="DEF")


def changed() -> str:
    head, key, iv, text, tag = sealed().split(".")
    return ".".join((head, key, iv, text[:-2] + ("AA" if text[-2:] != "AA" else "BB"), tag))


def cut_short() -> str:
    return sealed().rpartition(".")[0] + "."


def nonsense() -> str:
    return "a.b.c.d.e"


@pytest.mark.parametrize(
    "make",
    [for_another_key, under_rsa_1_5, under_a_shared_secret, compressed, changed, cut_short, nonsense],
    ids=lambda make: make.__name__,
)
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_what_we_cannot_or_will_not_open_is_refused_in_one_way(make: Callable[[], str]) -> None:
    with pytest.raises(TokenError) as caught:
        decrypted(make(), KEYS)
    assert (caught.value.code, str(caught.value)) == ("TOKEN_ENCRYPTION", "the token cannot be decrypted")


def test_who_has_no_keys_opens_nothing() -> None:
    with pytest.raises(TokenError):
        decrypted(sealed(), ())


@pytest.mark.parametrize(("token", "yes"), [("a.b.c.d.e", True), ("a.b.c", False), ("", False)])
def test_an_encrypted_token_has_five_parts(token: str, yes: bool) -> None:
    assert is_encrypted(token) is yes

"""Only private keys that are strong enough are taken, and only their public halves are shown."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc.jwk import ECKey, OKPKey, RSAKey

from auth.client import Client
from auth.client_keys import Certificate, ClientKeys, load_private_key
from auth.errors import ConfigurationError, KeyMaterialError

RSA = RSAKey.generate_key(2048)
P256, P384 = ECKey.generate_key("P-256"), ECKey.generate_key("P-384")


def pem(key: RSAKey | ECKey | OKPKey, *, private: bool = True) -> str:
    return key.as_pem(private=private).decode()


def small_rsa() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.mark.parametrize("key", [RSA, P256, P384], ids=["RSA", "P-256", "P-384"])
def test_a_key_that_is_read_again_has_the_same_name(key: RSAKey | ECKey) -> None:
    assert load_private_key(pem(key)).kid == load_private_key(pem(key)).kid == key.thumbprint()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "geen sleutel",
        pem(RSA, private=False),
        pem(P256, private=False),
        small_rsa(),
        pem(ECKey.generate_key("secp256k1")),
        pem(OKPKey.generate_key("Ed25519")),
    ],
    ids=["nothing", "text", "public RSA", "public EC", "small RSA", "a curve of coins", "Ed25519"],
)
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_a_key_that_will_not_do_is_refused(text: str) -> None:
    with pytest.raises(KeyMaterialError) as caught:
        load_private_key(text)
    assert "PRIVATE KEY" not in str(caught.value)


@pytest.mark.parametrize(
    ("key", "supported", "chosen"),
    [
        (RSA, None, "RS256"),
        (RSA, {"RS256", "PS256"}, "PS256"),
        (RSA, {"RS256", "ES256"}, "RS256"),
        (P256, None, "ES256"),
        (P384, {"ES256", "ES384"}, "ES384"),
    ],
)
def test_the_best_algorithm_that_both_know_is_chosen(
    key: RSAKey | ECKey, supported: set[str] | None, chosen: str
) -> None:
    assert ClientKeys.load([pem(key)], []).signing_algorithm(supported) == chosen


@pytest.mark.parametrize("keys", [ClientKeys(), ClientKeys.load([pem(P256)], [])])
def test_without_an_algorithm_in_common_nothing_is_signed(keys: ClientKeys) -> None:
    with pytest.raises(ConfigurationError):
        keys.signing_algorithm({"RS256"})


def test_only_public_halves_are_published_each_with_its_use() -> None:
    keys = ClientKeys.load([pem(RSA), pem(P256)], [pem(P384)])
    assert [(key["kty"], key["use"]) for key in keys.public] == [("RSA", "sig"), ("EC", "sig"), ("EC", "enc")]
    assert not {"d", "p", "q", "dp", "dq", "qi"} & {name for key in keys.public for name in key}


def test_keys_and_secrets_are_in_no_repr() -> None:
    keys = ClientKeys.load([pem(P256)], [pem(RSA)])
    shown = repr(Client("graaf", "een-geheim", keys=keys))
    assert "een-geheim" not in shown
    assert "Key" not in shown.replace("ClientKeys", "")


@pytest.mark.parametrize(
    "parts",
    [
        {"method": "client_secret_basic"},
        {"method": "none", "secret": "x"},
        {"method": "private_key_jwt"},
        {"method": "private_key_jwt", "secret": "x", "keys": ClientKeys.load([pem(P256)], [])},
        {"method": "tls_client_auth"},
        {"method": "self_signed_tls_client_auth", "keys": ClientKeys.load([pem(P256)], [])},
    ],
    ids=repr,
)
def test_a_method_without_what_it_needs_is_a_mistake(parts: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError):
        Client("graaf", **parts)  # type: ignore[arg-type]


def test_a_certificate_may_go_with_any_method() -> None:
    keys = ClientKeys(certificate=Certificate(Path("c.pem"), Path("k.pem")))
    assert Client("graaf", "x", keys=keys).keys.certificate
    assert Client("graaf", method="tls_client_auth", keys=keys)

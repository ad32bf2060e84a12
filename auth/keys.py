"""Keys: Ed25519 pairs for what we sign ourselves, and the key sets with which others verify it."""

import json
from typing import Final

from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from auth.errors import KeyMaterialError

CURVE: Final = "Ed25519"


def generate_signing_key() -> OKPKey:
    """A fresh Ed25519 pair. Its `kid` is the RFC 7638 thumbprint, so that it survives being written down
    and read back.
    """
    return OKPKey.generate_key(CURVE, auto_kid=True)


def load_signing_key(pem: str) -> OKPKey:
    """The private key in this PKCS#8 PEM text. Raises KeyMaterialError when it is no private Ed25519 key."""
    try:
        key = OKPKey.import_key(pem)
    except (JoseError, ValueError, TypeError) as exc:
        raise KeyMaterialError("the signing key is not a PEM-encoded private key") from exc
    if not key.is_private or key.curve_name != CURVE:
        raise KeyMaterialError("the signing key must be a private Ed25519 key")
    key.ensure_kid()
    return key


def dump_signing_key(key: OKPKey) -> str:
    """The private key as PKCS#8 PEM text: for a file that only its owner may read."""
    return key.as_pem(private=True).decode()


def public_key_set(*keys: OKPKey) -> KeySet:
    """The public halves, for who verifies. Several keys while one replaces another."""
    return load_key_set(json.dumps({"keys": [key.as_dict(private=False) for key in keys]}))


def dump_key_set(key_set: KeySet) -> str:
    """A JWK Set (RFC 7517) as JSON text, with public halves only."""
    return json.dumps(key_set.as_dict(private=False), separators=(",", ":"))


def load_key_set(jwks: str) -> KeySet:
    """The keys of a JWK Set in JSON text. Raises KeyMaterialError when it is none, or holds no key we can
    use.
    """
    try:
        return KeySet.import_key_set(json.loads(jwks))
    except (JoseError, ValueError, TypeError, KeyError) as exc:
        raise KeyMaterialError("the key set is not a JWK Set with at least one usable key") from exc

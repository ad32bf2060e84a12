"""Seal: what is stored for someone can be found and read only with the secret that they hold.

The secret (the value of a session's cookie, the state of a login) is random and is itself stored nowhere. The
name of a record is one hash of it and the key of its content (AES-256-GCM) another, so a copy of the store, a
backup or a look by an administrator shows neither who is logged in nor a cookie that would do.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from auth.errors import SealError

SECRET_BYTES = 32
_NONCE_BYTES = 12


def new_secret() -> str:
    """256 random bits, as text that can stand in a cookie or a URL."""
    return secrets.token_urlsafe(SECRET_BYTES)


def fingerprint(secret: str) -> str:
    """What is stored of a secret that is random already: a plain hash is enough."""
    return sha256(secret.encode()).hexdigest()


class Seal:
    """One record of one `kind`. Its `name` may be stored; the secret may not."""

    __slots__ = ("_key", "name")

    def __init__(self, kind: str, secret: str) -> None:
        self.name = f"{kind}:{fingerprint(secret)}"
        self._key = hmac.new(secret.encode(), f"gemeentegraaf {kind}".encode(), sha256).digest()

    def close(self, text: str) -> str:
        """The text, so that only the holder of the secret can read it; no two times the same."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(self._key).encrypt(nonce, text.encode(), self.name.encode())
        return urlsafe_b64encode(nonce + sealed).decode()

    def open(self, sealed: str) -> str:
        """The text again. Raises SealError for what was not closed with this seal, or was changed since."""
        try:
            raw = urlsafe_b64decode(sealed)
            text = AESGCM(self._key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], self.name.encode())
        except (InvalidTag, ValueError) as exc:
            raise SealError("the record is not as it was stored") from exc
        return text.decode()

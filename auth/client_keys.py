"""ClientKeys: the private keys with which we show a provider who we are, and read what it encrypts for us."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from auth.errors import ConfigurationError, KeyMaterialError

PrivateKey = RSAKey | ECKey

SIGNING: Final[Mapping[str, tuple[str, ...]]] = {
    "RSA": ("PS256", "RS256"),
    "P-256": ("ES256",),
    "P-384": ("ES384",),
    "P-521": ("ES512",),
}
"""What each kind of key signs with, the best first. OIDC NL GOV: every provider knows RS256."""
ENCRYPTION: Final = frozenset({"RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW"})
"""How a content key may come to us. RSA1_5 is not among them: it can be decrypted by asking often."""
CONTENT: Final = frozenset({"A128GCM", "A256GCM", "A128CBC-HS256", "A256CBC-HS512"})
_SMALLEST_RSA = 2048


@dataclass(frozen=True, slots=True)
class Certificate:
    """A TLS client certificate, with its key, each in a PEM file. RFC 8705."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class ClientKeys:
    """The first of `signing` signs; the others are only published, while providers learn of the new one or
    still remember the old. Any of `decryption` decrypts.
    """

    signing: tuple[PrivateKey, ...] = field(default=(), repr=False)
    decryption: tuple[PrivateKey, ...] = field(default=(), repr=False)
    certificate: Certificate | None = field(default=None, repr=False)

    @classmethod
    def load(
        cls, signing: Collection[str], decryption: Collection[str], certificate: Certificate | None = None
    ) -> "ClientKeys":
        """From PEM texts. Raises KeyMaterialError."""
        return cls(
            tuple(load_private_key(pem) for pem in signing),
            tuple(load_private_key(pem) for pem in decryption),
            certificate,
        )

    def signing_algorithm(self, supported: Collection[str] | None) -> str:
        """What to sign with at a provider that says it supports these, or does not say.

        Raises ConfigurationError when there is no key, or no algorithm in common.
        """
        if not self.signing:
            raise ConfigurationError("there is no key to sign with")
        known = SIGNING[_kind(self.signing[0])]
        if supported is None:
            return known[-1]  # the one that every provider has
        common = next((algorithm for algorithm in known if algorithm in supported), None)
        if common is None:
            raise ConfigurationError("the provider knows none of the algorithms of our signing key")
        return common

    @property
    def public(self) -> list[Mapping[str, str]]:
        """The public halves as JWKs, for the provider to fetch."""
        uses = (("sig", self.signing), ("enc", self.decryption))
        return [_public(key, use) for use, keys in uses for key in keys]


def load_private_key(pem: str) -> PrivateKey:
    """The private RSA or EC key in this PEM text. Its `kid` is its thumbprint (RFC 7638), so that it survives
    being read again. Raises KeyMaterialError, also for RSA keys that are too small.
    """
    for kind in (RSAKey, ECKey):
        try:
            return _fit(kind.import_key(pem))
        except (JoseError, ValueError, TypeError):
            continue
    raise KeyMaterialError("a key of a login is not a PEM-encoded private RSA or EC key")


def _fit(key: PrivateKey) -> PrivateKey:
    if not key.is_private:
        raise KeyMaterialError("a key of a login is a public one: the private key is needed")
    if isinstance(key, RSAKey) and key.raw_value.key_size < _SMALLEST_RSA:
        raise KeyMaterialError(f"an RSA key of a login must have at least {_SMALLEST_RSA} bits")
    if _kind(key) not in SIGNING:
        raise KeyMaterialError("an EC key of a login must be on P-256, P-384 or P-521")
    key.ensure_kid()
    return key


def _kind(key: PrivateKey) -> str:
    return "RSA" if isinstance(key, RSAKey) else key.curve_name


def _public(key: PrivateKey, use: str) -> Mapping[str, str]:
    return {**{name: str(value) for name, value in key.as_dict(private=False).items()}, "use": use}

"""Client: who we are to a provider, and how we show it."""

from dataclasses import dataclass, field
from typing import Literal

from auth.client_keys import ClientKeys
from auth.errors import ConfigurationError

Method = Literal[
    "client_secret_basic",
    "client_secret_post",
    "private_key_jwt",
    "tls_client_auth",
    "self_signed_tls_client_auth",
    "none",
]
SECRET: frozenset[Method] = frozenset({"client_secret_basic", "client_secret_post"})
TLS: frozenset[Method] = frozenset({"tls_client_auth", "self_signed_tls_client_auth"})


@dataclass(frozen=True, slots=True)
class Client:
    """A public client (`none`) has no secret and leans on PKCE alone.

    `private_key_jwt` (RFC 7523) signs with the first of `keys.signing`; the assertion's audience is the
    issuer itself, unless `assertion_audience` says otherwise. The TLS methods (RFC 8705) show
    `keys.certificate`; with other methods a certificate is shown as well, for brokers that want one on the
    connection. Raises ConfigurationError when what a method needs is not there, or a secret is there that
    it does not need.
    """

    id: str
    secret: str | None = field(default=None, repr=False)
    method: Method = "client_secret_basic"
    keys: ClientKeys = field(default_factory=ClientKeys)
    assertion_audience: str | None = None

    def __post_init__(self) -> None:
        if (self.secret is None) != (self.method not in SECRET):
            raise ConfigurationError(
                f"client {self.id}: a secret goes with {' and '.join(sorted(SECRET))} only"
            )
        if self.method == "private_key_jwt" and not self.keys.signing:
            raise ConfigurationError(f"client {self.id}: private_key_jwt needs a signing key")
        if self.method in TLS and self.keys.certificate is None:
            raise ConfigurationError(f"client {self.id}: {self.method} needs a certificate")

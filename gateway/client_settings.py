"""ClientSection: who the gateway is to a provider, as it can be said in gateway.yaml."""

from pathlib import Path

from auth.client import Client, Method
from auth.client_keys import Certificate, ClientKeys
from gateway.claim_settings import OneOrMore
from gateway.settings_section import Secret, Section


class CertificateSection(Section):
    """A TLS client certificate."""

    certificate_file: Path
    """The PEM file with the certificate, and those between it and its root."""
    key_file: Path
    """The PEM file with its private key."""


class ClientSection(Section):
    """Who the gateway is to the provider."""

    id: str
    """The client id."""
    method: Method = "client_secret_basic"
    """How the gateway shows who it is."""
    secret: Secret | None = None
    """The client secret, for the methods that begin with `client_secret`."""
    signing_keys: OneOrMore[Secret] = ()
    """Private keys (PEM, RSA or EC) for `private_key_jwt` and signed requests. The first signs; the others
    are published with it, while one replaces another."""
    decryption_keys: OneOrMore[Secret] = ()
    """Private keys (PEM, RSA or EC) that tokens are encrypted to. With any, ID tokens must be encrypted."""
    certificate: CertificateSection | None = None
    assertion_audience: str | None = None
    """For whom the assertions of `private_key_jwt` are made; the issuer, unless a provider wants another."""

    @property
    def client(self) -> Client:
        """Raises ConfigurationError and KeyMaterialError."""
        shown = self.certificate
        keys = ClientKeys.load(
            [key.get_secret_value() for key in self.signing_keys],
            [key.get_secret_value() for key in self.decryption_keys],
            Certificate(shown.certificate_file, shown.key_file) if shown else None,
        )
        secret = self.secret.get_secret_value() if self.secret else None
        return Client(self.id, secret, self.method, keys, self.assertion_audience)

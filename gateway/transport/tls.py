"""Tls: whom the gateway trusts when it asks a subgraph over https, and as whom it shows itself."""

import ssl
from dataclasses import dataclass
from pathlib import Path


class TlsError(Exception):
    """A file is missing or holds something else than it should. The text names the file."""


@dataclass(frozen=True, slots=True)
class Tls:
    """Files in PEM. `ca` holds the authorities that are trusted in place of the system's own.

    With `certificate` (its chain included) the gateway shows who it is (mutual TLS); `key` is the private
    key, not encrypted, if it does not stand in the same file.
    """

    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    def context(self) -> ssl.SSLContext:
        """What connections are made with: TLS 1.2 or newer. Raises TlsError."""
        context = _trusting(self.ca)
        if self.certificate:
            try:
                # With a password, even an empty one, OpenSSL does not ask for it at the terminal.
                context.load_cert_chain(self.certificate, self.key, password="")
            except (OSError, ValueError) as exc:
                files = f"{self.certificate}" + (f" with {self.key}" if self.key else "")
                raise TlsError(f"{files}: {_said(exc)}") from exc
        return context


def _trusting(ca: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca)
    except (OSError, ValueError) as exc:
        raise TlsError(f"{ca}: {_said(exc)}") from exc


def _said(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return f"not a usable PEM file ({error.reason or 'no certificate'})"
    return error.strerror or "cannot be read" if isinstance(error, OSError) else "not a usable PEM file"

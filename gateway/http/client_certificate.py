"""The TLS certificate that a client showed, as the proxy in front of the gateway tells us. RFC 9440.

Only a header that the settings name is believed: the proxy must take away what clients send under that name.
"""

import binascii
import re
from base64 import b64decode, urlsafe_b64encode
from hashlib import sha256
from urllib.parse import unquote

from starlette.requests import HTTPConnection

_PEM = re.compile(r"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*")


def certificate_thumbprint(request: HTTPConnection, header: str | None) -> str | None:
    """The certificate's SHA-256 thumbprint, base64url (`x5t#S256`); None when there is none that we can read.

    Both RFC 9440's form (`:<base64 of the DER>:`) and URL-encoded PEM, as nginx passes on, are understood.
    """
    given = request.headers.getlist(header) if header else []
    der = _der(given[0].strip()) if len(given) == 1 else None
    return None if der is None else urlsafe_b64encode(sha256(der).digest()).rstrip(b"=").decode()


def _der(value: str) -> bytes | None:
    pem = _PEM.fullmatch(unquote(value))
    try:
        if pem:
            return b64decode("".join(pem[1].split()), validate=True)
        if len(value) > 2 and value[0] == value[-1] == ":":
            return b64decode(value[1:-1], validate=True)
    except binascii.Error:
        return None
    return None

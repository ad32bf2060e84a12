"""Pseudonyms: the opaque ids under which customers are known inside one municipality's graph."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

from auth.principal import Identifier


def pseudonym(key: bytes, soort: Identifier, waarde: str) -> str:
    """The `Klant.id` of who has this identifier: HMAC-SHA256 under the municipality's key, 128 bits as
    base64url.

    Keyed, because the nine digits of a BSN can be tried out against any plain hash in seconds. The kind is
    part of the input, so that a KvK number and an RSIN with equal digits differ.
    """
    if len(key) < 32:
        raise ValueError("the pseudonym key must be at least 32 bytes")
    digest = hmac.new(key, f"{soort}:{waarde}".encode(), sha256).digest()
    return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()

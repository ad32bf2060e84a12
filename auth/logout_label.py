"""Labels by which a provider can end sessions: hashes of its own name and of what it calls a login.

Keyed, because a subject may be an identifier that can be tried out.
"""

import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

NAMES = ("sid", "sub")
"""The claims of an ID token and of a logout token that say what is over (Back-Channel Logout 1.0, 2.4)."""


def logout_label(key: bytes, issuer: str, name: str, value: str) -> str:
    """`key` is the municipality's pseudonym key, `issuer` the provider's URL, `name` one of NAMES."""
    digest = hmac.new(key, "\n".join(("afmelden", issuer, name, value)).encode(), sha256)
    return f"{name}:{digest.hexdigest()}"


def logout_labels(key: bytes, issuer: str, claims: Mapping[str, Any]) -> frozenset[str]:
    """The labels of a session that begins with these claims of an ID token."""
    given = ((name, claims.get(name)) for name in NAMES)
    return frozenset(
        logout_label(key, issuer, name, value) for name, value in given if isinstance(value, str) and value
    )

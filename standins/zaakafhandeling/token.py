"""Tokens: how the component and the zaken service know each other, by a JWT for each call."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

DEFAULT = "dit-geheim-van-een-stand-in-is-niet-geheim"
"""The secret when the scenario names none. It protects nothing."""
LIFETIME = 3600
SKEW = 5
"""Seconds by which the clocks of the two may differ."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Signs as `naam`, and believes what `other` signed with the same secret."""

    naam: str
    other: str
    secret: str = field(default=DEFAULT, repr=False)
    clock: Callable[[], float] = time.time

    def token(self) -> str:
        claims = {"iss": self.naam, "client_id": self.naam, "iat": int(self.clock())}
        return jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, self._key, algorithms=["HS256"])

    def is_from_other(self, authorization: str | None) -> bool:
        """Whether this Authorization header has a fresh token of the other side."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            return False
        try:
            claims = jwt.decode(token, self._key, algorithms=["HS256"]).claims
        except (JoseError, ValueError):
            return False
        issued = claims.get("iat")
        fresh = isinstance(issued, int) and -SKEW <= self.clock() - issued <= LIFETIME
        return fresh and claims.get("client_id") == self.other

    @property
    def _key(self) -> OctKey:
        return OctKey.import_key(self.secret)

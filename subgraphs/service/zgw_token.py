"""How one service of the municipality proves to another which application it is: the JWT of the ZGW
standards.

HS256 under a shared secret, made anew for each call, with `client_id` and `iat`; not accepted for longer than
an hour after `iat` (ZGW, "Autorisaties API"). It says which application calls and, where a call is made for
somebody, who that is by pseudonym.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from subgraphs.service.settings import PREFIX, ServiceSettings, SettingsError

ALGORITHM = "HS256"
LIFETIME = 3600
SKEW = 5
"""Seconds by which the clocks of the two services may differ."""
MIN_BYTES = 32

FORMULIEREN = "formulieren"
"""The application that hands over aanvragen to be registered as zaken."""
REGISTRATIEGEHEIM = "REGISTRATIEGEHEIM"
"""The setting with the secret that it shares with the zaakregistratie."""

Clock = Callable[[], float]


class TokenRefused(ValueError):
    """The token is not to be believed. The text says why, without any part of the token."""


@dataclass(frozen=True, slots=True)
class Gebruiker:
    """The end user of a call, as the audit trail of a register names them: a pseudonym, never a number."""

    id: str
    weergave: str


class ZgwCredentials:
    """One application and the secret it shares with the services it calls.

    Raises SettingsError when the secret is shorter than 32 bytes (RFC 7518, section 3.2).
    """

    def __init__(self, client_id: str, secret: str, clock: Clock = time.time) -> None:
        if len(secret.encode()) < MIN_BYTES:
            raise SettingsError(f"the secret of {client_id} must be at least {MIN_BYTES} bytes")
        self._client_id = client_id
        self._key = OctKey.import_key(secret)
        self._clock = clock

    def token(self, gebruiker: Gebruiker | None = None) -> str:
        """A token for one call, from now; for the end user who is behind it, if there is one."""
        claims: dict[str, str | int] = {
            "iss": self._client_id,
            "client_id": self._client_id,
            "iat": int(self._clock()),
        }
        if gebruiker is not None:
            claims |= {"user_id": gebruiker.id, "user_representation": gebruiker.weergave}
        return jwt.encode({"alg": ALGORITHM, "typ": "JWT"}, claims, self._key, algorithms=[ALGORITHM])

    def check(self, authorization: str | None) -> None:
        """Raises TokenRefused unless this Authorization header holds a fresh token of this application."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise TokenRefused("there is no bearer token")
        try:
            claims = jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims
        except (JoseError, ValueError, TypeError) as exc:
            raise TokenRefused("the token is not signed with the shared secret") from exc
        if claims.get("client_id") != self._client_id or claims.get("iss") != self._client_id:
            raise TokenRefused("the token is of another application")
        issued = claims.get("iat")
        if not isinstance(issued, int) or isinstance(issued, bool):
            raise TokenRefused("the token does not say when it was made")
        if not -SKEW <= self._clock() - issued <= LIFETIME:
            raise TokenRefused("the token is too old, or not valid yet")


def registration_credentials(settings: ServiceSettings) -> ZgwCredentials:
    """Those with which formulieren registers zaken. Raises SettingsError without a usable secret."""
    secret = settings.secrets.get(REGISTRATIEGEHEIM)
    if secret is None:
        raise SettingsError(f"not set: {PREFIX}{REGISTRATIEGEHEIM}")
    return ZgwCredentials(FORMULIEREN, secret)

"""Tokens: which application calls, and for whom, by the JWT that ZGW asks for with every call.

HS256 under a secret shared with the application, with `client_id`, `iat` of at most an hour ago, and the end
user as `user_id` and `user_representation`, for the audit trail (standard, "Authenticatie en autorisatie").
"""

import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from standins.zgw.fout import fout

LIFETIME = 3600
SKEW = 5
"""Seconds by which the clocks of the two may differ."""


@dataclass(frozen=True, slots=True)
class Client:
    """An application and the secret it shares with the stand-in."""

    client_id: str
    secret: str = field(repr=False)


DEFAULT = Client("gemeentegraaf", "dit-geheim-van-een-stand-in-is-niet-geheim")
"""Who may call when the scenario says nothing. It protects nothing."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the application, and the user it says it acts for."""

    client_id: str
    user_id: str = field(repr=False)
    user_representation: str = field(repr=False)


class Tokens:
    """Reads the tokens of some clients."""

    def __init__(self, clients: Mapping[str, str], clock: Callable[[], float] = time.time) -> None:
        self._keys = {client_id: OctKey.import_key(secret) for client_id, secret in clients.items()}
        self._clock = clock

    def caller(self, authorization: str | None) -> Caller:
        """Who sent this Authorization header. Raises Refusal 401 without a token, 403 for a wrong one."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme != "Bearer" or not token:
            raise fout(401, "Er is geen JWT meegegeven.")
        claims = self._claims(token)
        issued = claims.get("iat")
        if not isinstance(issued, int):
            raise fout(403, "The token does not say when it was made.", "jwt-missing-iat-claim")
        age = self._clock() - issued
        if age > LIFETIME:
            raise fout(403, "The token is expired.", "jwt-expired")
        if age < -SKEW:
            raise fout(403, "The token is not yet valid.", "jwt-immature-signature")
        user_id, representation = claims.get("user_id"), claims.get("user_representation")
        if not (isinstance(user_id, str) and user_id and isinstance(representation, str) and representation):
            raise fout(403, "The token does not name the end user.", "jwt-missing-user")
        return Caller(claims["client_id"], user_id, representation)

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            client_id = _unverified(token).get("client_id")
            if not isinstance(client_id, str):
                raise fout(403, "`client_id` is niet aanwezig in de JWT.", "missing-client-identifier")
            key = self._keys.get(client_id)
            if key is None:
                raise fout(403, "Client identifier bestaat niet.", "invalid-client-identifier")
            return jwt.decode(token, key, algorithms=["HS256"]).claims
        except (JoseError, ValueError) as exc:
            raise fout(403, "Client credentials zijn niet geldig.", "invalid-jwt-signature") from exc


def _unverified(token: str) -> dict[str, Any]:
    """What the token says of itself, only to know which key it must be checked with."""
    payload = token.split(".")[1] if token.count(".") == 2 else ""
    found = orjson.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return found if isinstance(found, dict) else {}

"""PendingLogins: attempts to log in that are on their way, kept here while the person is on the provider's
page.
"""

import json
import time
from dataclasses import dataclass, field
from hashlib import sha256

from auth.clock import Clock
from auth.errors import LoginError
from auth.store import ExpiringStore

LIFETIME = 10 * 60.0
"""Seconds one may take on the provider's page."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The secrets of one attempt: never logged, used once. RFC 7636 bounds the verifier at 43 to 128
    characters.
    """

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PendingLogin:
    """What was asked for. `browser` is the hash of the secret in that browser's cookie."""

    attempt: Attempt
    middel: str
    terug: str
    niveau: str
    browser: str = field(repr=False)


class PendingLogins:
    """Over a store. The state, by which an attempt is found, is stored as a hash too."""

    def __init__(self, store: ExpiringStore, clock: Clock = time.time) -> None:
        self._store = store
        self._clock = clock

    async def add(self, pending: PendingLogin) -> None:
        expires = self._clock() + LIFETIME
        value = {
            "nonce": pending.attempt.nonce,
            "verifier": pending.attempt.verifier,
            "middel": pending.middel,
            "terug": pending.terug,
            "niveau": pending.niveau,
            "browser": pending.browser,
            "expires": expires,
        }
        await self._store.sweep(self._clock())
        await self._store.add(_name(pending.attempt.state), json.dumps(value), expires)

    async def take(self, state: str) -> PendingLogin:
        """An answer counts once: the attempt is gone afterwards. Raises LoginError (LOGIN_STATE)."""
        text = await self._store.take(_name(state))
        if text is None:
            raise LoginError("LOGIN_STATE", "no such attempt is on its way")
        value = json.loads(text)
        if self._clock() >= value["expires"]:
            raise LoginError("LOGIN_STATE", "the attempt took too long")
        attempt = Attempt(state, value["nonce"], value["verifier"])
        return PendingLogin(attempt, value["middel"], value["terug"], value["niveau"], value["browser"])


def fingerprint(secret: str) -> str:
    """What is stored of a secret that is random already: a plain hash is enough."""
    return sha256(secret.encode()).hexdigest()


def _name(state: str) -> str:
    return f"login:{fingerprint(state)}"

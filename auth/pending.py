"""PendingLogins: attempts to log in that are on their way, kept here while the person is on the provider's
page.
"""

import json
import time
from dataclasses import dataclass, field

from auth.clock import Clock
from auth.errors import LoginError, SealError
from auth.seal import Seal
from auth.store import ExpiringStore

LIFETIME = 10 * 60.0
"""Seconds one may take on the provider's page."""
_KIND = "login"


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
    """What was asked for. `browser` is the hash of the secret in that browser's cookie. For a step-up,
    `person` says who must come back.
    """

    attempt: Attempt
    middel: str
    terug: str
    niveau: str
    browser: str = field(repr=False)
    person: str | None = None


class PendingLogins:
    """Over a store. The state, by which an attempt is found, seals what is kept of it."""

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
            "person": pending.person,
            "expires": expires,
        }
        seal = Seal(_KIND, pending.attempt.state)
        await self._store.add(seal.name, seal.close(json.dumps(value)), expires)

    async def take(self, state: str) -> PendingLogin:
        """An answer counts once: the attempt is gone afterwards. Raises LoginError (LOGIN_STATE)."""
        seal = Seal(_KIND, state)
        sealed = await self._store.take(seal.name)
        if sealed is None:
            raise LoginError("LOGIN_STATE", "no such attempt is on its way")
        try:
            value = json.loads(seal.open(sealed))
        except SealError as exc:
            raise LoginError("LOGIN_STATE", "the attempt is not as it was stored") from exc
        if self._clock() >= value.pop("expires"):
            raise LoginError("LOGIN_STATE", "the attempt took too long")
        return PendingLogin(Attempt(state, value.pop("nonce"), value.pop("verifier")), **value)

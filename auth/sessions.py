"""Sessions: who is logged in with a browser. They live on the server; the cookie holds nothing but a random
name.

A session ends after 15 minutes without use, as DigiD asks, and in any case after its longest life. What is
stored of it is sealed with that random name (auth.seal), which is stored nowhere.
"""

import time
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter, ValidationError

from auth.clock import Clock
from auth.errors import SealError, SessionError
from auth.principal import Principal
from auth.seal import Seal, new_secret
from auth.store import ExpiringStore, Labels

_TOUCH = 15.0
"""Seconds between two notes of use: not every request needs a write."""
_KIND = "sessie"


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """Seconds. DigiD allows no more than 15 minutes of inactivity."""

    inactivity: float = 15 * 60
    absolute: float = 4 * 60 * 60


@dataclass(frozen=True, slots=True)
class SignedOn:
    """A login that succeeded. `id_token` is kept to tell the provider which login is over when the person
    logs out here; by `labels` the provider can say so itself.
    """

    principal: Principal
    naam: str | None = None
    id_token: str | None = field(default=None, repr=False)
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it stands. `expires` is when it ends if nothing more happens in it."""

    principal: Principal
    naam: str | None
    id_token: str | None = field(repr=False)
    begun: float
    used: float
    expires: float


_SESSION = TypeAdapter(Session)


class Sessions:
    """Begins, finds and ends sessions."""

    def __init__(
        self, store: ExpiringStore, limits: SessionLimits | None = None, clock: Clock = time.time
    ) -> None:
        self._store = store
        self._limits = limits or SessionLimits()
        self._clock = clock

    async def begin(self, login: SignedOn, replaces: str | None = None) -> str:
        """A new session's id, for the cookie. The session `replaces` (the browser's former one) ends."""
        if replaces is not None:
            await self.end(replaces)
        now = self._clock()
        session_id = new_secret()
        seal = Seal(_KIND, session_id)
        session = Session(login.principal, login.naam, login.id_token, now, now, self._end(now, now))
        labels = Labels(login.labels, now + self._limits.absolute)
        await self._store.add(seal.name, seal.close(_dump(session)), session.expires, labels)
        return session_id

    async def find(self, session_id: str, *, use: bool = True) -> Session:
        """The session by this id; with `use` it counts as being used now. Raises SessionError when it is
        over.

        Without `use` one can look how long a session still has without lengthening it.
        """
        seal = Seal(_KIND, session_id)
        session = self._load(await self._store.get(seal.name), seal)
        now = self._clock()
        if now >= session.expires:
            await self._store.take(seal.name)
            raise SessionError("the session has ended")
        if not use or now - session.used < _TOUCH:
            return session
        used = replace(session, used=now, expires=self._end(session.begun, now))
        if not await self._store.replace(seal.name, seal.close(_dump(used)), used.expires):
            raise SessionError("the session was ended just now")
        return used

    async def end(self, session_id: str) -> Session | None:
        """Ends it; as it was, if it was there and not over yet."""
        seal = Seal(_KIND, session_id)
        try:
            session = self._load(await self._store.take(seal.name), seal)
        except SessionError:
            return None
        return session if self._clock() < session.expires else None

    async def end_all(self, label: str) -> int:
        """Ends every session that began with this label; how many there were."""
        return await self._store.drop(label)

    def _end(self, begun: float, used: float) -> float:
        return min(used + self._limits.inactivity, begun + self._limits.absolute)

    def _load(self, sealed: str | None, seal: Seal) -> Session:
        if sealed is None:
            raise SessionError("there is no such session")
        try:
            kept = _SESSION.validate_json(seal.open(sealed))
        except SealError as exc:
            raise SessionError("the session is not as it was stored") from exc
        except ValidationError:
            # Its text would quote the session.
            raise SessionError("the session was stored by another version") from None
        # The limits of now count: lowering them ends sessions that were begun under longer ones.
        expires = self._end(kept.begun, kept.used)
        return replace(kept, principal=replace(kept.principal, sessie=seal.name), expires=expires)


def _dump(session: Session) -> str:
    return _SESSION.dump_json(session).decode()

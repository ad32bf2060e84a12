"""Sessions: who is logged in with a browser. They live on the server; the cookie holds nothing but a random
name.

A session ends after 15 minutes without use, as DigiD asks, and in any case after its longest life. No BSN or
other register identifier is in it: only the pseudonym, and the name to show the person themselves.
"""

import json
import secrets
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from auth.assurance import Niveau
from auth.clock import Clock
from auth.errors import SessionError
from auth.principal import Identifier, Identiteit, Klantsoort, Mandaat, Principal
from auth.store import ExpiringStore

_TOUCH = 15.0
"""Seconds between two notes of use: not every request needs a write."""


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """Seconds. DigiD allows no more than 15 minutes of inactivity."""

    inactivity: float = 15 * 60
    absolute: float = 4 * 60 * 60


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it stands. `expires` is when it ends if nothing more happens in it."""

    principal: Principal
    naam: str | None
    begun: float
    used: float
    expires: float


class Sessions:
    """Begins, finds and ends sessions."""

    def __init__(
        self, store: ExpiringStore, limits: SessionLimits | None = None, clock: Clock = time.time
    ) -> None:
        self._store = store
        self._limits = limits or SessionLimits()
        self._clock = clock

    async def begin(self, principal: Principal, naam: str | None, replaces: str | None = None) -> str:
        """A new session's id, for the cookie. The session `replaces` (the browser's former one) ends."""
        if replaces is not None:
            await self.end(replaces)
        now = self._clock()
        session_id = secrets.token_urlsafe(32)
        session = Session(principal, naam, now, now, self._end(now, now))
        await self._store.sweep(now)
        await self._store.add(_name(session_id), _dump(session), session.expires)
        return session_id

    async def find(self, session_id: str, *, use: bool = True) -> Session:
        """The session by this id; with `use` it counts as being used now. Raises SessionError when it is
        over.

        Without `use` one can look how long a session still has without lengthening it.
        """
        name = _name(session_id)
        text = await self._store.get(name)
        if text is None:
            raise SessionError("there is no such session")
        session = self._load(text, name)
        now = self._clock()
        if now >= session.expires:
            await self._store.take(name)
            raise SessionError("the session has ended")
        if not use or now - session.used < _TOUCH:
            return session
        used = Session(session.principal, session.naam, session.begun, now, self._end(session.begun, now))
        if not await self._store.replace(name, _dump(used), used.expires):
            raise SessionError("the session was ended just now")
        return used

    async def end(self, session_id: str) -> Principal | None:
        """Ends it; who it was of, if it was there."""
        name = _name(session_id)
        text = await self._store.take(name)
        return self._load(text, name).principal if text else None

    def _end(self, begun: float, used: float) -> float:
        return min(used + self._limits.inactivity, begun + self._limits.absolute)

    def _load(self, text: str, name: str) -> Session:
        content = json.loads(text)
        begun, used = content["begun"], content["used"]
        # The limits of now count: lowering them ends sessions that were begun under longer ones.
        return Session(_principal(content, name), content["naam"], begun, used, self._end(begun, used))


def _name(session_id: str) -> str:
    return f"sessie:{sha256(session_id.encode()).hexdigest()}"


def _dump(session: Session) -> str:
    principal = session.principal
    mandaat = principal.mandaat
    return json.dumps(
        {
            "actor": [principal.actor.id, principal.actor.soort],
            "subject": [principal.subject.id, principal.subject.soort],
            "klantsoort": principal.klantsoort,
            "middel": principal.middel,
            "niveau": principal.niveau.name,
            "mandaat": {"diensten": sorted(mandaat.diensten), "rol": mandaat.rol} if mandaat else None,
            "naam": session.naam,
            "begun": session.begun,
            "used": session.used,
        }
    )


def _principal(content: dict[str, Any], name: str) -> Principal:
    mandaat = content["mandaat"]
    (actor, actor_soort), (subject, subject_soort) = content["actor"], content["subject"]
    return Principal(
        actor=Identiteit(actor, Identifier(actor_soort)),
        subject=Identiteit(subject, Identifier(subject_soort)),
        klantsoort=Klantsoort(content["klantsoort"]),
        middel=content["middel"],
        niveau=Niveau[content["niveau"]],
        mandaat=Mandaat(frozenset(mandaat["diensten"]), mandaat["rol"]) if mandaat else None,
        sessie=name,
    )

"""A session lasts while it is used, never longer than allowed, and gives nothing away at rest."""

from dataclasses import replace

import pytest
from harness.clock import StillClock
from harness.memory_store import MemoryStore

from auth.assurance import Niveau
from auth.errors import SessionError
from auth.principal import Identifier, Identiteit, Klantsoort, Mandaat, Principal
from auth.sessions import SessionLimits, Sessions

SANNE = Principal(
    actor=Identiteit("klant-a", Identifier.BSN, "999990007"),
    subject=Identiteit("klant-b", Identifier.BSN, "999990044"),
    klantsoort=Klantsoort.BURGER,
    middel="digid_machtigen",
    niveau=Niveau.MIDDEN,
    mandaat=Mandaat(frozenset({"parkeren"}), "mentor"),
)
LIMITS = SessionLimits(inactivity=900, absolute=3600)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def sessions(store: MemoryStore, clock: StillClock) -> Sessions:
    return Sessions(store, LIMITS, clock)


async def test_a_session_gives_back_who_logged_in_but_no_identifier(sessions: Sessions) -> None:
    found = await sessions.find(await sessions.begin(SANNE, "Sanne"))
    assert found.naam == "Sanne"
    assert found.principal == replace(
        SANNE,
        actor=replace(SANNE.actor, waarde=""),
        subject=replace(SANNE.subject, waarde=""),
        sessie=found.principal.sessie,
    )


async def test_neither_the_cookie_nor_an_identifier_is_stored(sessions: Sessions, store: MemoryStore) -> None:
    session_id = await sessions.begin(SANNE, "Sanne")
    kept = repr(store.records)
    assert session_id not in kept
    assert "99999" not in kept


async def test_fifteen_minutes_without_use_end_it(sessions: Sessions, clock: StillClock) -> None:
    session_id = await sessions.begin(SANNE, None)
    clock.forward(899)
    await sessions.find(session_id)
    clock.forward(899)
    await sessions.find(session_id)
    clock.forward(900)
    with pytest.raises(SessionError):
        await sessions.find(session_id)


async def test_looking_does_not_lengthen_it(sessions: Sessions, clock: StillClock) -> None:
    session_id = await sessions.begin(SANNE, None)
    clock.forward(600)
    found = await sessions.find(session_id, use=False)
    assert found.expires == clock.now + 300
    clock.forward(300)
    with pytest.raises(SessionError):
        await sessions.find(session_id, use=False)


async def test_use_does_not_lengthen_it_beyond_its_longest_life(
    sessions: Sessions, clock: StillClock
) -> None:
    session_id = await sessions.begin(SANNE, None)
    for _ in range(6):
        clock.forward(599)
        await sessions.find(session_id)
    clock.forward(6)
    with pytest.raises(SessionError):
        await sessions.find(session_id)


async def test_lowered_limits_hold_for_sessions_that_were_begun_before(
    store: MemoryStore, clock: StillClock
) -> None:
    session_id = await Sessions(store, LIMITS, clock).begin(SANNE, None)
    clock.forward(120)
    with pytest.raises(SessionError):
        await Sessions(store, SessionLimits(inactivity=60), clock).find(session_id)


async def test_an_ended_session_stays_ended(sessions: Sessions, clock: StillClock) -> None:
    session_id = await sessions.begin(SANNE, None)
    ended = await sessions.end(session_id)
    assert ended is not None
    assert ended.subject.id == "klant-b"
    clock.forward(60)
    with pytest.raises(SessionError):
        await sessions.find(session_id)
    assert await sessions.end(session_id) is None


class EndsMeanwhile(MemoryStore):
    """A store in which every session is ended by someone else between reading and noting its use."""

    async def replace(self, name: str, value: str, expires: float) -> bool:
        await self.take(name)
        return await super().replace(name, value, expires)


async def test_noting_use_does_not_revive_a_session_that_was_just_ended(clock: StillClock) -> None:
    sessions = Sessions(EndsMeanwhile(), LIMITS, clock)
    session_id = await sessions.begin(SANNE, None)
    clock.forward(60)
    with pytest.raises(SessionError):
        await sessions.find(session_id)


async def test_a_new_login_ends_the_session_it_replaces(sessions: Sessions) -> None:
    first = await sessions.begin(SANNE, None)
    second = await sessions.begin(SANNE, None, replaces=first)
    assert first != second
    with pytest.raises(SessionError):
        await sessions.find(first)


@pytest.mark.parametrize("session_id", ["", "verzonnen", "x" * 100_000])
async def test_an_invented_session_is_none(sessions: Sessions, session_id: str) -> None:
    with pytest.raises(SessionError):
        await sessions.find(session_id)


async def test_what_has_expired_is_swept_away(
    sessions: Sessions, store: MemoryStore, clock: StillClock
) -> None:
    await sessions.begin(SANNE, None)
    clock.forward(1000)
    await sessions.begin(SANNE, None)
    assert len(store.records) == 1

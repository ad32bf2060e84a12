"""A session lasts while it is used, never longer than allowed, and gives nothing away at rest."""

from collections.abc import Callable
from dataclasses import fields, replace

import pytest
from harness.clock import StillClock
from harness.memory_store import MemoryStore

from auth.assurance import Niveau
from auth.errors import SessionError
from auth.principal import Identifier, Identiteit, Klantsoort, Mandaat, Principal
from auth.seal import Seal
from auth.sessions import SessionLimits, Sessions, SignedOn

SANNE = Principal(
    actor=Identiteit("klant-a", Identifier.BSN, "999990007"),
    subject=Identiteit("klant-b", Identifier.BSN, "999990044"),
    klantsoort=Klantsoort.BURGER,
    middel="digid_machtigen",
    niveau=Niveau.MIDDEN,
    mandaat=Mandaat(frozenset({"parkeren"}), "mentor", ("klant-c",)),
    handelend=Identiteit("mens", Identifier.PSEUDONIEM, "iemand"),
    verleend=frozenset({"vergunningen"}),
)
LOGIN = SignedOn(SANNE, "Sanne", "het.id.token")
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


async def test_a_session_gives_back_who_logged_in(sessions: Sessions) -> None:
    found = await sessions.find(await sessions.begin(LOGIN))
    assert (found.naam, found.id_token) == ("Sanne", "het.id.token")
    assert found.principal.sessie is not None
    assert replace(found.principal, sessie=None) == SANNE


def test_the_session_above_leaves_nothing_of_a_principal_out() -> None:
    """So that the test before this one notices what would not be kept."""
    empty = [one.name for one in fields(SANNE) if not getattr(SANNE, one.name) and one.name != "sessie"]
    assert empty == []


async def test_what_is_stored_shows_neither_the_cookie_nor_who_it_is(
    sessions: Sessions, store: MemoryStore
) -> None:
    session_id = await sessions.begin(LOGIN)
    await sessions.find(session_id)
    kept = repr(store.records)
    assert not [
        word for word in (session_id, "99999", "klant-", "Sanne", "burger", "id.token") if word in kept
    ]


async def test_a_session_shows_no_identifier_and_no_token(sessions: Sessions) -> None:
    found = repr(await sessions.find(await sessions.begin(LOGIN)))
    assert not [word for word in ("99999", "id.token") if word in found]


@pytest.mark.parametrize(
    "change", [lambda sealed: "", lambda sealed: sealed[:-4], lambda sealed: "A" + sealed[1:]]
)
async def test_a_session_that_was_tampered_with_is_none(
    sessions: Sessions, store: MemoryStore, change: Callable[[str], str]
) -> None:
    session_id = await sessions.begin(LOGIN)
    store.records = {name: (change(kept), end) for name, (kept, end) in store.records.items()}
    with pytest.raises(SessionError):
        await sessions.find(session_id)
    assert await sessions.end(session_id) is None


async def test_a_session_of_one_cannot_be_put_in_the_place_of_anothers(
    sessions: Sessions, store: MemoryStore
) -> None:
    await sessions.begin(LOGIN)
    [stolen] = store.records.values()
    mine = await sessions.begin(LOGIN)
    store.records = dict.fromkeys(store.records, stolen)
    with pytest.raises(SessionError):
        await sessions.find(mine)


async def test_a_session_of_another_version_is_over(sessions: Sessions, store: MemoryStore) -> None:
    session_id = await sessions.begin(LOGIN)
    seal = Seal("sessie", session_id)
    store.records[seal.name] = (seal.close('{"naam": "Sanne"}'), 9e9)
    with pytest.raises(SessionError) as caught:
        await sessions.find(session_id)
    assert "Sanne" not in repr(caught.value.__cause__) + str(caught.value)


async def test_a_label_ends_every_session_that_began_with_it(sessions: Sessions) -> None:
    first, second, other = [
        await sessions.begin(replace(LOGIN, labels=frozenset({"sub:s", f"sid:{number}"})))
        for number in range(2)
    ] + [await sessions.begin(replace(LOGIN, labels=frozenset({"sub:t"})))]
    assert await sessions.end_all("sub:s") == 2
    for session_id in (first, second):
        with pytest.raises(SessionError):
            await sessions.find(session_id)
    assert await sessions.find(other)
    assert await sessions.end_all("sid:0") == 0


async def test_fifteen_minutes_without_use_end_it(sessions: Sessions, clock: StillClock) -> None:
    session_id = await sessions.begin(LOGIN)
    clock.forward(899)
    await sessions.find(session_id)
    clock.forward(899)
    await sessions.find(session_id)
    clock.forward(900)
    with pytest.raises(SessionError):
        await sessions.find(session_id)


async def test_looking_does_not_lengthen_it(sessions: Sessions, clock: StillClock) -> None:
    session_id = await sessions.begin(LOGIN)
    clock.forward(600)
    found = await sessions.find(session_id, use=False)
    assert found.expires == clock.now + 300
    clock.forward(300)
    with pytest.raises(SessionError):
        await sessions.find(session_id, use=False)


async def test_use_does_not_lengthen_it_beyond_its_longest_life(
    sessions: Sessions, clock: StillClock
) -> None:
    session_id = await sessions.begin(LOGIN)
    for _ in range(6):
        clock.forward(599)
        await sessions.find(session_id)
    clock.forward(6)
    with pytest.raises(SessionError):
        await sessions.find(session_id)


async def test_lowered_limits_hold_for_sessions_that_were_begun_before(
    store: MemoryStore, clock: StillClock
) -> None:
    session_id = await Sessions(store, LIMITS, clock).begin(LOGIN)
    clock.forward(120)
    with pytest.raises(SessionError):
        await Sessions(store, SessionLimits(inactivity=60), clock).find(session_id)


async def test_an_ended_session_stays_ended(sessions: Sessions, clock: StillClock) -> None:
    session_id = await sessions.begin(LOGIN)
    ended = await sessions.end(session_id)
    assert ended is not None
    assert ended.principal.subject.id == "klant-b"
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
    session_id = await sessions.begin(LOGIN)
    clock.forward(60)
    with pytest.raises(SessionError):
        await sessions.find(session_id)


async def test_a_new_login_ends_the_session_it_replaces(sessions: Sessions) -> None:
    first = await sessions.begin(LOGIN)
    second = await sessions.begin(LOGIN, replaces=first)
    assert first != second
    with pytest.raises(SessionError):
        await sessions.find(first)


@pytest.mark.parametrize("session_id", ["", "verzonnen", "x" * 100_000])
async def test_an_invented_session_is_none(sessions: Sessions, session_id: str) -> None:
    with pytest.raises(SessionError):
        await sessions.find(session_id)

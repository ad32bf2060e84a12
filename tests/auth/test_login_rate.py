"""Logins are tried only so often, from one place and from all together."""

import pytest
from harness.clock import StillClock
from harness.memory_store import MemoryStore

from auth.errors import StoreError, TooManyAttempts
from auth.login_rate import LoginRate, LoginRates

RATES = LoginRates(per_address=3, overall=5, seconds=60)
KEY = b"k" * 32
HERE, THERE = "203.0.113.9", "198.51.100.7"


@pytest.fixture
def clock() -> StillClock:
    return StillClock(600)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def rate(store: MemoryStore, clock: StillClock) -> LoginRate:
    return LoginRate(store, RATES, KEY, clock)


async def admitted(rate: LoginRate, *addresses: str) -> list[bool]:
    found = []
    for address in addresses:
        try:
            await rate.admit(address)
            found.append(True)
        except TooManyAttempts:
            found.append(False)
    return found


async def test_one_address_gets_so_many(rate: LoginRate) -> None:
    assert await admitted(rate, *[HERE] * 4, THERE) == [True, True, True, False, True]


async def test_everyone_together_gets_so_many(rate: LoginRate) -> None:
    addresses = [f"203.0.113.{number}" for number in range(7)]
    assert await admitted(rate, *addresses) == [True] * 5 + [False] * 2


async def test_the_next_window_begins_anew(rate: LoginRate, clock: StillClock) -> None:
    await admitted(rate, *[HERE] * 4)
    with pytest.raises(TooManyAttempts) as caught:
        await rate.admit(HERE)
    assert caught.value.seconds == 61
    clock.forward(60)
    assert await admitted(rate, HERE) == [True]


async def test_replicas_count_together(store: MemoryStore, clock: StillClock) -> None:
    replicas = [LoginRate(store, RATES, KEY, clock) for _ in range(2)]
    found = [await admitted(replica, HERE) for _ in range(3) for replica in replicas]
    assert [one for [one] in found] == [True, True, True, False, False, False]


@pytest.mark.parametrize(
    ("one", "other"),
    [("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"), ("::ffff:203.0.113.9", HERE), ("", "geen adres")],
)
async def test_what_one_person_can_choose_among_counts_as_one_address(
    rate: LoginRate, one: str, other: str
) -> None:
    assert await admitted(rate, one, other, one, other) == [True, True, True, False]


async def test_other_networks_are_other_addresses(rate: LoginRate) -> None:
    assert await admitted(rate, *["2001:db8:1:2::1"] * 3, "2001:db8:1:3::1") == [True] * 4


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "127.3.2.1"])
async def test_this_machine_counts_only_towards_all(rate: LoginRate, address: str) -> None:
    assert await admitted(rate, *[address] * 6) == [True] * 5 + [False]


async def test_the_store_learns_no_address(rate: LoginRate, store: MemoryStore) -> None:
    await rate.admit(HERE)
    assert HERE not in repr(store.counts)


async def test_a_flood_does_not_reach_the_store(rate: LoginRate, store: MemoryStore) -> None:
    await admitted(rate, *[HERE] * 20)
    assert sorted(number for number, _ in store.counts.values()) == [3, 4]


async def test_counts_go_with_their_window(rate: LoginRate, store: MemoryStore, clock: StillClock) -> None:
    await rate.admit(HERE)
    clock.forward(61)
    await store.sweep(clock())
    assert store.counts == {}


async def test_without_the_store_nobody_is_counted_nor_let_in(rate: LoginRate, store: MemoryStore) -> None:
    store.down = True
    with pytest.raises(StoreError):
        await rate.admit(HERE)

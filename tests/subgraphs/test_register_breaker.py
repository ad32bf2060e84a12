"""A register that is down is left alone, and found again."""

from __future__ import annotations

import asyncio

import pytest
from harness.clock import StillClock

from subgraphs.service.register_breaker import BreakerRules, RegisterBreaker
from subgraphs.service.register_errors import Reason, RegisterRefused, RegisterUnavailable

RULES = BreakerRules(failures=3, open_seconds=10.0, patience=0.5)
DOWN = RegisterUnavailable("brp", Reason.UNREACHABLE)
SLOW = RegisterUnavailable("brp", Reason.TIMEOUT)
FAULT = RegisterUnavailable("brp", Reason.STATUS, 500)
BUSY = RegisterUnavailable("brp", Reason.STATUS, 503)


class Desk:
    def __init__(self) -> None:
        self.clock = StillClock()
        self.breaker = RegisterBreaker("brp", RULES, self.clock)

    def call(self, outcome: BaseException | None = None, seconds: float = 5.0) -> str:
        """What a call that ends so tells who made it."""
        try:
            with self.breaker.call(seconds):
                if outcome is not None:
                    raise outcome
        except RegisterUnavailable as exc:
            return exc.reason.value
        except RegisterRefused:
            return "refused"
        return "answered"


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("failure", [DOWN, SLOW, BUSY])
def test_after_failures_in_a_row_nobody_waits_for_it(desk: Desk, failure: RegisterUnavailable) -> None:
    for _ in range(3):
        assert desk.call(failure) == failure.reason.value
    assert desk.call() == "left_alone"


@pytest.mark.parametrize("between", [None, FAULT, RegisterRefused("brp", 404)])
def test_any_answer_in_between_begins_the_count_anew(desk: Desk, between: Exception | None) -> None:
    for outcome in (DOWN, DOWN, between, DOWN, DOWN):
        desk.call(outcome)
    assert desk.call() == "answered"


def test_a_call_that_got_hardly_any_time_says_nothing(desk: Desk) -> None:
    for _ in range(5):
        desk.call(SLOW, seconds=0.1)
    assert desk.call() == "answered"


def test_after_a_while_one_call_goes_to_see(desk: Desk) -> None:
    for _ in range(3):
        desk.call(DOWN)
    desk.clock.forward(10)
    with desk.breaker.call(5):
        assert desk.call() == "left_alone"
    assert desk.call() == "answered"


def test_while_it_is_still_down_it_is_left_alone_again(desk: Desk) -> None:
    for _ in range(3):
        desk.call(DOWN)
    desk.clock.forward(10)
    assert desk.call(DOWN) == "unreachable"
    assert desk.call() == "left_alone"


def test_who_went_to_see_and_gave_up_leaves_the_next_one_to_it(desk: Desk) -> None:
    for _ in range(3):
        desk.call(DOWN)
    desk.clock.forward(10)
    with pytest.raises(asyncio.CancelledError):
        desk.call(asyncio.CancelledError())
    assert desk.call() == "answered"

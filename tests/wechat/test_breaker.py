from __future__ import annotations

import pytest

from wechat.breaker import Breaker
from wechat.failures import TurnedOff


@pytest.fixture
def breaker(clock):
    return Breaker("paused", failures=3, seconds=30, monotonic=lambda: clock.monotonic)


def fail(breaker, times):
    for _ in range(times):
        breaker.admit()
        breaker.failed()


def test_it_opens_after_so_many_failures_in_a_row(breaker):
    fail(breaker, 3)
    with pytest.raises(TurnedOff) as caught:
        breaker.admit()
    assert (caught.value.reason, caught.value.seconds) == ("paused", 30)


def test_a_success_in_between_starts_the_count_again(breaker):
    fail(breaker, 2)
    breaker.succeeded()
    fail(breaker, 2)
    breaker.admit()


def test_after_the_pause_one_trial_is_let_through(breaker, clock):
    fail(breaker, 3)
    clock.advance(31)
    breaker.admit()
    with pytest.raises(TurnedOff):
        breaker.admit()


def test_a_trial_that_succeeds_closes_it(breaker, clock):
    fail(breaker, 3)
    clock.advance(31)
    breaker.admit()
    breaker.succeeded()
    breaker.admit()
    breaker.admit()


def test_a_trial_that_fails_opens_it_again(breaker, clock):
    fail(breaker, 3)
    clock.advance(31)
    fail(breaker, 1)
    clock.advance(29)
    with pytest.raises(TurnedOff):
        breaker.admit()


def test_a_trial_that_never_reports_back_blocks_nothing_for_ever(breaker, clock):
    fail(breaker, 3)
    clock.advance(31)
    breaker.admit()
    clock.advance(31)
    breaker.admit()


def test_it_can_be_opened_at_once(breaker):
    breaker.trip()
    with pytest.raises(TurnedOff):
        breaker.admit()

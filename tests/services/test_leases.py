"""One leader, each slot once, on each engine."""

import datetime

import pytest

from models.jobs import JobRun, Lease, WorkerHeartbeat
from services import leases
from tests.races import at_once

pytestmark = pytest.mark.usefixtures("db")
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def database_url(engine_url):
    return engine_url


class Hand:
    """The database's clock, moved by hand."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now


@pytest.fixture
def clock(now, monkeypatch):
    hand = Hand(now)
    monkeypatch.setattr(leases, "database_now", hand)
    return hand


def lead(holder, seconds=15):
    return leases.lead("worker", holder=holder, seconds=seconds)


def fence():
    return Lease.get_by_id("worker").fence


def test_the_first_leads_and_the_second_does_not(clock):
    assert lead("a")
    assert not lead("b")


def test_the_leader_keeps_the_lead_under_the_same_fence(clock):
    lead("a")
    before = fence()
    clock.now += 10 * SECOND

    assert lead("a")
    assert fence() == before
    assert Lease.get().expires_at == clock.now + 15 * SECOND


def test_an_expired_lead_is_taken_over_and_the_fence_rises(clock):
    lead("a")
    before = fence()
    clock.now += 15 * SECOND
    assert not lead("b")
    clock.now += SECOND

    assert lead("b")
    assert (fence(), Lease.get().holder) == (before + 1, "b")


def test_the_old_leader_must_wait_in_turn(clock):
    lead("a")
    clock.now += 16 * SECOND
    lead("b")

    assert not lead("a")


def test_who_steps_down_is_followed_at_once(clock):
    lead("a")
    leases.step_down("worker", holder="a")
    clock.now += SECOND / 1000

    assert lead("b")


def test_only_the_leader_can_step_down(clock):
    lead("a")
    leases.step_down("worker", holder="b")
    clock.now += SECOND

    assert not lead("b")


def test_of_many_that_start_together_one_leads():
    answers = at_once([lambda name=f"w{number}": lead(name) for number in range(6)])

    assert sorted(answers) == [False] * 5 + [True]


def test_of_many_that_take_over_together_one_leads():
    lead("gone", seconds=-1)
    answers = at_once([lambda name=f"w{number}": lead(name) for number in range(6)])

    assert sorted(answers) == [False] * 5 + [True]
    assert fence() == 1


def test_each_slot_runs_once(clock):
    assert leases.start_run("remind", every_seconds=60, holder="a")
    assert leases.start_run("remind", every_seconds=60, holder="b") is None
    clock.now += 60 * SECOND

    assert leases.start_run("remind", every_seconds=60, holder="b")


def test_of_many_that_fire_together_one_runs():
    answers = at_once([lambda: leases.start_run("remind", every_seconds=3600, holder="x")] * 6)

    assert sum(answer is not None for answer in answers) == 1
    assert JobRun.select().count() == 1


def test_a_finished_run_is_noted(clock):
    slot = leases.start_run("remind", every_seconds=60, holder="a")
    leases.finish_run("remind", slot)

    assert JobRun.get().finished_at == clock.now


def test_a_worker_beats_again_and_again(clock):
    leases.beat("a")
    clock.now += SECOND
    leases.beat("a")

    assert [row.beat_at for row in WorkerHeartbeat.select()] == [clock.now]


def test_notes_of_firings_are_kept_a_week(clock):
    leases.beat("a")
    leases.start_run("remind", every_seconds=60, holder="a")
    clock.now += leases.KEEP_RUNS

    assert leases.forget_old_runs() == 0
    clock.now += SECOND
    assert leases.forget_old_runs() == 1
    assert WorkerHeartbeat.select().count() == 0


def test_the_database_s_clock_is_utc():
    here = datetime.datetime.now(datetime.UTC)

    assert abs(leases.database_now() - here) < 5 * SECOND

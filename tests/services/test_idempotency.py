"""A command and its repeat have one effect, on each engine."""

import datetime
import threading

import pytest

from models.idempotency import IdempotencyKey
from models.wishes import Wish
from services import idempotency
from services.errors import WrongState
from services.idempotency import Command, KeyReused, Outcome
from tests.races import at_once


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def act(cast):
    """Makes a wish at each call."""
    return lambda: Outcome(201, cast.wish().id)


@pytest.fixture
def command(cast):
    return Command(cast.chen.person.id, "key-1", "a" * 64)


def test_a_repeat_answers_the_first_outcome_and_does_nothing(command, act, now):
    first = idempotency.carry_out(command, act, now=now)
    second = idempotency.carry_out(command, act, now=now)

    assert first == second
    assert Wish.select().count() == 1


def test_without_a_key_every_call_acts(act, now):
    idempotency.carry_out(None, act, now=now)
    idempotency.carry_out(None, act, now=now)

    assert Wish.select().count() == 2


def test_the_key_of_another_command_is_refused(cast, command, act, now):
    idempotency.carry_out(command, act, now=now)
    other = Command(command.person_id, command.key, "b" * 64)

    with pytest.raises(KeyReused):
        idempotency.carry_out(other, act, now=now)
    with pytest.raises(KeyReused):
        idempotency.outcome_of(other)
    assert Wish.select().count() == 1


def test_two_people_may_use_the_same_key(cast, command, act, now):
    idempotency.carry_out(command, act, now=now)
    idempotency.carry_out(Command(cast.wang.person.id, command.key, command.request_hash), act, now=now)

    assert Wish.select().count() == 2


def test_keys_that_differ_by_case_are_two(command, act, now):
    idempotency.carry_out(command, act, now=now)
    idempotency.carry_out(Command(command.person_id, "KEY-1", command.request_hash), act, now=now)

    assert Wish.select().count() == 2


def test_a_refusal_is_rolled_back_and_judged_anew(cast, command, act, now):
    def refuse():
        cast.wish()
        raise WrongState()

    with pytest.raises(WrongState):
        idempotency.carry_out(command, refuse, now=now)

    assert (IdempotencyKey.select().count(), Wish.select().count()) == (0, 0)
    assert idempotency.carry_out(command, act, now=now).status == 201


def test_the_same_command_at_once_acts_once(cast, command, act, now):
    answers = at_once([lambda: idempotency.carry_out(command, act, now=now)] * 6)

    assert len(set(answers)) == 1
    assert Wish.select().count() == 1


def test_a_rival_s_refusal_lets_the_waiting_one_act(cast, command, act, now):
    """The first holds the key when the second arrives; then it is refused."""
    tries = threading.Lock()

    def refused_first():
        if tries.acquire(blocking=False):
            raise WrongState()
        return act()

    answers = at_once([lambda: idempotency.carry_out(command, refused_first, now=now)] * 2)

    assert sorted(type(answer).__name__ for answer in answers) == ["Outcome", "WrongState"]
    assert Wish.select().count() == 1


def test_keys_are_kept_for_a_week(command, act, now):
    idempotency.carry_out(command, act, now=now)

    assert idempotency.forget_old_keys(now=now + idempotency.KEPT) == 0
    assert idempotency.forget_old_keys(now=now + idempotency.KEPT + datetime.timedelta(seconds=1)) == 1
    assert idempotency.outcome_of(command) is None

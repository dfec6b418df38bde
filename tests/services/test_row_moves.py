"""Everything a visitor did belongs to the roster person they turn out to be."""

import datetime

import pytest

from models.idempotency import IdempotencyKey
from models.notices import Delivery, Purpose
from models.people import Identity, Person
from models.sessions import Session
from models.wishes import Claim, ClaimStatus, Wish
from services import claims, idempotency, messages, row_moves, sessions
from services.idempotency import Command, Outcome
from services.messages import Message


@pytest.fixture
def visitor(cast):
    return cast.visitor()


@pytest.fixture
def target(cast):
    return Person.create(name="王小禾", home=cast.dongkeng, is_on_roster=True, created_at=cast.now)


@pytest.fixture
def move(visitor, target, now):
    def run():
        row_moves.move_rows(visitor.person, target, now=now)
        return Person.get_by_id(visitor.person.id), Person.get_by_id(target.id)

    return run


def test_the_source_is_kept_and_marked(move, target):
    source, _ = move()

    assert source.merged_into_id == target.id


def test_wishes_claims_sessions_and_messages_move(move, visitor, target, cast, steps, now):
    made = cast.wish(made_by=visitor.person)
    claimed = steps.claimed(visitor)
    token, _ = sessions.open_session(visitor.person, identity_id=visitor.identity_id, days=1, now=now)
    messages.queue(Message(Purpose.NOTICE, "你好", ""), [visitor.person.id], now=now)
    move()

    made = Wish.get_by_id(made.id)
    assert (made.made_by_id, made.wisher_id) == (target.id, target.id)
    assert Claim.get(wish=claimed).person_id == target.id
    assert Session.get(token_hash=sessions.hash_token(token)).person_id == target.id
    assert Identity.get_by_id(visitor.identity_id).person_id == target.id
    assert Delivery.select().where(Delivery.person == target.id).count() == 1


def test_claims_in_hand_are_counted_for_the_target(move, visitor, steps):
    steps.claimed(visitor)
    steps.delivered(visitor)
    source, target = move()

    assert (source.open_claims, target.open_claims) == (0, 1)


def test_a_command_done_before_is_still_known_afterwards(move, visitor, target, now):
    done = Outcome(201, 7)
    idempotency.carry_out(Command(visitor.person.id, "key-1", "a" * 64), lambda: done, now=now)
    move()

    assert idempotency.outcome_of(Command(target.id, "key-1", "a" * 64)) == done


def test_a_row_that_the_target_has_of_its_own_stays(move, visitor, target, now):
    for person in (visitor.person, target):
        IdempotencyKey.create(person=person, key="same", request_hash="a" * 64, status=200, created_at=now)
    move()

    assert IdempotencyKey.select().where(IdempotencyKey.person == target.id).count() == 1
    assert IdempotencyKey.select().where(IdempotencyKey.person == visitor.person.id).count() == 1


def test_past_claims_on_the_same_wish_do_not_collide(move, visitor, target, steps, cast, now):
    """NULL never collides: any number of claims that have been given up."""
    wish = cast.wish()
    for person in (visitor, cast.actor(target)):
        claims.claim_wish(wish.id, by=person, now=now)
        claims.give_up_claim(wish.id, by=person, now=now)
    move()

    assert Claim.select().where(Claim.person == target.id).count() == 2


def test_a_share_that_both_hold_is_counted_where_it_stays(move, visitor, target, steps, cast, now):
    wish = steps.claimed(visitor, cast.actor(target))
    source, target = move()

    assert (source.open_claims, target.open_claims) == (1, 1)
    assert Claim.select().where(Claim.wish == wish.id, Claim.status == ClaimStatus.ACTIVE).count() == 2


def test_nobody_else_s_rows_move(move, cast, steps, now):
    wish = steps.claimed(cast.wang)
    move()

    assert Claim.get(wish=wish).person_id == cast.wang.person.id


def test_moving_twice_is_moving_once(move, visitor, steps):
    steps.claimed(visitor)
    first, second = move(), move()

    assert [person.open_claims for person in first] == [person.open_claims for person in second] == [0, 1]


def test_the_move_goes_through_the_days(move, visitor, target, now):
    """A session opened by the visitor logs the target in, as long as it lasts."""
    token, ends = sessions.open_session(visitor.person, identity_id=visitor.identity_id, days=2, now=now)
    move()

    assert sessions.who_is(token, now=ends - datetime.timedelta(seconds=1)).person.id == target.id

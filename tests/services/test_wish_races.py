"""Rivals for wishes, on each engine: the database decides, and nobody is counted twice."""

import pytest

from models.audit import AuditEntry
from models.people import Person
from models.wishes import Claim, ClaimStatus, Wish, WishStatus
from services import claims, policies, wishes
from services.claims import ClaimLimitReached, WishAlreadyClaimed
from services.errors import Refusal, WrongState
from tests.races import at_once

RIVALS, WISHES = 16, 50


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def rivals(cast):
    return [cast.member(f"党员{number}", cast.dongkeng) for number in range(RIVALS)]


def outcome(act):
    try:
        return act()
    except Refusal as refusal:
        return refusal


def counts_are_right():
    for wish in Wish.select():
        held = Claim.select().where(Claim.wish == wish.id, Claim.is_held == 1).count()
        assert (wish.shares_taken, wish.status is WishStatus.OPEN) == (held, held < wish.shares_total)
    for person in Person.select():
        active = Claim.select().where(Claim.person == person.id, Claim.status == ClaimStatus.ACTIVE).count()
        assert person.open_claims == active
    return True


def test_each_wish_has_one_winner(cast, rivals, now):
    policies.decide("wish.claim_limit", 5, cast.dongkeng, by=cast.li, now=now)
    made = [cast.wish(title=f"心愿{number}") for number in range(WISHES)]

    def grab_all(person):
        return [outcome(lambda wish=wish: claims.claim_wish(wish.id, by=person, now=now)) for wish in made]

    answers = at_once([lambda person=person: grab_all(person) for person in rivals])
    told = [answer for row in answers for answer in row]

    won = [answer for answer in told if not isinstance(answer, Exception)]
    assert len(won) == len({wish.id for wish, _ in won}) == WISHES
    assert {type(answer) for answer in told if isinstance(answer, Exception)} <= {WishAlreadyClaimed, ClaimLimitReached}
    assert AuditEntry.select().where(AuditEntry.action == "claim_wish").count() == WISHES
    assert counts_are_right()


def test_of_twenty_shares_exactly_as_many_are_taken(cast, rivals, now):
    wish = cast.wish(shares_total=10)
    answers = at_once([lambda person=person: claims.claim_wish(wish.id, by=person, now=now) for person in rivals])

    assert [type(answer) for answer in answers].count(tuple) == 10
    assert counts_are_right()


def test_one_person_s_limit_holds_against_all_their_own_taps(cast, now):
    made = [cast.wish() for _ in range(8)]
    answers = at_once([lambda wish=wish: claims.claim_wish(wish.id, by=cast.wang, now=now) for wish in made])

    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert {type(answer) for answer in refused} == {ClaimLimitReached}
    assert len(refused) == 5
    assert counts_are_right()


@pytest.mark.parametrize("shares", [1, 5])
def test_tapping_many_times_is_one_claim(cast, now, shares):
    wish = cast.wish(shares_total=shares)
    answers = at_once([lambda: claims.claim_wish(wish.id, by=cast.wang, now=now)] * 6)

    assert sorted(is_new for _, is_new in answers) == [False] * 5 + [True]
    assert Claim.select().count() == 1
    assert counts_are_right()


def test_giving_up_many_times_frees_one_share(cast, steps, now):
    wish = steps.claimed(cast.wang, cast.zhao)
    answers = at_once([lambda: claims.give_up_claim(wish.id, by=cast.wang, now=now)] * 4)

    assert {type(answer) for answer in answers} <= {Wish, WrongState}
    assert steps.again(wish).shares_taken == 1
    assert counts_are_right()


def test_the_last_two_deliveries_at_once_ask_the_wisher_once(cast, steps, now, inbox_of):
    helpers = [cast.wang, cast.zhao, cast.li]
    wish = steps.claimed(*helpers)
    at_once([lambda by=by: claims.fulfil_wish(wish.id, "", is_held=False, by=by, now=now) for by in helpers])

    assert steps.again(wish).status is WishStatus.AWAITING_CONFIRMATION
    assert inbox_of(cast.chen).count("心愿办好了，请确认") == 1


def test_a_withdrawal_among_claims_leaves_nobody_with_it_in_hand(cast, rivals, steps, now):
    wish = cast.wish(shares_total=10)
    acts = [lambda by=by: claims.claim_wish(wish.id, by=by, now=now) for by in rivals[:8]]
    at_once([*acts, lambda: wishes.withdraw_wish(wish.id, by=cast.chen, now=now)])

    assert steps.again(wish).status is WishStatus.WITHDRAWN
    assert Claim.select().where(Claim.is_held == 1).count() == 0
    assert Person.select().where(Person.open_claims != 0).count() == 0


def test_two_secretaries_who_decide_the_same_at_once_both_succeed(cast, now):
    second = cast.secretary("何书记", cast.dongkeng)
    wish = cast.wish(status=WishStatus.PENDING)
    answers = at_once([lambda by=by: wishes.verify_wish(wish.id, "accept", by=by, now=now) for by in (cast.li, second)])

    assert [answer.status for answer in answers] == [WishStatus.OPEN] * 2
    assert AuditEntry.select().where(AuditEntry.action == "accept_wish").count() == 1

"""What a secretary lets an assistant do (features I12)."""

import datetime

import pytest

from models.appointments import Appointment, Function, Role
from models.audit import AuditEntry
from services.appointments import appoint, end_appointment
from services.delegations import delegate
from services.errors import Conflict, Invalid, NotAllowed
from services.local_time import local_day
from services.wishes import verify_wish


@pytest.fixture
def term(now):
    return {"starts_on": local_day(now), "ends_on": local_day(now) + datetime.timedelta(days=30)}


def test_an_assistant_may_do_what_was_named_and_nothing_else(cast, term, now):
    delegate([Function.VERIFY_WISHES], cast.wang.person, **term, by=cast.li, now=now)
    assistant = cast.actor(cast.wang.person)
    assert assistant.may(Function.VERIFY_WISHES, cast.dongkeng)
    assert not assistant.may(Function.SEE_CONTACTS, cast.dongkeng)
    assert not assistant.may(Function.VERIFY_WISHES, cast.xixi)


def test_the_audit_trail_names_both(cast, term, now):
    delegate([Function.VERIFY_WISHES], cast.wang.person, **term, by=cast.li, now=now)
    wish = cast.wish(status="pending")
    verify_wish(wish.id, "accept", by=cast.actor(cast.wang.person), now=now)
    entry = AuditEntry.get(action="accept_wish")
    assert (entry.actor_id, entry.acted_for_id) == (cast.wang.person.id, cast.li.person.id)


def test_only_a_secretary_delegates(cast, term, now):
    delegate([Function.VERIFY_WISHES], cast.wang.person, **term, by=cast.li, now=now)
    for by in (cast.actor(cast.wang.person), cast.zhao):
        with pytest.raises(NotAllowed) as refused:
            delegate([Function.VERIFY_WISHES], cast.chen.person, **term, by=by, now=now)
        assert refused.value.code == "only_secretaries_delegate"


def test_a_delegation_ends_with_its_last_day(cast, term, now):
    delegate([Function.VERIFY_WISHES], cast.wang.person, **term, by=cast.li, now=now)
    assert cast.actor(cast.wang.person, now + datetime.timedelta(days=30)).seats
    assert not cast.actor(cast.wang.person, now + datetime.timedelta(days=31)).seats


def test_a_delegation_ends_with_the_secretary(cast, term, now):
    assistant = delegate([Function.VERIFY_WISHES], cast.wang.person, **term, by=cast.li, now=now)
    end_appointment(Appointment.get(person=cast.li.person).id, by=None, now=now)
    assert not cast.actor(cast.wang.person).seats
    assert Appointment.get_by_id(assistant.id).ends_on == local_day(now) - datetime.timedelta(days=1)


def test_the_secretary_may_take_a_delegation_back(cast, term, now):
    assistant = delegate([Function.VERIFY_WISHES], cast.wang.person, **term, by=cast.li, now=now)
    end_appointment(assistant.id, by=cast.li, now=now)
    assert not cast.actor(cast.wang.person).seats


def test_a_grid_worker_is_given_nothing_beyond_intake_and_follow_up(cast, term, now):
    appoint(cast.wang.person, Role.GRID_WORKER, cast.dongkeng, **term, by=cast.li, now=now)
    with pytest.raises(Invalid) as refused:
        delegate([Function.SEE_CONTACTS], cast.wang.person, **term, by=cast.li, now=now)
    assert refused.value.code == "grid_worker_limited"


def test_the_same_delegation_again_is_the_same_and_another_a_conflict(cast, term, now):
    first, again = (delegate([Function.VERIFY_WISHES], cast.wang.person, **term, by=cast.li, now=now) for _ in "ab")
    assert first == again
    with pytest.raises(Conflict):
        delegate([Function.SEE_CONTACTS], cast.wang.person, **term, by=cast.li, now=now)


def test_whoever_has_two_seats_says_which(cast, term, now):
    cast.appoint(cast.li, Role.SECRETARY, cast.xixi)
    both = cast.actor(cast.li.person)
    with pytest.raises(Invalid) as refused:
        delegate([Function.VERIFY_WISHES], cast.wang.person, **term, by=both, now=now)
    assert refused.value.code == "organisation_required"
    seat = delegate([Function.VERIFY_WISHES], cast.wang.person, **term, organisation=cast.xixi, by=both, now=now)
    assert seat.organisation == cast.xixi

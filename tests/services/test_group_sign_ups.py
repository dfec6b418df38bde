"""Signing people up from a 群接龙: in its order, each told, nobody twice, one refusal stopping nobody."""

import datetime

import pytest

from models.audit import AuditEntry
from models.notices import Delivery, Notice
from models.sign_ups import SignUp, SignUpStatus
from services import group_sign_ups
from services.errors import NotAllowed, NotFound
from services.group_sign_ups import Wanted
from tests.event_cast import check_counters, make_event, queue_of


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def enter(cast, now):
    def run(event, *wanted, by=None):
        return group_sign_ups.sign_up_people(event.id, wanted, by=by or cast.li, now=now)

    return run


def test_a_pasted_list_becomes_sign_ups_in_its_order_and_everyone_is_told(cast, enter, now):
    event = make_event(cast, 2)
    found = group_sign_ups.read_list(event.id, "1. 陈村民\n2. 王党员 +1\n3. 赵外人", to=cast.li, now=now)
    wanted = [Wanted(one.candidates[0].id, one.others) for one in found if one.candidates]
    entered = enter(event, *wanted)

    assert [one.name for one in found] == ["陈村民", "王党员", ""], "nobody of another village is found"
    assert [one.sign_up.status for one in entered] == [SignUpStatus.CONFIRMED, SignUpStatus.WAITING]
    assert [one.sign_up.seats for one in entered] == [1, 2]
    assert queue_of(event) == [cast.wang.person.id]
    check_counters(event)
    titles = [row.notice.title for row in Delivery.select(Delivery, Notice).join(Notice)]
    assert titles == ["村里帮您报了名"] * 2


def test_the_record_says_who_signed_them_up(cast, enter):
    event = make_event(cast, 2)
    enter(event, Wanted(cast.wang.person.id))

    assert SignUp.get().entered_by_id == cast.li.person.id
    entry = AuditEntry.get(AuditEntry.action == "sign_up")
    assert (entry.actor_id, str(cast.wang.person.id) in entry.after) == (cast.li.person.id, True)


def test_doing_it_again_changes_nothing_and_tells_nobody(cast, enter):
    event = make_event(cast, 2)
    enter(event, Wanted(cast.wang.person.id))
    (again,) = enter(event, Wanted(cast.wang.person.id))

    assert (again.is_new, again.sign_up.status) == (False, SignUpStatus.CONFIRMED)
    assert (SignUp.select().count(), Delivery.select().count()) == (1, 1)


def test_one_who_cannot_be_signed_up_is_told_apart_and_takes_no_place(cast, enter, now):
    busy = make_event(cast, 5)
    enter(busy, Wanted(cast.wang.person.id))
    event = make_event(cast, 1)
    refused, entered = enter(event, Wanted(cast.wang.person.id), Wanted(cast.chen.person.id))

    assert (refused.sign_up, "同一时间" in refused.why_not, "您" in refused.why_not) == (None, True, False)
    assert entered.sign_up.status is SignUpStatus.CONFIRMED
    check_counters(event)


def test_nobody_signs_up_people_of_another_village(cast, enter):
    event = make_event(cast, 2)

    with pytest.raises(NotFound):
        enter(event, Wanted(cast.zhao.person.id))
    with pytest.raises(NotAllowed):
        enter(event, Wanted(cast.wang.person.id), by=cast.sun)
    assert SignUp.select().count() == 0


def test_after_sign_up_has_closed_the_list_comes_too_late(cast, enter, now):
    event = make_event(cast, 2, closes_at=now - datetime.timedelta(hours=1))
    (late,) = enter(event, Wanted(cast.wang.person.id))

    assert (late.sign_up, late.why_not != "") == (None, True)

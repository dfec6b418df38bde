"""A seat changes hands (features I7)."""

import datetime

import pytest

from models.appointments import Appointment, Function, Role
from models.notices import Delivery
from models.sessions import Session
from models.wishes import WishStatus
from services import sessions
from services.binding import bind_phone
from services.delegations import delegate
from services.errors import Invalid, NotAllowed, WrongState
from services.handovers import hand_over
from services.local_time import local_day


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def seat(cast):
    return Appointment.get(person=cast.li.person, role=Role.SECRETARY)


def test_the_day_of_the_hand_over_belongs_to_the_successor(cast, seat, now):
    hand_over(seat.id, cast.wang.person, by=None, now=now)
    assert not cast.actor(cast.li.person).seats
    assert cast.actor(cast.wang.person).may(Function.VERIFY_WISHES, cast.dongkeng)


def test_the_predecessor_is_logged_out(cast, seat, now):
    sessions.open_session(cast.li.person, identity_id=None, days=30, now=now)
    hand_over(seat.id, cast.wang.person, by=None, now=now)
    assert Session.get(person=cast.li.person).revoked_at == now


def test_a_seat_handed_over_on_its_first_day_was_held_on_no_day(cast, seat, now):
    hand_over(seat.id, cast.wang.person, by=None, now=now)
    predecessor = Appointment.get_by_id(seat.id)
    assert predecessor.starts_on > predecessor.ends_on
    assert not Appointment.select().where(Appointment.id == seat.id, Appointment.holds_on(predecessor.ends_on)).exists()


def test_the_successor_serves_the_rest_of_the_term(cast, seat, now):
    last_day = local_day(now) + datetime.timedelta(days=400)
    Appointment.update(ends_on=last_day).where(Appointment.id == seat.id).execute()
    assert hand_over(seat.id, cast.wang.person, by=None, now=now).successor.ends_on == last_day


def test_the_note_lists_what_is_open_at_the_seat(cast, seat, now):
    visitor = cast.visitor()
    bind_phone("19900009999", "新来的", is_proven=False, organisation=cast.dongkeng, by=visitor, now=now)
    for status in (WishStatus.PENDING, WishStatus.HELD, WishStatus.IN_PROGRESS, WishStatus.FULFILLED):
        cast.wish(status=status, title=status.value)
    cast.wish(status=WishStatus.PENDING, organisation=cast.xixi, title="别村的")
    term = {"starts_on": local_day(now), "ends_on": local_day(now)}
    delegate([Function.VERIFY_WISHES], cast.chen.person, **term, by=cast.li, now=now)
    note = hand_over(seat.id, cast.wang.person, by=None, now=now)
    assert [(part.title, [item.text for item in part.items]) for part in note.parts] == [
        ("待审核的认证和更正申请", ["新来的（*******9999）申请身份认证"]),
        ("待核实的心愿", ["东坑村「pending」", "东坑村「held」"]),
        ("办理中的心愿", ["东坑村「in_progress」"]),
        ("随任期结束的交办", ["陈村民：核实心愿"]),
    ]


def test_a_township_officer_hands_over_only_what_no_branch_answers_for(cast, seat, now):
    officer = cast.appoint(cast.zhao, Role.TOWNSHIP_OFFICER, cast.township)
    Appointment.update(ends_on=local_day(now) - datetime.timedelta(days=1)).where(Appointment.id == seat.id).execute()
    cast.wish(status=WishStatus.PENDING)  # 东坑村's seat is vacant, so this falls to the township
    cast.wish(status=WishStatus.PENDING, organisation=cast.xixi)
    note = hand_over(officer.id, cast.wang.person, by=None, now=now)
    assert [item.text for part in note.parts for item in part.items] == ["东坑村「一床厚棉被」"]


def test_the_successor_is_told(cast, seat, now):
    hand_over(seat.id, cast.wang.person, by=None, now=now)
    assert Delivery.get(person=cast.wang.person).notice.body == "您从今天起担任东坑村书记，交接单上有 0 件待办。"


def test_the_same_hand_over_again_answers_the_same_note(cast, seat, now):
    last_day = local_day(now) + datetime.timedelta(days=400)
    Appointment.update(ends_on=last_day).where(Appointment.id == seat.id).execute()
    first, again = (hand_over(seat.id, cast.wang.person, by=None, now=now) for _ in range(2))
    assert first == again
    assert Delivery.select().where(Delivery.person == cast.wang.person).count() == 1


def test_a_seat_is_not_handed_over_to_two(cast, seat, now):
    hand_over(seat.id, cast.wang.person, by=None, now=now)
    with pytest.raises(WrongState) as refused:
        hand_over(seat.id, cast.zhao.person, by=None, now=now)
    assert refused.value.code == "seat_taken"


def test_a_seat_that_ran_out_can_still_be_handed_over(cast, seat, now):
    ended = local_day(now) - datetime.timedelta(days=9)
    Appointment.update(starts_on=ended, ends_on=ended).where(Appointment.id == seat.id).execute()
    assert hand_over(seat.id, cast.wang.person, by=None, now=now).predecessor.ends_on == ended


def test_a_secretary_does_not_choose_the_successor(cast, seat, now):
    with pytest.raises(NotAllowed):
        hand_over(seat.id, cast.wang.person, by=cast.li, now=now)


def test_a_delegation_is_not_handed_over(cast, now):
    term = {"starts_on": local_day(now), "ends_on": local_day(now)}
    assistant = delegate([Function.VERIFY_WISHES], cast.wang.person, **term, by=cast.li, now=now)
    with pytest.raises(Invalid):
        hand_over(assistant.id, cast.chen.person, by=None, now=now)

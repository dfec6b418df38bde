"""Who is told, and what lies in the inbox."""

import datetime

import pytest

from models.appointments import Appointment, Role
from models.notices import Delivery, DeliveryStatus, Notice, Purpose
from services import messages
from services.messages import Message

HELLO = Message(Purpose.NOTICE, "你好", "一句话", page="pages/me/me", fields={"thing1": "棉被"})


@pytest.fixture
def officer(cast):
    officer = cast.member("周镇长", cast.township)
    cast.appoint(officer, Role.TOWNSHIP_OFFICER, cast.township)
    return officer


def vacate(cast, secretary):
    Appointment.update(ends_on=datetime.date(2026, 11, 22)).where(Appointment.person == secretary.person.id).execute()


def test_each_person_gets_it_once_and_nobody_is_nobody(cast, now):
    people = [cast.wang.person.id, None, cast.wang.person.id, cast.li.person.id]
    messages.queue(HELLO, people, now=now)

    assert [row.person_id for row in Delivery.select().order_by(Delivery.person)] == sorted({*people} - {None})
    assert Notice.select().count() == 1


def test_it_waits_for_the_worker_from_now_on(cast, now):
    messages.queue(HELLO, [cast.wang.person.id], now=now)

    delivery = Delivery.get()
    assert (delivery.status, delivery.due_at, delivery.read_at) == (DeliveryStatus.PENDING, now, None)


def test_for_nobody_nothing_is_written(cast, now):
    messages.queue(HELLO, [None], now=now)

    assert Notice.select().count() == 0


def test_a_village_s_own_secretary_answers_for_it(cast, now, officer):
    assert messages.secretaries_of(cast.dongkeng, now=now) == [cast.li.person.id]


def test_all_of_several_secretaries_answer(cast, now):
    second = cast.secretary("何书记", cast.dongkeng)

    assert set(messages.secretaries_of(cast.dongkeng, now=now)) == {cast.li.person.id, second.person.id}


def test_a_vacant_seat_falls_to_the_township(cast, now, officer):
    vacate(cast, cast.li)

    assert messages.secretaries_of(cast.dongkeng, now=now) == [officer.person.id]


def test_before_its_last_day_is_over_the_seat_is_not_vacant(cast, officer, now):
    vacate(cast, cast.li)

    assert messages.secretaries_of(cast.dongkeng, now=now - datetime.timedelta(days=1)) == []
    cast.appoint(cast.li, Role.SECRETARY, cast.dongkeng, starts_on=datetime.date(2026, 11, 1))
    assert messages.secretaries_of(cast.dongkeng, now=now) == [cast.li.person.id]


def test_an_assistant_or_grid_worker_is_no_secretary(cast, now, officer):
    vacate(cast, cast.li)
    cast.appoint(cast.wang, Role.GRID_WORKER, cast.dongkeng)

    assert messages.secretaries_of(cast.dongkeng, now=now) == [officer.person.id]


def test_where_nobody_sits_nobody_is_told(cast, now):
    vacate(cast, cast.li)

    assert messages.secretaries_of(cast.dongkeng, now=now) == []

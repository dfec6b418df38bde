"""Two officers act on one seat, or confirm one import, at the same moment, on each engine."""

import pytest

from models.appointments import Appointment, Role
from models.people import Person
from services import roster
from services.appointments import appoint
from services.errors import WrongState
from services.handovers import hand_over
from services.local_time import local_day
from services.roster_sheet import SheetRow
from tests.races import at_once


@pytest.fixture
def database_url(engine_url):
    return engine_url


def holders(cast, now):
    seats = Appointment.select().where(
        Appointment.role == Role.SECRETARY,
        Appointment.organisation == cast.dongkeng,
        Appointment.holds_on(local_day(now)),
    )
    return [seat.person_id for seat in seats]


def test_a_seat_goes_to_one_successor_only(cast, now):
    seat = Appointment.get(person=cast.li.person)
    successors = [cast.wang.person, cast.zhao.person]
    answers = at_once([lambda to=to: hand_over(seat.id, to, by=None, now=now) for to in successors])

    assert [type(answer) for answer in answers].count(WrongState) == 1
    assert len(holders(cast, now)) == 1


def test_the_same_appointment_at_once_is_one_seat(cast, now):
    def act():
        return appoint(cast.wang.person, Role.SECRETARY, cast.xixi, starts_on=local_day(now), by=None, now=now)

    answers = at_once([act] * 3)
    assert len({answer.id for answer in answers}) == 1


def test_one_plan_confirmed_twice_adds_people_once(cast, now):
    rows = [SheetRow(number, f"人{number}", "正式党员", "东坑村") for number in range(2, 12)]
    plan = roster.plan_import(rows, cast.township, by=None, now=now)
    answers = at_once([lambda: roster.carry_out(plan, by=None, now=now)] * 2)

    assert sorted(len(answer.adds) for answer in answers) == [0, 10]
    assert Person.select().where(Person.name.startswith("人")).count() == 10

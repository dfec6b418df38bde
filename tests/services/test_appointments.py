"""Filling and ending seats (features I7)."""

import datetime

import pytest

from models.alliances import Alliance, AllianceLevel, AllianceType
from models.appointments import Appointment, Function, Role
from models.audit import AuditEntry
from models.organisations import Area
from models.sessions import Session
from services import sessions
from services.appointments import appoint, end_appointment
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.local_time import local_day

TOMORROW = datetime.timedelta(days=1)


@pytest.fixture
def today(now):
    return local_day(now)


@pytest.fixture
def officer(cast):
    """周干事 of the township office."""
    zhou = cast.member("周干事", cast.dongkeng)
    cast.appoint(zhou, Role.TOWNSHIP_OFFICER, cast.township)
    return cast.actor(zhou.person)


def test_a_township_officer_appoints_a_secretary_in_the_township(cast, officer, today, now):
    appoint(cast.wang.person, Role.SECRETARY, cast.dongkeng, starts_on=today, by=officer, now=now)
    assert cast.actor(cast.wang.person).may(Function.VERIFY_WISHES, cast.dongkeng)


def test_an_officer_has_no_say_outside_the_township(cast, officer, today, now):
    with pytest.raises(NotAllowed):
        appoint(cast.wang.person, Role.COUNTY_OFFICER, cast.county, starts_on=today, by=officer, now=now)


def test_the_county_officer_appoints_township_officers(cast, today, now):
    appoint(cast.wang.person, Role.COUNTY_OFFICER, cast.county, starts_on=today, by=None, now=now)
    county = cast.actor(cast.wang.person)
    seat = appoint(cast.sun.person, Role.TOWNSHIP_OFFICER, cast.township, starts_on=today, by=county, now=now)
    assert seat.organisation == cast.township


def test_a_secretary_appoints_only_grid_workers_of_their_own(cast, today, now):
    grid = appoint(cast.wang.person, Role.GRID_WORKER, cast.dongkeng, starts_on=today, by=cast.li, now=now)
    assert grid.role is Role.GRID_WORKER
    for role, place in ((Role.SECRETARY, cast.dongkeng), (Role.GRID_WORKER, cast.xixi)):
        with pytest.raises(NotAllowed):
            appoint(cast.wang.person, role, place, starts_on=today, by=cast.li, now=now)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.ALLIANCE_LEAD, Role.COUNTY_OFFICER, Role.ASSISTANT])
def test_a_role_that_the_place_does_not_have_is_refused(cast, role, today, now):
    with pytest.raises(Invalid):
        appoint(cast.wang.person, role, cast.township, starts_on=today, by=None, now=now)


def test_leads_sit_at_alliances_and_areas(cast, today, now):
    colour = AllianceType.create(key="red", name="红色引领", colour="#A61C2B")
    alliance = Alliance.create(
        name="红", level=AllianceLevel.TOWNSHIP, type=colour, township=cast.township, formed_on=today
    )
    area = Area.create(township=cast.township, name="东片")
    lead = appoint(cast.wang.person, Role.ALLIANCE_LEAD, alliance, starts_on=today, by=None, now=now)
    assert (lead.alliance_id, lead.organisation_id) == (alliance.id, None)
    assert appoint(cast.li.person, Role.AREA_LEAD, area, starts_on=today, by=None, now=now).area == area


def test_a_visitor_gets_no_seat(cast, today, now):
    with pytest.raises(Invalid) as refused:
        appoint(cast.visitor().person, Role.SECRETARY, cast.dongkeng, starts_on=today, by=None, now=now)
    assert refused.value.code == "person_not_known"


def test_the_same_appointment_again_is_the_same_seat(cast, today, now):
    first, again = (
        appoint(cast.wang.person, Role.SECRETARY, cast.dongkeng, starts_on=today, by=None, now=now) for _ in range(2)
    )
    assert first == again


def test_another_term_in_the_same_seat_is_a_conflict(cast, today, now):
    appoint(cast.wang.person, Role.SECRETARY, cast.dongkeng, starts_on=today, by=None, now=now)
    with pytest.raises(Conflict):
        appoint(cast.wang.person, Role.SECRETARY, cast.dongkeng, starts_on=today, ends_on=today, by=None, now=now)


def test_access_begins_and_ends_with_the_term(cast, today, now):
    day = datetime.timedelta(days=1)
    term = {"starts_on": today + day, "ends_on": today + 2 * day}
    appoint(cast.wang.person, Role.SECRETARY, cast.dongkeng, **term, by=None, now=now)
    held = [bool(cast.actor(cast.wang.person, now + days * day).seats) for days in range(4)]
    assert held == [False, True, True, False]


def test_a_seat_ended_today_is_gone_today_with_its_log_ins(cast, now):
    token, _ = sessions.open_session(cast.li.person, identity_id=None, days=30, now=now)
    seat = Appointment.get(person=cast.li.person)
    end_appointment(seat.id, by=None, now=now)
    assert not cast.actor(cast.li.person).seats
    assert Session.get(token_hash=sessions.hash_token(token)).revoked_at == now


def test_a_seat_may_end_on_a_day_to_come(cast, today, now):
    seat = Appointment.get(person=cast.li.person)
    assert end_appointment(seat.id, last_day=today, by=None, now=now).ends_on == today
    assert cast.actor(cast.li.person).seats
    assert not cast.actor(cast.li.person, now + TOMORROW).seats


def test_ending_twice_is_once(cast, now):
    seat = Appointment.get(person=cast.li.person)
    first, again = (end_appointment(seat.id, by=None, now=now) for _ in range(2))
    assert first.ends_on == again.ends_on
    assert AuditEntry.select().where(AuditEntry.action == "end_appointment").count() == 1


def test_a_secretary_elsewhere_does_not_even_learn_of_the_seat(cast, now):
    seat = Appointment.get(person=cast.li.person)
    with pytest.raises(NotFound):
        end_appointment(seat.id, by=cast.sun, now=now)
    with pytest.raises(NotAllowed):
        end_appointment(seat.id, by=cast.li, now=now)

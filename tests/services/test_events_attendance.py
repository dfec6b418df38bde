"""The roll, and the hours it writes."""

import datetime

import peewee
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.events import AttendanceMode, Event
from models.hours import HoursEntry
from models.sign_ups import Attendance, SignUp
from services import hours, policies
from services.errors import Conflict, Invalid, NotAllowed, WrongState
from services.event_attendance import Mark, record_attendance
from services.event_changes import cancel_event
from services.sign_ups import Closed, cancel_sign_up, sign_up
from tests.event_cast import HOUR, make_event

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def event(cast, now):
    """Two hours, with 陈村民 signed up."""
    event = make_event(cast)
    sign_up(event.id, by=cast.chen, now=now)
    return event


def enter(event, cast, now=None, **columns):
    one = Mark(cast.chen.person.id, **columns)
    return record_attendance(event.id, [one], by=cast.li, now=now or event.ends_at)[0]


def ledger():
    return [(entry.kind.value, entry.minutes) for entry in HoursEntry.select().order_by(HoursEntry.id)]


def test_attendance_writes_the_planned_hours_at_once(cast, event):
    enter(event, cast)
    assert ledger() == [("actual", 120)]
    assert hours.total_minutes(cast.chen.person) == 120


def test_the_same_roll_again_changes_nothing(cast, event):
    enter(event, cast)
    enter(event, cast)
    assert ledger() == [("actual", 120)]


def test_hours_are_those_served_rounded_down_and_never_more_than_planned(cast, event):
    came_at, left_at = event.starts_at - 10 * MINUTE, event.ends_at - 20 * MINUTE
    enter(event, cast, checked_in_at=came_at, checked_out_at=left_at)
    assert ledger() == [("actual", 90)]
    enter(event, cast, now=event.ends_at + HOUR, checked_in_at=came_at, checked_out_at=event.ends_at + 30 * MINUTE)
    assert hours.total_minutes(cast.chen.person) == 120


def test_the_rounding_is_a_policy(cast, event, now):
    policies.decide("hours.rounding_minutes", 1, cast.dongkeng, by=cast.li, now=now)
    enter(event, cast, checked_out_at=event.starts_at + 47 * MINUTE)
    assert ledger() == [("actual", 47)]


def test_a_correction_reverses_and_enters_anew(cast, event):
    enter(event, cast)
    enter(event, cast, checked_out_at=event.starts_at + HOUR)
    enter(event, cast, attendance=Attendance.ABSENT)
    assert ledger() == [("actual", 120), ("reversal", -120), ("actual", 60), ("reversal", -60)]
    assert hours.total_minutes(cast.chen.person) == 0


def test_a_missing_check_out_counts_the_planned_end_and_is_flagged(cast, event):
    Event.update(attendance_mode=AttendanceMode.SCAN_IN_OUT).where(Event.id == event.id).execute()
    assert enter(event, cast).is_end_assumed
    assert ledger() == [("actual", 120)]
    assert not enter(event, cast, checked_out_at=event.ends_at).is_end_assumed


def test_an_absent_person_has_no_hours(cast, event):
    assert enter(event, cast, attendance=Attendance.ABSENT).attendance == "absent"
    assert ledger() == []


def test_only_those_with_a_place_are_on_the_roll(cast, event):
    with pytest.raises(Invalid) as refusal:
        record_attendance(event.id, [Mark(cast.wang.person.id)], by=cast.li, now=event.ends_at)
    assert refusal.value.code == "not_signed_up"
    assert ledger() == []


@pytest.mark.parametrize(("hours_after_start", "code"), [(-3, "not_open"), (24 * 8, "attendance_closed")])
def test_a_roll_is_entered_in_its_time(cast, event, hours_after_start, code):
    with pytest.raises(Conflict) as refusal:
        enter(event, cast, now=event.starts_at + hours_after_start * HOUR)
    assert refusal.value.code == code


def test_a_time_that_has_not_come_is_refused(cast, event):
    with pytest.raises(Invalid):
        enter(event, cast, now=event.starts_at, checked_out_at=event.ends_at)


def test_whoever_has_come_neither_cancels_nor_is_called_off(cast, event):
    early = event.starts_at - HOUR
    enter(event, cast, now=early)
    with pytest.raises(Closed):
        cancel_sign_up(event.id, by=cast.chen, now=early)
    with pytest.raises(WrongState):
        cancel_event(event.id, by=cast.li, now=early)


def test_only_the_seat_enters_the_roll(cast, event):
    with pytest.raises(NotAllowed):
        record_attendance(event.id, [Mark(cast.chen.person.id)], by=cast.sun, now=event.ends_at)


def test_the_database_refuses_a_second_first_entry(cast, event, now):
    enter(event, cast)
    first = HoursEntry.get()
    columns = {"event": first.event_id, "person": first.person_id, "number": 1, "kind": "actual", "minutes": 30}
    with pytest.raises(peewee.IntegrityError):
        HoursEntry.insert(**columns, recorded_at=now).execute()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(marks=st.lists(st.one_of(st.none(), st.integers(0, 150)), max_size=6))
def test_the_total_is_always_the_sum_and_the_last_word(cast, event, marks):
    after = event.ends_at + HOUR
    for minutes in marks:
        left_at = None if minutes is None else event.starts_at + minutes * MINUTE
        kind = Attendance.ABSENT if minutes is None else Attendance.ATTENDED
        enter(event, cast, now=after, attendance=kind, checked_out_at=left_at)
        expected = 0 if minutes is None else min(minutes, 120) // 30 * 30
        assert hours.total_minutes(cast.chen.person) == expected
        assert sum(entry.minutes for entry in HoursEntry.select()) == expected
    numbers = [entry.number for entry in HoursEntry.select().order_by(HoursEntry.number)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_my_ledger_lists_the_newest_first(cast, event):
    enter(event, cast)
    enter(event, cast, checked_out_at=event.starts_at + HOUR)
    newest, *older = hours.list_hours(to=cast.chen)
    assert (newest.minutes, newest.event.title) == (60, "河道清洁")
    assert hours.list_hours(to=cast.chen, before_id=newest.id) == older
    assert hours.list_hours(to=cast.wang) == []


def test_attendance_is_shown_on_the_sign_up(cast, event):
    enter(event, cast)
    mine = SignUp.get(SignUp.person == cast.chen.person.id)
    assert (mine.attendance, mine.checked_in_at, mine.checked_out_at) == ("attended", event.starts_at, None)

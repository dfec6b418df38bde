"""Scanning at events: coming, leaving, and the hours that follow."""

import datetime

import pytest

from models.audit import AuditEntry
from models.events import AttendanceMode, Event
from models.hours import HoursEntry
from models.sign_ups import Attendance, SignUp
from services import event_roll, hours, policies
from services.check_in_codes import CodeExpired, CodeInvalid
from services.check_ins import EntryStruck, NotExpected, NotOpen
from services.errors import NotAllowed, NotFound, WrongState
from services.event_attendance import Mark, record_attendance
from services.event_changes import cancel_event, change_event
from services.event_check_ins import NotCheckedIn, check_in, check_out, get_check_in_code, my_presence
from services.event_hours import settle_scanned_events
from services.sign_ups import cancel_sign_up, sign_up
from tests.event_cast import HOUR, make_event

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def event(cast, now):
    """Two hours in which coming and leaving are scanned, with 陈村民 signed up."""
    event = make_event(cast, attendance_mode=AttendanceMode.SCAN_IN_OUT)
    sign_up(event.id, by=cast.chen, now=now)
    return event


@pytest.fixture
def scan(cast, event):
    """`scan(check_in, at)`: 陈村民, unless told otherwise, scans what 李书记 shows at that instant."""

    def scan(act, at, by=None):
        code = get_check_in_code(event.id, by=cast.li, now=at).code
        return act(event.id, code, by=by or cast.chen, now=at)

    return scan


def ledger():
    return [(entry.kind.value, entry.minutes) for entry in HoursEntry.select().order_by(HoursEntry.id)]


def scanned_only(event):
    Event.update(attendance_mode=AttendanceMode.SCAN).where(Event.id == event.id).execute()


def mine():
    return SignUp.get()


def test_the_first_scan_enters_and_the_second_is_no_error(event, scan):
    assert scan(check_in, event.starts_at) is True
    assert scan(check_in, event.starts_at + 5 * MINUTE) is False
    assert (mine().attendance, mine().checked_in_at) == (Attendance.ATTENDED, event.starts_at)
    assert AuditEntry.select().where(AuditEntry.action == "check_in").count() == 1


def test_coming_writes_no_hours_and_leaving_writes_those_served(cast, event, scan):
    scan(check_in, event.starts_at + 10 * MINUTE)
    assert ledger() == []
    assert scan(check_out, event.starts_at + 85 * MINUTE) is True
    assert ledger() == [("actual", 60)]  # 75 minutes, in full half hours
    assert scan(check_out, event.starts_at + 95 * MINUTE) is False
    assert hours.total_minutes(cast.chen.person) == 60


def test_hours_are_never_more_than_planned(event, scan):
    scan(check_in, event.starts_at - HOUR)
    scan(check_out, event.ends_at + HOUR)
    assert ledger() == [("actual", 120)]


def test_the_rounding_is_a_policy(cast, event, scan, now):
    policies.decide("hours.rounding_minutes", 1, cast.dongkeng, by=cast.li, now=now)
    scan(check_in, event.starts_at)
    scan(check_out, event.starts_at + 47 * MINUTE)
    assert ledger() == [("actual", 47)]


def test_who_forgets_to_leave_has_the_planned_end_and_is_flagged(event, scan):
    scan(check_in, event.starts_at + 30 * MINUTE)
    assert settle_scanned_events(now=event.ends_at + 59 * MINUTE) == 0  # may still scan
    assert settle_scanned_events(now=event.ends_at + HOUR) == 1
    assert (mine().is_end_assumed, mine().checked_out_at) == (True, None)
    assert ledger() == [("actual", 90)]
    assert settle_scanned_events(now=event.ends_at + 2 * HOUR) == 0


def test_who_left_is_neither_flagged_nor_counted_again(event, scan):
    scan(check_in, event.starts_at)
    scan(check_out, event.starts_at + HOUR)
    settle_scanned_events(now=event.ends_at + HOUR)
    assert not mine().is_end_assumed
    assert ledger() == [("actual", 60)]


def test_where_only_coming_is_noted_hours_are_written_at_the_end_without_a_flag(event, scan):
    scanned_only(event)
    scan(check_in, event.starts_at)
    with pytest.raises(NotOpen):
        scan(check_out, event.ends_at)
    assert settle_scanned_events(now=event.ends_at) == 1
    assert not mine().is_end_assumed
    assert ledger() == [("actual", 120)]


@pytest.mark.parametrize("mode", AttendanceMode)
def test_whoever_scanned_has_hours_whatever_the_mode_becomes(cast, event, scan, mode):
    scan(check_in, event.starts_at)
    half_way = event.starts_at + HOUR
    change_event(event.id, {"attendance_mode": mode}, is_held=False, by=cast.li, now=half_way)
    seen = event_roll.Mark(cast.chen.person.id, Attendance.ATTENDED, half_way, "n-1")
    event_roll.call_roll(event.id, [seen], by=cast.li, now=half_way)
    settle_scanned_events(now=event.ends_at + HOUR)
    assert ledger() == [("actual", 120)]


def test_a_later_rounding_does_not_touch_hours_that_are_written(cast, event, scan):
    enter = [Mark(cast.chen.person.id, checked_in_at=event.starts_at + 15 * MINUTE)]
    record_attendance(event.id, enter, by=cast.li, now=event.ends_at)
    policies.decide("hours.rounding_minutes", 1, cast.dongkeng, by=cast.li, now=event.ends_at)
    settle_scanned_events(now=event.ends_at + HOUR)
    assert ledger() == [("actual", 90)]


def test_roll_call_suffices_and_keeps_what_was_scanned(cast, event, scan):
    scan(check_in, event.starts_at + 30 * MINUTE)
    record_attendance(event.id, [Mark(cast.chen.person.id)], by=cast.li, now=event.ends_at)
    assert mine().checked_in_at == event.starts_at + 30 * MINUTE
    settle_scanned_events(now=event.ends_at + HOUR)
    assert ledger() == [("actual", 90)]


def test_the_roll_s_word_stands_against_a_scan(cast, event, scan):
    scan(check_in, event.starts_at)
    absent = [Mark(cast.chen.person.id, Attendance.ABSENT)]
    record_attendance(event.id, absent, by=cast.li, now=event.starts_at + MINUTE)
    with pytest.raises(EntryStruck):
        scan(check_in, event.starts_at + 2 * MINUTE)
    settle_scanned_events(now=event.ends_at + HOUR)
    assert (mine().attendance, ledger()) == (Attendance.ABSENT, [])


def test_nobody_leaves_who_has_not_come(event, scan):
    with pytest.raises(NotCheckedIn):
        scan(check_out, event.ends_at)


@pytest.mark.parametrize("minutes", [-121, 121])
def test_coming_is_scanned_around_the_event(event, scan, minutes):
    with pytest.raises(NotOpen):
        scan(check_in, event.starts_at + minutes * MINUTE)


def test_leaving_is_scanned_until_an_hour_after(event, scan):
    scan(check_in, event.starts_at)
    with pytest.raises(NotOpen):
        scan(check_out, event.ends_at + 61 * MINUTE)


def test_a_code_is_for_one_event_and_one_minute(cast, event):
    other = make_event(cast, attendance_mode=AttendanceMode.SCAN)
    at = event.starts_at
    foreign = get_check_in_code(other.id, by=cast.li, now=at).code
    old = get_check_in_code(event.id, by=cast.li, now=at - 61 * datetime.timedelta(seconds=1)).code
    for code, refusal in ((foreign, CodeInvalid), ("abc", CodeInvalid), (old, CodeExpired)):
        with pytest.raises(refusal):
            check_in(event.id, code, by=cast.chen, now=at)
    assert mine().checked_in_at is None


def test_only_those_with_a_place_check_in(cast, event, scan, now):
    sign_up(event.id, by=cast.wang, now=now)
    sign_up(event.id, by=cast.zhao, now=now)  # waits
    for person in (cast.zhao, cast.sun):
        with pytest.raises(NotExpected):
            scan(check_in, event.starts_at, by=person)
    cancel_sign_up(event.id, by=cast.chen, now=now)
    with pytest.raises(NotExpected):
        scan(check_in, event.starts_at)


def test_who_may_not_see_an_event_cannot_check_in(cast, now):
    hidden = make_event(cast, is_restricted=True, audience="organisation", attendance_mode=AttendanceMode.SCAN)
    with pytest.raises(NotFound):
        check_in(hidden.id, "abc", by=cast.zhao, now=hidden.starts_at)


def test_the_code_is_the_organiser_s_and_only_where_one_scans(cast, event, now):
    with pytest.raises(NotAllowed):
        get_check_in_code(event.id, by=cast.chen, now=now)
    with pytest.raises(NotOpen):
        get_check_in_code(make_event(cast).id, by=cast.li, now=now)
    cancel_event(event.id, by=cast.li, now=now)
    with pytest.raises(WrongState):
        get_check_in_code(event.id, by=cast.li, now=now)


def test_whoever_has_come_is_not_called_off(cast, event, scan):
    scan(check_in, event.starts_at - HOUR)
    with pytest.raises(WrongState):
        cancel_event(event.id, by=cast.li, now=event.starts_at - HOUR)
    assert my_presence(event.id, to=cast.chen)

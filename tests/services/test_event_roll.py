"""An event's roll from a phone that had no signal: nothing counts twice, and no arrival is taken away unseen."""

import datetime

import pytest

from models.audit import AuditEntry
from models.hours import HoursEntry
from models.sign_ups import Attendance, EventRollMark, SignUp
from services import event_attendance
from services.errors import Conflict, Invalid, NotAllowed
from services.event_roll import Mark, call_roll
from services.sign_ups import cancel_sign_up, sign_up
from tests.event_cast import HOUR, make_event

MINUTE = datetime.timedelta(minutes=1)
CAME, AWAY = Attendance.ATTENDED, Attendance.ABSENT


@pytest.fixture
def event(cast, now):
    """Two hours, with 陈村民 signed up."""
    event = make_event(cast)
    sign_up(event.id, by=cast.chen, now=now)
    return event


def seen(event, cast, word=CAME, *, after=10 * MINUTE, nonce="n-1"):
    return Mark(cast.chen.person.id, word, event.starts_at + after, nonce)


def call(event, cast, *marks, now=None, by=None):
    return [one.result for one in call_roll(event.id, marks, by=by or cast.li, now=now or event.ends_at + HOUR)]


def line(cast):
    return SignUp.get(SignUp.person == cast.chen.person.id)


def test_a_mark_handed_in_later_counts_from_when_it_was_made(cast, event):
    assert call(event, cast, seen(event, cast, after=30 * MINUTE)) == ["stored"]
    assert line(cast).checked_in_at == event.starts_at + 30 * MINUTE
    assert [entry.minutes for entry in HoursEntry.select()] == [90]


def test_the_same_nonce_again_changes_nothing_even_after_a_correction(cast, event):
    mark = seen(event, cast)
    call(event, cast, mark)
    absent = event_attendance.Mark(cast.chen.person.id, AWAY)
    event_attendance.record_attendance(event.id, [absent], reason="点错了", by=cast.li, now=event.ends_at + HOUR)
    before = (HoursEntry.select().count(), AuditEntry.select().count())
    assert call(event, cast, mark) == ["repeated"]
    assert line(cast).attendance is AWAY
    assert (HoursEntry.select().count(), AuditEntry.select().count()) == before


def test_an_arrival_is_never_taken_away_by_a_mark(cast, event):
    call(event, cast, seen(event, cast))
    assert call(event, cast, seen(event, cast, AWAY, after=HOUR, nonce="n-2")) == ["conflict"]
    assert line(cast).attendance is CAME


@pytest.mark.parametrize(("after", "result"), [(5 * MINUTE, "conflict"), (20 * MINUTE, "stored")])
def test_whoever_was_absent_has_come_when_a_later_word_says_so(cast, event, after, result):
    call(event, cast, seen(event, cast, AWAY))
    assert call(event, cast, seen(event, cast, after=after, nonce="n-2")) == [result]


def test_two_marks_of_one_person_in_one_batch_are_taken_in_their_order(cast, event):
    marks = [seen(event, cast, AWAY, nonce="n-1"), seen(event, cast, after=20 * MINUTE, nonce="n-2")]
    assert call(event, cast, *marks) == ["stored", "stored"]
    assert (line(cast).attendance, EventRollMark.select().count()) == (CAME, 2)


def test_a_phone_whose_clock_runs_ahead_is_believed_up_to_now(cast, event):
    call(event, cast, seen(event, cast, after=100 * HOUR), now=event.starts_at + HOUR)
    assert line(cast).checked_in_at == event.starts_at + HOUR


def test_who_has_cancelled_meanwhile_is_named_and_nothing_is_stored(cast, event, now):
    sign_up(event.id, by=cast.wang, now=now)
    cancel_sign_up(event.id, by=cast.chen, now=now)
    other = Mark(cast.wang.person.id, CAME, event.starts_at, "n-2")
    with pytest.raises(Invalid) as refusal:
        call(event, cast, other, seen(event, cast))
    assert refusal.value.fields == {"marks.1.person_id": "没有报上名"}
    assert EventRollMark.select().count() == 0


def test_a_roll_is_handed_in_in_its_time_by_the_seat(cast, event):
    with pytest.raises(Conflict) as refusal:
        call(event, cast, seen(event, cast), now=event.ends_at + 24 * 8 * HOUR)
    assert refusal.value.code == "attendance_closed"
    with pytest.raises(NotAllowed):
        call(event, cast, seen(event, cast), by=cast.sun)

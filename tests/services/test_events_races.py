"""Rushes on an event, from many threads, on every engine."""

from __future__ import annotations

import json
import threading
from functools import partial

import peewee
import pytest

from models.audit import AuditEntry
from models.database import database
from models.events import AttendanceMode, Event, EventStatus, Post
from models.hours import HoursEntry
from models.notices import Delivery, Notice
from models.people import Person
from models.sign_ups import Attendance, EventRollMark, SignUp, SignUpStatus
from models.unit_of_work import is_sqlite
from services import event_roll, hours, places
from services.companions import Companion, Party
from services.errors import Refusal
from services.event_attendance import Mark, record_attendance
from services.event_changes import PostChange, cancel_event, change_event
from services.event_check_ins import check_in, check_out, get_check_in_code
from services.event_hours import settle_scanned_events
from services.event_upkeep import remind_of_events
from services.sign_ups import Closed, Overlaps, cancel_sign_up, sign_up
from services.walk_ins import walk_in
from tests.cast import Cast
from tests.event_cast import DAY, HOUR, check_counters, confirmed_at, crowd, make_event, queue_of
from tests.races import at_once, from_threads

pytestmark = pytest.mark.engine


@pytest.fixture
def cast(each_engine, now):
    return Cast(now)


def test_a_hundred_at_once_on_twenty_places(cast, now):
    event = make_event(cast, 20)
    people = crowd(cast, 100)
    results = from_threads(100, lambda number: sign_up(event.id, by=people[number], now=now)[0].status)
    assert (results.count("confirmed"), results.count("waiting")) == (20, 80)
    tickets = [row.ticket for row in SignUp.select().where(SignUp.event == event.id).order_by(SignUp.ticket)]
    assert tickets == list(range(1, 101))
    check_counters(event)


def test_a_rush_with_cancellations_in_between_loses_nobody(cast, now):
    event = make_event(cast, 10)
    people = crowd(cast, 60)

    def come_and_perhaps_go(number: int) -> None:
        sign_up(event.id, by=people[number], now=now)
        if number % 3 == 0:
            cancel_sign_up(event.id, by=people[number], now=now)
        if number % 6 == 0:
            sign_up(event.id, by=people[number], now=now)

    from_threads(60, come_and_perhaps_go)
    check_counters(event)
    staying = {people[number].person.id for number in range(60) if number % 3 or number % 6 == 0}
    assert confirmed_at(event) | set(queue_of(event)) == staying
    assert len(confirmed_at(event)) == 10
    _nobody_was_overtaken(event)
    _everyone_promoted_was_told(event)


def _nobody_was_overtaken(event) -> None:
    """Whoever has a place drew an earlier ticket than everyone who still waits."""
    rows = SignUp.select().where(SignUp.event == event.id, SignUp.is_held == 1)
    tickets = {status: [row.ticket for row in rows if row.status == status] for status in SignUpStatus}
    assert max(tickets[SignUpStatus.CONFIRMED]) < min(tickets[SignUpStatus.WAITING])


def _everyone_promoted_was_told(event) -> None:
    """As many promotion messages per person as the audit trail has promotions."""
    entries = AuditEntry.select().where(AuditEntry.action == "cancel_sign_up", AuditEntry.subject_id == event.id)
    promoted = [person for entry in entries for person in json.loads(entry.after)["promoted"]]
    told = Delivery.select().join(Notice).where(Notice.page.endswith(f"id={event.id}"))
    assert sorted(row.person_id for row in told) == sorted(promoted)


def test_one_person_tapping_many_times_has_one_sign_up(cast, now):
    event = make_event(cast, 3)
    (person,) = crowd(cast, 1)
    results = from_threads(8, lambda _: sign_up(event.id, by=person, now=now), threads=8)
    assert [is_new for _, is_new in results].count(True) == 1
    assert len({row.id for row, _ in results}) == 1
    check_counters(event)


def test_one_place_cannot_be_cancelled_twice(cast, now):
    event = make_event(cast, 1)
    first, *others = crowd(cast, 5)
    for person in (first, *others):
        sign_up(event.id, by=person, now=now)
    from_threads(6, lambda _: cancel_sign_up(event.id, by=first, now=now), threads=6)
    assert confirmed_at(event) == {others[0].person.id}
    assert queue_of(event) == [person.person.id for person in others[1:]]
    check_counters(event)


def test_two_overlapping_events_at_the_same_moment_give_one_sign_up(cast, now):
    for _ in range(4):
        events = [make_event(cast), make_event(cast)]
        (person,) = crowd(cast, 1)

        def act(number: int, events=events, person=person) -> bool:
            try:
                return sign_up(events[number].id, by=person, now=now)[1]
            except Overlaps:
                return False

        assert sorted(from_threads(2, act, threads=2)) == [False, True]
        for event in events:
            check_counters(event)


@pytest.fixture
def sign_up_late(cast, now, monkeypatch):
    """`sign_up_late(event, changes, posts)`: 陈村民 and two companions have read the event, and before they take
    their places the event is changed. SQLite has one writer at a time: there the change is part of their own unit."""
    take = places.take

    def run(event, changes, posts=()):
        change = partial(change_event, event.id, changes, posts=list(posts), is_held=False, by=cast.li, now=now)

        def take_late(*args):
            if is_sqlite():
                change()
            else:
                at_once([change])
            return take(*args)

        monkeypatch.setattr(places, "take", take_late)
        return sign_up(event.id, party=Party((Companion("王小禾"), Companion("王小苗"))), by=cast.chen, now=now)[0]

    return run


def test_who_signs_up_while_the_event_is_moved_comes_to_the_new_time(cast, now, sign_up_late):
    event = make_event(cast, 4)
    assert sign_up_late(event, {"starts_at": event.starts_at + DAY}).kept_change == 1


@pytest.mark.parametrize(
    ("changes", "capacity", "code"), [({"min_age": 60}, 4, "not_eligible"), ({}, 2, "party_too_large")]
)
def test_whom_a_change_leaves_out_does_not_slip_in(cast, now, sign_up_late, changes, capacity, code):
    event = make_event(cast, 4)
    with pytest.raises(Refusal) as refusal:
        sign_up_late(event, changes, [PostChange(Post.get().id, capacity=capacity)])
    assert refusal.value.code == code
    assert not SignUp.select().exists()


def test_nobody_slips_into_an_event_that_is_called_off(cast, now):
    event = make_event(cast, 5)
    people = crowd(cast, 20)
    gone = threading.Event()

    def act(number: int) -> None:
        if number == 10:
            cancel_event(event.id, by=cast.li, now=now)
            gone.set()
            return
        try:
            sign_up(event.id, by=people[number], now=now)
        except Closed:
            assert gone.wait(10)

    from_threads(20, act)
    assert not SignUp.select().where(SignUp.event == event.id, SignUp.is_held == 1).exists()
    check_counters(event)


def test_two_workers_remind_each_person_once(cast, now):
    event = make_event(cast, 30, starts_at=now + 2 * DAY)
    people = crowd(cast, 30)
    for person in people:
        sign_up(event.id, by=person, now=now)
    from_threads(4, lambda _: remind_of_events(now=now + DAY), threads=4)
    reminded = Delivery.select().join(Notice).where(Notice.page.endswith(f"id={event.id}"))
    assert sorted(row.person_id for row in reminded) == sorted(person.person.id for person in people)


def test_two_secretaries_entering_the_roll_write_the_hours_once(cast, now):
    event = make_event(cast, 5)
    people = crowd(cast, 5)
    for person in people:
        sign_up(event.id, by=person, now=now)
    marks = [Mark(person.person.id) for person in people]
    from_threads(4, lambda _: record_attendance(event.id, marks, by=cast.li, now=event.ends_at), threads=4)
    assert HoursEntry.select().where(HoursEntry.event == event.id).count() == 5


def test_one_person_scanning_many_times_comes_and_leaves_once(cast, now):
    event = make_event(cast, 1, attendance_mode=AttendanceMode.SCAN_IN_OUT)
    (person,) = crowd(cast, 1)
    sign_up(event.id, by=person, now=now)
    for act, at in ((check_in, event.starts_at), (check_out, event.ends_at)):
        code = get_check_in_code(event.id, by=cast.li, now=at).code
        firsts = from_threads(8, lambda _, act=act, code=code, at=at: act(event.id, code, by=person, now=at), threads=8)
        assert firsts.count(True) == 1
    assert [entry.minutes for entry in HoursEntry.select().where(HoursEntry.event == event.id)] == [120]


def test_two_workers_write_the_hours_of_those_who_scanned_once(cast, now):
    event = make_event(cast, 10, attendance_mode=AttendanceMode.SCAN)
    people = crowd(cast, 10)
    code = get_check_in_code(event.id, by=cast.li, now=event.starts_at).code
    for person in people:
        sign_up(event.id, by=person, now=now)
        check_in(event.id, code, by=person, now=event.starts_at)
    settled = from_threads(4, lambda _: settle_scanned_events(now=event.ends_at), threads=4)
    assert sum(settled) == 1
    assert HoursEntry.select().where(HoursEntry.event == event.id).count() == 10


def test_who_is_marked_absent_while_the_hours_are_written_has_none(cast, now):
    for _ in range(3):
        event = make_event(cast, 8, attendance_mode=AttendanceMode.SCAN)
        code = get_check_in_code(event.id, by=cast.li, now=event.starts_at).code
        people = crowd(cast, 8)
        for person in people:
            sign_up(event.id, by=person, now=now)
            check_in(event.id, code, by=person, now=event.starts_at)
        absent = [Mark(person.person.id, Attendance.ABSENT) for person in people]
        enter = partial(record_attendance, event.id, absent, reason="没来", by=cast.li, now=event.ends_at)
        at_once([enter, partial(settle_scanned_events, now=event.ends_at)])
        assert {row.attendance for row in SignUp.select().where(SignUp.event == event.id)} == {Attendance.ABSENT}
        assert set(hours.minutes_of_each(event).values()) <= {0}


def test_a_check_out_beside_the_roll_counts_from_when_the_roll_says_they_came(cast, now):
    for _ in range(4):
        event = make_event(cast, 1, attendance_mode=AttendanceMode.SCAN_IN_OUT)
        (person,) = crowd(cast, 1)
        sign_up(event.id, by=person, now=now)
        code = get_check_in_code(event.id, by=cast.li, now=event.starts_at).code
        check_in(event.id, code, by=person, now=event.starts_at)
        left_at = event.starts_at + 1.5 * HOUR
        code = get_check_in_code(event.id, by=cast.li, now=left_at).code
        late = [Mark(person.person.id, checked_in_at=event.starts_at + HOUR)]
        enter = partial(record_attendance, event.id, late, reason="来晚了", by=cast.li, now=left_at)
        at_once([enter, partial(check_out, event.id, code, by=person, now=left_at)])
        assert hours.minutes_of_each(event) == {person.person.id: 30}


def test_nobody_checks_in_to_what_is_called_off(cast, now):
    for _ in range(4):
        event = make_event(cast, 1, attendance_mode=AttendanceMode.SCAN)
        (person,) = crowd(cast, 1)
        sign_up(event.id, by=person, now=now)
        early = event.starts_at - HOUR
        code = get_check_in_code(event.id, by=cast.li, now=early).code
        call_off = partial(cancel_event, event.id, by=cast.li, now=early)
        at_once([call_off, partial(check_in, event.id, code, by=person, now=early)])
        stands = SignUp.get(SignUp.event == event.id)
        is_cancelled = Event.get_by_id(event.id).status is EventStatus.CANCELLED
        assert (stands.status is SignUpStatus.CONFIRMED) is not is_cancelled
        assert (stands.attendance is None) is is_cancelled


@pytest.mark.parametrize("way", ["scan", "roll", "phone roll", "walk-in"])
def test_nobody_comes_to_an_event_that_is_moved(cast, now, way):
    for _ in range(3):
        event = make_event(cast, 2, attendance_mode=AttendanceMode.SCAN)
        (person,) = crowd(cast, 1)
        sign_up(event.id, by=person, now=now)
        early, later = event.starts_at - HOUR, {"starts_at": event.starts_at + 7 * DAY}
        code = get_check_in_code(event.id, by=cast.li, now=early).code
        who = person.person.id
        come = {
            "scan": partial(check_in, event.id, code, by=person, now=early),
            "roll": partial(record_attendance, event.id, [Mark(who)], by=cast.li, now=early),
            "phone roll": partial(
                event_roll.call_roll, event.id, [event_roll.Mark(who, Attendance.ATTENDED, early, "n")],
                by=cast.li, now=early,
            ),
            "walk-in": partial(walk_in, event.id, name="钱路人", phone="19900009999", by=cast.li, now=early),
        }[way]  # fmt: skip
        answers = at_once([partial(change_event, event.id, later, is_held=False, by=cast.li, now=early), come])
        refusals = [answer.code for answer in answers if isinstance(answer, Refusal)]
        assert refusals in (["somebody_has_come"], ["not_open"])
        is_moved = Event.get_by_id(event.id).starts_at != event.starts_at
        come_to = SignUp.select().where(SignUp.event == event.id, SignUp.attendance == Attendance.ATTENDED)
        assert come_to.exists() is not is_moved


def test_the_database_itself_refuses_a_place_too_many(cast, now):
    event = make_event(cast, 1)
    with pytest.raises(peewee.PeeweeException), database.atomic():
        Post.update(confirmed=2).where(Post.event == event.id).execute()


def test_a_newcomer_handed_in_by_many_hands_at_once_is_one_person_with_hours_once(cast, now):
    event = make_event(cast, 12, starts_at=now)
    hand_in = partial(walk_in, event.id, name="钱路人", phone="19900009999", marked_at=now, by=cast.li, now=now)
    at_once([hand_in] * 8)
    assert [row.is_walk_in for row in SignUp.select()] == [True]
    assert Person.select().where(Person.name == "钱路人").count() == HoursEntry.select().count() == 1
    check_counters(event)


def test_two_phones_and_scans_at_once_leave_everybody_there_with_hours_once(cast, now):
    event = make_event(cast, 12, attendance_mode=AttendanceMode.SCAN, starts_at=now)
    people = crowd(cast, 12)
    for person in people:
        sign_up(event.id, by=person, now=now - HOUR)
    code = get_check_in_code(event.id, by=cast.li, now=now).code
    marks = [event_roll.Mark(who.person.id, Attendance.ATTENDED, now, f"n-{who.person.id}") for who in people]
    rolls = [partial(event_roll.call_roll, event.id, these, by=cast.li, now=now) for these in (marks, marks[::-1]) * 3]
    at_once([*rolls, *(partial(check_in, event.id, code, by=who, now=now) for who in people)])
    assert SignUp.select().where(SignUp.attendance == Attendance.ATTENDED).count() == 12
    assert EventRollMark.select().count() == 12
    per_person = (
        HoursEntry.select(HoursEntry.person).group_by(HoursEntry.person).having(peewee.fn.COUNT(HoursEntry.id) > 1)
    )
    assert not list(per_person.tuples())

"""People who simply turned up."""

import pytest

from models.audit import AuditEntry
from models.hours import HoursEntry
from models.people import Person
from models.sign_ups import Attendance, SignUp
from services import hours, row_moves
from services.binding import bind_phone, decide_request
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.event_attendance import Mark, record_attendance
from services.sign_ups import sign_up
from services.walk_ins import Full, walk_in
from tests.event_cast import HOUR, check_counters, crowd, make_event, queue_of

PHONE = "19900009999"


def test_a_walk_in_is_on_the_list_entered_as_come_and_has_hours(cast, now):
    event = make_event(cast)
    row, is_new = walk_in(event.id, person_id=cast.chen.person.id, by=cast.li, now=event.starts_at)
    assert (is_new, row.is_walk_in, row.attendance) == (True, True, "attended")
    assert hours.total_minutes(cast.chen.person) == 120
    check_counters(event)


def test_a_walk_in_again_is_once(cast, now):
    event = make_event(cast)
    for expected in (True, False):
        _, is_new = walk_in(event.id, name="钱路人", phone=PHONE, by=cast.li, now=event.starts_at)
        assert is_new is expected
    assert SignUp.select().count() == Person.select().where(Person.name == "钱路人").count() == 1
    assert AuditEntry.select().where(AuditEntry.action == "walk_in").count() == 1


def test_whoever_was_noted_without_signal_came_when_they_were_seen(cast, now):
    event = make_event(cast)
    seen_at = event.starts_at + HOUR / 2
    row, _ = walk_in(
        event.id, name="钱路人", phone=PHONE, marked_at=seen_at, by=cast.li, now=event.ends_at + HOUR
    )  # fmt: skip
    assert (row.checked_in_at, row.marked_at) == (seen_at, seen_at)
    assert [entry.minutes for entry in HoursEntry.select()] == [90]


def test_what_the_list_says_by_a_later_word_stands(cast, now):
    event = make_event(cast)
    sign_up(event.id, by=cast.chen, now=now)
    absent = Mark(cast.chen.person.id, Attendance.ABSENT)
    record_attendance(event.id, [absent], by=cast.li, now=event.starts_at + HOUR)
    row, is_new = walk_in(
        event.id, person_id=cast.chen.person.id, marked_at=event.starts_at, by=cast.li, now=event.ends_at
    )
    assert (is_new, row.attendance) == (False, "absent")


def test_whoever_is_added_after_the_end_was_there_from_the_start(cast, now):
    event = make_event(cast)
    walk_in(event.id, person_id=cast.chen.person.id, by=cast.li, now=event.ends_at + HOUR)
    assert hours.total_minutes(cast.chen.person) == 120


def test_name_and_phone_find_the_person_the_branch_knows(cast, now):
    event = make_event(cast)
    row, _ = walk_in(event.id, name="陈村民", phone=cast.chen.person.phone, by=cast.li, now=event.starts_at)
    assert row.person_id == cast.chen.person.id


def test_a_walk_in_takes_the_place_of_nobody(cast, now):
    event = make_event(cast, 1)
    sign_up(event.id, by=cast.wang, now=now)
    with pytest.raises(Full):
        walk_in(event.id, person_id=cast.chen.person.id, by=cast.li, now=event.starts_at)
    check_counters(event)


def test_whoever_waited_and_came_gets_a_free_place(cast, now):
    event = make_event(cast, 1, 1)
    one = event.posts.get()
    people = crowd(cast, 2)
    for person in people:
        sign_up(event.id, one.id, by=person, now=now)
    with pytest.raises(Full):
        walk_in(event.id, person_id=people[1].person.id, by=cast.li, now=event.starts_at)
    type(one).update(capacity=2).where(type(one).id == one.id).execute()
    row, is_new = walk_in(event.id, person_id=people[1].person.id, by=cast.li, now=event.starts_at)
    assert (row.status, is_new, queue_of(event)) == ("confirmed", False, [])
    check_counters(event)


def test_the_seat_picks_people_of_its_own_organisations_only(cast, now):
    event = make_event(cast)
    with pytest.raises(NotFound):
        walk_in(event.id, person_id=cast.zhao.person.id, by=cast.li, now=event.starts_at)


def test_a_walk_in_needs_a_name_and_a_phone(cast, now):
    event = make_event(cast)
    with pytest.raises(Invalid) as refusal:
        walk_in(event.id, name="钱路人", by=cast.li, now=event.starts_at)
    assert set(refusal.value.fields) == {"phone"}


def test_nobody_walks_in_the_day_before(cast, now):
    event = make_event(cast)
    with pytest.raises(Conflict):
        walk_in(event.id, person_id=cast.chen.person.id, by=cast.li, now=event.starts_at - 24 * HOUR)


def test_only_the_seat_adds_walk_ins(cast, now):
    event = make_event(cast)
    with pytest.raises(NotAllowed):
        walk_in(event.id, name="钱路人", phone=PHONE, by=cast.wang, now=event.starts_at)


def test_binding_links_what_was_written_down_on_site(cast, now):
    event = make_event(cast)
    walk_in(event.id, name="钱路人", phone=PHONE, by=cast.li, now=event.starts_at)
    visitor = cast.visitor()
    asked = bind_phone(PHONE, "钱路人", is_proven=True, organisation=cast.dongkeng, by=visitor, now=now)
    decide_request(asked.request_id, "approve", by=cast.li, now=now)
    assert hours.total_minutes(visitor.person) == 120
    assert SignUp.get().person_id == HoursEntry.get().person_id == visitor.person.id


@pytest.fixture
def twice(cast, now):
    """An event of two hours at which 王党员 has hours, and again as a walk-in whose time was corrected."""
    event = make_event(cast, 5)
    sign_up(event.id, by=cast.wang, now=now)
    record_attendance(event.id, [Mark(cast.wang.person.id)], by=cast.li, now=event.ends_at)
    row, _ = walk_in(event.id, name="王党员", phone=PHONE, by=cast.li, now=event.starts_at + HOUR)
    record_attendance(event.id, [Mark(row.person_id)], reason="早到了", by=cast.li, now=event.ends_at)
    return event, row.person


def test_who_was_at_an_event_twice_over_has_its_hours_once(cast, now, twice):
    event, double = twice
    row_moves.move_rows(double, cast.wang.person, now=now)
    assert hours.minutes_of_each(event) == {double.id: 0, cast.wang.person.id: 120}


def test_hours_of_who_was_missed_on_the_roll_count_for_them(cast, now, twice):
    event, double = twice
    absent = [Mark(cast.wang.person.id, Attendance.ABSENT)]
    record_attendance(event.id, absent, reason="没来", by=cast.li, now=event.ends_at)
    row_moves.move_rows(double, cast.wang.person, now=now)
    assert hours.minutes_of_each(event) == {double.id: 0, cast.wang.person.id: 120}


def test_two_who_are_two_again_have_what_each_had(cast, now, twice):
    event, double = twice
    shorter = Mark(cast.wang.person.id, checked_out_at=event.starts_at + HOUR)
    record_attendance(event.id, [shorter], reason="早走了", by=cast.li, now=event.ends_at)
    for _ in range(2):
        row_moves.move_rows(double, cast.wang.person, now=now)
        for person in (double, cast.wang.person):
            row_moves.give_hours_back(person, now=now)
        assert hours.minutes_of_each(event) == {double.id: 120, cast.wang.person.id: 60}


def test_another_name_under_the_same_phone_is_not_linked(cast, now):
    event = make_event(cast)
    walk_in(event.id, name="钱路人", phone=PHONE, by=cast.li, now=event.starts_at)
    visitor = cast.visitor()
    asked = bind_phone(PHONE, "钱别人", is_proven=True, organisation=cast.dongkeng, by=visitor, now=now)
    decide_request(asked.request_id, "approve", by=cast.li, now=now)
    assert hours.total_minutes(visitor.person) == 0

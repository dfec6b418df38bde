"""One line on the sheet: scans, marks, strikes, leave, make-up study."""

from __future__ import annotations

import datetime

import pytest

from models.attendance import AttendanceStatus, LeaveStatus
from services import leaves, make_up_tasks, make_ups, party_day_upkeep, roll_call, strikes
from services.errors import Refusal
from tests.cast import Cast
from tests.services.party_day_makers import a_party_day, line_of, mark, scan, status_of

PRESENT, ABSENT, ONLINE = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT, AttendanceStatus.ONLINE
MINUTE = datetime.timedelta(minutes=1)


def test_the_later_mark_counts_whichever_comes_in_first(cast: Cast) -> None:
    day, now = a_party_day(cast), cast.now + 10 * MINUTE
    first = mark(day, cast.wang, PRESENT, by=cast.li, now=now, marked_at=now - MINUTE, nonce="b")
    older = mark(day, cast.wang, ABSENT, by=cast.li, now=now, marked_at=now - 5 * MINUTE, nonce="a")
    assert (first.result, older.result, older.status) == ("stored", "conflict", PRESENT)


def test_a_secretary_corrects_their_own_mark(cast: Cast) -> None:
    day = a_party_day(cast)
    mark(day, cast.wang, PRESENT, by=cast.li, now=cast.now, nonce="a")
    corrected = mark(day, cast.wang, ABSENT, by=cast.li, now=cast.now + MINUTE, nonce="b")
    assert (corrected.result, corrected.checked_in_at) == ("stored", None)


def test_the_same_word_from_two_sides_is_no_conflict_and_keeps_the_first_time(cast: Cast) -> None:
    day = a_party_day(cast)
    scan(day, cast.wang, cast.now)
    agreed = mark(day, cast.wang, PRESENT, by=cast.li, now=cast.now + MINUTE)
    assert (agreed.result, agreed.checked_in_at) == ("stored", cast.now)


def test_a_repeat_answers_what_the_sheet_says_now(cast: Cast) -> None:
    day = a_party_day(cast)
    mark(day, cast.wang, ABSENT, by=cast.li, now=cast.now)
    scan(day, cast.wang, cast.now + MINUTE)
    again = mark(day, cast.wang, ABSENT, by=cast.li, now=cast.now + 2 * MINUTE)
    assert (again.result, again.status) == ("repeated", PRESENT)


def test_a_wrong_clock_on_the_phone_marks_no_future(cast: Cast) -> None:
    day = a_party_day(cast)
    stored = mark(day, cast.wang, PRESENT, by=cast.li, now=cast.now, marked_at=cast.now + 500 * MINUTE)
    assert stored.checked_in_at == cast.now


def test_marks_come_in_for_a_week_and_then_the_sheet_is_shut(cast: Cast) -> None:
    day = a_party_day(cast)
    party_day_upkeep.close_party_days(now=day.ends_at)
    week = day.ends_at + datetime.timedelta(days=7)
    assert mark(day, cast.wang, PRESENT, by=cast.li, now=week, marked_at=day.starts_at).result == "stored"
    with pytest.raises(Refusal, match="roll_closed"):
        mark(day, cast.li, PRESENT, by=cast.li, now=week + MINUTE, nonce="b")


def test_nobody_is_marked_the_day_before(cast: Cast) -> None:
    day = a_party_day(cast, starts_in=24 * 60)
    with pytest.raises(Refusal, match="not_open"):
        mark(day, cast.wang, PRESENT, by=cast.li, now=cast.now)


def test_a_lesson_at_home_is_told_apart(cast: Cast) -> None:
    day = a_party_day(cast)
    said = roll_call.Mark(AttendanceStatus.TAUGHT_AT_HOME, cast.now, "a", cast.wang.person.id, note="送学上门一小时")
    roll_call.call_roll(day.id, [said], by=cast.li, now=cast.now)
    line = line_of(day, cast.wang)
    assert (line.status, line.note, line.checked_in_at) == (AttendanceStatus.TAUGHT_AT_HOME, "送学上门一小时", None)


def test_online_is_told_apart_and_may_still_walk_in(cast: Cast) -> None:
    day = a_party_day(cast)
    mark(day, cast.wang, ONLINE, by=cast.li, now=cast.now)
    assert scan(day, cast.wang, cast.now + MINUTE)
    assert status_of(day, cast.wang) is PRESENT


def test_a_struck_entry_is_absent_and_cannot_check_in_again(cast: Cast) -> None:
    day = a_party_day(cast)
    scan(day, cast.wang, cast.now)
    for _ in range(2):
        struck = strikes.strike_entry(day.id, cast.wang.person.id, reason="人不在场", by=cast.li, now=cast.now)
    assert (struck.status, struck.checked_in_at) == (ABSENT, None)
    with pytest.raises(Refusal, match="entry_struck"):
        scan(day, cast.wang, cast.now + MINUTE)
    assert mark(day, cast.wang, PRESENT, by=cast.li, now=cast.now + 2 * MINUTE).result == "stored"


def test_striking_needs_a_reason_and_an_entry(cast: Cast) -> None:
    day = a_party_day(cast)
    for reason, code in (("", "reason_required"), ("人不在场", "wrong_state")):
        with pytest.raises(Refusal, match=code):
            strikes.strike_entry(day.id, cast.wang.person.id, reason=reason, by=cast.li, now=cast.now)


def test_check_in_closes_with_the_end(cast: Cast) -> None:
    day = a_party_day(cast)
    assert scan(day, cast.wang, day.ends_at)
    with pytest.raises(Refusal, match="not_open"):
        scan(day, cast.li, day.ends_at + datetime.timedelta(microseconds=1))


def test_leave_is_for_before_the_start_and_by_phone_after_it(cast: Cast) -> None:
    day = a_party_day(cast)
    with pytest.raises(Refusal, match="leave_closed"):
        leaves.ask_leave(day.id, "感冒", by=cast.wang, now=day.starts_at)
    entered = leaves.enter_leave(day.id, cast.wang.person.id, "感冒", by=cast.li, now=day.starts_at)
    assert (entered.status, entered.entered_by) == (LeaveStatus.APPROVED, cast.li.person)
    assert status_of(day, cast.wang) is AttendanceStatus.ON_LEAVE


def test_who_was_given_leave_may_come_all_the_same(cast: Cast) -> None:
    day = a_party_day(cast)
    leaves.enter_leave(day.id, cast.wang.person.id, "感冒", by=cast.li, now=cast.now)
    assert scan(day, cast.wang, cast.now)
    assert status_of(day, cast.wang) is PRESENT


def test_leave_decided_after_the_person_came_is_too_late(cast: Cast) -> None:
    day = a_party_day(cast)
    leaves.ask_leave(day.id, "感冒", by=cast.wang, now=cast.now)
    scan(day, cast.wang, cast.now)
    with pytest.raises(Refusal, match="wrong_state"):
        leaves.decide_leave(day.id, cast.wang.person.id, "approve", by=cast.li, now=cast.now)


def test_leave_asked_in_time_waits_for_its_decision_till_the_sheet_is_sealed(cast: Cast) -> None:
    day = a_party_day(cast)
    leaves.ask_leave(day.id, "感冒", by=cast.wang, now=cast.now)
    party_day_upkeep.close_party_days(now=day.ends_at)
    week = day.ends_at + datetime.timedelta(days=7)
    waiting = [len(leaves.leaves_to_decide(to=cast.li, now=now)) for now in (week, week + MINUTE)]
    assert waiting == [1, 0]
    with pytest.raises(Refusal, match="roll_closed"):
        leaves.decide_leave(day.id, cast.wang.person.id, "approve", by=cast.li, now=week + MINUTE)
    leaves.decide_leave(day.id, cast.wang.person.id, "approve", by=cast.li, now=week)
    assert status_of(day, cast.wang) is AttendanceStatus.ON_LEAVE


def test_refused_leave_may_be_asked_again(cast: Cast) -> None:
    day = a_party_day(cast)
    leaves.ask_leave(day.id, "有事", by=cast.wang, now=cast.now)
    leaves.decide_leave(day.id, cast.wang.person.id, "refuse", reason="请说清楚", by=cast.li, now=cast.now)
    again = leaves.ask_leave(day.id, "送孩子去医院", by=cast.wang, now=cast.now)
    assert (again.status, status_of(day, cast.wang)) == (LeaveStatus.ASKED, AttendanceStatus.NOT_YET)


def test_who_refuses_leave_for_another_reason_is_told(cast: Cast) -> None:
    day = a_party_day(cast)
    leaves.ask_leave(day.id, "有事", by=cast.wang, now=cast.now)
    for _ in range(2):
        leaves.decide_leave(day.id, cast.wang.person.id, "refuse", reason="请说清楚", by=cast.li, now=cast.now)
    with pytest.raises(Refusal, match="changed_meanwhile"):
        leaves.decide_leave(day.id, cast.wang.person.id, "refuse", reason="人手不够", by=cast.li, now=cast.now)


def absent(cast: Cast) -> tuple[object, datetime.datetime]:
    day = a_party_day(cast)
    party_day_upkeep.close_party_days(now=day.ends_at)
    make_up_tasks.open_make_ups(now=day.ends_at)
    return day, day.ends_at + MINUTE


def test_doubtful_words_wait_for_the_secretary(cast: Cast) -> None:
    day, now = absent(cast)
    make_ups.hand_in_make_up(day.id, "体会", is_held=True, by=cast.wang, now=now)
    assert status_of(day, cast.wang) is ABSENT
    make_ups.decide_make_up(day.id, cast.wang.person.id, "confirm", by=cast.li, now=now)
    assert status_of(day, cast.wang) is AttendanceStatus.MADE_UP


def test_a_make_up_is_handed_in_once_and_in_time(cast: Cast) -> None:
    day, now = absent(cast)
    with pytest.raises(Refusal, match="make_up_overdue"):
        make_ups.hand_in_make_up(
            day.id, "体会", is_held=False, by=cast.wang, now=now + datetime.timedelta(days=15)
        )  # fmt: skip
    for note in ("体会", "别的"):
        task = make_ups.hand_in_make_up(day.id, note, is_held=False, by=cast.wang, now=now)
    assert task.note == "体会"


def test_a_make_up_given_back_says_again_what_the_line_said(cast: Cast) -> None:
    day = a_party_day(cast)
    leaves.enter_leave(day.id, cast.wang.person.id, "感冒", by=cast.li, now=cast.now)
    party_day_upkeep.close_party_days(now=day.ends_at)
    make_up_tasks.open_make_ups(now=day.ends_at)
    make_ups.hand_in_make_up(day.id, "学了", is_held=False, by=cast.wang, now=day.ends_at)
    make_ups.decide_make_up(day.id, cast.wang.person.id, "return", note="写具体些", by=cast.li, now=day.ends_at)
    assert status_of(day, cast.wang) is AttendanceStatus.ON_LEAVE


def test_a_late_mark_of_presence_ends_the_make_up(cast: Cast) -> None:
    day, now = absent(cast)
    mark(day, cast.wang, PRESENT, by=cast.li, now=now)
    assert make_ups.my_make_ups(to=cast.wang) == []
    with pytest.raises(Refusal, match="wrong_state"):
        make_ups.hand_in_make_up(day.id, "体会", is_held=False, by=cast.wang, now=now)

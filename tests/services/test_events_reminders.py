"""Reminders a day and two hours ahead: each once."""

import json

import pytest

from models.notices import Delivery, Notice, Purpose
from services.event_changes import cancel_event, change_event
from services.event_upkeep import remind_of_events
from services.sign_ups import cancel_sign_up, sign_up
from tests.event_cast import DAY, HOUR, make_event
from wechat.templates import values_for


@pytest.fixture
def event(cast, now):
    """In three days, with 陈村民 and 王党员 signed up and 李书记 waiting."""
    event = make_event(cast, 2)
    for person in (cast.chen, cast.wang, cast.li):
        sign_up(event.id, by=person, now=now)
    return event


def reminders_of(actor):
    rows = Delivery.select(Delivery, Notice).join(Notice).where(Delivery.person == actor.person.id)
    return [row.notice for row in rows if row.notice.title.startswith("提醒")]


def test_each_reminder_comes_once_in_its_time(cast, event):
    counts = []
    for hours_ahead in (25, 24, 24, 3, 2, 2, 1):
        remind_of_events(now=event.starts_at - hours_ahead * HOUR)
        counts.append(len(reminders_of(cast.chen)))
    assert counts == [0, 1, 1, 1, 2, 2, 2]


def test_whoever_waits_or_has_cancelled_is_not_reminded(cast, event, now):
    cancel_sign_up(event.id, by=cast.wang, now=now)  # 李书记 gets the place
    assert remind_of_events(now=event.starts_at - DAY) == 2
    assert (len(reminders_of(cast.wang)), len(reminders_of(cast.li))) == (0, 1)


def test_a_reminder_missed_while_no_worker_ran_is_made_up_for(cast, event):
    assert remind_of_events(now=event.starts_at - 10 * HOUR) == 2


def test_what_is_overdue_by_both_is_reminded_of_once(cast, event):
    assert remind_of_events(now=event.starts_at - HOUR) == 2
    assert remind_of_events(now=event.starts_at - HOUR) == 0


def test_nothing_comes_after_the_start_or_when_called_off(cast, event, now):
    assert remind_of_events(now=event.starts_at) == 0
    cancel_event(event.id, by=cast.li, now=now)
    assert remind_of_events(now=event.starts_at - DAY) == 0


def test_a_moved_event_is_reminded_of_at_its_new_time(cast, event, now):
    change_event(event.id, {"starts_at": event.starts_at + 7 * DAY}, is_held=False, by=cast.li, now=now)
    assert remind_of_events(now=event.starts_at - DAY) == 0
    assert remind_of_events(now=event.starts_at + 6 * DAY) == 2


def test_a_reminder_sent_before_the_move_is_not_sent_again(cast, event):
    day_before = event.starts_at - DAY
    remind_of_events(now=day_before)
    change_event(event.id, {"starts_at": event.starts_at + 7 * DAY}, is_held=False, by=cast.li, now=day_before)
    assert remind_of_events(now=event.starts_at + 6 * DAY) == 0
    assert remind_of_events(now=event.starts_at + 7 * DAY - HOUR) == 2


def test_whoever_signed_up_after_the_reminders_time_needs_none(cast, event, now):
    late = make_event(cast, starts_at=now + 10 * HOUR)
    sign_up(late.id, by=cast.zhao, now=now)
    remind_of_events(now=now + HOUR)
    assert reminders_of(cast.zhao) == []
    remind_of_events(now=now + 8 * HOUR)
    assert len(reminders_of(cast.zhao)) == 1


def test_the_message_fits_wechats_template(cast, event):
    remind_of_events(now=event.starts_at - DAY)
    notice = reminders_of(cast.chen)[0]
    values = values_for(Purpose.EVENT_UPDATE, json.loads(notice.fields))
    assert values == {"thing1": "河道清洁", "time2": "2026年11月26日 09:00", "thing3": "快开始了，别忘了参加"}


def test_a_reminder_says_a_date_and_rings_no_more_once_it_has_begun(cast, event):
    remind_of_events(now=event.starts_at - DAY)
    notice = reminders_of(cast.chen)[0]
    assert (notice.title, notice.good_until) == ("提醒：11月26日（周四）09:00有活动", event.starts_at)


def test_a_reminder_that_would_fall_into_quiet_hours_goes_out_before_they_begin(cast):
    ten_at_night = cast.now + 13 * HOUR
    event = make_event(cast, starts_at=ten_at_night + DAY)
    sign_up(event.id, by=cast.wang, now=cast.now)

    assert remind_of_events(has_quiet_hours=True, now=ten_at_night - 2 * HOUR) == 0
    assert remind_of_events(has_quiet_hours=True, now=ten_at_night - HOUR) == 1
    assert remind_of_events(has_quiet_hours=True, now=ten_at_night) == 0

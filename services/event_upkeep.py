"""Reminders of events, exactly once per person, event and kind (features E12). Called by the worker."""

from __future__ import annotations

import datetime

from models.events import Event, EventStatus
from models.sign_ups import Reminder, ReminderKind, SignUp, SignUpStatus
from models.unit_of_work import unit_of_work
from services import event_messages, messages, policies
from services.quiet_hours import quiet_hours_of

LONGEST_AHEAD = datetime.timedelta(days=14)  # no policy reminds earlier
BATCH = 200


def remind_of_events(*, has_quiet_hours: bool = False, now: datetime.datetime) -> int:
    """Remind those with a place of what starts soon; answers how many were reminded.

    A reminder that is overdue, because no worker ran, is made up for until the next kind is due. One that
    would fall into quiet hours goes out before they begin.
    """
    soon = Event.select().where(
        Event.status == EventStatus.OPEN, Event.starts_at > now, Event.starts_at <= now + LONGEST_AHEAD
    )
    reminded = 0
    for event in list(soon):
        while _due(event, has_quiet_hours, now=now) and (count := _remind_batch(event.id, has_quiet_hours, now=now)):
            reminded += count
    return reminded


@unit_of_work
def _remind_batch(event_id: int, has_quiet_hours: bool, *, now: datetime.datetime) -> int:
    """Remind some who have not been. The unique key of the notes decides between two workers: the loser
    replays and finds nobody left. Where the event has moved, what was sent stays sent."""
    event = Event.get_by_id(event_id)
    due = _due(event, has_quiet_hours, now=now)
    if due is None or event.status is not EventStatus.OPEN:
        return 0
    kind, due_at = due
    reminded = Reminder.select(Reminder.person).where(Reminder.event == event_id, Reminder.kind == kind)
    rows = SignUp.select(SignUp.person).where(
        SignUp.event == event_id,
        SignUp.status == SignUpStatus.CONFIRMED,
        SignUp.confirmed_at <= due_at,  # whoever got their place since knows when it starts
        SignUp.person.not_in(reminded),
    )
    people = [row.person_id for row in rows.order_by(SignUp.person).limit(BATCH)]
    if people:
        notes = [{"event": event_id, "person": person, "kind": kind, "sent_at": now} for person in people]
        Reminder.insert_many(notes).execute()
        messages.queue(event_messages.reminder(event, now=now), people, now=now)
    return len(people)


def _due(
    event: Event, has_quiet_hours: bool, *, now: datetime.datetime
) -> tuple[ReminderKind, datetime.datetime] | None:
    """The kind of reminder whose time it is, and since when."""
    if event.starts_at <= now:
        return None
    for kind, policy in (
        (ReminderKind.SECOND, "event.second_reminder_hours"),
        (ReminderKind.FIRST, "event.first_reminder_hours"),
    ):
        hours = policies.value(policy, event.organisation, now=now)
        due_at = event.starts_at - datetime.timedelta(hours=hours)
        if has_quiet_hours:
            due_at = quiet_hours_of(event.organisation, now=now).latest_before(due_at)
        if due_at <= now:
            return kind, due_at
    return None

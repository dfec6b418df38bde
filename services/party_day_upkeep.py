"""What happens to Party days by themselves: reminders, the list standing still, closing.

Each Party day is one unit of work with its guard in the WHERE, so that a firing repeated, or run by two
workers at once, changes nothing twice and sends nothing twice.
"""

from __future__ import annotations

import datetime

from models.attendance import Attendance, AttendanceStatus
from models.organisations import Organisation
from models.party_days import MeetingKind, PartyDay, PartyDaySheet, PartyDayStatus
from models.unit_of_work import unit_of_work
from services import audit, messages, party_day_lists, party_day_messages, party_day_visits, policies
from services.quiet_hours import quiet_hours_of

JOB = "party_day_upkeep"


def remind(*, has_quiet_hours: bool = False, now: datetime.datetime) -> int:
    """Remind the awaited a day and two hours ahead (policies); answers how many reminders were sent.

    One that would fall into quiet hours goes out before they begin.
    """
    ahead = PartyDay.select(PartyDay, Organisation).join(Organisation)
    waiting = ahead.where(
        PartyDay.status == PartyDayStatus.PLANNED, PartyDay.starts_at > now, PartyDay.last_reminded_at.is_null()
    )
    return sum(_remind(day, has_quiet_hours, now=now) for day in list(waiting))


@unit_of_work
def _remind(day: PartyDay, has_quiet_hours: bool, *, now: datetime.datetime) -> bool:
    """One reminder if one is due. The last one passes over the first, where the worker slept through that."""
    first, last = (
        day.starts_at - datetime.timedelta(hours=policies.value(f"party_day.{name}_hours", day.organisation, now=now))
        for name in ("first_reminder", "last_reminder")
    )
    if has_quiet_hours:
        quiet = quiet_hours_of(day.organisation, now=now)
        first, last = quiet.latest_before(first), quiet.latest_before(last)
    if now < first or (now < last and day.first_reminded_at is not None):
        return False
    sent = {"first_reminded_at": day.first_reminded_at or now} | ({"last_reminded_at": now} if now >= last else {})
    column = PartyDay.last_reminded_at if now >= last else PartyDay.first_reminded_at
    marked = PartyDay.update(**sent).where(
        PartyDay.id == day.id,
        PartyDay.status == PartyDayStatus.PLANNED,
        PartyDay.starts_at == day.starts_at,
        column.is_null(),
    )
    if marked.execute() != 1:
        return False
    _fill_sheets(day)
    messages.queue(party_day_messages.reminder(day, now), party_day_lists.to_remind(day), now=now)
    return True


def freeze_lists(*, now: datetime.datetime) -> int:
    """Bring the lists in line with the rosters once more as the Party day starts; answers for how many."""
    started = PartyDay.select().where(
        PartyDay.status == PartyDayStatus.PLANNED, PartyDay.starts_at <= now, PartyDay.frozen_at.is_null()
    )
    return sum(_freeze(day, now=now) for day in list(started))


@unit_of_work
def _freeze(day: PartyDay, *, now: datetime.datetime) -> bool:
    frozen = PartyDay.update(frozen_at=now).where(
        PartyDay.id == day.id, PartyDay.status == PartyDayStatus.PLANNED, PartyDay.frozen_at.is_null()
    )
    if frozen.execute() != 1:
        return False
    added, removed = _fill_sheets(day)
    audit.record(
        "freeze_list",
        "party_day",
        day.id,
        by=None,
        origin=JOB,
        now=now,
        organisation_id=day.organisation_id,
        after={"added": added, "removed": removed},
    )
    return True


def _fill_sheets(day: PartyDay) -> tuple[int, int]:
    sheets = PartyDaySheet.select().where(PartyDaySheet.party_day == day.id, PartyDaySheet.joined_at.is_null(False))
    joined = list(sheets.order_by(PartyDaySheet.id))
    left = sum(party_day_lists.drop_leavers(sheet) for sheet in joined)  # first, for they may stand on another's now
    changes = [party_day_lists.fill_sheet(day, sheet) for sheet in joined]
    return sum(added for added, _ in changes), left + sum(removed for _, removed in changes)


def close_party_days(*, now: datetime.datetime) -> int:
    """After the end, whoever is still awaited was absent; answers how many Party days were closed."""
    freeze_lists(now=now)
    over = PartyDay.select(PartyDay, Organisation).join(Organisation)
    ended = over.where(PartyDay.status == PartyDayStatus.PLANNED, PartyDay.ends_at <= now)
    return sum(_close(day, now=now) for day in list(ended))


@unit_of_work
def _close(day: PartyDay, *, now: datetime.datetime) -> bool:
    closed = PartyDay.update(status=PartyDayStatus.CLOSED).where(
        PartyDay.id == day.id, PartyDay.status == PartyDayStatus.PLANNED, PartyDay.ends_at <= now
    )
    if closed.execute() != 1:
        return False
    awaited = (Attendance.party_day == day.id) & (Attendance.status == AttendanceStatus.NOT_YET)
    counted = 0
    is_visited = day.kind is MeetingKind.PARTY_DAY
    if is_visited and policies.value("party_day.visits_count_at_home", day.organisation, now=now):
        counted = sum(
            party_day_visits.count_visit(line, day)
            for line in Attendance.select().where(awaited).order_by(Attendance.id)
        )
    absent = Attendance.update(status=AttendanceStatus.ABSENT).where(awaited).execute()
    audit.record(
        "close_party_day",
        "party_day",
        day.id,
        by=None,
        origin=JOB,
        now=now,
        organisation_id=day.organisation_id,
        after={"absent": absent, "counted_from_visits": counted},
    )
    return True

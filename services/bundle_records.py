"""What an inspection may ask to see, as tables out of the rows: never typed again, never dated back (features C8).

Each record says when it was entered. What was entered later than the policy allows for is marked 补录.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import peewee

from models.attendance import Attendance
from models.events import Event, EventStatus
from models.hours import HoursEntry
from models.meetings import MeetingDate
from models.notices import Delivery, Notice, NoticeKind
from models.organisations import Organisation
from models.party_days import PartyDay, PartyDaySheet, PartyDayStatus
from models.people import Person
from models.sign_ups import Attendance as EventAttendance
from models.sign_ups import SignUp
from models.wishes import Wish, WishStatus
from services import policies
from services.local_time import SHANGHAI, day_starts, local_day
from services.meeting_words import ATTENDANCE_NAMES, KIND_NAMES, PARTY_DAY_STATUS_NAMES
from services.notice_words import STATUS_NAMES as NOTICE_STATUSES
from services.report_sections import hours_of
from services.tabular import Cell, Table
from services.wish_words import STATUS_NAMES as WISH_STATUSES

LATE = "补录"
A_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Folder:
    """One branch's records of a span of time; up to `late_after` after the fact an entry counts as prompt."""

    organisation: Organisation
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    late_after: datetime.timedelta
    now: datetime.datetime

    def covers(self, column: peewee.Field) -> peewee.Expression:
        """The condition that an instant falls into the span."""
        return (column >= self.starts_at) & (column < self.ends_at)

    def is_late(self, entered_at: datetime.datetime | None, happened_at: datetime.datetime) -> bool:
        return entered_at is not None and entered_at > happened_at + self.late_after


def folder_of(
    organisation: Organisation, starts_at: datetime.datetime, ends_at: datetime.datetime, *, now: datetime.datetime
) -> Folder:
    days = policies.value("bundle.late_after_days", organisation, now=now)
    return Folder(organisation, starts_at, ends_at, datetime.timedelta(days=days), now)


def when(instant: datetime.datetime | None) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if instant is not None else ""


def sheets(folder: Folder) -> list[PartyDaySheet]:
    """The branch's sheets of Party days that have not been cancelled, oldest first."""
    rows = (
        PartyDaySheet.select(PartyDaySheet, PartyDay)
        .join(PartyDay)
        .where(
            PartyDaySheet.organisation == folder.organisation.id,
            PartyDaySheet.joined_at.is_null(False),
            PartyDay.status.in_((PartyDayStatus.PLANNED, PartyDayStatus.CLOSED)),
            folder.covers(PartyDay.starts_at),
        )
        .order_by(PartyDay.starts_at, PartyDay.id)
    )
    return list(rows)


def plan_table(folder: Folder) -> Table:
    """Every Party day and meeting of the branch's own that was planned or called, with when it was entered."""
    rows = (
        PartyDay.select()
        .where(PartyDay.organisation == folder.organisation.id, folder.covers(PartyDay.starts_at))
        .order_by(PartyDay.starts_at, PartyDay.id)
    )
    headings = ("类别", "主题", "时间", "地点", "学习材料", "状态", "录入时间", "说明")
    lines: list[tuple[Cell, ...]] = [
        (
            KIND_NAMES[day.kind],
            day.title,
            when(day.starts_at),
            day.place,
            day.material,
            PARTY_DAY_STATUS_NAMES[day.status],
            when(day.created_at),
            LATE if day.created_at > day.starts_at else "",
        )
        for day in rows
    ]
    return Table("主题党日和会议安排", headings, [*lines, *_noted_meetings(folder)])


def _noted_meetings(folder: Folder) -> list[tuple[Cell, ...]]:
    """Meetings that were kept on paper, with when their date was noted."""
    rows = (
        MeetingDate.select()
        .where(
            MeetingDate.organisation == folder.organisation.id,
            MeetingDate.held_on >= local_day(folder.starts_at),
            MeetingDate.held_on < local_day(folder.ends_at),
        )
        .order_by(MeetingDate.held_on, MeetingDate.id)
    )
    return [
        (
            KIND_NAMES[noted.kind],
            noted.note,
            noted.held_on,
            "",
            "",
            "只登记了日期，记录在纸上",
            when(noted.recorded_at),
            LATE if folder.is_late(noted.recorded_at, day_starts(noted.held_on) + A_DAY) else "",
        )
        for noted in rows
    ]


def sign_in_table(sheet: PartyDaySheet, folder: Folder) -> Table:
    """One sheet with its names: who was there, when each line was last entered, by whom."""
    marker = Person.alias()
    rows = (
        Attendance.select(Attendance, Person, marker)
        .join(Person, on=(Attendance.person == Person.id))
        .switch(Attendance)
        .join(marker, peewee.JOIN.LEFT_OUTER, on=(Attendance.marked_by == marker.id), attr="marker")
        .where(Attendance.sheet == sheet.id)
        .order_by(Attendance.id)
    )
    day = sheet.party_day
    local = day.starts_at.astimezone(SHANGHAI)
    headings = ("姓名", "情况", "签到时间", "登记时间", "登记人", "说明")
    return Table(
        f"{local:%m%d}签到表 {day.title}",
        headings,
        [_sign_in_line(line, day, folder) for line in rows],
        f"{when(day.starts_at)} 至 {when(day.ends_at)}，{day.place or '地点未填'}",
    )


def _sign_in_line(line: Attendance, day: PartyDay, folder: Folder) -> tuple[Cell, ...]:
    marker = getattr(line, "marker", None)
    by = marker.name if marker else ("本人签到" if line.checked_in_at else "")
    note = LATE if folder.is_late(line.marked_at, day.ends_at) else ""
    name, how = line.person.name, ATTENDANCE_NAMES[line.status]
    return (name, how, when(line.checked_in_at), when(line.marked_at), by, note)


def wish_table(folder: Folder) -> Table:
    """Wishes made or closed, as the public reads them: nobody's circumstances, nobody's phone."""
    rows = (
        Wish.select()
        .where(
            Wish.organisation == folder.organisation.id,
            Wish.status != WishStatus.DRAFT,
            folder.covers(Wish.created_at) | folder.covers(Wish.closed_at),
        )
        .order_by(Wish.id)
    )
    headings = ("微心愿", "对外称呼", "状态", "提出时间", "公开时间", "办结时间")
    lines: list[tuple[Cell, ...]] = [
        (
            wish.title,
            wish.public_name,
            WISH_STATUSES[wish.status],
            when(wish.created_at),
            when(wish.opened_at),
            when(wish.closed_at),
        )
        for wish in rows
    ]
    return Table("微心愿台账", headings, lines)


def events(folder: Folder) -> list[Event]:
    """The branch's events that took place, oldest first."""
    rows = Event.select().where(
        Event.organisation == folder.organisation.id,
        Event.status == EventStatus.OPEN,
        folder.covers(Event.starts_at),
        Event.ends_at <= folder.now,
    )
    return list(rows.order_by(Event.starts_at, Event.id))


def event_table(folder: Folder) -> Table:
    """Each event with how many came, the hours in the ledger, and when those were entered."""
    headings = ("活动", "时间", "地点", "到场人数", "服务时长（小时）", "时长录入时间", "说明")
    return Table("志愿服务台账", headings, [_event_line(event, folder) for event in events(folder)])


def _event_line(event: Event, folder: Folder) -> tuple[Cell, ...]:
    entries = list(HoursEntry.select().where(HoursEntry.event == event.id).order_by(HoursEntry.id))
    first = min((entry.recorded_at for entry in entries), default=None)
    last = max((entry.recorded_at for entry in entries), default=None)
    note = LATE if folder.is_late(last, event.ends_at) else ""
    return (
        event.title,
        when(event.starts_at),
        event.place,
        came_to(event),
        hours_of(entry.minutes for entry in entries),
        _from_to(first, last),
        note,
    )


def _from_to(first: datetime.datetime | None, last: datetime.datetime | None) -> str:
    return when(first) if first == last else f"{when(first)} 至 {when(last)}"


def came_to(event: Event) -> int:
    came = SignUp.select().where(SignUp.event == event.id, SignUp.attendance == EventAttendance.ATTENDED)
    return int(came.count())


def notice_table(folder: Folder) -> Table:
    """Notices that went out, whatever became of them later."""
    rows: Any = (
        Notice.select(Notice.title, Notice.sent_at, peewee.fn.COUNT(Delivery.id), Notice.status, Notice.body)
        .join(Delivery, peewee.JOIN.LEFT_OUTER)
        .where(
            Notice.organisation == folder.organisation.id,
            Notice.kind == NoticeKind.MASS,
            folder.covers(Notice.sent_at),
        )
        .group_by(Notice.id, Notice.title, Notice.sent_at, Notice.status, Notice.body)
        .order_by(Notice.id)
    )
    headings = ("通知", "发出时间", "对象人数", "状态", "内容")
    lines: list[tuple[Cell, ...]] = [
        (title, when(sent_at), people, NOTICE_STATUSES[status], body)
        for title, sent_at, people, status, body in rows.tuples()
    ]
    return Table("通知台账", headings, lines)

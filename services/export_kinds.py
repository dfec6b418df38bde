"""The tables that can be taken away, with their columns; phones and ID numbers are the sensitive ones."""

from __future__ import annotations

import datetime
from typing import Any

import peewee

from models.appointments import Function
from models.attendance import AttendanceStatus
from models.audit import AuditEntry
from models.events import Event, Post
from models.party_days import PartyDay
from models.people import Person
from services import attendance_counts, audit_search, notice_lists, party_days, people_desk, wishes
from services.attendance_counts import Counts
from services.complaints import CALLED, complaints_to_answer, may_answer
from services.event_words import STATUS_NAMES as EVENT_STATUSES
from services.events import posts_of, visible_events
from services.exports import Column, Kind
from services.local_time import SHANGHAI
from services.meeting_words import KIND_NAMES as MEETINGS
from services.meeting_words import PARTY_DAY_STATUS_NAMES as PARTY_DAY_STATUSES
from services.notice_words import STATUS_NAMES as NOTICE_STATUSES
from services.permissions import Actor
from services.phones import masked
from services.roster_differences import STANDING_NAMES
from services.wish_words import KIND_NAMES as WISH_KINDS
from services.wish_words import STATUS_NAMES as WISH_STATUSES


def _when(instant: datetime.datetime | None) -> str | None:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if instant is not None else None


def _people(by: Actor, _now: datetime.datetime) -> peewee.ModelSelect[Person]:
    return people_desk.visible_people(by)  # those of the page: who verifies wishes takes no roster away


def _may_see_contacts(row: Any, by: Actor) -> bool:
    return by.may(Function.SEE_CONTACTS, row[0].home)


def _with_bound(people: list[Person]) -> list[tuple[Person, bool]]:
    bound = people_desk.bound_among(people)
    return [(person, person.id in bound) for person in people]


def _entries(by: Actor, _now: datetime.datetime) -> peewee.ModelSelect[AuditEntry]:
    return audit_search.visible_entries(by)


def _with_posts(events: list[Event]) -> list[tuple[Event, list[Post]]]:
    posts = posts_of([event.id for event in events])
    return [(event, posts[event.id]) for event in events]


def _with_counts(days: list[PartyDay]) -> list[tuple[PartyDay, Counts | None]]:
    """Each with its numbers, as the desk's table says them; None before anybody is listed."""
    counts = attendance_counts.totals_of([day.id for day in days])
    return [(day, numbers if (numbers := counts.get(day.id)) and numbers.listed else None) for day in days]


def _changes(line: audit_search.Line) -> str:
    return "；".join(
        f"{change.name} {change.before} → {change.after}" if change.before else f"{change.name} {change.after}"
        for change in line.changes
    )


PEOPLE: tuple[Column, ...] = (
    Column("姓名", lambda row: row[0].name),
    Column("身份", lambda row: STANDING_NAMES[row[0].standing]),
    Column("所在党支部", lambda row: row[0].home.name),
    Column("党小组", lambda row: row[0].group.name if row[0].group else ""),
    Column("手机尾号", lambda row: masked(row[0].phone_tail) if row[0].phone_tail else ""),
    Column("微信", lambda row: "已绑定" if row[1] else ""),
    Column("手机号", lambda row: row[0].phone or "", is_sensitive=True),
    Column("身份证号", lambda row: row[0].id_number or "", is_sensitive=True),
    Column("出生年月", lambda row: row[0].birth_month or "", is_sensitive=True),
)
WISHES: tuple[Column, ...] = (
    Column("微心愿", lambda wish: wish.title),
    Column("村或单位", lambda wish: wish.organisation.name),
    Column("对外称呼", lambda wish: wish.public_name),
    Column("种类", lambda wish: WISH_KINDS[wish.kind]),
    Column("状态", lambda wish: WISH_STATUSES[wish.status]),
    Column("份数", lambda wish: wish.shares_total),
    Column("已认领", lambda wish: wish.shares_taken),
    Column("提出时间", lambda wish: _when(wish.created_at)),
    Column("办结时间", lambda wish: _when(wish.closed_at)),
)
EVENTS: tuple[Column, ...] = (
    Column("活动", lambda row: row[0].title),
    Column("村或单位", lambda row: row[0].organisation.name),
    Column("地点", lambda row: row[0].place),
    Column("开始时间", lambda row: _when(row[0].starts_at)),
    Column("结束时间", lambda row: _when(row[0].ends_at)),
    Column("情况", lambda row: EVENT_STATUSES[row[0].status]),
    Column("名额", lambda row: sum(post.capacity for post in row[1])),
    Column("已报名", lambda row: sum(post.confirmed for post in row[1])),
    Column("候补", lambda row: sum(post.waiting for post in row[1])),
)
PARTY_DAYS: tuple[Column, ...] = (
    Column("主题", lambda row: row[0].title),
    Column("类别", lambda row: MEETINGS[row[0].kind]),
    Column("党组织", lambda row: row[0].organisation.name),
    Column("地点", lambda row: row[0].place),
    Column("开始时间", lambda row: _when(row[0].starts_at)),
    Column("结束时间", lambda row: _when(row[0].ends_at)),
    Column("情况", lambda row: PARTY_DAY_STATUSES[row[0].status]),
    Column("应到", lambda row: row[1].expected if row[1] else None),
    Column("实到", lambda row: row[1].by_status[AttendanceStatus.PRESENT] if row[1] else None),
)
NOTICES: tuple[Column, ...] = (
    Column("标题", lambda notice: notice.title),
    Column("党组织", lambda notice: notice.organisation.name),
    Column("发送人", lambda notice: notice.author.name if notice.author else ""),
    Column("复核人", lambda notice: notice.approved_by.name if notice.approved_by else ""),
    Column("状态", lambda notice: NOTICE_STATUSES[notice.status]),
    Column("紧急", lambda notice: "是" if notice.is_urgent else ""),
    Column("写于", lambda notice: _when(notice.created_at)),
    Column("发出时间", lambda notice: _when(notice.sent_at)),
)
COMPLAINTS: tuple[Column, ...] = (
    Column("类型", lambda complaint: CALLED[complaint.kind]),
    Column("找谁答复", lambda complaint: complaint.organisation.name),
    Column("收到", lambda complaint: _when(complaint.made_at)),
    Column("最晚答复", lambda complaint: _when(complaint.due_at)),
    Column("答复于", lambda complaint: _when(complaint.answered_at)),
    Column("谁提的", lambda complaint: complaint.person.name, is_sensitive=True),
    Column("内容", lambda complaint: "" if complaint.is_held else complaint.text or "", is_sensitive=True),
    Column("答复", lambda complaint: complaint.answer or "", is_sensitive=True),
)
AUDIT: tuple[Column, ...] = (
    Column("时间", lambda line: _when(line.entry.at)),
    Column("谁", lambda line: line.actor),
    Column("替谁", lambda line: line.acted_for),
    Column("做了什么", lambda line: line.action),
    Column("党组织", lambda line: line.organisation),
    Column("变化", _changes),
    Column("原因", lambda line: line.entry.reason),
)

KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("people", "人员名册", _people, PEOPLE, _may_see_contacts, _with_bound),
        Kind("wishes", "微心愿", lambda by, _now: wishes.visible_wishes(by), WISHES),
        Kind("events", "志愿服务活动", lambda by, now: visible_events(by, now=now), EVENTS, prepare=_with_posts),
        Kind(
            "party_days", "主题党日", lambda by, _now: party_days.kept_party_days(by), PARTY_DAYS, prepare=_with_counts
        ),
        Kind("complaints", "投诉建议", lambda by, _now: complaints_to_answer(to=by), COMPLAINTS, may_answer),
        Kind("notices", "通知", lambda by, _now: notice_lists.visible_notices(by), NOTICES),
        Kind(
            "audit", "操作记录", lambda by, _now: audit_search.visible_entries(by), AUDIT, prepare=audit_search.describe
        ),
    )
}

"""The tables that can be taken away, with their columns; phones and ID numbers are the sensitive ones."""

from __future__ import annotations

import datetime
from typing import Any

import peewee

from models.appointments import Function
from models.audit import AuditEntry
from models.events import Event, Post
from models.people import Person
from services import audit_search, notice_lists, party_days, people_desk, wishes
from services.complaints import CALLED, complaints_to_answer, may_answer
from services.events import posts_of, visible_events
from services.exports import Column, Kind
from services.local_time import SHANGHAI
from services.notice_words import STATUS_NAMES as NOTICE_STATUSES
from services.permissions import Actor
from services.phones import masked
from services.roster_differences import STANDING_NAMES
from services.wish_words import STATUS_NAMES as WISH_STATUSES


def _when(instant: datetime.datetime | None) -> str | None:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if instant is not None else None


def _people(by: Actor, _now: datetime.datetime) -> peewee.ModelSelect[Person]:
    return people_desk.visible_people(by)  # those of the page: who verifies wishes takes no roster away


def _may_see_contacts(person: Any, by: Actor) -> bool:
    return by.may(Function.SEE_CONTACTS, person.home)


def _entries(by: Actor, _now: datetime.datetime) -> peewee.ModelSelect[AuditEntry]:
    return audit_search.visible_entries(by)


def _with_posts(events: list[Event]) -> list[tuple[Event, list[Post]]]:
    posts = posts_of([event.id for event in events])
    return [(event, posts[event.id]) for event in events]


def _changes(line: audit_search.Line) -> str:
    return "；".join(
        f"{change.name} {change.before} → {change.after}" if change.before else f"{change.name} {change.after}"
        for change in line.changes
    )


PEOPLE: tuple[Column, ...] = (
    Column("姓名", lambda person: person.name),
    Column("身份", lambda person: STANDING_NAMES[person.standing]),
    Column("所在党支部", lambda person: person.home.name),
    Column("党小组", lambda person: person.group.name if person.group else ""),
    Column("手机尾号", lambda person: masked(person.phone_tail) if person.phone_tail else ""),
    Column("手机号", lambda person: person.phone or "", is_sensitive=True),
    Column("身份证号", lambda person: person.id_number or "", is_sensitive=True),
    Column("出生年月", lambda person: person.birth_month or "", is_sensitive=True),
)
WISHES: tuple[Column, ...] = (
    Column("微心愿", lambda wish: wish.title),
    Column("村或单位", lambda wish: wish.organisation.name),
    Column("对外称呼", lambda wish: wish.public_name),
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
    Column("名额", lambda row: sum(post.capacity for post in row[1])),
    Column("已报名", lambda row: sum(post.confirmed for post in row[1])),
)
PARTY_DAYS: tuple[Column, ...] = (
    Column("主题", lambda day: day.title),
    Column("党组织", lambda day: day.organisation.name),
    Column("地点", lambda day: day.place),
    Column("开始时间", lambda day: _when(day.starts_at)),
    Column("结束时间", lambda day: _when(day.ends_at)),
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
        Kind("people", "人员名册", _people, PEOPLE, _may_see_contacts),
        Kind("wishes", "微心愿", lambda by, _now: wishes.visible_wishes(by), WISHES),
        Kind("events", "志愿服务活动", lambda by, now: visible_events(by, now=now), EVENTS, prepare=_with_posts),
        Kind("party_days", "主题党日", lambda by, _now: party_days.visible_party_days(by), PARTY_DAYS),
        Kind("complaints", "投诉建议", lambda by, _now: complaints_to_answer(to=by), COMPLAINTS, may_answer),
        Kind("notices", "通知", lambda by, _now: notice_lists.visible_notices(by), NOTICES),
        Kind(
            "audit", "操作记录", lambda by, _now: audit_search.visible_entries(by), AUDIT, prepare=audit_search.describe
        ),
    )
}

"""The 六有 pack of a Party day: plan of the year and of the month, material, notice, record, pictures, sheet (P12).

One branch's own: of a joint Party day each branch files its own sheet beside the common record.
"""

from __future__ import annotations

import datetime

import peewee

from models.notices import Delivery, Notice, Purpose
from models.organisations import Organisation
from models.party_days import PartyDay, PartyDaySheet
from services import attendance_counts, meeting_photos, party_day_plans
from services.fixed_days import find_fixed_day, told_monthly_day
from services.local_time import SHANGHAI, in_full
from services.meeting_words import ATTENDANCE_NAMES, CHECK_IN_NAMES, KIND_NAMES, PARTY_DAY_STATUS_NAMES, quorum_text
from services.minutes import Minutes, minutes_of
from services.papers import Block, Paper, Section, Table
from services.party_day_messages import page_of
from services.party_day_sheets import Row, pick_sheet, rows_of
from services.party_days import get_party_day
from services.permissions import Actor
from services.photo_stores import PhotoStore

NOTHING = "（没有登记）"


def make_pack(
    party_day_id: int,
    organisation_id: int | None = None,
    *,
    store: PhotoStore,
    to: Actor,
    now: datetime.datetime,
) -> Paper:
    """The pack for one of the sheets that the actor keeps (their first, unless named); raises NotFound, NotAllowed."""
    day = get_party_day(party_day_id, to=to)
    sheet = pick_sheet(day, organisation_id, to=to)
    branch = sheet.organisation
    minutes = minutes_of(day, now=now)
    pictures: list[Block] = list(meeting_photos.pictures_of(day, store))
    return Paper(
        title=f"{day.title} 档案",
        lead=[f"党组织：{branch.name}", f"会议类别：{KIND_NAMES[day.kind]}", f"整理时间：{in_full(now)}"],
        sections=[
            Section("一、年度计划", _year(day, branch)),
            Section("二、月度计划", _month(day)),
            Section("三、学习资料", [day.material or NOTHING]),
            Section("四、会议通知", _notices(day)),
            Section("五、会议记录", _record(minutes)),
            Section("六、签到表", _sheet(day, sheet, now=now)),
            *([Section("七、影像资料", pictures)] if pictures else []),
        ],
    )


def _year(day: PartyDay, branch: Organisation) -> list[Block]:
    """The branch's own plan of that year; a guest's Party day stands in the host's."""
    year = day.starts_at.astimezone(SHANGHAI).year
    days = party_day_plans.of_year(year, branch)
    fixed = find_fixed_day(branch)
    rule = f"固定党日：{told_monthly_day(fixed)}" if fixed else "没有设定固定党日"
    if not days:
        return [rule, f"{year} 年没有列入本支部的计划"]
    rows = [[in_full(each.starts_at), each.title, PARTY_DAY_STATUS_NAMES[each.status]] for each in days]
    return [rule, Table(["时间", "主题", "情况"], rows, [3, 5, 2])]


def _month(day: PartyDay) -> list[Block]:
    moved = ""
    if day.first_starts_at != day.starts_at:
        moved = f"（原定 {in_full(day.first_starts_at)}）"
    local_end = day.ends_at.astimezone(SHANGHAI)
    rows = [
        ["主题", day.title],
        ["时间", f"{in_full(day.starts_at)}至{local_end:%H:%M}{moved}"],
        ["地点", day.place or NOTHING],
        ["主办", day.organisation.name],
        ["签到方式", CHECK_IN_NAMES[day.check_in]],
    ]
    return [Table(["项目", "内容"], rows, [1, 4])]


def _notices(day: PartyDay) -> list[Block]:
    """What the list was told: not what concerned one person alone (leave, make-up study)."""
    people = peewee.fn.COUNT(Delivery.id).alias("people")
    told = (
        Notice.select(Notice.title, Notice.body, Notice.created_at, people)
        .join(Delivery)
        .where(
            Notice.purpose == Purpose.PARTY_DAY,
            Notice.page == page_of(day),
            Notice.created_at >= day.created_at,
            Notice.title.startswith(KIND_NAMES[day.kind]),
        )
        .group_by(Notice.id, Notice.title, Notice.body, Notice.created_at)
        .order_by(Notice.created_at, Notice.id)
    )
    rows = [[in_full(each.created_at), each.title, each.body, f"{each.people} 人"] for each in told]  # type: ignore[attr-defined]  # counted beside
    if not rows:
        return [NOTHING]
    return [Table(["时间", "标题", "内容", "通知到"], rows, [3, 3, 6, 2])]


def _record(minutes: Minutes) -> list[Block]:
    latest = minutes.latest
    if latest is None:
        return [NOTHING]
    blocks: list[Block] = [
        f"主持人：{latest.host or NOTHING}　记录人：{latest.recorder or NOTHING}",
        f"议程：\n{latest.agenda or NOTHING}",
        latest.text or NOTHING,
        f"第 {latest.number} 版，{in_full(latest.saved_at)}由{latest.saved_by.name}保存。",
    ]
    blocks += [
        f"锁定后解锁：{in_full(unlock.unlocked_at)}，{unlock.unlocked_by.name}，理由：{unlock.reason}"
        for unlock in reversed(minutes.unlocks)
    ]
    return blocks


def _sheet(day: PartyDay, sheet: PartyDaySheet, *, now: datetime.datetime) -> list[Block]:
    counts = next(
        one.counts for one in attendance_counts.sheets_of([day.id])[day.id] if one.organisation == sheet.organisation
    )
    besides = attendance_counts.counted_besides(day.organisation, now=now)
    quorum = attendance_counts.quorum_of(counts, day.kind, sheet.organisation, now=now)
    numbers = "，".join(f"{ATTENDANCE_NAMES[status]} {count}" for status, count in counts.by_status.items() if count)
    rows = [_texts_of(row) for row in rows_of(sheet)]
    table = Table(["序号", "姓名", "党小组", "身份", "情况", "签到", "备注"], rows, [2, 4, 4, 3, 3, 2, 4])
    return [
        f"名单 {counts.listed} 人：{numbers or '没有人'}",
        attendance_counts.rate_of(counts, besides).formula,
        quorum_text(quorum),
        table,
    ]


def _texts_of(row: Row) -> list[str]:
    came_at = row.line.checked_in_at
    came = f"{came_at.astimezone(SHANGHAI):%H:%M}" if came_at else ""
    state = ATTENDANCE_NAMES[row.line.status]
    return [str(row.number), row.person.name, row.group_name, row.standing, state, came, row.remark]

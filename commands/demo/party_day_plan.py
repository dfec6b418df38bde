"""Which branch of the story meets when: three rhythms, so that something has just been, is on, and is to come."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from commands.demo.dates import Calendar
from commands.demo.organisations import UNDER_THE_OFFICE, Tree
from commands.demo.party_day_texts import THEMES, WHY_CANCELLED
from models.party_days import FixedDay, MeetingKind
from services.fixed_days import FixedDayRule, fixed_day_in
from services.local_time import day_starts

MONTHS_BACK = 1
LONGER_BACK = 2  # where one looks first
# Just before the first of those is called: an earlier month's draft would lie there, never held.
PLANNED_DAYS_AGO = {MONTHS_BACK: 50, LONGER_BACK: 81}
OPEN_NOW = "东坑村"  # whose secretary and member one meets first
FIRST_OPENS_IN = 10  # minutes; it starts at the full quarter after that, and check-in is open already
JOINT_HOST, JOINT_GUESTS, JOINT_ASKED = "石岭头村", ("上垟村", "青石桥村"), ("云菇食用菌公司党支部",)
JOINTLY = (JOINT_HOST, *JOINT_GUESTS, *JOINT_ASKED)
COMING = (
    *("菇林村", "四季坪村", "竹坪村", "大岙村", "云岭中心学校党支部", "食用菌协会党支部", "集镇商户联合党支部"),
    *UNDER_THE_OFFICE,
)
LOOKED_AT = (OPEN_NOW, "菇林村", "西溪村")
CANCELLED = "集镇商户联合党支部"
FIXED_DAYS_AGO = {"open_now": 2, "just_held": 6, "coming": -4}
STARTS, MINUTES = "09:00", 150
APART = 31  # between a branch's numbers from month to month: no two Party days have the same, and turns shift


@dataclass(frozen=True, slots=True)
class Occasion:
    """One Party day. `month`: it is that month's of the year plan; without, it is called by hand."""

    number: int
    host: str
    starts_at: datetime.datetime
    title: str
    material: str
    month: str | None = None
    minutes: int = MINUTES
    kind: MeetingKind = MeetingKind.PARTY_DAY
    guests: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()  # invited, and have not answered yet
    moved_to: datetime.datetime | None = None
    cancelled_because: str = ""

    @property
    def held_at(self) -> datetime.datetime:
        return self.moved_to or self.starts_at


def rules(tree: Tree, calendar: Calendar) -> dict[str, FixedDayRule]:
    """The fixed day of every branch that plans its year."""
    return {
        name: FixedDayRule(starts=STARTS, minutes=MINUTES, place=_room(name), month_day=_fixed_on(name, calendar).day)
        for name in tree.places
        if name not in JOINTLY
    }


def _room(name: str) -> str:
    return f"{name}文化礼堂" if name.endswith("村") else "党员活动室"


def _fixed_on(name: str, calendar: Calendar) -> datetime.date:
    """The day that this month's, or the next one's, falls on."""
    rhythm = "open_now" if name == OPEN_NOW else "coming" if name in COMING else "just_held"
    return calendar.day(FIXED_DAYS_AGO[rhythm])


def occasions(tree: Tree, calendar: Calendar) -> list[Occasion]:
    """Every Party day that is called, in a fixed order; further months stay drafts."""
    return [*_monthly(tree, calendar), *_by_hand(calendar)]


def _monthly(tree: Tree, calendar: Calendar) -> Iterator[Occasion]:
    for place, (name, rule) in enumerate(rules(tree, calendar).items()):
        last = _fixed_on(name, calendar)
        for months_back in range(_months_back(name), -1, -1):
            year, month = divmod(last.year * 12 + last.month - 1 - months_back, 12)
            day = fixed_day_in(FixedDay(month_day=rule.month_day), year, month + 1)
            is_last = months_back == 0
            title, material = THEMES[day.month]
            yield Occasion(
                place + APART * months_back, name, _at(day), title, material, month=f"{day:%Y-%m}",
                moved_to=calendar.quarter(FIRST_OPENS_IN) if is_last and name == OPEN_NOW else None,
                cancelled_because=WHY_CANCELLED if is_last and name == CANCELLED else "",
            )  # fmt: skip


def _by_hand(calendar: Calendar) -> Iterator[Occasion]:
    """Two joint ones, a lecture, a members' meeting and an election."""
    for number, days_ago in enumerate((24, -8), 100):
        asked = () if days_ago > 0 else JOINT_ASKED
        title, material = "主题党日联过：三村共走古道", "古道保护公约（三村议定稿）；带好水壶"
        starts_at = calendar.then(days_ago, 14)
        yield Occasion(number, JOINT_HOST, starts_at, title, material, guests=JOINT_GUESTS, asked=asked)
    others = (
        (UNDER_THE_OFFICE[0], 15, MeetingKind.LECTURE, "党课：基层干部怎样回一封群众来信", "来信三封（隐去姓名）"),
        ("菇林村", 33, MeetingKind.MEMBERS_MEETING, "党员大会：讨论村集体收入分配", "收入分配方案（讨论稿）"),
        ("大岙村", -10, MeetingKind.ELECTION, "党员大会：补选一名支部委员", "选举办法；候选人简况当场发放"),
    )
    for number, (host, days_ago, kind, title, material) in enumerate(others, 110):
        yield Occasion(number, host, calendar.then(days_ago, 19), title, material, kind=kind, minutes=90)


def _at(day: datetime.date) -> datetime.datetime:
    hour, minute = (int(part) for part in STARTS.split(":"))
    return day_starts(day) + datetime.timedelta(hours=hour, minutes=minute)


def _months_back(name: str) -> int:
    return LONGER_BACK if name in LOOKED_AT else MONTHS_BACK


def planned_days_ago(name: str) -> int:
    return PLANNED_DAYS_AGO[_months_back(name)]


def years(name: str, calendar: Calendar) -> list[int]:
    """The years that a branch has planned; from November on also the next one."""
    return sorted({calendar.day(planned_days_ago(name)).year, calendar.today.year, calendar.day(-60).year})

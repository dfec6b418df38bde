"""Telling what is written about meetings: minutes, dates kept on paper, a poll, and a monthly series to come."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from commands.demo import party_day_plan
from commands.demo.dates import Calendar
from commands.demo.organisations import Tree
from commands.demo.party_day_plan import LOOKED_AT, OPEN_NOW
from commands.demo.seats import Seats
from commands.demo.timeline import Moment
from models.appointments import Role
from models.organisations import Organisation
from models.party_days import MeetingKind, PartyDay, PartyDayStatus
from services.event_plans import PostPlan
from services.local_time import local_day
from services.meeting_dates import record_date
from services.minutes import MinutesText, save_minutes
from services.permissions import Actor
from services.polls import ask_poll
from services.series import SeriesPlan, start_series
from services.series_events import put_up_series_events

TOWNSHIP = "云岭镇"
SERIES_HOSTS = ("菇林村", "东坑村", "石岭头村")
SERIES_IN_DAYS = 9
# What is kept on paper, and so many days ago. Of every third branch one kind is missing: something is due there.
ON_PAPER = (
    (MeetingKind.COMMITTEE_MEETING, (8, 37)),
    (MeetingKind.MEMBERS_MEETING, (45, 110)),
    (MeetingKind.LECTURE, (62, 120)),
    (MeetingKind.LIFE_MEETING, (280,)),
    (MeetingKind.MEMBERS_REVIEW, (279,)),
    (MeetingKind.HEART_TALK, (70, 200)),
)
FIRST_DRAFT = "会上学习了{material}。大家围绕本村实际谈了体会。"
MINUTES = """会上学习了{material}。
讨论：值守和联系户名单由支部委员分头核对，月底前报书记。
议定：一、联户党员每人走访一次所联系的户；二、下次党日前报结果。"""
QUESTION, OPTIONS = "下个月的主题党日去哪里", ("菇林护林点", "石岭古道", "村里谈一谈")


def moments(tree: Tree, seats: Seats, calendar: Calendar) -> Iterator[Moment]:
    """Dates at the end of the past, minutes the day after each Party day, the series a few days ago."""
    telling = _Telling(tree, seats, calendar)
    yield calendar.at(2, 16), 7, telling.note_dates
    for days_ago in range(80, 0, -1):
        yield calendar.at(days_ago, 20), 8, telling.write_minutes
    yield calendar.at(0, 8), 9, telling.ask
    yield calendar.at(10, 15), 10, telling.start_series
    yield calendar.at(9, 1), 102, _put_up


def _put_up(now: datetime.datetime) -> None:
    put_up_series_events(now=now)


class _Telling:
    def __init__(self, tree: Tree, seats: Seats, calendar: Calendar) -> None:
        self._tree, self._seats, self._calendar = tree, seats, calendar

    def note_dates(self, now: datetime.datetime) -> None:
        for number, name in enumerate(party_day_plan.rules(self._tree, self._calendar)):
            for place, (kind, days_ago) in enumerate(ON_PAPER):
                if (number + place) % 3 and not (name == OPEN_NOW and kind is MeetingKind.LECTURE):
                    for each in days_ago:
                        day = self._calendar.day(each + number % 5)
                        record_date(kind, day, self._tree.places[name], by=self._secretary(name, now), now=now)

    def write_minutes(self, now: datetime.datetime) -> None:
        """Of the branches one looks at, the evening after; the first one's last is still to be written."""
        for name in LOOKED_AT:
            branch = self._tree.places[name]
            for day in _held_on(branch, local_day(now)):
                by = self._secretary(name, now)
                first = MinutesText(
                    "一、学习\n二、讨论\n三、议定事项", by.person.name, by.person.name, _about(FIRST_DRAFT, day)
                )
                save_minutes(day.id, first, based_on=0, by=by, now=now)
                last = MinutesText(first.agenda, first.host, first.recorder, _about(MINUTES, day))
                save_minutes(day.id, last, based_on=1, by=by, now=now + datetime.timedelta(minutes=20))

    def ask(self, now: datetime.datetime) -> None:
        branch = self._tree.places[OPEN_NOW]
        called = PartyDay.select().where(
            PartyDay.organisation == branch, PartyDay.status == PartyDayStatus.PLANNED, PartyDay.ends_at > now
        )
        for day in called.order_by(PartyDay.starts_at).limit(1):
            ask_poll(day.id, QUESTION, OPTIONS, by=self._secretary(OPEN_NOW, now), now=now)

    def start_series(self, now: datetime.datetime) -> None:
        by = self._seats.of(Role.TOWNSHIP_OFFICER, TOWNSHIP).at(now)
        plan = SeriesPlan(
            title="一月一公益：溪边捡垃圾",
            place="各村溪边埠头集合",
            starts="08:30",
            minutes=120,
            posts=[PostPlan("捡垃圾", 12, "自带手套"), PostPlan("称重登记", 2)],
            detail="三个村轮流主办，一个月一次，捡完在埠头喝茶。",
            month_day=self._calendar.day(-SERIES_IN_DAYS).day,
        )
        hosts = [self._tree.places[name].id for name in SERIES_HOSTS]
        start_series(plan, hosts, self._tree.township, by=by, now=now)

    def _secretary(self, name: str, now: datetime.datetime) -> Actor:
        return self._seats.of(Role.SECRETARY, name).at(now)


def _held_on(branch: Organisation, day: datetime.date) -> list[PartyDay]:
    closed = PartyDay.select().where(PartyDay.organisation == branch, PartyDay.status == PartyDayStatus.CLOSED)
    return [each for each in closed if local_day(each.starts_at) == day]


def _about(text: str, day: PartyDay) -> str:
    return text.format(material=day.material.split("；")[0] or day.title)

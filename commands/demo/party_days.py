"""Telling the Party days of the story: planned, called, moved, held, by whoever keeps them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from commands.demo import party_day_plan
from commands.demo.dates import Calendar
from commands.demo.organisations import Tree
from commands.demo.party_day_plan import Occasion
from commands.demo.party_day_sheets import DAY, SheetTelling
from commands.demo.party_day_texts import WHY_MOVED
from commands.demo.people import Someone
from commands.demo.seats import Seats
from commands.demo.timeline import Moment
from models.appointments import Role
from models.organisations import Organisation
from models.party_days import PartyDay
from services import (
    fixed_days,
    joint_party_days,
    make_up_tasks,
    party_day_changes,
    party_day_plans,
    party_day_upkeep,
    party_days,
)
from services.fixed_days import FixedDayRule
from services.party_day_changes import PartyDayChange
from services.party_days import PartyDayText
from services.permissions import Actor

CALLED, INVITED, JOINED, MOVED, CANCELLED = 12, 11, 10, 4, 3  # days before; the last two: days before now
REMINDED_HOURS = (24, 2)


def moments(tree: Tree, people: dict[str, list[Someone]], seats: Seats, calendar: Calendar) -> Iterator[Moment]:
    """The year's plans, every Party day, and the worker's upkeep when it is due."""
    for name, rule in party_day_plan.rules(tree, calendar).items():
        planned_at = calendar.at(party_day_plan.planned_days_ago(name))
        yield planned_at, 0, _Planning(tree.places[name], rule, seats, calendar)
    reminded_at, kept_at = {calendar.now}, {calendar.now}
    for occasion in party_day_plan.occasions(tree, calendar):
        telling = Telling(occasion, tree, people, seats, calendar)
        yield from telling.moments()
        reminded_at |= telling.reminded_at
        kept_at |= telling.kept_at
    for instant in reminded_at:
        yield instant, 100, _remind
    for instant in kept_at:
        yield instant, 101, _keep_up


def _remind(now: datetime.datetime) -> None:
    party_day_upkeep.remind(has_quiet_hours=False, now=now)


def _keep_up(now: datetime.datetime) -> None:
    party_day_upkeep.close_party_days(now=now)
    make_up_tasks.open_make_ups(now=now)


class _Planning:
    """A branch's secretary sets the fixed day and makes the drafts, as an act of the time line."""

    def __init__(self, branch: Organisation, rule: FixedDayRule, seats: Seats, calendar: Calendar) -> None:
        self._branch, self._rule, self._seats, self._calendar = branch, rule, seats, calendar

    def __call__(self, now: datetime.datetime) -> None:
        by = self._seats.of(Role.SECRETARY, self._branch.name).at(now)
        fixed_days.set_fixed_day(self._rule, self._branch, by=by, now=now)
        for year in party_day_plan.years(self._branch.name, self._calendar):
            party_day_plans.plan_year(year, self._branch, by=by, now=now)


class Telling:
    """One Party day as it goes its way, with a sheet for each branch."""

    def __init__(
        self, occasion: Occasion, tree: Tree, people: dict[str, list[Someone]], seats: Seats, calendar: Calendar
    ) -> None:
        self._occasion, self._tree, self._seats, self._calendar = occasion, tree, seats, calendar
        self._ends_at = occasion.held_at + datetime.timedelta(minutes=occasion.minutes)
        is_first_look = occasion.moved_to is not None
        self._sheets = [
            SheetTelling(occasion.number + place, people[name], occasion.held_at, is_first_look=is_first_look)
            for place, name in enumerate((occasion.host, *occasion.guests))
        ]
        self._id = 0

    @property
    def reminded_at(self) -> set[datetime.datetime]:
        return {self._occasion.held_at - datetime.timedelta(hours=hours) for hours in REMINDED_HOURS}

    @property
    def kept_at(self) -> set[datetime.datetime]:
        """When the list stands still, and when it is closed and make-up study opens."""
        return {self._occasion.held_at, self._ends_at}

    def moments(self) -> Iterator[Moment]:
        occasion = self._occasion
        yield occasion.starts_at - CALLED * DAY, 1, self.call
        if occasion.guests:
            yield occasion.starts_at - INVITED * DAY, 2, self.invite
            yield occasion.starts_at - JOINED * DAY, 3, self.join
        if occasion.moved_to is not None:
            yield self._calendar.at(MOVED, 18), 4, self.move
        if occasion.cancelled_because:
            yield self._calendar.at(CANCELLED, 17), 5, self.cancel
            return
        for sheet in self._sheets:
            yield from sheet.moments(self._ends_at)

    def call(self, now: datetime.datetime) -> None:
        """Publish the month's draft with this month's theme, or call one by hand."""
        occasion, by = self._occasion, self._secretary(self._occasion.host, now)
        if occasion.month is None:
            text = PartyDayText(
                occasion.title, occasion.starts_at, self._ends_at, place="党员活动室", kind=occasion.kind,
                material=occasion.material,
            )  # fmt: skip
            self._id = party_days.create_party_day(text, self._tree.places[occasion.host], by=by, now=now).id
        else:
            host = self._tree.places[occasion.host]
            self._id = PartyDay.get(PartyDay.organisation == host, PartyDay.month == occasion.month).id
            change = PartyDayChange(title=occasion.title, material=occasion.material)
            party_day_changes.change_party_day(self._id, change, by=by, now=now)
            party_days.publish_party_day(self._id, by=by, now=now)
        for sheet in self._sheets:
            sheet.begin(self._id)

    def invite(self, now: datetime.datetime) -> None:
        branches = [self._tree.places[name].id for name in (*self._occasion.guests, *self._occasion.asked)]
        by = self._secretary(self._occasion.host, now)
        joint_party_days.invite_branches(self._id, branches, by=by, now=now)

    def join(self, now: datetime.datetime) -> None:
        for name in self._occasion.guests:
            branch = self._tree.places[name]
            joint_party_days.join_party_day(self._id, branch.id, by=self._secretary(name, now), now=now)

    def move(self, now: datetime.datetime) -> None:
        change = PartyDayChange(starts_at=self._occasion.moved_to, ends_at=self._ends_at)
        by = self._secretary(self._occasion.host, now)
        party_day_changes.change_party_day(self._id, change, reason=WHY_MOVED, by=by, now=now)

    def cancel(self, now: datetime.datetime) -> None:
        by, reason = self._secretary(self._occasion.host, now), self._occasion.cancelled_because
        party_day_changes.cancel_party_day(self._id, reason=reason, by=by, now=now)

    def _secretary(self, name: str, now: datetime.datetime) -> Actor:
        return self._seats.of(Role.SECRETARY, name).at(now)

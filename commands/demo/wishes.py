"""Telling the wishes of the story: every step by the person who takes it, through the services."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from commands.demo.dates import Calendar
from commands.demo.organisations import NEWLY_JOINED
from commands.demo.people import Someone
from commands.demo.seats import Seats
from commands.demo.timeline import Moment
from commands.demo.wish_courses import COURSES
from commands.demo.wish_texts import Story, stories
from models.appointments import Function, Role
from models.organisations import Organisation
from models.wishes import Wish
from services import claims, wish_contacts, wish_escalation, wish_upkeep, wishes
from services.permissions import Actor

UPKEEP_EVERY_DAYS = 3


def moments(people: dict[str, list[Someone]], seats: Seats, calendar: Calendar) -> Iterator[Moment]:
    """Every story's steps, and the worker's upkeep in between."""
    helpers, all_stories = Helpers(people), stories()
    for number, story in enumerate(all_stories):
        yield from Telling(number, story, people[story.village], seats, helpers).moments(calendar)
    for days_ago in range(max(story.days_ago for story in all_stories), 0, -UPKEEP_EVERY_DAYS):
        yield calendar.at(days_ago, 3), -1, _upkeep


class Helpers:
    """Members with WeChat and without a seat, from all over the township; each helps once.

    Those of the first village, whom one meets first, have helped already and have their hands free; what
    is still in somebody's hands is in those of the others, the last of each branch first.
    """

    def __init__(self, people: dict[str, list[Someone]]) -> None:
        rows = [
            [one for one in branch if one.is_bound and one.is_on_roster and not one.roles]
            for name, branch in people.items()
            if name not in NEWLY_JOINED
        ]
        self._first = iter(rows[0])
        longest = max(len(row) for row in rows)
        self._others = iter([row[-place] for place in range(1, longest + 1) for row in rows[1:] if place <= len(row)])

    def one(self, *, will_be_done: bool) -> Someone:
        return (next(self._first, None) if will_be_done else None) or next(self._others)


def _upkeep(now: datetime.datetime) -> None:
    wish_upkeep.remind_idle_claims(now=now)
    wish_upkeep.release_idle_claims(now=now)
    wish_escalation.tell_area_leads(now=now)
    wish_escalation.put_on_fallback_lists(now=now)
    wish_upkeep.expire_wishes(now=now)
    wish_upkeep.ask_for_follow_up(now=now)
    wish_contacts.erase_old_contacts(now=now)


class Telling:
    """One wish as it goes its way. `number` makes things happen at odd minutes, no two wishes at the same."""

    def __init__(self, number: int, story: Story, neighbours: list[Someone], seats: Seats, helpers: Helpers) -> None:
        self._number, self._story, self._seats, self._helpers = number, story, seats, helpers
        place = neighbours[0].home
        assert place is not None, "wishes are made in villages"
        self._place: Organisation = place
        self._maker = self._who_types_it(neighbours)
        self._elder = neighbours[-1]
        self._claimers: list[Someone] = []
        self._delivered = 0
        self._notes = iter(story.notes)
        self._id = 0

    def moments(self, calendar: Calendar) -> Iterator[Moment]:
        """Each step at its instant; steps of one instant keep their order."""
        yield calendar.at(self._story.days_ago, 8, self._number), 0, self.make
        for number, (step, days, hour) in enumerate(COURSES[self._story.course], 1):
            yield calendar.at(self._story.days_ago - days, hour, self._number), number, getattr(self, step)

    def _who_types_it(self, neighbours: list[Someone]) -> Someone:
        if self._story.by == "secretary":
            return self._seats.of(Role.SECRETARY, self._story.village)
        if self._story.by == "grid_worker":
            return self._seats.of(Role.GRID_WORKER, self._story.village)
        wanted = [one for one in neighbours if one.is_bound and one.is_on_roster == (self._story.by == "member")]
        plain = [one for one in wanted if not one.roles]
        return plain[self._number % min(2, len(plain))]

    def make(self, now: datetime.datetime) -> None:
        story = self._story
        is_for_another = story.by in ("grid_worker", "secretary")
        text = wishes.WishText(
            title=story.title,
            detail=story.detail,
            kind=story.kind,
            wisher_name=self._elder.name if is_for_another else None,
            contact_phone=self._maker.phone,
            shares=story.shares,
            estimated_value=story.value,
            is_for_child=story.is_for_child,
        )
        wish = wishes.make_wish(
            text, self._place, is_draft=story.course == "draft", is_held=story.course == "held",
            by=self._maker.at(now), now=now,
        )  # fmt: skip
        self._id = wish.id

    def accept(self, now: datetime.datetime) -> Wish:
        name = self._story.public_name
        return wishes.verify_wish(self._id, "accept", public_name=name, by=self._verifier(now), now=now)

    def reject(self, now: datetime.datetime) -> Wish:
        return wishes.verify_wish(self._id, "reject", reason=self._story.comment, by=self._verifier(now), now=now)

    def claim(self, now: datetime.datetime) -> None:
        helper = self._helpers.one(will_be_done="fulfilled" in self._story.course)
        claims.claim_wish(self._id, by=helper.at(now), now=now)
        self._claimers.append(helper)

    def look(self, now: datetime.datetime) -> None:
        wish_contacts.see_contact(Wish.get_by_id(self._id), by=self._claimers[0].at(now), now=now)

    def report(self, now: datetime.datetime) -> Wish:
        return claims.report_progress(self._id, next(self._notes), is_held=False, by=self._claimers[0].at(now), now=now)

    def fulfil(self, now: datetime.datetime) -> Wish:
        helper = self._claimers[self._delivered]
        self._delivered += 1
        return claims.fulfil_wish(self._id, next(self._notes, ""), is_held=False, by=helper.at(now), now=now)

    def confirm(self, now: datetime.datetime) -> Wish:
        return claims.confirm_wish(self._id, True, comment=self._story.comment, by=self._maker.at(now), now=now)

    def confirm_after_call(self, now: datetime.datetime) -> Wish:
        return claims.confirm_wish(self._id, True, by=self._secretary(now), now=now)

    def complain(self, now: datetime.datetime) -> Wish:
        self._delivered = 0
        return claims.confirm_wish(self._id, False, comment=self._story.comment, by=self._maker.at(now), now=now)

    def give_up(self, now: datetime.datetime) -> Wish:
        return claims.give_up_claim(self._id, by=self._claimers[0].at(now), now=now)

    def withdraw(self, now: datetime.datetime) -> Wish:
        return wishes.withdraw_wish(self._id, reason=self._story.comment, by=self._maker.at(now), now=now)

    def _secretary(self, now: datetime.datetime) -> Actor:
        return self._seats.of(Role.SECRETARY, self._story.village).at(now)

    def _verifier(self, now: datetime.datetime) -> Actor:
        """The assistant, from the day on which there is one with that function; else the secretary."""
        assistant = self._seats.assistants.get(self._story.village)
        if assistant is not None and assistant.at(now).may(Function.VERIFY_WISHES, self._place):
            return assistant.at(now)
        return self._secretary(now)

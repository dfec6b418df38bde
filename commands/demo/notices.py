"""Telling the notices of the story: written, read, followed up by telephone, through the services."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commands.demo.dates import Calendar
from commands.demo.organisations import Tree
from commands.demo.seats import Seats
from commands.demo.timeline import Moment
from models.appointments import Role
from models.notices import Delivery, ToldHow
from models.people import Person
from services import notice_expansion, notice_reports, notice_versions, notices, policies
from services.audience_reach import Audience, roles_named
from services.notices import NoticeText
from services.permissions import Actor

FILE = Path(__file__).with_name("notices.toml")


@dataclass(frozen=True, slots=True)
class Story:
    """One notice; `sent_in_days` and `sent_hour` say when it is to go out, if not at once.

    `second_person_above` is what its place has decided; `corrected` is the text that replaced it, `withdrawn`
    why it was taken back.
    """

    seat: str
    place: str
    days_ago: int
    hour: int
    title: str
    body: str
    course: str = "sent"
    sent_in_days: int | None = None
    sent_hour: int = 8
    roles: tuple[str, ...] = ()
    is_urgent: bool = False
    phoned: int = 0
    second_person_above: int | None = None
    corrected: str = ""
    withdrawn: str = ""


def stories() -> list[Story]:
    with FILE.open("rb") as file:
        return [_story(**entry) for entry in tomllib.load(file)["notice"]]


def _story(*, roles: list[str] | None = None, **entry: Any) -> Story:
    return Story(roles=tuple(roles or ()), **entry)


def moments(tree: Tree, seats: Seats, calendar: Calendar) -> Iterator[Moment]:
    """Every notice's steps; the worker fills the inboxes when one is to go out."""
    for story in stories():
        yield from Telling(story, tree, seats, calendar).moments()


class Telling:
    """One notice as it goes its way."""

    def __init__(self, story: Story, tree: Tree, seats: Seats, calendar: Calendar) -> None:
        self._story, self._tree, self._calendar = story, tree, calendar
        self._sender = seats.of(Role(story.seat), story.place)
        self._written_at = calendar.then(story.days_ago, story.hour, 7)
        self._send_at: datetime.datetime | None = None
        if story.sent_in_days is not None:
            self._send_at = calendar.then(-story.sent_in_days, story.sent_hour)
        self._id = 0

    def moments(self) -> Iterator[Moment]:
        yield self._written_at, 0, self.write
        if self._story.course == "cancelled":
            yield self._written_at + datetime.timedelta(hours=8), 1, self.cancel
        elif self._story.course not in ("held", "awaiting_approval"):
            sent_at = self._send_at or self._written_at
            yield sent_at, 1, _expand
            yield sent_at + datetime.timedelta(minutes=40), 1, self.put_right
            yield sent_at + datetime.timedelta(minutes=45), 1, _expand
            yield sent_at + datetime.timedelta(days=1, hours=1), 2, self.phone

    def write(self, now: datetime.datetime) -> None:
        story = self._story
        if story.second_person_above is not None:
            place = self._tree.find(story.place)
            policies.decide("notice.second_person_above", story.second_person_above, place, by=self._by(now), now=now)
        text = NoticeText(story.title, story.body, self._audience(), self._send_at, story.is_urgent)
        self._id = notices.send_notice(text, is_held=story.course == "held", by=self._by(now), now=now).id

    def _audience(self) -> Audience:
        roles = roles_named(self._story.roles)
        if self._story.seat == Role.ALLIANCE_LEAD:
            alliance = next(one for one in self._tree.alliances.values() if one.name == self._story.place)
            return Audience(alliance_id=alliance.id, roles=roles)
        return Audience(organisation_id=self._tree.find(self._story.place).id, roles=roles)

    def cancel(self, now: datetime.datetime) -> None:
        notices.cancel_notice(self._id, by=self._by(now), now=now)

    def put_right(self, now: datetime.datetime) -> None:
        """Somebody noticed a mistake."""
        story = self._story
        if story.corrected:
            correction = notice_versions.correct_notice(
                self._id, story.title, story.corrected, is_held=False, by=self._by(now), now=now
            )
            self._id = correction.id
        if story.withdrawn:
            notice_versions.withdraw_notice(self._id, story.withdrawn, by=self._by(now), now=now)

    def phone(self, now: datetime.datetime) -> None:
        """The first of those without WeChat are called."""
        if self._story.phoned:
            told = _without_wechat(self._id)[: self._story.phoned]
            notice_reports.mark_told(self._id, told, ToldHow.PHONE, by=self._by(now), now=now)

    def _by(self, now: datetime.datetime) -> Actor:
        return self._sender.at(now)


def _expand(now: datetime.datetime) -> None:
    notice_expansion.expand_due(now=now)


def _without_wechat(notice_id: int) -> list[int]:
    meant = Person.select().join(Delivery).where(Delivery.notice == notice_id).order_by(Person.id)
    return [person.id for person in meant if not person.identities.exists()]

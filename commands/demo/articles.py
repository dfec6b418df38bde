"""Telling the articles of the story: written, reviewed, published, through the services."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from commands.demo.dates import Calendar
from commands.demo.people import Someone
from commands.demo.seats import Seats
from commands.demo.timeline import Moment
from models.appointments import Role
from models.articles import Channel
from services import policies
from services.article_reviews import review_article, submit_article
from services.articles import ArticleText, get_article, write_article
from services.local_time import local_day
from services.organisations import get_organisation
from services.publications import Appearance, record_publication

FILE = Path(__file__).with_name("articles.toml")
TOWNSHIP = "云岭镇"
REVIEWS = 2  # the township has two officers; more than that nobody finds there


@dataclass(frozen=True, slots=True)
class Story:
    """One article and how far it has come."""

    place: str
    days_ago: int
    title: str
    body: str
    course: str
    digest: str = ""
    appeared: tuple[tuple[str, str], ...] = ()


def stories() -> list[Story]:
    with FILE.open("rb") as file:
        return [Story(**entry) for entry in tomllib.load(file)["article"]]


def moments(seats: Seats, calendar: Calendar) -> Iterator[Moment]:
    """Every article's steps, after the township has said how many reviews it can do."""
    officers = [
        each.one for each in seats.holders if each.role is Role.TOWNSHIP_OFFICER and each.place.name == TOWNSHIP
    ]
    yield calendar.then(60, 9), 0, lambda now: _decide_reviews(officers[0], now)
    for story in stories():
        yield from Telling(story, seats.of(Role.SECRETARY, story.place), officers, calendar).moments()


class Telling:
    """One article as it goes its way."""

    def __init__(self, story: Story, writer: Someone, officers: list[Someone], calendar: Calendar) -> None:
        self._story, self._writer, self._officers = story, writer, officers
        self._written_at = calendar.then(story.days_ago, 10, 20)
        self._id = 0

    def moments(self) -> Iterator[Moment]:
        yield self._written_at, 0, self.write
        if self._story.course != "draft":
            yield self._written_at + datetime.timedelta(minutes=30), 1, self.submit
        if self._story.course in ("sent_back", "approved"):
            yield self._written_at + datetime.timedelta(hours=5), 2, self.review
        if self._story.appeared:
            yield self._written_at + datetime.timedelta(days=1), 3, self.appear

    def write(self, now: datetime.datetime) -> None:
        writer = self._writer.at(now)
        text = ArticleText(self._story.title, self._story.body.strip(), self._story.digest)
        self._id = write_article(text, get_organisation(writer.person.home_id or 0), by=writer, now=now).id

    def submit(self, now: datetime.datetime) -> None:
        submit_article(self._id, version=1, by=self._writer.at(now), now=now)

    def review(self, now: datetime.datetime) -> None:
        approves = self._story.course == "approved"
        for officer in self._officers[: REVIEWS if approves else 1]:
            by = officer.at(now)
            article = get_article(self._id, to=by)
            checked = policies.value("article.checklist", article.organisation, now=now)
            reason = "" if approves else "请补上时间和到场人数"
            review_article(self._id, version=1, approves=approves, checked=checked, reason=reason, by=by, now=now)

    def appear(self, now: datetime.datetime) -> None:
        writer = self._writer.at(now)
        for channel, outlet in self._story.appeared:
            told = Appearance(Channel(channel), outlet, self._story.title, local_day(now), article_id=self._id)
            record_publication(told, get_organisation(writer.person.home_id or 0), by=writer, now=now)


def _decide_reviews(officer: Someone, now: datetime.datetime) -> None:
    by = officer.at(now)
    township = next(seat.organisation_id for seat in by.seats if seat.role is Role.TOWNSHIP_OFFICER)
    policies.decide("article.reviews", REVIEWS, get_organisation(township or 0), by=by, now=now, reason="镇里人手少")

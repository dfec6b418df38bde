"""Who may sign up for what, and the reason in words where not (features E7)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cached_property

import peewee

from models.alliances import AllianceMembership
from models.events import Audience, Event, EventStatus, Post
from models.people import Person, Standing
from services import skills
from services.ages import age_on
from services.local_time import day_starts, local_day

YEARS_AHEAD = 3  # farther ahead than any event is put up


class Candidate:
    """A person as events ask after them. What costs a query is read once, when an event first asks."""

    def __init__(self, person: Person, *, now: datetime.datetime) -> None:
        self.person = person
        self._today = local_day(now)

    @property
    def is_member(self) -> bool:
        return self.person.is_on_roster and self.person.standing in (Standing.MEMBER, Standing.PROBATIONARY)

    @cached_property
    def organisation_ids(self) -> list[int]:
        """The home organisation and all above it."""
        home = self.person.home
        return home.ancestor_ids() if home and self.person.is_known else []

    @cached_property
    def alliance_ids(self) -> list[int]:
        """The alliances to which one of those organisations belongs today."""
        memberships = AllianceMembership.select(AllianceMembership.alliance).where(
            AllianceMembership.organisation.in_(self.organisation_ids or [0]), AllianceMembership.holds_on(self._today)
        )
        return [membership.alliance_id for membership in memberships]

    @cached_property
    def skills(self) -> frozenset[str]:
        """What they have declared."""
        return frozenset(skills.skills_of(self.person))


def why_not(event: Event, candidate: Candidate) -> str | None:
    """Why this person may not sign up; None when they may. A secretary who signs them up reads it too: no 您."""
    return _wrong_audience(event, candidate) or _wrong_age(event, candidate.person)


def why_not_post(post: Post, candidate: Candidate) -> str | None:
    """Which skill this person lacks for a post, and where to add it; None when they may take it."""
    missing = [name for name in post.skill_names if name not in candidate.skills]
    if not missing:
        return None
    return f"「{post.name}」要会{'、'.join(missing)}；会的话，请到「我的」里的「我的特长」添上，再来报名"


def why_no_post(posts: Sequence[Post], candidate: Candidate) -> str | None:
    """The same of an event none of whose posts they may take; None when there is one."""
    reasons = [why_not_post(post, candidate) for post in posts]
    return reasons[0] if reasons and all(reasons) else None


def _wrong_audience(event: Event, candidate: Candidate) -> str | None:
    if event.audience is Audience.MEMBERS and not candidate.is_member:
        return "这次活动由党员参加，欢迎报名别的活动"
    if event.audience is Audience.ORGANISATION and event.organisation_id not in candidate.organisation_ids:
        return f"这次活动由{event.organisation.name}的党员群众参加；若是这里的人，请先在「我的」里认证"
    if event.audience is Audience.ALLIANCE and event.alliance_id not in candidate.alliance_ids:
        return f"这次活动由{_alliance_name(event)}的成员单位参加，欢迎报名别的活动"
    return None


def _alliance_name(event: Event) -> str:
    return str(event.alliance.name) if event.alliance else "联盟"


def _wrong_age(event: Event, person: Person) -> str | None:
    if event.min_age is None and event.max_age is None:
        return None
    age = age_on(person.birth_month, local_day(event.starts_at))
    if age is None:
        return "这次活动有年龄要求，请先请支部登记您的出生年月"
    if event.min_age is not None and age < event.min_age:
        return f"这次活动要求年满 {event.min_age} 周岁"
    if event.max_age is not None and age > event.max_age:
        return f"这次活动要求不超过 {event.max_age} 周岁"
    return None


def in_audience(candidate: Candidate) -> peewee.Expression:
    """The same audiences as a condition: the events meant for this person, whatever their age."""
    meant: peewee.Expression = Event.audience == Audience.EVERYONE
    if candidate.is_member:
        meant |= Event.audience == Audience.MEMBERS
    if candidate.organisation_ids:
        meant |= (Event.audience == Audience.ORGANISATION) & Event.organisation.in_(candidate.organisation_ids)
    if candidate.organisation_ids and candidate.alliance_ids:
        meant |= (Event.audience == Audience.ALLIANCE) & Event.alliance.in_(candidate.alliance_ids)
    return meant


def can_join(candidate: Candidate, *, now: datetime.datetime) -> peewee.Expression:
    """As a condition: the events this person may sign up for now."""
    is_open = (Event.status == EventStatus.OPEN) & (Event.opens_at <= now) & (Event.closes_at > now)
    joined: peewee.Expression = is_open & in_audience(candidate) & _of_right_age(candidate.person, local_day(now))
    return joined


def _of_right_age(person: Person, today: datetime.date) -> peewee.Expression:
    """The ages as a condition. Between two birthdays an age is one number, so each year to come is one branch."""
    fitting: peewee.Expression = Event.min_age.is_null() & Event.max_age.is_null()
    age = age_on(person.birth_month, today)
    if person.birth_month is None or age is None:
        return fitting
    year, month = (int(part) for part in person.birth_month.split("-"))
    for older in range(YEARS_AHEAD):
        begins, ends = (day_starts(datetime.date(year + age + older + turn, month, 1)) for turn in (0, 1))
        old_enough = Event.min_age.is_null() | (Event.min_age <= age + older)
        young_enough = Event.max_age.is_null() | (Event.max_age >= age + older)
        fitting |= (Event.starts_at >= begins) & (Event.starts_at < ends) & old_enough & young_enough
    return fitting

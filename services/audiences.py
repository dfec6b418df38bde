"""Whom a notice is for (features N1): said in a few words, found by a query, never beyond the sender's reach."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import peewee

from models.alliances import Alliance
from models.appointments import Appointment, Role
from models.notices import Purpose
from models.organisations import Organisation
from models.people import Identity, Person, Standing
from services import gatherings
from services.audience_reach import Audience, Sender, sender_of
from services.channel import Channel
from services.grants import identities_with_grant
from services.local_time import local_day
from services.permissions import Actor


@dataclass(frozen=True, slots=True)
class HeadCount:
    """`people` is the sum of the other three."""

    people: int
    reachable_by_wechat: int
    inbox_only: int
    unbound: int


# Who takes part in what: the condition on Person, for what the sender runs (raises NotFound or NotAllowed otherwise).
Participants = Callable[[int, Actor, datetime.datetime], peewee.Expression]
PARTICIPANTS: dict[str, Participants] = {"event_id": gatherings.of_event, "party_day_id": gatherings.of_party_day}


def people_of(audience: Audience, sender: Sender, *, by: Actor, now: datetime.datetime) -> Any:
    """The query of people in the audience as of now."""
    gatherings = _gatherings(audience, by=by, now=now)
    names_a_place = audience.names_a_place
    # Whoever takes part in something is meant wherever they belong, unless a place is named besides.
    places = _organisations(audience, sender, now=now) if names_a_place or not gatherings else _everywhere()
    wanted = [Person.merged_into.is_null(), *gatherings]
    if audience.roles:
        wanted.append(_with_roles(audience.roles, places, now=now))
    elif names_a_place or not gatherings:
        wanted.append(_known_at(places))
    return Person.select().where(*wanted)


def _gatherings(audience: Audience, *, by: Actor, now: datetime.datetime) -> list[Any]:
    named = {name: getattr(audience, name) for name in PARTICIPANTS}
    return [PARTICIPANTS[name](row_id, by, now) for name, row_id in named.items() if row_id is not None]


def _everywhere() -> Any:
    return Organisation.select(Organisation.id).where(Organisation.closed_at.is_null())


def _organisations(audience: Audience, sender: Sender, *, now: datetime.datetime) -> Any:
    """The query of organisations whose people are meant, within the sender's reach."""
    found = _everywhere()
    if audience.alliance_id is not None:
        members = Alliance.get_by_id(audience.alliance_id).members_on(local_day(now)).order_by()
        found = found.where(Organisation.id.in_(members.select(Organisation.id)))
    if sender.alliance is None:
        found = found.where(Organisation.path.startswith(sender.organisation.path))
    return found


def _known_at(places: Any) -> Any:
    """People whom one of these organisations answers for: on its roster, or residents it has approved."""
    return Person.home.in_(places) & (Person.is_on_roster | Person.approved_at.is_null(False))


def _with_roles(roles: tuple[Role | Standing, ...], places: Any, *, now: datetime.datetime) -> Any:
    standings = [role for role in roles if isinstance(role, Standing)]
    seats = [role for role in roles if isinstance(role, Role)]
    either: Any = Person.id < 0
    if standings:
        either |= _known_at(places) & Person.standing.in_(standings)
    if seats:
        holders = Appointment.select(Appointment.person).where(
            Appointment.role.in_(seats),
            Appointment.holds_on(local_day(now)),
            Appointment.organisation.in_(places),
        )
        either |= Person.id.in_(holders)
    return either


def count_people(people: Any, channel: Channel) -> HeadCount:
    """How many there are, and how many of them a WeChat message would reach just now."""
    ids = people.select(Person.id)
    on_wechat = Identity.select(Identity.person).where(Identity.appid.in_(channel.appids))
    reached = on_wechat.where(_is_reached_by(channel))
    total = ids.count()
    reachable = ids.where(Person.id.in_(reached)).count()
    has_wechat = ids.where(Person.id.in_(on_wechat)).count()
    return HeadCount(total, reachable, has_wechat - reachable, total - has_wechat)


def _is_reached_by(channel: Channel) -> Any:
    """The accounts that a notice would reach: with a grant left, or following, where there is a template for it."""
    reached: Any = Identity.id.in_(identities_with_grant(channel, Purpose.NOTICE))
    if channel.official_template_of(Purpose.NOTICE):
        reached |= Identity.appid == channel.official_appid
    return reached


def preview_audience(audience: Audience, *, channel: Channel, by: Actor, now: datetime.datetime) -> HeadCount:
    """The head-count before sending. Raises what sending to it would raise, but nobody is no error here."""
    sender = sender_of(audience, by=by, now=now)
    return count_people(people_of(audience, sender, by=by, now=now), channel)

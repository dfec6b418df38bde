"""The story as a whole: build it in an empty database, and say who is on WeChat."""

from __future__ import annotations

import datetime
from itertools import chain
from typing import Any

from commands.demo import (
    articles,
    comings,
    complaints,
    consents,
    events,
    followers,
    grants,
    meetings,
    messages,
    notices,
    organisations,
    party_days,
    people,
    photos,
    proxies,
    requests,
    seats,
    timeline,
    wishes,
)
from commands.demo.dates import Calendar
from commands.demo.names import Invented
from commands.demo.people import Someone
from commands.demo.sandbox import seed_of
from models.appointments import Role
from models.notices import Purpose
from models.people import Standing
from models.unit_of_work import unit_of_work
from services.channel import Channel
from services.photo_stores import PhotoStore
from wechat.templates import Template

VISITORS = 5  # will open the mini-program for the first time
UNBOUND = 6  # on the roster with their phone, and on WeChat, but not yet brought together


@unit_of_work
def build(
    appid: str,
    templates: dict[str, Template],
    official_appid: str,
    *,
    photo_store: PhotoStore,
    now: datetime.datetime,
) -> dict[str, Any]:
    """Fill the database; answers the seed for the stand-in. All of it or nothing."""
    calendar, invented = Calendar(now), Invented(Calendar(now).today)
    tree = organisations.build(calendar)
    everyone = people.invent_all(tree, invented)
    chairs = seats.choose(tree, everyone, invented)
    people.write([one for place in everyone.values() for one in place], calendar, appid)
    seats.fill(chairs, everyone, calendar)
    consents.agree([one for place in everyone.values() for one in place], calendar)
    happenings = chain(
        wishes.moments(everyone, chairs, calendar),
        events.moments(tree, everyone, chairs, invented, calendar),
        party_days.moments(tree, everyone, chairs, calendar),
        meetings.moments(tree, chairs, calendar),
        notices.moments(tree, chairs, calendar),
        articles.moments(chairs, calendar),
    )
    timeline.tell(happenings, now=now)
    photos.show(chairs, photo_store, calendar)
    comings.tell(tree, everyone, chairs, calendar)
    proxies.arrange(everyone, chairs, calendar)
    complaints.tell(everyone, chairs, calendar)
    asked = requests.ask(tree, chairs, invented, calendar, appid)
    known = [*(one for place in everyone.values() for one in place), *asked]
    _grant(known, Channel(appid, templates), calendar)
    followers.follow(known, _met_first(known), official_appid, now=now)
    _name_roles([one for one in asked if one.home is None], "visitor")
    _name_roles(_unbound(known), "unbound")
    return seed_of([*known, *_visitors(invented)], appid)


def _grant(known: list[Someone], channel: Channel, calendar: Calendar) -> None:
    """Whoever has a message coming has agreed to it, so that WeChat shows something from the start; whom one
    meets first has agreed to one more of each kind."""
    by_id = {one.id: one for one in known}
    for person_id, purpose in messages.settle(known, now=calendar.now):
        grants.agree(by_id[person_id], [purpose], channel, calendar)
    for one in _met_first(known):
        grants.agree(one, Purpose, channel, calendar)


def _met_first(known: list[Someone]) -> list[Someone]:
    """The first secretary, plain member, resident and township officer."""
    bound = [one for one in known if one.is_bound]
    seated = [next(one for one in bound if role in one.roles) for role in (Role.SECRETARY, Role.TOWNSHIP_OFFICER)]
    plain = [one for one in bound if not one.roles]
    return [
        *seated,
        *(next(one for one in plain if one.standing is each) for each in (Standing.MEMBER, Standing.RESIDENT)),
    ]


def _name_roles(some: list[Someone], role: str) -> None:
    for one in some:
        one.is_on_wechat = True
        one.roles = [role]


def _unbound(known: list[Someone]) -> list[Someone]:
    """Roster people whose phone is on WeChat: their first log-in can bind them."""
    some = [one for one in known if one.is_on_roster and not one.is_bound and one.phone and _is_alone(one, known)]
    return some[:UNBOUND]


def _is_alone(one: Someone, known: list[Someone]) -> bool:
    return sum(other.phone == one.phone for other in known) == 1


def _visitors(invented: Invented) -> list[Someone]:
    visitors = []
    for _ in range(VISITORS):
        born = invented.birthday(20, 60)
        visitors.append(Someone(invented.name(None, born), None, Standing.RESIDENT, born, invented.phone()))
    _name_roles(visitors, "visitor")
    return visitors

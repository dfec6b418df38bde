"""Who signs up for the events of the story: neighbours first, nobody twice on one day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import chain, zip_longest

from commands.demo.organisations import NEWLY_JOINED
from commands.demo.people import Someone
from models.events import Audience, Event
from models.people import Person
from services.eligibility import Candidate, why_not
from services.local_time import local_day

MET_FIRST = 2  # of the first village: a member and a resident


class Volunteers:
    """People with WeChat and without a seat. Those whom one meets first have their days free, save for what
    is meant for the first look."""

    def __init__(self, people: dict[str, list[Someone]]) -> None:
        self._of_place = {name: _plain(some) for name, some in people.items() if name not in NEWLY_JOINED}
        first = next(iter(self._of_place.values()))
        self._met_first = first[:MET_FIRST]
        self._busy: set[tuple[int, datetime.date]] = set()

    def next_one(self, event: Event, number: int, *, is_first_look: bool, now: datetime.datetime) -> Someone | None:
        """The next who may sign up and has nothing else that day; None when everyone has."""
        day = local_day(event.starts_at)
        for one in self._in_order(event.organisation.name, number, is_first_look):
            if (one.id, day) not in self._busy and _may_come(one, event, now=now):
                self._busy.add((one.id, day))
                return one
        return None

    def _in_order(self, place: str, number: int, is_first_look: bool) -> Iterator[Someone]:
        """Those of the place, then one of each other place after the other; another one begins each time."""
        others = [some for name, some in self._of_place.items() if name != place]
        turn = number % len(others)
        rows = [_turned(some, number) for some in (*others[turn:], *others[:turn])]
        own = _turned(self._of_place.get(place, []), number)
        strangers = (one for row in zip_longest(*rows) for one in row if one is not None)
        for one in chain(self._met_first if is_first_look else (), own[:5], strangers, own[5:]):
            if is_first_look or one not in self._met_first:
                yield one


def _may_come(one: Someone, event: Event, *, now: datetime.datetime) -> bool:
    if event.audience is Audience.EVERYONE and event.min_age is None:
        return True
    return why_not(event, Candidate(Person.get_by_id(one.id), now=now)) is None


def _turned(some: list[Someone], number: int) -> list[Someone]:
    turn = number % max(1, len(some))
    return some[turn:] + some[:turn]


def _plain(some: list[Someone]) -> list[Someone]:
    """Members and residents by turns."""
    plain = [one for one in some if one.is_bound and not one.roles]
    by_standing = ([one for one in plain if one.is_on_roster], [one for one in plain if not one.is_on_roster])
    return [one for pair in zip_longest(*by_standing) for one in pair if one is not None]

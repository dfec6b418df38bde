"""Who holds which seat, since when, and what they let others do."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from commands.demo.dates import Calendar
from commands.demo.names import Invented
from commands.demo.organisations import Tree
from commands.demo.people import Someone, invent
from models.appointments import Appointment, Function, Role
from models.people import Person, Standing
from services.appointment_rules import Place
from services.appointments import appoint
from services.delegations import delegate
from services.handovers import hand_over

TERM = datetime.timedelta(days=5 * 365)  # a village's term of office
WITH_GRID_WORKER = ("东坑村", "石岭头村", "药坑村", "西溪村", "枫树坳村", "云背村")
ASSISTANTS = {
    "东坑村": (Function.TAKE_IN_WISHES, Function.VERIFY_WISHES, Function.FOLLOW_UP_WISHES),
    "菇林村": (Function.DECIDE_REQUESTS, Function.MANAGE_PEOPLE),
}
CHANGED_HANDS = "西溪村"  # its last secretary retired in summer


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who is to get a seat; decided before people are written, so that they all have WeChat."""

    one: Someone
    role: Role
    place: Place
    days_ago: int


class Seats:
    """The seats of the story, found by role and place."""

    def __init__(self, holders: list[Holder], assistants: dict[str, Someone]) -> None:
        self.holders, self.assistants = holders, assistants
        self._by_place = {(holder.role, holder.place.name): holder.one for holder in holders}

    def of(self, role: Role, place: str) -> Someone:
        return self._by_place[role, place]


def choose(tree: Tree, people: dict[str, list[Someone]], invented: Invented) -> Seats:
    """Decide who sits where; they get WeChat and the names of their roles."""
    officer = invent(tree.county, Standing.MEMBER, invented, ages=(35, 45), is_bound=True)
    people[tree.county.name] = [officer]
    holders = [Holder(officer, Role.COUNTY_OFFICER, tree.county, 800), *_holders(tree, people)]
    for holder in holders:
        holder.one.is_bound = holder.one.is_on_wechat = True
        holder.one.roles.append(holder.role)
    assistants = {name: people[name][1] for name in ASSISTANTS}
    for one in assistants.values():
        one.roles.append(Role.ASSISTANT)
    return Seats(holders, assistants)


def _holders(tree: Tree, people: dict[str, list[Someone]]) -> Iterator[Holder]:
    first, second = people["镇机关第一党支部"], people["镇机关第二党支部"]
    yield Holder(first[1], Role.TOWNSHIP_OFFICER, tree.township, 780)
    yield Holder(first[2], Role.TOWNSHIP_OFFICER, tree.township, 400)
    yield Holder(people["枫桥村"][1], Role.TOWNSHIP_OFFICER, tree.newcomer, 11)
    yield Holder(second[1], Role.SECRETARY, tree.office, 760)
    for place in tree.places.values():
        yield Holder(people[place.name][0], Role.SECRETARY, place, 120 if place.name == CHANGED_HANDS else 760)
    for place in tree.newly_joined:
        yield Holder(people[place.name][0], Role.SECRETARY, place, 10)
    for name in WITH_GRID_WORKER:
        yield Holder(people[name][2], Role.GRID_WORKER, tree.places[name], 500)
    for number, alliance in enumerate(tree.alliances.values(), 2):
        yield Holder(second[number], Role.ALLIANCE_LEAD, alliance, 550 if number < 5 else 45)
    for one, area in zip(first[3:], tree.areas.values(), strict=False):
        yield Holder(one, Role.AREA_LEAD, area, 550)


def fill(seats: Seats, people: dict[str, list[Someone]], calendar: Calendar) -> None:
    """Appoint everyone on their day, each by whoever may; then delegate and hand over."""
    for holder in sorted(seats.holders, key=lambda holder: -holder.days_ago):
        if (holder.role, holder.place.name) != (Role.SECRETARY, CHANGED_HANDS):
            _appoint(holder, calendar)
    _change_hands(seats, people, calendar)
    for name, functions in ASSISTANTS.items():
        _delegate(seats.of(Role.SECRETARY, name), seats.assistants[name], functions, calendar)


def _appoint(holder: Holder, calendar: Calendar) -> Appointment:
    starts_on = calendar.day(holder.days_ago)
    ends_on = starts_on + TERM if holder.role is Role.SECRETARY else None
    now = calendar.at(holder.days_ago)
    person = Person.get_by_id(holder.one.id)
    return appoint(person, holder.role, holder.place, starts_on=starts_on, ends_on=ends_on, by=None, now=now)


def _change_hands(seats: Seats, people: dict[str, list[Someone]], calendar: Calendar) -> None:
    successor = seats.of(Role.SECRETARY, CHANGED_HANDS)
    place = successor.home
    assert place is not None, "secretaries belong to their branch"
    seat = _appoint(Holder(people[CHANGED_HANDS][3], Role.SECRETARY, place, 760), calendar)
    now = calendar.at(120)
    officer = seats.of(Role.TOWNSHIP_OFFICER, "云岭镇").at(now)
    hand_over(seat.id, Person.get_by_id(successor.id), by=officer, now=now)


def _delegate(secretary: Someone, to: Someone, functions: tuple[Function, ...], calendar: Calendar) -> None:
    now = calendar.at(100)
    starts_on, ends_on = calendar.day(100), calendar.today + datetime.timedelta(days=90)
    person = Person.get_by_id(to.id)
    delegate(functions, person, starts_on=starts_on, ends_on=ends_on, by=secretary.at(now), now=now)

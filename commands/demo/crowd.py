"""A county of any size, for races and measurements: branches of one size, everybody bound and on WeChat."""

from __future__ import annotations

import datetime
from typing import Any

from commands.demo import organisations
from commands.demo.dates import Calendar
from commands.demo.names import Invented
from commands.demo.organisations import Tree
from commands.demo.people import Someone, invent, write
from commands.demo.sandbox import seed_of
from models.appointments import Role
from models.organisations import Organisation, OrganisationKind, Sector
from models.people import Person, Standing
from models.unit_of_work import unit_of_work
from services.appointment_rules import Place
from services.appointments import appoint
from services.organisations import add_organisation

SINCE_DAYS = 700


@unit_of_work
def build(appid: str, *, people: int, branch_size: int, now: datetime.datetime) -> dict[str, Any]:
    """So many people on the rosters of branches of that size (the last one may be smaller), no wishes yet.

    The first of each branch is its secretary; the next ones of the first branch are the township's and the
    county's officers. Answers the seed for the stand-in.
    """
    calendar, invented = Calendar(now), Invented(Calendar(now).today)
    tree = organisations.build(calendar)
    crowd: list[Someone] = []
    for number in range(-(-people // branch_size)):
        branch = _branch(tree, number, calendar)
        size = min(branch_size, people - len(crowd))
        crowd += [invent(branch, Standing.MEMBER, invented, ages=(24, 75), is_bound=True) for _ in range(size)]
    write(crowd, calendar, appid, days_ago=SINCE_DAYS)
    _seat(crowd, tree, branch_size, calendar)
    return seed_of(crowd, appid)


def _branch(tree: Tree, number: int, calendar: Calendar) -> Organisation:
    """云岭镇's own villages and offices first, then numbered villages."""
    places = list(tree.places.values())
    if number < len(places):
        return places[number]
    name = f"云岭新村第{number - len(places) + 1}"
    now = calendar.at(SINCE_DAYS)
    return add_organisation(
        name, OrganisationKind.BRANCH, parent=tree.township, sector=Sector.VILLAGE, by=None, now=now
    )


def _seat(crowd: list[Someone], tree: Tree, branch_size: int, calendar: Calendar) -> None:
    for one in crowd[::branch_size]:
        assert one.home is not None, "everyone here has a branch"
        _appoint(one, Role.SECRETARY, one.home, calendar)
    officers: tuple[tuple[Role, Place], ...] = (
        (Role.TOWNSHIP_OFFICER, tree.township),
        (Role.TOWNSHIP_OFFICER, tree.township),
        (Role.COUNTY_OFFICER, tree.county),
    )
    for one, (role, place) in zip(crowd[1:branch_size], officers, strict=False):
        _appoint(one, role, place, calendar)


def _appoint(one: Someone, role: Role, place: Place, calendar: Calendar) -> None:
    now, day = calendar.at(SINCE_DAYS), calendar.day(SINCE_DAYS)
    appoint(Person.get_by_id(one.id), role, place, starts_on=day, by=None, now=now)
    one.roles.append(role)

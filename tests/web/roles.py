"""Somebody of each role, for the walks over all routes."""

from __future__ import annotations

import datetime

from models.alliances import Alliance, AllianceLevel, AllianceType
from models.appointments import Appointment, DelegatedFunction, Function, Role
from models.organisations import Area
from services.permissions import Actor
from tests.cast import Cast

ROLES = [
    "visitor", "resident", "member", "secretary", "assistant", "grid_worker", "alliance_lead", "area_lead",
    "township_officer", "county_officer", "other_secretary", "other_member",
]  # fmt: skip


def somebody(role: str, cast: Cast, now: datetime.datetime) -> Actor:
    """Someone of that role, in or above 东坑村 unless they are `other_…`."""
    standing = {
        "visitor": cast.visitor,
        "resident": lambda: cast.chen,
        "member": lambda: cast.wang,
        "secretary": lambda: cast.li,
        "other_secretary": lambda: cast.sun,
        "other_member": lambda: cast.zhao,
    }
    if role in standing:
        return standing[role]()
    person = cast.member("高某", cast.township)
    seats = {
        "assistant": lambda: {
            "organisation": cast.dongkeng,
            "delegated_by": Appointment.get(person=cast.li.person),
        },
        "grid_worker": lambda: {"organisation": cast.dongkeng},
        "alliance_lead": lambda: {"organisation": None, "alliance": red_alliance(cast, now)},
        "area_lead": lambda: {"organisation": None, "area": Area.create(township=cast.township, name="东片")},
        "township_officer": lambda: {"organisation": cast.township},
        "county_officer": lambda: {"organisation": cast.county},
    }
    seat = cast.appoint(person, Role(role), **seats[role]())
    if role == "assistant":
        DelegatedFunction.create(appointment=seat, function=Function.VERIFY_WISHES)
    return cast.actor(person.person)


def red_alliance(cast: Cast, now: datetime.datetime) -> Alliance:
    colour = AllianceType.create(key="red", name="红色引领", colour="#A61C2B")
    return Alliance.create(
        name="红盟", level=AllianceLevel.TOWNSHIP, type=colour, township=cast.township, formed_on=now.date()
    )

"""`flask appoint`: the first person of a new deployment, who can then appoint all others."""

from __future__ import annotations

import datetime

import click

from commands.context import now, with_database
from commands.places import find_organisation
from models.alliances import Alliance
from models.appointments import Appointment, Role
from models.organisations import Area, Organisation, OrganisationKind
from models.unit_of_work import unit_of_work
from services import appointments, people
from services.appointment_rules import Place
from services.local_time import local_day

ROLES = [role.value for role in Role if role is not Role.ASSISTANT]
DAY = click.DateTime(["%Y-%m-%d"])
ONLY_ONE = {Role.COUNTY_OFFICER: OrganisationKind.COUNTY, Role.TOWNSHIP_OFFICER: OrganisationKind.TOWNSHIP}


@click.command("appoint")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--organisation", help="编号、名称或 县/镇/… 路径；全系统只有一个县（镇）时可不填")
@click.option("--alliance", type=int, help="联盟编号（alliance_lead）")
@click.option("--area", type=int, help="片区编号（area_lead）")
@click.option("--name", prompt="姓名")
@click.option("--phone", prompt="手机号")
@click.option("--starts-on", type=DAY, help="任期第一天，默认今天")
@click.option("--ends-on", type=DAY, help="任期最后一天，默认不定期")
@with_database
def appoint(
    role: str,
    organisation: str | None,
    alliance: int | None,
    area: int | None,
    name: str,
    phone: str,
    starts_on: datetime.datetime | None,
    ends_on: datetime.datetime | None,
) -> None:
    """任命一个人；不在任何名册上的，先加入该组织的名册。重复执行无害。"""
    instant = now()
    place = _place(Role(role), organisation, alliance, area)
    first_day = starts_on.date() if starts_on else local_day(instant)
    last_day = ends_on.date() if ends_on else None
    seat, is_new = _appoint(Role(role), place, name, phone, first_day, last_day, now=instant)
    added = "，已加入名册" if is_new else ""
    click.echo(f"任命 {seat.id}：{seat.person.name} → {place.name} {role}{added}")
    click.echo("此人用同一手机号在小程序里「绑定手机号」后即可使用")


@unit_of_work
def _appoint(
    role: Role,
    place: Place,
    name: str,
    phone: str,
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    *,
    now: datetime.datetime,
) -> tuple[Appointment, bool]:
    """Put someone on the roster and into the seat, or neither; answers the seat and whether they are new."""
    home = place if isinstance(place, Organisation) else place.township
    person, is_new = people.find_or_add(name, phone, home, by=None, now=now)
    held = _held(person.id, role, place, local_day(now))
    if held is not None:
        return held, is_new
    seat = appointments.appoint(person, role, place, starts_on=starts_on, ends_on=ends_on, by=None, now=now)
    return seat, is_new


def _place(role: Role, organisation: str | None, alliance: int | None, area: int | None) -> Place:
    if alliance is not None:
        return _one(Alliance, alliance, "联盟")
    if area is not None:
        return _one(Area, area, "片区")
    if organisation is not None:
        return find_organisation(organisation)
    only = list(Organisation.select().where(Organisation.kind == ONLY_ONE[role])) if role in ONLY_ONE else []
    if len(only) == 1:
        return only[0]
    raise click.UsageError("请用 --organisation、--alliance 或 --area 指明在哪里任职")


def _one(table: type[Alliance] | type[Area], number: int, noun: str) -> Alliance | Area:
    found: Alliance | Area | None = table.get_or_none(table.id == number)
    if found is None:
        raise click.BadParameter(f"没有编号为 {number} 的{noun}")
    return found


def _held(person_id: int, role: Role, place: Place, today: datetime.date) -> Appointment | None:
    """The seat this person holds there today, so that the command can be repeated on another day."""
    seats = Appointment.select().where(
        Appointment.person == person_id, Appointment.role == role, Appointment.holds_on(today)
    )
    return next((seat for seat in seats if appointments.place_of(seat) == place), None)

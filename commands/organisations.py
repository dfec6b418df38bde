"""`flask organisations …`: a new deployment's county and townships."""

from __future__ import annotations

import datetime

import click
from flask.cli import AppGroup

from commands.context import now, with_database
from commands.places import find_organisation, full_name
from models.appointments import Appointment
from models.organisations import Organisation, OrganisationKind, Sector
from models.people import Person
from services import organisations
from services.local_time import local_day

group = AppGroup("organisations", help="党组织：添加、列出")


@group.command("add", with_appcontext=False)
@click.argument("name")
@click.argument("kind", type=click.Choice([kind.value for kind in OrganisationKind]))
@click.option("--parent", help="上级组织：编号、名称或 县/镇/… 路径；县没有上级")
@click.option("--sector", type=click.Choice([sector.value for sector in Sector]))
@with_database
def add(name: str, kind: str, parent: str | None, sector: str | None) -> None:
    """添加一个党组织；同一上级下同名的只添加一次。"""
    added = organisations.add_organisation(
        name,
        OrganisationKind(kind),
        parent=find_organisation(parent) if parent else None,
        sector=Sector(sector) if sector else None,
        by=None,
        now=now(),
    )
    click.echo(f"{added.id}\t{full_name(added)}")


@group.command("list", with_appcontext=False)
@click.option("--seats", is_flag=True, help="也列出任职的人，#号后是任命编号（hand-over 要用）")
@with_database
def list_all(seats: bool) -> None:
    """按上下级列出全部党组织：编号、级别、名称。"""
    holders = _holders(local_day(now())) if seats else {}
    rows = Organisation.select().where(Organisation.closed_at.is_null())
    for row in sorted(rows, key=lambda row: row.ancestor_ids()):
        indent = "  " * (len(row.ancestor_ids()) - 1)
        sitting = "".join(f"  #{seat.id} {seat.role.value} {seat.person.name}" for seat in holders.get(row.id, []))
        click.echo(f"{row.id:>6}  {row.kind.value:<15}{indent}{row.name}{sitting}")


def _holders(today: datetime.date) -> dict[int | None, list[Appointment]]:
    """Who sits where today, by the number of the organisation (None: at an alliance or area)."""
    found: dict[int | None, list[Appointment]] = {}
    rows = Appointment.select(Appointment, Person).join(Person).where(Appointment.holds_on(today))
    for seat in rows.order_by(Appointment.id):
        found.setdefault(seat.organisation_id, []).append(seat)
    return found

"""`flask organisations …`: a new deployment's county and townships."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from commands.context import now, with_database
from commands.places import find_organisation, full_name
from models.organisations import Organisation, OrganisationKind, Sector
from services import organisations

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
@with_database
def list_all() -> None:
    """按上下级列出全部党组织：编号、级别、名称。"""
    rows = Organisation.select().where(Organisation.closed_at.is_null())
    for row in sorted(rows, key=lambda row: row.ancestor_ids()):
        indent = "  " * (len(row.ancestor_ids()) - 1)
        click.echo(f"{row.id:>6}  {row.kind.value:<15}{indent}{row.name}")

"""`flask hand-over`: a seat changes hands, and the 交接单 says what is open there."""

from __future__ import annotations

import datetime

import click

from commands.context import now, with_database
from models.organisations import Organisation
from models.unit_of_work import unit_of_work
from services import appointments, handovers, people
from services.appointment_rules import Place
from services.handover_note import HandoverNote


@click.command("hand-over")
@click.argument("appointment_id", type=int)
@click.option("--name", prompt="接任人姓名")
@click.option("--phone", prompt="接任人手机号")
@with_database
def hand_over(appointment_id: int, name: str, phone: str) -> None:
    """把一个职务交给接任人：原任的权限和登录立即结束，并列出交接单。"""
    place = appointments.place_of(appointments.get_appointment(appointment_id))
    note = _hand_over(appointment_id, place, name, phone, now=now())
    click.echo(f"交接单  {place.name}  {note.predecessor.person.name} → {note.successor.person.name}")
    _print(note)


@unit_of_work
def _hand_over(appointment_id: int, place: Place, name: str, phone: str, *, now: datetime.datetime) -> HandoverNote:
    """Find the successor or put them on the roster, and give them the seat: both or neither."""
    home = place if isinstance(place, Organisation) else place.township
    successor, _ = people.find_or_add(name, phone, home, by=None, now=now)
    return handovers.hand_over(appointment_id, successor, by=None, now=now)


def _print(note: HandoverNote) -> None:
    for part in note.parts:
        click.echo(f"\n{part.title}（{len(part.items)}）")
        for item in part.items:
            click.echo(f"  {item.subject} {item.subject_id}  {item.text}")
    if not note.parts:
        click.echo("没有未办结的事项")

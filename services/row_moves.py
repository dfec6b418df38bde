"""Moving everything that belongs to one person to another: binding now, merging duplicates later."""

from __future__ import annotations

import datetime
from itertools import dropwhile
from typing import Any

import peewee

from models.base import AppendOnly
from models.events import Event
from models.hours import HoursEntry
from models.merges import Merge
from models.people import Person
from models.wishes import Claim, ClaimStatus
from services import hours

TWO_WERE_ONE = "两条记录是同一个人，只算一次"  # the reason of what a move writes in the ledger
TWO_ARE_TWO = "撤回合并"


def move_rows(source: Person, target: Person, *, now: datetime.datetime) -> None:
    """Let every row that points at `source` point at `target`, inside the caller's unit of work.

    Works on whatever tables exist: each foreign key to a person is followed. A row that the target
    already has of its own (a unique key says so) stays with the source, which is kept, marked as merged.
    Hours at an event move all or none: where the target has entries of its own, they count once, there.
    """
    _count_hours_once(source, target, now=now)
    for foreign_key in movable():
        _move(foreign_key, source, target)
    for person in (source, target):
        recount_claims(person)
    Person.update(merged_into=target).where(Person.id == source.id).execute()


def movable() -> list[peewee.ForeignKeyField[Any]]:
    """Every column that points at a person and may be changed."""
    return [
        foreign_key
        for foreign_key in Person._meta.backrefs
        if foreign_key is not Person.merged_into and not issubclass(foreign_key.model, (AppendOnly, Merge))
    ]


def recount_claims(person: Person) -> None:
    in_hand = Claim.select().where(Claim.person == person.id, Claim.status == ClaimStatus.ACTIVE).count()
    Person.update(open_claims=in_hand).where(Person.id == person.id).execute()


def _count_hours_once(source: Person, target: Person, *, now: datetime.datetime) -> None:
    """Who has hours twice at one event was there once, for the longer of the two."""
    of_each = [HoursEntry.select(HoursEntry.event).where(HoursEntry.person == who.id) for who in (source, target)]
    for event in Event.select().where(*(Event.id.in_(events) for events in of_each)).order_by(Event.id):
        longer = max(hours.minutes_at(event.id, who.id) or 0 for who in (source, target))
        hours.settle(event, target.id, longer, by=None, reason=TWO_WERE_ONE, now=now)
        hours.settle(event, source.id, 0, by=None, reason=TWO_WERE_ONE, now=now)


def give_hours_back(person: Person, *, now: datetime.datetime) -> None:
    """Undo that: what the ledger last said of the person before, unless it has said something since."""
    events = HoursEntry.select(HoursEntry.event).where(
        HoursEntry.person == person.id, HoursEntry.reason == TWO_WERE_ONE
    )
    for event in Event.select().where(Event.id.in_(events)).order_by(Event.id):
        mine = (HoursEntry.event == event.id) & (HoursEntry.person == person.id)
        entries = HoursEntry.select().where(mine).order_by(HoursEntry.number.desc())
        before = dropwhile(lambda entry: entry.reason == TWO_WERE_ONE, entries)
        hours.settle(event, person.id, sum(entry.minutes for entry in before), by=None, reason=TWO_ARE_TWO, now=now)


def _move(foreign_key: peewee.ForeignKeyField[Any], source: Person, target: Person) -> None:
    model = foreign_key.model
    stay: set[Any] = set()
    for columns in _unique_keys_with(foreign_key):
        taken = {key for _, key in _keys(foreign_key, target, columns)}
        stay |= {row_id for row_id, key in _keys(foreign_key, source, columns) if key in taken and None not in key}
    moved = model.update({foreign_key: target.id}).where(foreign_key == source.id)
    if stay:
        moved = moved.where(model._meta.primary_key.not_in(stay))
    moved.execute()


def _unique_keys_with(foreign_key: peewee.ForeignKeyField[Any]) -> list[list[peewee.Field[Any]]]:
    """The other columns of each unique key that the foreign key is part of.

    An entry's number only counts it among those of its person and event, which stay together.
    """
    meta = foreign_key.model._meta
    keys = [[meta.fields[name] for name in names] for names, is_unique in meta.indexes if is_unique]
    return [
        [column for column in key if column is not foreign_key and column is not HoursEntry.number]
        for key in keys
        if any(column is foreign_key for column in key)  # `in` would ask the ORM for an expression, which is true
    ]


def _keys(
    foreign_key: peewee.ForeignKeyField[Any], person: Person, columns: list[peewee.Field[Any]]
) -> list[tuple[Any, tuple[Any, ...]]]:
    """Each row of the person with its values in those columns; NULL never collides."""
    model = foreign_key.model
    rows = model.select(model._meta.primary_key, *columns).where(foreign_key == person.id).tuples()
    return [(row_id, tuple(key)) for row_id, *key in rows]

"""Moving everything that belongs to one person to another: binding now, merging duplicates later."""

from __future__ import annotations

from typing import Any

import peewee

from models.base import AppendOnly
from models.merges import Merge
from models.people import Person
from models.wishes import Claim, ClaimStatus


def move_rows(source: Person, target: Person) -> None:
    """Let every row that points at `source` point at `target`, inside the caller's unit of work.

    Works on whatever tables exist: each foreign key to a person is followed. A row that the target
    already has of its own (a unique key says so) stays with the source, which is kept, marked as merged.
    """
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
    """The other columns of each unique key that the foreign key is part of."""
    meta = foreign_key.model._meta
    keys = [[meta.fields[name] for name in names] for names, is_unique in meta.indexes if is_unique]
    return [[column for column in key if column is not foreign_key] for key in keys if foreign_key in key]


def _keys(
    foreign_key: peewee.ForeignKeyField[Any], person: Person, columns: list[peewee.Field[Any]]
) -> list[tuple[Any, tuple[Any, ...]]]:
    """Each row of the person with its values in those columns; NULL never collides."""
    model = foreign_key.model
    rows = model.select(model._meta.primary_key, *columns).where(foreign_key == person.id).tuples()
    return [(row_id, tuple(key)) for row_id, *key in rows]

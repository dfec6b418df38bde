"""Duplicates: finding them, making two rows one person, taking that back within days (features I11)."""

from __future__ import annotations

import datetime
import json
from typing import Any

import peewee
from peewee import fn

from models.appointments import Function
from models.merges import Merge
from models.organisations import Organisation
from models.people import Person
from models.unit_of_work import unit_of_work
from services import audit, people_desk, policies, row_moves, terms
from services.errors import Invalid, NotFound, WrongState
from services.local_time import local_day
from services.permissions import Actor, within

Moved = dict[str, list[Any]]


def find_duplicates(*, to: Actor, most: int = 100) -> list[list[Person]]:
    """Groups of people who may be one: the same name in one branch, or the same name and phone anywhere of mine.

    Birth months that differ tell namesakes apart.
    """
    paths = to.require_somewhere(Function.MANAGE_PEOPLE)
    names = (
        Person.select(Person.name)
        .join(Organisation)
        .where(within(paths), Person.merged_into.is_null(), Person.name != "")
        .group_by(Person.name)
        .having(fn.COUNT(Person.id) > 1)
    )
    rows = people_desk.visible_people(to).where(Person.name.in_(names)).order_by(Person.name, Person.id)
    by_name: dict[str, list[Person]] = {}
    for person in rows:
        by_name.setdefault(person.name, []).append(person)
    groups = [group for namesakes in by_name.values() for group in _alike(namesakes)]
    return groups[:most]


def _alike(namesakes: list[Person]) -> list[list[Person]]:
    """Each person with those after them that could be the same one."""
    groups: list[list[Person]] = []
    left = list(namesakes)
    while left:
        first, *others = left
        same = [other for other in others if _may_be_one(first, other)]
        if same:
            groups.append([first, *same])
        left = [other for other in others if other not in same]
    return groups


def _may_be_one(one: Person, other: Person) -> bool:
    if one.name != other.name:
        return False
    if one.birth_month and other.birth_month and one.birth_month != other.birth_month:
        return False
    if one.id_number_hash and other.id_number_hash:  # a unique key: they differ
        return False
    same_phone = one.phone_hash is not None and one.phone_hash == other.phone_hash
    return one.home_id == other.home_id or same_phone


def get_pair(source_id: int, target_id: int, *, to: Actor, now: datetime.datetime) -> tuple[Person, Person]:
    """Two people on rosters one keeps, if they may be made one: those the list of duplicates would show together.

    Seats, log-ins and WeChat accounts move with a merge, so whoever has a seat (as the actor has) is not part of one.
    """
    if source_id == target_id:
        raise Invalid("same_person", "请选择两个不同的人")
    source, target = (people_desk.get_person(person_id, to=to) for person_id in (source_id, target_id))
    if not _may_be_one(source, target):
        raise Invalid(
            "not_alike", "这两个人的姓名、党支部、手机号或出生年月对不上。确实是同一个人的，请先把资料改对再合并"
        )
    for person in (source, target):
        if terms.overlapping(person, local_day(now), None) is not None:
            raise WrongState(
                "holds_seat", f"{person.name}（编号 {person.id}）有现任或将任的职务，请先办交接或结束任职，再来合并"
            )
    return source, target


def what_would_move(source: Person) -> dict[str, int]:
    """How many rows of each table point at a person: said before they are moved."""
    return {table: len(ids) for table, ids in _pointing_at(source).items() if ids}


@unit_of_work
def merge_people(source_id: int, target_id: int, *, by: Actor, now: datetime.datetime) -> Merge:
    """Let everything of the source belong to the target; the source is kept, marked, and seen no more.

    Merging the same two again is merging once.
    """
    done: Merge | None = Merge.get_or_none(source=source_id, target=target_id, undone_at=None)
    if done is not None:
        return done
    _lock(source_id, target_id)
    source, target = get_pair(source_id, target_id, to=by, now=now)
    pointed = _pointing_at(source)
    row_moves.move_rows(source, target, now=now)
    still = _pointing_at(source)
    moved = {table: sorted(set(ids) - set(still[table])) for table, ids in pointed.items()}
    merge = Merge.create(
        source=source, target=target, moved=json.dumps(moved, default=str), merged_by=by.person, merged_at=now
    )
    audit.record(
        "merge_people", "person", target.id,
        by=by, now=now, organisation_id=target.home_id, before={"source": source.id}, after={"merge": merge.id},
    )  # fmt: skip
    return merge


@unit_of_work
def undo_merge(merge_id: int, *, by: Actor, now: datetime.datetime) -> Merge:
    """Give back what was moved, as far as it still is there; what came since stays with the target."""
    merge = _get_merge(merge_id, to=by)
    if merge.undone_at is not None:
        return merge
    if now >= ends_at(merge, now=now):
        raise WrongState("too_late", "合并已超过可以撤回的期限")
    _lock(merge.source_id, merge.target_id)
    undone = Merge.update(undone_at=now).where(Merge.id == merge.id, Merge.undone_at.is_null())
    if undone.execute() != 1:
        return Merge.get_by_id(merge.id)
    Person.update(merged_into=None).where(Person.id == merge.source_id).execute()
    _move_back(merge)
    for person in (merge.source, merge.target):
        row_moves.recount_claims(person)
        row_moves.give_hours_back(person, now=now)
    audit.record(
        "undo_merge", "person", merge.target_id,
        by=by, now=now, organisation_id=merge.target.home_id, after={"merge": merge.id},
    )  # fmt: skip
    return Merge.get_by_id(merge.id)


def list_merges(*, to: Actor) -> list[Merge]:
    """Merges into people one keeps, newest first."""
    paths = to.require_somewhere(Function.MANAGE_PEOPLE)
    rows = Merge.select(Merge, Person).join(Person, on=Merge.target).join(Organisation).where(within(paths))
    return list(rows.order_by(Merge.id.desc()).limit(50))


def ends_at(merge: Merge, *, now: datetime.datetime) -> datetime.datetime:
    """Until when it can be taken back."""
    days: int = policies.value("people.merge_undo_days", merge.target.home, now=now)
    return merge.merged_at + datetime.timedelta(days=days)


def _get_merge(merge_id: int, *, to: Actor) -> Merge:
    merge = next((merge for merge in list_merges(to=to) if merge.id == merge_id), None)
    if merge is None:
        raise NotFound()
    return merge


def _lock(*person_ids: int) -> None:
    """Write to both, in one order, so that rivals for either wait."""
    for person_id in sorted(person_ids):
        Person.update(open_claims=Person.open_claims).where(Person.id == person_id).execute()


def _pointing_at(person: Person) -> Moved:
    return {_name(key): [row[0] for row in _rows(key, person)] for key in row_moves.movable()}


def _rows(foreign_key: peewee.ForeignKeyField[Any], person: Person) -> Any:
    model = foreign_key.model
    return model.select(model._meta.primary_key).where(foreign_key == person.id).tuples()


def _name(foreign_key: peewee.ForeignKeyField[Any]) -> str:
    return f"{foreign_key.model._meta.table_name}.{foreign_key.column_name}"


def _move_back(merge: Merge) -> None:
    moved: Moved = json.loads(merge.moved)
    for foreign_key in row_moves.movable():
        ids = moved.get(_name(foreign_key))
        if ids:
            key = foreign_key.model._meta.primary_key
            foreign_key.model.update({foreign_key: merge.source_id}).where(
                key.in_(ids), foreign_key == merge.target_id
            ).execute()

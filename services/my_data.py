"""Everything we keep of a person, for that person: found through the foreign keys, so that no new table is forgotten.

A row belongs to a person through one of `OWNERS`, a wish also to whoever made it; what they did in a seat (decided,
recorded, confirmed) is the organisation's, not theirs. Other people in a row are left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import peewee

from models.attendance import Leave, MakeUp
from models.audit import AuditEntry
from models.base import BaseModel
from models.grants import SubscriptionGrant
from models.notices import Delivery
from models.people import Person
from models.unit_of_work import unit_of_work
from models.wishes import ProgressNote, Wish
from services import audit
from services.local_time import SHANGHAI
from services.my_data_words import LABELS, TITLES, VALUES
from services.notice_words import WHY_NOT_THIS_WAY
from services.permissions import Actor

OWNERS = ("person", "wisher", "uploaded_by", "elder", "helper")
# Parts of rows that belong to somebody.
PARTS = (ProgressNote.claim, Leave.attendance, MakeUp.attendance, SubscriptionGrant.identity)
# Ours, and of no meaning to anybody else: numbers, look-up hashes, guards of unique keys, the books of those who send.
NUMBERS = ("id", "identity", "sheet", "claim", "photo", "counted_from", "reverses", "ticket", "kept_change")
HASHES = ("token_hash", "digest", "phone_tail")
GUARDS = ("is_held", "is_waiting", "is_loose", "is_standing", "is_current", "is_open", "open_claims")
SENDING = ("message_id", "attempts", "taken_by", "taken_at", "subscribe_reason")
PICTURES = ("trace_id", "check_asked_at", "check_attempts", "needs_person", "width", "height")
TASKS = ("parameters", "state", "done", "total", "worker", "held_until", "forget_at")
HIDDEN = {*NUMBERS, *HASHES, *GUARDS, *SENDING, *PICTURES, *TASKS}
HIDDEN_TABLES = ("idempotency_key", "link_code")  # marks against doing a thing twice; codes of ten minutes
LOOKS = ("see_contact", "see_guardian")
CALLED = ("title", "name", "question", "text")  # what a row is called where another points at it

Row = dict[str, Any]


@unit_of_work
def export_my_data(*, by: Actor, now: datetime.datetime) -> dict[str, Any]:
    """All of it, ready to be read or kept as JSON: sections of rows under Chinese names. Each export is logged."""
    audit.record("export_my_data", "person", by.person.id, by=by, now=now)
    sections: dict[str, list[Row]] = {TITLES["person"]: [_row(by.person)]}
    for table, rows in _tables(by.person):
        sections.setdefault(TITLES.get(table, table), []).extend(map(_row, rows))
    sections["谁看过我的联系方式"] = _looks(by.person)
    kept = {title: rows for title, rows in sections.items() if rows}
    return {"说明": "这是系统里保存的与您有关的全部信息。", "导出时间": _said(now), **kept}


def _tables(person: Person) -> Iterator[tuple[str, list[BaseModel]]]:
    """Each table's rows that belong to the person, with their parts right behind."""
    found: dict[type[BaseModel], dict[int, BaseModel]] = {}
    for key in Person._meta.backrefs:
        is_mine = key.name in OWNERS or key is Wish.made_by
        if is_mine and _name(key.model) not in HIDDEN_TABLES:
            rows = key.model.select().where(key == person.id).order_by(key.model._meta.primary_key)
            found.setdefault(key.model, {}).update({row.id: row for row in rows})
    for model in sorted(found, key=lambda each: list(TITLES).index(_name(each)) if _name(each) in TITLES else 99):
        yield _name(model), list(found[model].values())
        for part in PARTS:
            if part.rel_model is model:
                ids = list(found[model])
                yield _name(part.model), list(part.model.select().where(part.in_(ids or [0])).order_by(part.model.id))


def _name(model: type[BaseModel]) -> str:
    return str(model._meta.table_name)


def _row(row: BaseModel) -> Row:
    fields = [field for field in row._meta.sorted_fields if _is_told(field)]
    said = {_label(row, field): _said(_value(row, field)) for field in fields}
    return {name: value for name, value in said.items() if value not in (None, "")}


def _label(row: BaseModel, field: peewee.Field[Any]) -> str:
    name = str(field.name)
    return LABELS.get(f"{_name(type(row))}.{name}") or LABELS.get(name, name)


def _is_told(field: peewee.Field[Any]) -> bool:
    if field.name in HIDDEN or field.name.endswith("_hash"):
        return False
    return getattr(field, "rel_model", None) is not Person


def _value(row: BaseModel, field: peewee.Field[Any]) -> Any:
    """A column's value; of a row it points at, the name or title."""
    value = getattr(row, field.name)
    if isinstance(value, BaseModel):
        return next((getattr(value, name) for name in CALLED if getattr(value, name, None)), value.id)
    return WHY_NOT_THIS_WAY.get(value, "") if field is Delivery.reason else value


def _said(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    if isinstance(value, StrEnum):
        return VALUES.get(value.value, value.value)
    return str(value) if isinstance(value, datetime.date) else value


def _looks(person: Person) -> list[Row]:
    """Each look at one's phone or guardian: when, and by whom."""
    rows = AuditEntry.select().where(AuditEntry.acted_for_id == person.id, AuditEntry.action.in_(LOOKS))
    entries = list(rows.order_by(AuditEntry.id))
    names = {each.id: each.name for each in Person.select().where(Person.id.in_([e.actor_id for e in entries] or [0]))}
    return [{"时间": _said(entry.at), "谁": names.get(entry.actor_id) or "微信用户"} for entry in entries]

"""Looking into the audit trail: who, what, when, where, within one's scope (features C5)."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import peewee

from models.appointments import Role
from models.audit import AuditEntry
from models.organisations import Organisation
from models.people import Person
from services import audit_words
from services.audit_words import Change
from services.errors import NotAllowed
from services.local_time import day_starts
from services.permissions import Actor, within

OF_A_SUBTREE = (Role.SECRETARY, Role.TOWNSHIP_OFFICER)
BY_ITSELF = "系统"
WITHOUT_A_NAME = "未绑定的微信用户"


@dataclass(frozen=True, slots=True)
class Search:
    """All of these must hold; days are local, the last one included. `subject` is the kind of thing concerned."""

    who: str = ""
    subject: str = ""
    subject_id: int | None = None
    organisation_id: int | None = None
    first: datetime.date | None = None
    last: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as people read it."""

    entry: AuditEntry
    actor: str
    acted_for: str
    organisation: str
    action: str
    subject: str
    changes: list[Change]


def visible_entries(to: Actor) -> peewee.ModelSelect[AuditEntry]:
    """What was done in the actor's organisations, and what they did themselves.

    The county's officers see what was done at the county itself; a township's business is the township's.
    Raises NotAllowed for somebody without a seat.
    """
    if not to.seats:
        raise NotAllowed()
    seen = Organisation.select(Organisation.id).where(_in_scope(to))
    return AuditEntry.select().where(AuditEntry.organisation_id.in_(seen) | (AuditEntry.actor_id == to.person.id))


def organisations(*, to: Actor) -> list[Organisation]:
    """The organisations whose trail this person sees, in the order of the tree."""
    return sorted(Organisation.select().where(_in_scope(to)), key=Organisation.ancestor_ids)


def _in_scope(to: Actor) -> peewee.Expression:
    paths = [seat.path for seat in to.seats if seat.role in OF_A_SUBTREE and seat.path is not None]
    exact = [seat.path for seat in to.seats if seat.role is Role.COUNTY_OFFICER and seat.path is not None]
    return within(paths) | Organisation.path.in_(exact or [""])


def search(wanted: Search, *, to: Actor) -> peewee.ModelSelect[AuditEntry]:
    """The query of visible entries that fit; the caller orders and pages it."""
    found = visible_entries(to)
    if wanted.who:
        named = Person.select(Person.id).where(Person.name.contains(wanted.who))
        found = found.where(AuditEntry.actor_id.in_(named))
    if wanted.subject:
        found = found.where(AuditEntry.subject == wanted.subject)
    if wanted.subject_id is not None:
        found = found.where(AuditEntry.subject_id == wanted.subject_id)
    if wanted.organisation_id is not None:
        found = found.where(AuditEntry.organisation_id == wanted.organisation_id)
    if wanted.first is not None:
        found = found.where(AuditEntry.at >= day_starts(wanted.first))
    if wanted.last is not None:
        found = found.where(AuditEntry.at < day_starts(wanted.last + datetime.timedelta(days=1)))
    return found


def describe(entries: Iterable[AuditEntry]) -> list[Line]:
    """Entries in words, in their order, with two look-ups for all of them."""
    rows = list(entries)
    names = _names(Person, {each for row in rows for each in (row.actor_id, row.acted_for_id) if each is not None})
    places = _names(Organisation, {row.organisation_id for row in rows if row.organisation_id is not None})
    return [
        Line(
            row,
            BY_ITSELF if row.actor_id is None else names.get(row.actor_id) or WITHOUT_A_NAME,
            "" if row.acted_for_id is None else names.get(row.acted_for_id, ""),
            "" if row.organisation_id is None else places.get(row.organisation_id, ""),
            audit_words.in_action(row.action),
            audit_words.subject_of(row),
            audit_words.changes_of(row, names),
        )
        for row in rows
    ]


def _names(model: type[Person] | type[Organisation], ids: Collection[int]) -> dict[int, str]:
    if not ids:
        return {}
    rows: Any = model.select(model.id, model.name).where(model.id.in_(sorted(ids)))
    return dict(rows.tuples())

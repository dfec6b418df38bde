"""Writing the audit trail: every command leaves one entry, in its own unit of work."""

from __future__ import annotations

import datetime
import json
from typing import Any

from models.audit import AuditEntry
from models.hot_queries import every_command as hot
from models.people import Person
from services.permissions import Actor, Seat

_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


def record(
    action: str,
    subject: str,
    subject_id: int,
    *,
    by: Actor | None,
    now: datetime.datetime,
    organisation_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    seat: Seat | None = None,
    acted_for_id: int | None = None,
    origin: str = "",
) -> None:
    """Note who did what. `before` and `after` must hold no personal data: ids and states only.

    `by` is None for a job, whose name is then the origin. An assistant's entry also names the
    secretary who delegated the function (`seat`), a helper's the elder they act for.
    """
    if by is not None and by.acted_by is not None:
        acted_for_id = by.person.id
    hot.add_audit_entry.run(
        actor_id=(by.acted_by or by.person).id if by else None,
        acted_for_id=(seat.delegated_by_person_id if seat else None) or acted_for_id,
        action=action,
        subject=subject,
        subject_id=subject_id,
        organisation_id=organisation_id,
        before=_as_json(before),
        after=_as_json(after),
        reason=reason,
        origin=by.origin if by else origin,
        at=now,
    )


def helper_who(actions: str, subject: str, subject_id: int, *, acted_for_id: int) -> str:
    """The name of whoever did this in that person's place (由谁代办); empty when they did it themselves.

    `actions` are one or several names of acts, separated by blanks; the last of them counts.
    """
    entry = (
        AuditEntry.select(Person.name)
        .join(Person, on=(AuditEntry.actor_id == Person.id))
        .where(
            AuditEntry.subject == subject,
            AuditEntry.subject_id == subject_id,
            AuditEntry.action.in_(actions.split()),
            AuditEntry.acted_for_id == acted_for_id,
            AuditEntry.actor_id != acted_for_id,
        )
        .order_by(AuditEntry.id.desc())
    )
    return str(entry.scalar() or "")


def _as_json(values: dict[str, Any] | None) -> str:
    return _encode(values) if values else "{}"

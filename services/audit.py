"""Writing the audit trail: every command leaves one entry, in its own unit of work."""

from __future__ import annotations

import datetime
import json
from typing import Any

from models import hot_queries
from services.permissions import Actor, Seat


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
    secretary who delegated the function (`seat`).
    """
    hot_queries.add_audit_entry.run(
        actor_id=by.person.id if by else None,
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


def _as_json(values: dict[str, Any] | None) -> str:
    return json.dumps(values, ensure_ascii=False, default=str) if values else "{}"

"""The audit entry of every command about a notice."""

from __future__ import annotations

import datetime
from typing import Any

from models.appointments import Function
from models.notices import Notice
from services import audit
from services.permissions import Actor


def note(
    action: str,
    notice: Notice,
    *,
    by: Actor,
    now: datetime.datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    about: int | None = None,
) -> None:
    """Note who did what to a notice, inside the caller's unit of work; `about` is a recipient it concerned."""
    organisation = notice.organisation
    audit.record(
        action,
        "notice",
        notice.id,
        by=by,
        seat=by.seat_for(Function.SEND_NOTICES, organisation.path) if organisation else None,
        acted_for_id=about,
        now=now,
        organisation_id=notice.organisation_id,
        before=before,
        after=after,
        reason=reason,
    )

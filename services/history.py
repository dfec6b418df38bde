"""What happened to one thing, from the audit trail, with the names of who did it (features C5)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.audit import AuditEntry
from models.organisations import Organisation
from models.people import Person


@dataclass(frozen=True, slots=True)
class Happening:
    """`who` is empty for what happened by itself; `acted_for` is whose seat or whose wish it was done for.

    `place` is the organisation concerned: of an alliance, who joined or left.
    """

    at: datetime.datetime
    action: str
    who: str
    acted_for: str
    reason: str
    place: str = ""


def history_of(subject: str, subject_id: int, *, most: int = 100) -> list[Happening]:
    """Newest first. Whoever may see the thing may see this: the caller has asked."""
    rows = (
        AuditEntry.select()
        .where(AuditEntry.subject == subject, AuditEntry.subject_id == subject_id)
        .order_by(AuditEntry.id.desc())
        .limit(most)
    )
    entries = list(rows)
    names = _names({number for entry in entries for number in (entry.actor_id, entry.acted_for_id) if number})
    places = _places({entry.organisation_id for entry in entries if entry.organisation_id})
    return [
        Happening(
            at=entry.at,
            action=entry.action,
            who=names.get(entry.actor_id, ""),
            acted_for=names.get(entry.acted_for_id, "") if entry.acted_for_id != entry.actor_id else "",
            reason=entry.reason,
            place=places.get(entry.organisation_id, ""),
        )
        for entry in entries
    ]


def _places(organisation_ids: set[int]) -> dict[int | None, str]:
    rows = Organisation.select(Organisation.id, Organisation.name).where(Organisation.id.in_(organisation_ids))
    return {row.id: row.name for row in rows}


def _names(person_ids: set[int]) -> dict[int | None, str]:
    rows = Person.select(Person.id, Person.name).where(Person.id.in_(person_ids))
    return {row.id: row.name or "微信用户" for row in rows}

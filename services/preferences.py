"""What people set for themselves, on whatever phone they log in (features Q6)."""

from __future__ import annotations

import datetime

from models.people import Person
from models.unit_of_work import unit_of_work
from services import audit
from services.permissions import Actor


@unit_of_work
def change_preferences(
    *, elder_mode: bool | None = None, nickname: str | None = None, by: Actor, now: datetime.datetime
) -> Person:
    """Change what is given; the rest stays."""
    given = {"elder_mode": elder_mode, "nickname": nickname}
    columns = {name: value for name, value in given.items() if value is not None}
    if columns:
        Person.update(columns).where(Person.id == by.person.id).execute()
        after = {"elder_mode": elder_mode, "nickname": nickname is not None}
        audit.record("change_preferences", "person", by.person.id, by=by, now=now, after=after)
    return Person.get_by_id(by.person.id)

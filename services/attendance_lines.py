"""Lines on the sheets: finding one's own and those of the sheets one runs, and noting what is done to them."""

from __future__ import annotations

import datetime
from typing import Any

from models.appointments import Function
from models.attendance import Attendance
from models.hot_queries import check_ins as hot
from models.organisations import Organisation
from models.party_days import PartyDay, PartyDaySheet
from services import audit
from services.errors import NotAllowed, NotFound
from services.permissions import Actor, within


def sheets_run_by(day: PartyDay, *, by: Actor) -> list[PartyDaySheet]:
    """The sheets of a Party day that the actor's seats allow them to keep."""
    paths = by.paths_for(Function.RUN_PARTY_DAYS)
    if not paths:
        return []
    return list(
        PartyDaySheet.select(PartyDaySheet, Organisation)
        .join(Organisation)
        .where(PartyDaySheet.party_day == day.id, within(paths))
        .order_by(PartyDaySheet.id)
    )


def require_sheets(day: PartyDay, *, by: Actor) -> list[PartyDaySheet]:
    """The same; raises NotAllowed for none."""
    sheets = sheets_run_by(day, by=by)
    if not sheets:
        raise NotAllowed()
    return sheets


def get_line(day: PartyDay, person_id: int, *, by: Actor) -> tuple[Attendance, Organisation]:
    """Someone's line on a sheet the actor keeps, locked, and the sheet's branch; raises NotAllowed, NotFound."""
    sheets = {sheet.id: sheet for sheet in require_sheets(day, by=by)}
    line: Attendance | None = Attendance.get_or_none(
        Attendance.party_day == day.id, Attendance.person == person_id, Attendance.sheet.in_(list(sheets))
    )
    if line is None:
        raise NotFound()
    return lock(line), sheets[line.sheet_id].organisation


def find_my_line(party_day_id: int, *, to: Actor) -> Attendance | None:
    """One's own line of a Party day, if one is on a list."""
    return hot.my_attendance.first(Attendance, party_day=party_day_id, person=to.person.id)


def lock(line: Attendance) -> Attendance:
    """The line as it stands, locked until the unit of work ends: a change to its own value locks on every engine.

    Whatever belongs to a line (leave, make-up) is changed only under its lock.
    """
    Attendance.update(struck_at=Attendance.struck_at).where(Attendance.id == line.id).execute()
    locked: Attendance = Attendance.get_by_id(line.id)
    return locked


def record(
    action: str,
    line: Attendance,
    organisation: Organisation,
    *,
    by: Actor,
    now: datetime.datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Note in the audit what its branch did to someone's line."""
    audit.record(
        action,
        "party_day",
        line.party_day_id,
        by=by,
        acted_for_id=line.person_id,
        now=now,
        organisation_id=organisation.id,
        before=before,
        after=after,
        reason=reason,
    )


def see_line(line_id: int, *, to: Actor) -> Attendance:
    """A line as this person may see it today: one's own, or one of a sheet one keeps; raises NotFound."""
    line: Attendance | None = Attendance.get_or_none(Attendance.id == line_id)
    if line is None or not (line.person_id == to.person.id or _keeps(line, to)):
        raise NotFound()
    return line


def _keeps(line: Attendance, to: Actor) -> bool:
    return to.may(Function.RUN_PARTY_DAYS, line.sheet.organisation)

"""One Party day, several branches, a sheet for each (主题党日联过, features P10)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from models.appointments import Function
from models.attendance import Attendance, AttendanceStatus
from models.organisations import Organisation
from models.party_days import PartyDay, PartyDaySheet, PartyDayStatus
from models.unit_of_work import unit_of_work
from services import attendance_lines, audit, messages, party_day_lists, party_day_messages
from services.errors import Invalid, NotAllowed, WrongState
from services.organisations import get_organisation
from services.party_days import get_party_day, runnable
from services.permissions import Actor


@unit_of_work
def invite_branches(
    party_day_id: int, organisation_ids: Iterable[int], *, by: Actor, now: datetime.datetime
) -> PartyDay:  # fmt: skip
    """Ask other branches to hold it together. Each joins by its own secretary's word; those below the actor at once.

    Inviting again changes nothing. Raises NotFound, Invalid for a branch of another county, WrongState once it began.
    """
    day, seat = runnable(party_day_id, by=by)
    _refuse_begun(day, now=now)
    known = {sheet.organisation_id for sheet in PartyDaySheet.select().where(PartyDaySheet.party_day == day.id)}
    invited = [get_organisation(number) for number in sorted(set(organisation_ids) - known)]
    for branch in invited:
        _invite(day, branch, by, now=now)
    if invited:
        audit.record(
            "invite_branches",
            "party_day",
            day.id,
            by=by,
            seat=seat,
            now=now,
            organisation_id=day.organisation_id,
            after={"organisations": [branch.id for branch in invited]},
        )
    return get_party_day(party_day_id, to=by)


def _invite(day: PartyDay, branch: Organisation, by: Actor, *, now: datetime.datetime) -> None:
    if branch.ancestor_ids()[0] != day.organisation.ancestor_ids()[0]:
        raise Invalid("other_county", "只能邀请本县的党组织", {"organisation_ids": "不在本县"})
    sheet = PartyDaySheet.create(party_day=day, organisation=branch)
    if by.may(Function.RUN_PARTY_DAYS, branch):
        _open_sheet(day, sheet, now=now)
    else:
        messages.queue(party_day_messages.invited(day, now), messages.secretaries_of(branch, now=now), now=now)


@unit_of_work
def join_party_day(
    party_day_id: int, organisation_id: int, *, by: Actor, now: datetime.datetime
) -> PartyDay:  # fmt: skip
    """Accept an invitation for a branch of the actor's: its people get their lines and are told. Twice is once."""
    day, sheet = invited_sheet(party_day_id, organisation_id, by)
    if sheet.joined_at is not None:
        return day
    _refuse_begun(day, now=now)
    if not _open_sheet(day, sheet, now=now):
        return get_party_day(party_day_id, to=by)
    audit.record("join_party_day", "party_day", day.id, by=by, now=now, organisation_id=organisation_id)
    return get_party_day(party_day_id, to=by)


@unit_of_work
def decline_party_day(
    party_day_id: int, organisation_id: int, *, by: Actor, now: datetime.datetime
) -> None:  # fmt: skip
    """Turn an invitation down; raises WrongState once joined, NotFound when there is none."""
    day, sheet = invited_sheet(party_day_id, organisation_id, by)
    declined = PartyDaySheet.delete().where(PartyDaySheet.id == sheet.id, PartyDaySheet.joined_at.is_null())
    if declined.execute() != 1:
        raise WrongState()
    audit.record("decline_party_day", "party_day", day.id, by=by, now=now, organisation_id=organisation_id)


def invited_sheet(party_day_id: int, organisation_id: int, by: Actor) -> tuple[PartyDay, PartyDaySheet]:
    """The sheet of a branch of the actor's, joined or not yet; raises NotFound, NotAllowed."""
    day = get_party_day(party_day_id, to=by)
    for sheet in attendance_lines.require_sheets(day, by=by):
        if sheet.organisation_id == organisation_id:
            return day, sheet
    raise NotAllowed()


def _open_sheet(day: PartyDay, sheet: PartyDaySheet, *, now: datetime.datetime) -> bool:
    """Join for good, and make the list where there is one already; False if a rival joined first."""
    joined = PartyDaySheet.update(joined_at=now).where(PartyDaySheet.id == sheet.id, PartyDaySheet.joined_at.is_null())
    if joined.execute() != 1:
        return False
    if day.status is PartyDayStatus.PLANNED:
        party_day_lists.fill_sheet(day, sheet)
        people = Attendance.select(Attendance.person).where(
            Attendance.sheet == sheet.id, Attendance.status != AttendanceStatus.EXEMPT
        )
        told = [line.person_id for line in people]
        messages.queue(party_day_messages.planned(day, now), told, now=now)
    return True


def _refuse_begun(day: PartyDay, *, now: datetime.datetime) -> None:
    if day.status not in (PartyDayStatus.DRAFT, PartyDayStatus.PLANNED) or day.starts_at <= now:
        raise WrongState("wrong_state", "已经开始或结束，不能再加入联过了；请和主办的支部商量下一次")

"""Dates of meetings whose roll and record are kept on paper: nobody types them a second time."""

from __future__ import annotations

import datetime

from models.appointments import Function
from models.meetings import MeetingDate
from models.organisations import Group, Organisation
from models.party_days import MeetingKind
from models.unit_of_work import unit_of_work
from services import audit
from services.errors import Invalid, NotFound
from services.local_time import local_day
from services.permissions import Actor, within

FARTHEST = datetime.timedelta(days=366)


@unit_of_work
def record_date(
    kind: MeetingKind,
    held_on: datetime.date,
    organisation: Organisation,
    *,
    group_id: int | None = None,
    note: str = "",
    by: Actor,
    now: datetime.datetime,
) -> MeetingDate:
    """Note that the branch met on a day, or will; the same again is once.

    Raises NotAllowed, and Invalid for a day more than a year away or a group's meeting without a group.
    """
    seat = by.require(Function.RUN_PARTY_DAYS, organisation)
    if abs(held_on - local_day(now)) > FARTHEST:
        raise Invalid("date_too_far", "日期离今天超过一年了，请核对", {"held_on": "请核对"})
    _check_group(kind, group_id, organisation)
    key = {"organisation": organisation.id, "kind": kind, "held_on": held_on, "group_number": group_id or 0}
    known: MeetingDate | None = MeetingDate.get_or_none(**key)
    if known is not None:
        return known
    made: MeetingDate = MeetingDate.create(**key, note=note, recorded_by=by.person, recorded_at=now)
    audit.record(
        "record_meeting_date", "meeting_date", made.id, by=by, seat=seat, now=now, organisation_id=organisation.id,
        after={"kind": kind, "held_on": held_on, "group": group_id},
    )  # fmt: skip
    return made


def _check_group(kind: MeetingKind, group_id: int | None, organisation: Organisation) -> None:
    group = Group.get_or_none(Group.id == group_id, Group.organisation == organisation.id)
    if (kind is MeetingKind.GROUP_MEETING) != (group is not None) or (group_id and group is None):
        raise Invalid("group_required", "党小组会请选是哪个小组，其他会议不用选", {"group_id": "请核对"})


@unit_of_work
def take_back_date(meeting_date_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Remove a date that was entered by mistake; the audit trail keeps that it stood there."""
    found: MeetingDate | None = (
        MeetingDate.select(MeetingDate, Organisation)
        .join(Organisation)
        .where(MeetingDate.id == meeting_date_id, within(by.paths_for(Function.RUN_PARTY_DAYS)))
        .get_or_none()
    )
    if found is None:
        raise NotFound()
    if MeetingDate.delete().where(MeetingDate.id == found.id).execute() == 1:
        audit.record(
            "take_back_meeting_date", "meeting_date", found.id, by=by, now=now, organisation_id=found.organisation_id,
            before={"kind": found.kind, "held_on": found.held_on},
        )  # fmt: skip


def list_dates(organisation: Organisation, *, to: Actor, since: datetime.date) -> list[MeetingDate]:
    """The branch's dates from a day on, latest first."""
    to.require(Function.RUN_PARTY_DAYS, organisation)
    rows = MeetingDate.select().where(MeetingDate.organisation == organisation.id, MeetingDate.held_on >= since)
    return list(rows.order_by(MeetingDate.held_on.desc(), MeetingDate.id.desc()))

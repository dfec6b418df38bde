"""Changing, moving and cancelling a Party day before it is over."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.attendance import Attendance
from models.party_days import CheckInWay, PartyDay, PartyDayStatus
from models.unit_of_work import unit_of_work
from services import audit, messages, party_day_lists, party_day_messages, policies
from services.editing import read_at
from services.errors import ChangedMeanwhile, Invalid, WrongState
from services.local_time import local_day
from services.party_days import check_times, get_party_day, opening, reminders_passed_over, runnable
from services.permissions import Actor
from services.texts import TextHeld


class SomebodyHasCome(WrongState):
    code = "somebody_has_come"
    message = "已经有人签到，不能再改开始时间；晚些开始，改结束时间就行，要改天请取消这次，另定一次"


@dataclass(frozen=True, slots=True)
class PartyDayChange:
    """What the secretary changes; None leaves it as it is."""

    title: str | None = None
    starts_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None
    place: str | None = None
    check_in: CheckInWay | None = None
    material: str | None = None


@unit_of_work
def change_party_day(
    party_day_id: int,
    change: PartyDayChange,
    *,
    reason: str = "",
    is_held: bool = False,
    version: int | None = None,
    by: Actor,
    now: datetime.datetime,
) -> PartyDay:
    """Change what is written, or move it before it starts and before anybody has come: with a reason, and only so
    many days from where it was.

    Everyone awaited is told of another time or place, and is reminded anew. Text that WeChat's check doubts
    (`is_held`) does not reach what is published: raises TextHeld. With the `version` one has read, raises
    ChangedMeanwhile when somebody else changed it since.
    """
    day, seat = runnable(party_day_id, by=by)
    if day.status not in (PartyDayStatus.DRAFT, PartyDayStatus.PLANNED) or day.starts_at <= now:
        raise WrongState("wrong_state", "已经开始或结束，不能再改时间和内容了；有变动请发通知")
    if is_held and day.status is not PartyDayStatus.DRAFT:
        raise TextHeld()
    columns = {name: value for name in change.__slots__ if (value := getattr(change, name)) is not None}
    if not columns:
        return day
    if change.starts_at is not None or change.ends_at is not None:
        columns |= _moved_columns(day, change, reason, now=now)
    _store_change(day, columns, version)
    if columns.get("starts_at", day.starts_at) != day.starts_at:
        _refuse_once_come(day)
    audit.record(
        "change_party_day",
        "party_day",
        day.id,
        by=by,
        seat=seat,
        now=now,
        organisation_id=day.organisation_id,
        before={name: getattr(day, name) for name in columns},
        after=columns,
        reason=reason,
    )
    changed = get_party_day(party_day_id, to=by)
    if day.status is PartyDayStatus.PLANNED and (changed.starts_at, changed.place) != (day.starts_at, day.place):
        messages.queue(party_day_messages.moved(changed, reason, now), party_day_lists.to_tell(day), now=now)
    return changed


def _moved_columns(day: PartyDay, change: PartyDayChange, reason: str, *, now: datetime.datetime) -> dict[str, object]:
    starts_at = change.starts_at or day.starts_at
    ends_at = change.ends_at or starts_at + (day.ends_at - day.starts_at)
    check_times(starts_at, ends_at, now=now)
    if starts_at == day.starts_at:
        return {"ends_at": ends_at}
    most = policies.value("party_day.move_days", day.organisation, now=now)
    if abs((local_day(starts_at) - local_day(day.first_starts_at)).days) > most:
        raise Invalid("moved_too_far", f"最多前后移 {most} 天，再远请取消后另定", {"starts_at": f"不超过 {most} 天"})
    if not reason:
        raise Invalid("reason_required", "请写明为什么改时间", {"reason": "请填写"})
    return {
        "ends_at": ends_at,
        "opens_at": opening(starts_at, day.organisation, now=now),
        **reminders_passed_over(starts_at, day.organisation, now=now),
    }


def _store_change(day: PartyDay, columns: dict[str, object], version: int | None) -> None:
    """Write it unless somebody else changed it since `version`, or its state or time in this moment."""
    stored = PartyDay.update(version=PartyDay.version + 1, **columns).where(
        PartyDay.id == day.id,
        PartyDay.status == day.status,
        PartyDay.starts_at == day.starts_at,
        *read_at(PartyDay.version, version),
    )
    if stored.execute() != 1:
        raise WrongState() if version is None else ChangedMeanwhile()


def _refuse_once_come(day: PartyDay) -> None:
    """Raise SomebodyHasCome: they are here today, and would stand as present on another day."""
    lines = Attendance.party_day == day.id
    # Locks every line, by a change to its own value: nobody checks in behind the question.
    Attendance.update(struck_at=Attendance.struck_at).where(lines).execute()
    if Attendance.select().where(lines, Attendance.checked_in_at.is_null(False)).exists():
        raise SomebodyHasCome()


@unit_of_work
def cancel_party_day(party_day_id: int, *, reason: str = "", by: Actor, now: datetime.datetime) -> PartyDay:
    """Call it off before its end; its people are told why. Its month is free again in the year plan."""
    day, seat = runnable(party_day_id, by=by)
    if day.status is PartyDayStatus.CANCELLED:
        return day
    if day.status is PartyDayStatus.PLANNED and not reason:
        raise Invalid("reason_required", "请写明取消的理由，好告诉大家", {"reason": "请填写"})
    cancelled = PartyDay.update(status=PartyDayStatus.CANCELLED, month=None).where(
        PartyDay.id == day.id,
        PartyDay.status.in_((PartyDayStatus.DRAFT, PartyDayStatus.PLANNED)),
    )
    if cancelled.execute() != 1:
        raise WrongState()
    audit.record(
        "cancel_party_day",
        "party_day",
        day.id,
        by=by,
        seat=seat,
        now=now,
        organisation_id=day.organisation_id,
        before={"status": day.status},
        reason=reason,
    )
    messages.queue(party_day_messages.cancelled(day, reason), party_day_lists.to_tell(day), now=now)
    return get_party_day(party_day_id, to=by)

"""Minutes of a Party day or meeting: versions, a lock after some days, never unlocked in silence (features P12)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.appointments import Function
from models.meetings import MinutesUnlock, MinutesVersion
from models.organisations import Organisation
from models.party_days import PartyDay, PartyDayStatus
from models.people import Person
from models.unit_of_work import unit_of_work
from services import attendance_lines, audit, messages, party_day_messages, policies
from services.errors import ChangedMeanwhile, Conflict, Invalid, WrongState
from services.local_time import spoken
from services.party_days import get_party_day, runnable
from services.permissions import Actor, within

LOOK_BACK = datetime.timedelta(days=60)  # nobody lets minutes lie longer
LONGEST_TEXT = 20_000  # about 25 printed pages; MySQL's TEXT ends at 64 KB, a Chinese character takes three


@dataclass(frozen=True, slots=True)
class MinutesText:
    """What the recorder fills in."""

    agenda: str = ""
    host: str = ""
    recorder: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """A Party day's minutes as they stand: the versions newest first, and whether they may be written.

    `open_until` is when they lock, or lock again after an unlock; in the past once they are locked.
    """

    day: PartyDay
    versions: list[MinutesVersion]
    unlocks: list[MinutesUnlock]
    open_until: datetime.datetime
    is_locked: bool

    @property
    def latest(self) -> MinutesVersion | None:
        return self.versions[0] if self.versions else None


class MinutesChanged(ChangedMeanwhile):
    code = "minutes_changed"
    message = "别人刚刚也保存了纪要，您写的还在：请对照新的一版，改好再保存"


class MinutesLocked(Conflict):
    code = "minutes_locked"
    message = "纪要已经锁定；确实要改，请先写明理由解锁"


def get_minutes(party_day_id: int, *, to: Actor, now: datetime.datetime) -> Minutes:
    """The minutes for whoever keeps one of the day's sheets; raises NotFound, NotAllowed."""
    day = get_party_day(party_day_id, to=to)
    attendance_lines.require_sheets(day, by=to)
    return minutes_of(day, now=now)


def without_minutes(*, to: Actor, now: datetime.datetime) -> list[PartyDay]:
    """Party days of the actor's own that are over, not locked yet, and have no minutes; the oldest first."""
    written = MinutesVersion.select(MinutesVersion.party_day)
    over = (
        PartyDay.select(PartyDay, Organisation)
        .join(Organisation)
        .where(
            within(to.paths_for(Function.RUN_PARTY_DAYS)),
            PartyDay.status.in_((PartyDayStatus.PLANNED, PartyDayStatus.CLOSED)),
            PartyDay.ends_at <= now,
            PartyDay.ends_at > now - LOOK_BACK,
            PartyDay.id.not_in(written),
        )
        .order_by(PartyDay.ends_at)
    )
    return [day for day in over if _locks_at(day, now=now) > now]


def minutes_of(day: PartyDay, *, now: datetime.datetime) -> Minutes:
    """The minutes of a Party day that the caller may see."""
    versions = MinutesVersion.select(MinutesVersion, Person).join(Person).where(MinutesVersion.party_day == day.id)
    unlocks = MinutesUnlock.select(MinutesUnlock, Person).join(Person).where(MinutesUnlock.party_day == day.id)
    opened = list(unlocks.order_by(MinutesUnlock.id.desc()))
    until = max([_locks_at(day, now=now), *(unlock.until_at for unlock in opened)])
    return Minutes(day, list(versions.order_by(MinutesVersion.number.desc())), opened, until, until < now)


def _locks_at(day: PartyDay, *, now: datetime.datetime) -> datetime.datetime:
    days = policies.value("party_day.minutes_lock_days", day.organisation, now=now)
    return day.ends_at + datetime.timedelta(days=days)


@unit_of_work
def save_minutes(
    party_day_id: int, text: MinutesText, *, based_on: int, by: Actor, now: datetime.datetime
) -> MinutesVersion:
    """Save the next version; `based_on` is the number of the version one started from (0: none).

    The same words again are no new version. Raises MinutesChanged when somebody saved in between, MinutesLocked,
    Invalid, and WrongState for a Party day that was called off.
    """
    day, seat = runnable(party_day_id, by=by)
    if day.status is PartyDayStatus.CANCELLED:
        raise WrongState("wrong_state", "这次已经取消，不用写纪要")
    if len(text.text) > LONGEST_TEXT or len(text.agenda) > LONGEST_TEXT:
        raise Invalid("text_too_long", "太长了，请删减后再保存", {"text": f"最多 {LONGEST_TEXT} 字"})
    minutes = minutes_of(day, now=now)
    latest = minutes.latest
    if latest is not None and _text_of(latest) == text:
        return latest
    if minutes.is_locked:
        raise MinutesLocked()
    if based_on != (latest.number if latest else 0):
        raise MinutesChanged(message=_who_saved(latest, now=now))
    saved = MinutesVersion.create(
        party_day=day,
        number=based_on + 1,
        is_after_lock=now > _locks_at(day, now=now),
        saved_by=by.person,
        saved_at=now,
        **{name: getattr(text, name) for name in MinutesText.__slots__},
    )
    audit.record(
        "save_minutes", "party_day", day.id, by=by, seat=seat, now=now, organisation_id=day.organisation_id,
        after={"version": saved.number, "after_lock": saved.is_after_lock},
    )  # fmt: skip
    return saved


def _text_of(version: MinutesVersion) -> MinutesText:
    return MinutesText(version.agenda, version.host, version.recorder, version.text)


def _who_saved(latest: MinutesVersion | None, *, now: datetime.datetime) -> str:
    if latest is None:
        return MinutesChanged.message
    when = spoken(latest.saved_at, now=now)
    return f"{latest.saved_by.name}在{when}保存了第 {latest.number} 版，您写的还在：请对照后改好再保存"


@unit_of_work
def unlock_minutes(party_day_id: int, *, reason: str, by: Actor, now: datetime.datetime) -> MinutesUnlock:
    """Open locked minutes for some days (policy); those above are told, and the record shows it for good.

    Raises WrongState while they are not locked; so two who unlock at once open them once.
    """
    day, seat = runnable(party_day_id, by=by)
    if not reason:
        raise Invalid("reason_required", "请写明为什么要改已经锁定的纪要", {"reason": "请填写"})
    PartyDay.update(status=PartyDay.status).where(PartyDay.id == day.id).execute()  # one unlocks at a time
    if not minutes_of(day, now=now).is_locked:
        raise WrongState("not_locked", "纪要没有锁定，可以直接修改")
    days = policies.value("party_day.minutes_unlock_days", day.organisation, now=now)
    unlock = MinutesUnlock.create(
        party_day=day,
        reason=reason,
        unlocked_by=by.person,
        unlocked_at=now,
        until_at=now + datetime.timedelta(days=days),
    )
    audit.record(
        "unlock_minutes", "party_day", day.id, by=by, seat=seat, now=now, organisation_id=day.organisation_id,
        reason=reason,
    )  # fmt: skip
    told = messages.secretaries_of(_above(day.organisation), now=now)
    messages.queue(party_day_messages.minutes_unlocked(day, reason), told, now=now)
    return unlock


def _above(organisation: Organisation) -> Organisation:
    return organisation.parent or organisation

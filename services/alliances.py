"""Alliances: forming them, organisations joining and leaving with their dates (features I5)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from models.alliances import Alliance, AllianceLevel, AllianceMembership, AllianceType
from models.organisations import Area, Organisation
from models.unit_of_work import unit_of_work
from services import alliance_rules as rules
from services import audit
from services.errors import Conflict, Invalid, WrongState
from services.local_time import local_day
from services.permissions import Actor


@unit_of_work
def form_alliance(
    name: str,
    level: AllianceLevel,
    alliance_type: AllianceType,
    township: Organisation,
    members: Iterable[Organisation] = (),
    *,
    area: Area | None = None,
    goal: str = "",
    formed_on: datetime.date | None = None,
    by: Actor | None,
    now: datetime.datetime,
) -> Alliance:
    """Form an alliance with its first members; the day it was formed may lie in the past.

    The same name in the same township is the same alliance, if level and type are; else Conflict.
    """
    rules.require_officer(township, by)
    rules.require_shape(level, township, area)
    same: Alliance | None = Alliance.get_or_none(township=township, name=name)
    if same is not None:
        if (same.level, same.type_id) != (level, alliance_type.id):
            raise Conflict("alliance_exists", "本乡镇已经有同名的联盟，请换一个名称")
        return same
    day = formed_on or local_day(now)
    alliance = Alliance.create(
        name=name, level=level, type=alliance_type, township=township, area=area, goal=goal, formed_on=day
    )
    audit.record("form_alliance", "alliance", alliance.id, by=by, now=now, organisation_id=township.id)
    for organisation in members:
        join_alliance(alliance, organisation, joined_on=day, by=by, now=now)
    return alliance


@unit_of_work
def join_alliance(
    alliance: Alliance,
    organisation: Organisation,
    *,
    joined_on: datetime.date | None = None,
    by: Actor | None,
    now: datetime.datetime,
) -> AllianceMembership:
    """Let an organisation belong from a day on (today unless told otherwise). A member joins once.

    Facts may be entered late, so the day may be past; what has been published keeps its own copy.
    Raises Conflict when the organisation belonged at a later time, which the new membership would run into.
    """
    rules.require_shaper(alliance, by)
    day = joined_on or local_day(now)
    rules.require_can_belong(organisation, alliance, day)
    _take_turns(alliance)
    latest = _latest(alliance, organisation)
    if latest is not None and latest.left_on is None and latest.joined_on <= day:
        return latest
    if latest is not None and (latest.left_on is None or latest.left_on > day):
        raise Conflict("memberships_overlap", "这个党组织在那之后加入过，请先核对它的加入和退出日期")
    membership = _open_membership(alliance, organisation, day)
    _note("join_alliance", membership, by=by, now=now, after={"joined_on": day})
    return membership


@unit_of_work
def leave_alliance(
    alliance: Alliance,
    organisation: Organisation,
    *,
    left_on: datetime.date | None = None,
    by: Actor | None,
    now: datetime.datetime,
) -> AllianceMembership:
    """Let a membership end; `left_on` (today unless told otherwise) is the first day outside.

    Nothing is deleted: every past day still shows who belonged then. Leaving twice is once.
    """
    rules.require_shaper(alliance, by)
    day = left_on or local_day(now)
    _take_turns(alliance)
    membership = _latest(alliance, organisation)
    if membership is None:
        raise WrongState("not_a_member", "这个党组织没有加入该联盟，请刷新看一看")
    if membership.left_on is not None:
        return membership
    if day < membership.joined_on:
        raise Invalid("too_early", "退出日期不能早于加入日期，请改日期", {"left_on": "不能早于加入日期"})
    AllianceMembership.update(left_on=day).where(AllianceMembership.id == membership.id).execute()
    _note("leave_alliance", membership, by=by, now=now, after={"left_on": day})
    return AllianceMembership.get_by_id(membership.id)


def _take_turns(alliance: Alliance) -> None:
    """Write to the alliance first, so that two changes to its memberships see each other."""
    Alliance.update(name=Alliance.name).where(Alliance.id == alliance.id).execute()


def _latest(alliance: Alliance, organisation: Organisation) -> AllianceMembership | None:
    memberships = AllianceMembership.select().where(
        AllianceMembership.alliance == alliance.id, AllianceMembership.organisation == organisation.id
    )
    latest: AllianceMembership | None = memberships.order_by(AllianceMembership.joined_on.desc()).first()
    return latest


def _open_membership(alliance: Alliance, organisation: Organisation, day: datetime.date) -> AllianceMembership:
    """A new membership; or the one of that very day taken up again, when it ended before it began to count."""
    key = {"alliance": alliance.id, "organisation": organisation.id, "joined_on": day}
    ended_at_once = AllianceMembership.get_or_none(**key)
    if ended_at_once is None:
        return AllianceMembership.create(**key)
    AllianceMembership.update(left_on=None).where(AllianceMembership.id == ended_at_once.id).execute()
    return AllianceMembership.get_by_id(ended_at_once.id)


def _note(
    action: str, membership: AllianceMembership, *, by: Actor | None, now: datetime.datetime, after: dict[str, object]
) -> None:
    audit.record(
        action,
        "alliance",
        membership.alliance_id,
        by=by,
        now=now,
        organisation_id=membership.organisation_id,
        before={"joined_on": membership.joined_on, "left_on": membership.left_on},
        after=after,
    )

"""Who shapes a township's alliances, and what an alliance may be made of."""

from __future__ import annotations

import datetime

from models.alliances import Alliance, AllianceLevel
from models.appointments import Role
from models.organisations import Area, Organisation, OrganisationKind
from services.errors import Conflict, Invalid, NotAllowed
from services.permissions import Actor

OFFICERS = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)


def require_officer(township: Organisation, by: Actor | None) -> None:
    """Raise NotAllowed unless the actor is an officer of that township or above; None is the command line."""
    if by is not None and not _is_officer_over(township, by):
        raise NotAllowed()


def require_shaper(alliance: Alliance, by: Actor | None) -> None:
    """Raise NotAllowed unless the actor leads the alliance or is an officer over its township."""
    if by is None or _is_officer_over(alliance.township, by):
        return
    if not any(seat.role is Role.ALLIANCE_LEAD and seat.alliance_id == alliance.id for seat in by.seats):
        raise NotAllowed()


def _is_officer_over(township: Organisation, by: Actor) -> bool:
    return any(seat.role in OFFICERS and seat.path and township.is_within(seat.path) for seat in by.seats)


def require_shape(level: AllianceLevel, township: Organisation, area: Area | None) -> None:
    """An alliance lies in a township; an area's alliance names that area."""
    if township.kind is not OrganisationKind.TOWNSHIP:
        raise Invalid("not_a_township", "联盟要建在一个乡镇里，请重新选", {"township_id": "请选择乡镇"})
    if level is AllianceLevel.AREA and area is None:
        raise Invalid("area_required", "请选择是哪个片区的联盟", {"area_id": "请选择"})
    if area is not None and area.township_id != township.id:
        raise Invalid("area_elsewhere", "这个片区不在本乡镇，请重新选", {"area_id": "不在本乡镇"})


def require_can_belong(organisation: Organisation, alliance: Alliance, day: datetime.date) -> None:
    """Branches of the same township belong, whatever their sector or level, while both exist."""
    township = alliance.township
    if not organisation.is_within(township.path) or organisation.id == township.id:
        raise Invalid("not_in_township", "只有本乡镇的党组织可以加入", {"organisation_id": "不在本乡镇"})
    if organisation.closed_at is not None:
        raise Invalid("place_closed", "这个党组织已经撤销，请换一个", {"organisation_id": "已经撤销"})
    if day < alliance.formed_on:
        raise Invalid("too_early", "加入日期不能早于联盟成立，请改日期", {"joined_on": "不能早于联盟成立"})
    if alliance.has_ended(day):
        raise Conflict("alliance_ended", "这个联盟已经结束，请换一个")

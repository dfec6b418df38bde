"""Areas: neighbouring organisations inside a township (features I5)."""

from __future__ import annotations

import datetime

from models.organisations import Area, AreaMembership, Organisation, OrganisationKind
from models.unit_of_work import unit_of_work
from services import audit
from services.alliance_rules import require_officer
from services.errors import Invalid
from services.permissions import Actor


@unit_of_work
def add_area(township: Organisation, name: str, *, by: Actor | None, now: datetime.datetime) -> Area:
    """Add an area to a township. The same name again is the same area."""
    require_officer(township, by)
    if township.kind is not OrganisationKind.TOWNSHIP:
        raise Invalid("not_a_township", "片区只能设在乡镇里，请选一个乡镇", {"township_id": "请选择乡镇"})
    same: Area | None = Area.get_or_none(township=township, name=name)
    if same is not None:
        return same
    area = Area.create(township=township, name=name)
    audit.record("add_area", "area", area.id, by=by, now=now, organisation_id=township.id)
    return area


@unit_of_work
def place_in_area(organisation: Organisation, area: Area, *, by: Actor | None, now: datetime.datetime) -> None:
    """Let an organisation lie in this area from now on, and in no other."""
    require_officer(area.township, by)
    if not organisation.is_within(area.township.path) or organisation.id == area.township_id:
        raise Invalid("not_in_township", "片区只能包含本乡镇的党组织，请重新选", {"organisation_id": "不在本乡镇"})
    present = AreaMembership.get_or_none(organisation=organisation)
    if present is None:
        AreaMembership.create(area=area, organisation=organisation)
    elif present.area_id == area.id:
        return
    else:
        AreaMembership.update(area=area).where(AreaMembership.organisation == organisation).execute()
    audit.record(
        "place_in_area",
        "organisation",
        organisation.id,
        by=by,
        now=now,
        organisation_id=organisation.id,
        before={"area": present.area_id if present else None},
        after={"area": area.id},
    )

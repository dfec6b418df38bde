"""Which seat belongs where, and who may fill it."""

from __future__ import annotations

import datetime

from models.alliances import Alliance
from models.appointments import Role
from models.organisations import Area, Organisation, OrganisationKind
from models.people import Person
from services.errors import Invalid, NotAllowed
from services.permissions import Actor

Place = Organisation | Alliance | Area

# 党委, 党总支 and 党支部 alike have a secretary; the township and the county have officers.
LED_BY_SECRETARY = frozenset(
    {
        OrganisationKind.COMMITTEE,
        OrganisationKind.GENERAL_BRANCH,
        OrganisationKind.BRANCH,
        OrganisationKind.JOINT_BRANCH,
    }
)
KINDS_OF_ROLE: dict[Role, frozenset[OrganisationKind]] = {
    Role.SECRETARY: LED_BY_SECRETARY,
    Role.GRID_WORKER: LED_BY_SECRETARY,
    Role.TOWNSHIP_OFFICER: frozenset({OrganisationKind.TOWNSHIP}),
    Role.COUNTY_OFFICER: frozenset({OrganisationKind.COUNTY}),
}
APPOINTING = (Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)


def path_of(place: Place) -> str:
    """The subtree a seat lies in: its organisation's, or that of the township of its alliance or area."""
    return place.path if isinstance(place, Organisation) else place.township.path


def scope_columns(place: Place) -> dict[str, Place | None]:
    """The place in the one of the three columns that is meant for it."""
    return {
        "organisation": place if isinstance(place, Organisation) else None,
        "alliance": place if isinstance(place, Alliance) else None,
        "area": place if isinstance(place, Area) else None,
    }


def require_fit(role: Role, place: Place, *, today: datetime.date) -> None:
    """Raise Invalid unless that role exists at that place, and the place still does."""
    if role is Role.ASSISTANT:
        raise Invalid(
            "assistant_is_delegated", "助理由支部书记交办，不能直接任命；请书记在“交办”里办", {"role": "请由书记交办"}
        )
    if not _fits(role, place):
        raise Invalid("role_not_fitting", "这里没有这个职务，请重新选择", {"role": "与所选组织不符"})
    if isinstance(place, Organisation) and place.closed_at is not None:
        raise Invalid("place_closed", "这个党组织已经撤销，请换一个", {"organisation_id": "已经撤销"})
    if isinstance(place, Alliance) and place.has_ended(today):
        raise Invalid("place_closed", "这个联盟已经结束，请换一个", {"alliance_id": "已经结束"})


def _fits(role: Role, place: Place) -> bool:
    if isinstance(place, Organisation):
        return place.kind in KINDS_OF_ROLE.get(role, ())
    return role is (Role.ALLIANCE_LEAD if isinstance(place, Alliance) else Role.AREA_LEAD)


def require_able(person: Person) -> None:
    """Raise Invalid for someone no branch answers for: a seat needs a person with a name and a home."""
    if person.merged_into_id is not None or not person.is_known:
        raise Invalid("person_not_known", "这个人还没有通过身份认证，请先加入名册", {"person_id": "不在名册上"})


def require_term(starts_on: datetime.date, ends_on: datetime.date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Invalid("term_invalid", "任期的结束日期不能早于开始日期，请改日期", {"ends_on": "不能早于开始日期"})


def may_appoint(role: Role, path: str, by: Actor) -> bool:
    """An officer fills any seat of their township or county; a secretary only finds grid workers of their own."""
    for seat in by.seats:
        if seat.path is None or not path.startswith(seat.path):
            continue
        if seat.role in APPOINTING or (seat.role is Role.SECRETARY and role is Role.GRID_WORKER):
            return True
    return False


def require_may_appoint(role: Role, path: str, by: Actor | None) -> None:
    """Raise NotAllowed; None is the command line, whose user holds the database anyway."""
    if by is not None and not may_appoint(role, path, by):
        raise NotAllowed()

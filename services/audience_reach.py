"""Who may address whom with a notice: an audience in a few words, and the seat it is sent from (features N1)."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from models.alliances import Alliance
from models.appointments import Function, Role
from models.notices import Notice
from models.organisations import Organisation
from models.people import Standing
from services import gatherings, organisations
from services.errors import Invalid, NotAllowed, NotFound
from services.local_time import local_day
from services.permissions import Actor, Seat


@dataclass(frozen=True, slots=True)
class Audience:
    """Everyone whom all of these describe; with none of them, the people of the sender's own organisation.

    `roles` are seats held today (secretary, …) or standings (member, …): any one of them will do.
    """

    organisation_id: int | None = None
    alliance_id: int | None = None
    event_id: int | None = None
    party_day_id: int | None = None
    roles: tuple[Role | Standing, ...] = ()

    @property
    def names_a_place(self) -> bool:
        return self.organisation_id is not None or self.alliance_id is not None

    @property
    def names_a_gathering(self) -> bool:
        return self.event_id is not None or self.party_day_id is not None

    def as_json(self) -> str:
        return json.dumps({name: value for name, value in asdict(self).items() if value})

    @classmethod
    def kept_in(cls, notice: Notice) -> Audience:
        """What the notice was meant for when it was written."""
        kept = json.loads(notice.audience or "{}")
        return cls(**{**kept, "roles": roles_named(kept.get("roles", ()))})


def roles_named(names: Iterable[str]) -> tuple[Role | Standing, ...]:
    """Seats and standings by their words, each once; raises ValueError for any other word."""
    return tuple(Role(name) if name in set(Role) else Standing(name) for name in dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Sender:
    """The seat that a notice is sent from, and the organisation it speaks for."""

    seat: Seat
    organisation: Organisation
    alliance: Alliance | None = None  # set only for an alliance's lead, who speaks for all of it


def sender_of(audience: Audience, *, by: Actor, now: datetime.datetime) -> Sender:
    """From which seat the actor may address this audience.

    Raises NotAllowed for someone without such a seat anywhere, NotFound beyond their reach.
    """
    leads = [seat for seat in by.seats if seat.role is Role.ALLIANCE_LEAD and seat.alliance_id is not None]
    if not by.paths_for(Function.SEND_NOTICES) and not leads:
        raise NotAllowed()
    if audience.organisation_id is not None:
        return _for_organisation(audience.organisation_id, by)
    if audience.alliance_id is not None:
        return _for_alliance(audience, leads, by, now=now)
    own = _of_gathering(audience, by=by, now=now) or organisations.organisation_for(None, by=by)
    return Sender(by.require(Function.SEND_NOTICES, own), own)


def _of_gathering(audience: Audience, *, by: Actor, now: datetime.datetime) -> Organisation | None:
    """Whose event or Party day it is for: it speaks for that organisation, however many seats the actor has."""
    if audience.event_id is not None:
        return gatherings.organisation_of_event(audience.event_id, by, now)
    if audience.party_day_id is not None:
        return gatherings.organisation_of_party_day(audience.party_day_id, by)
    return None


def _for_organisation(organisation_id: int, by: Actor) -> Sender:
    organisation = organisations.get_organisation(organisation_id)
    seat = by.seat_for(Function.SEND_NOTICES, organisation.path)
    if seat is None:
        raise NotFound()
    return Sender(seat, organisation)


def _for_alliance(audience: Audience, leads: list[Seat], by: Actor, *, now: datetime.datetime) -> Sender:
    alliance: Alliance | None = Alliance.get_or_none(Alliance.id == audience.alliance_id)
    if alliance is None:
        raise NotFound()
    for member in alliance.members_on(local_day(now)):
        seat = by.seat_for(Function.SEND_NOTICES, member.path)
        if seat is not None and seat.organisation_id is not None:
            return Sender(seat, Organisation.get_by_id(seat.organisation_id))
    for seat in leads:
        if seat.alliance_id == alliance.id:
            if set(audience.roles) != {Role.SECRETARY}:
                raise Invalid(
                    "only_secretaries",
                    "联盟负责人只能通知各成员组织的书记；要通知党员，请书记转发",
                    {"audience.roles": "请选择支部书记"},
                )
            return Sender(seat, alliance.township, alliance)
    raise NotFound()


def pinned(audience: Audience, sender: Sender) -> Audience:
    """The audience with the sender's organisation spelt out, to be kept: should someone with a wider reach
    release the notice later, it still goes to the people who were meant.
    """
    if sender.alliance is not None or audience.names_a_gathering:
        return audience
    return replace(audience, organisation_id=sender.organisation.id)

"""Whom a notice is for (features N1): said in a few words, found by a query, never beyond the sender's reach."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from models.alliances import Alliance
from models.appointments import Appointment, Function, Role
from models.notices import Notice, Purpose
from models.organisations import Organisation
from models.people import Identity, Person, Standing
from services import organisations
from services.channel import Channel
from services.errors import Invalid, NotAllowed, NotFound
from services.grants import identities_with_grant
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


@dataclass(frozen=True, slots=True)
class HeadCount:
    """`people` is the sum of the other three."""

    people: int
    reachable_by_wechat: int
    inbox_only: int
    unbound: int


# Who takes part in what: the condition on Person, for a row of an event or Party day that the sender may
# address (raises NotFound otherwise). The features that own those tables put theirs here.
Participants = Callable[[int, Actor, datetime.datetime], Any]
PARTICIPANTS: dict[str, Participants] = {}


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
    own = organisations.organisation_for(None, by=by)
    return Sender(by.require(Function.SEND_NOTICES, own), own)


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
                    "only_secretaries", "联盟负责人只能通知各成员组织的书记", {"audience.roles": "请选择支部书记"}
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


def people_of(audience: Audience, sender: Sender, *, by: Actor, now: datetime.datetime) -> Any:
    """The query of people in the audience as of now."""
    gatherings = _gatherings(audience, by=by, now=now)
    names_a_place = audience.names_a_place
    # Whoever takes part in something is meant wherever they belong, unless a place is named besides.
    places = _organisations(audience, sender, now=now) if names_a_place or not gatherings else _everywhere()
    wanted = [Person.merged_into.is_null(), *gatherings]
    if audience.roles:
        wanted.append(_with_roles(audience.roles, places, now=now))
    elif names_a_place or not gatherings:
        wanted.append(_known_at(places))
    return Person.select().where(*wanted)


def _gatherings(audience: Audience, *, by: Actor, now: datetime.datetime) -> list[Any]:
    found = []
    for name in ("event_id", "party_day_id"):
        row_id = getattr(audience, name)
        if row_id is None:
            continue
        if name not in PARTICIPANTS:
            field = {f"audience.{name}": "暂不支持"}
            raise Invalid("audience_not_available", "现在还不能按活动选人，请按组织选择", field)
        found.append(PARTICIPANTS[name](row_id, by, now))
    return found


def _everywhere() -> Any:
    return Organisation.select(Organisation.id).where(Organisation.closed_at.is_null())


def _organisations(audience: Audience, sender: Sender, *, now: datetime.datetime) -> Any:
    """The query of organisations whose people are meant, within the sender's reach."""
    found = _everywhere()
    if audience.alliance_id is not None:
        members = Alliance.get_by_id(audience.alliance_id).members_on(local_day(now)).order_by()
        found = found.where(Organisation.id.in_(members.select(Organisation.id)))
    if sender.alliance is None:
        found = found.where(Organisation.path.startswith(sender.organisation.path))
    return found


def _known_at(places: Any) -> Any:
    """People whom one of these organisations answers for: on its roster, or residents it has approved."""
    return Person.home.in_(places) & (Person.is_on_roster | Person.approved_at.is_null(False))


def _with_roles(roles: tuple[Role | Standing, ...], places: Any, *, now: datetime.datetime) -> Any:
    standings = [role for role in roles if isinstance(role, Standing)]
    seats = [role for role in roles if isinstance(role, Role)]
    either: Any = Person.id < 0
    if standings:
        either |= _known_at(places) & Person.standing.in_(standings)
    if seats:
        holders = Appointment.select(Appointment.person).where(
            Appointment.role.in_(seats),
            Appointment.holds_on(local_day(now)),
            Appointment.organisation.in_(places),
        )
        either |= Person.id.in_(holders)
    return either


def count_people(people: Any, channel: Channel) -> HeadCount:
    """How many there are, and how many of them a WeChat message would reach just now."""
    ids = people.select(Person.id)
    bound = Identity.select(Identity.person).where(Identity.appid == channel.appid)
    with_grant = bound.where(Identity.id.in_(identities_with_grant(channel, Purpose.NOTICE)))
    total = ids.count()
    reachable = ids.where(Person.id.in_(with_grant)).count()
    has_wechat = ids.where(Person.id.in_(bound)).count()
    return HeadCount(total, reachable, has_wechat - reachable, total - has_wechat)


def preview_audience(audience: Audience, *, channel: Channel, by: Actor, now: datetime.datetime) -> HeadCount:
    """The head-count before sending. Raises what sending to it would raise, but nobody is no error here."""
    sender = sender_of(audience, by=by, now=now)
    return count_people(people_of(audience, sender, by=by, now=now), channel)

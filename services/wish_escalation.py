"""Wishes that nobody claims go up (features W11): the village alone, then the area's lead, then the township's list.

Each step is told once and never again, however often the worker comes round: the guard in the WHERE is the column
that says when it was taken. A wish that somebody has in hand is nobody's worry; should it come back to the wall, it
has its days anew, but stands at once where it stood on the township's list.
"""

from __future__ import annotations

import datetime

import peewee

from models.appointments import Appointment, Role
from models.organisations import AreaMembership, Organisation
from models.unit_of_work import unit_of_work
from models.wishes import Claim, Wish, WishStatus
from services import audit, messages, policies, wish_messages
from services.local_time import local_day
from services.permissions import Actor
from services.wish_desk import wishes_of_seats

JOB = "wish_upkeep"
UNCLAIMED = (Wish.status == WishStatus.OPEN) & (Wish.shares_taken == 0)
ON_FALLBACK_LIST = UNCLAIMED & Wish.fallback_at.is_null(False)


def tell_area_leads(*, now: datetime.datetime) -> int:
    """Tell the area's lead of wishes unclaimed for the policy's days; answers how many wishes."""
    return sum(_tell_area_lead(wish, now=now) for wish in list(_unclaimed().where(Wish.area_told_at.is_null())))


@unit_of_work
def _tell_area_lead(wish: Wish, *, now: datetime.datetime) -> bool:
    days = policies.value("wish.unclaimed_days", wish.organisation, now=now)
    told = Wish.update(area_told_at=now).where(
        _still_unclaimed_since(wish, now - datetime.timedelta(days=days)), Wish.area_told_at.is_null()
    )
    if told.execute() != 1:
        return False
    audit.record("tell_area_lead", "wish", wish.id, by=None, origin=JOB, now=now, organisation_id=wish.organisation_id)
    people = area_leads_of(wish.organisation, now=now) or _township_of(wish.organisation, now=now)
    messages.queue(wish_messages.nobody_claims(wish, days), people, now=now)
    return True


def put_on_fallback_lists(*, now: datetime.datetime) -> int:
    """Put on the township's list what the area has not found anybody for either; answers how many wishes."""
    waiting = _unclaimed().where(Wish.area_told_at.is_null(False), Wish.fallback_at.is_null())
    return sum(_put_on_fallback_list(wish, now=now) for wish in list(waiting))


@unit_of_work
def _put_on_fallback_list(wish: Wish, *, now: datetime.datetime) -> bool:
    days = policies.value("wish.fallback_days", wish.organisation, now=now)
    since = now - datetime.timedelta(days=days)
    moved = Wish.update(fallback_at=now).where(
        _still_unclaimed_since(wish, since), Wish.area_told_at <= since, Wish.fallback_at.is_null()
    )
    if moved.execute() != 1:
        return False
    audit.record(
        "put_on_fallback_list", "wish", wish.id, by=None, origin=JOB, now=now, organisation_id=wish.organisation_id
    )
    messages.queue(wish_messages.township_sees_to_it(wish), _township_of(wish.organisation, now=now), now=now)
    return True


def fallback_wishes(*, to: Actor) -> peewee.ModelSelect[Wish]:
    """The township's list as this person's seats see it, longest waiting first."""
    found = wishes_of_seats(to).where(ON_FALLBACK_LIST)
    return found.order_by(Wish.opened_at, Wish.id)


def area_leads_of(organisation: Organisation, *, now: datetime.datetime) -> list[int]:
    """Who leads the area in which an organisation lies today."""
    areas = AreaMembership.select(AreaMembership.area).where(AreaMembership.organisation == organisation.id)
    seats = Appointment.select(Appointment.person).where(
        Appointment.role == Role.AREA_LEAD, Appointment.area.in_(areas), Appointment.holds_on(local_day(now))
    )
    return [seat.person_id for seat in seats]


def _unclaimed() -> peewee.ModelSelect[Wish]:
    return Wish.select(Wish, Organisation).join(Organisation).where(UNCLAIMED).order_by(Wish.id)


def _still_unclaimed_since(wish: Wish, since: datetime.datetime) -> peewee.Expression:
    """On the wall since then, with nobody's hand on it in all that time."""
    lately_in_hand = Claim.select(Claim.wish).where(Claim.wish == wish.id, Claim.ended_at > since)
    condition: peewee.Expression = (
        (Wish.id == wish.id) & UNCLAIMED & (Wish.opened_at <= since) & Wish.id.not_in(lately_in_hand)
    )
    return condition


def _township_of(organisation: Organisation, *, now: datetime.datetime) -> list[int]:
    """Who answers for the township; never the village itself, which knows."""
    path = organisation.township_path()
    township = Organisation.get(Organisation.path == path) if path else organisation
    return messages.secretaries_of(township, now=now)

"""The wisher's name and phone: for the helper who has the wish in hand, and nobody longer than needed (W7, W8)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.appointments import Function
from models.people import Person
from models.unit_of_work import unit_of_work
from models.wishes import Claim, ClaimStatus, Wish
from services import audit, messages, policies, wish_messages
from services.errors import NotFound
from services.permissions import Actor, Seat


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    phone: str


def may_see_contact(wish: Wish, claim: Claim, by: Actor) -> bool:
    """Whether the claim opens the contact: only while in hand, only to someone a branch answers for.

    Nor does it open to whoever acts for the helper. A child's contact never opens: visits go through the
    village and are accompanied.
    """
    is_theirs = claim.status is ClaimStatus.ACTIVE and by.person.is_known and by.acted_by is None
    return is_theirs and not wish.is_for_child


@unit_of_work
def see_contact(wish: Wish, *, by: Actor, now: datetime.datetime) -> Contact | None:
    """The contact for the helper who has the wish in hand, each look logged; None when it is not theirs to see."""
    claim = Claim.get_or_none(Claim.wish == wish.id, Claim.person == by.person.id, Claim.is_held == 1)
    contact = _contact(wish)
    if claim is None or contact is None or not may_see_contact(wish, claim, by):
        return None
    seen = Claim.update(contact_seen_at=now).where(Claim.id == claim.id, Claim.status == ClaimStatus.ACTIVE)
    if seen.execute() != 1:  # given up in this very moment
        return None
    _log_look(wish, by, None, "", now=now)
    return contact


@unit_of_work
def reveal_contact(wish: Wish, *, reason: str, by: Actor, now: datetime.datetime) -> Contact:
    """The contact for the village's own seat, each reveal logged with its reason."""
    seat = by.require(Function.SEE_CONTACTS, wish.organisation)
    contact = _contact(wish)
    if contact is None:
        raise NotFound("no_contact", "没有留下联系方式，或已按规定删除；请找村里的书记帮忙联系")
    _log_look(wish, by, seat, reason, now=now)
    return contact


def _contact(wish: Wish) -> Contact | None:
    """What the wish carries, or else the known wisher's own; None once erased."""
    if wish.contact_erased_at is not None:
        return None
    wisher = Person.get_or_none(Person.id == wish.wisher_id) if wish.wisher_id else None
    phone = wish.contact_phone or (wisher.phone if wisher else None)
    if not phone:
        return None
    return Contact(name=wish.wisher_name or (wisher.name if wisher else ""), phone=phone)


def _log_look(wish: Wish, by: Actor, seat: Seat | None, reason: str, *, now: datetime.datetime) -> None:
    audit.record(
        "see_contact",
        "wish",
        wish.id,
        by=by,
        seat=seat,
        acted_for_id=wish.wisher_id,
        now=now,
        organisation_id=wish.organisation_id,
        reason=reason,
    )


def alert_if_looking(claim: Claim, wish: Wish, secretaries: list[int], *, now: datetime.datetime) -> None:
    """Tell the secretaries when someone keeps claiming, looking at the contact and giving up."""
    if claim.contact_seen_at is None:
        return
    days = policies.value("wish.look_alert_days", wish.organisation, now=now)
    times = (
        Claim.select()
        .where(
            Claim.person == claim.person_id,
            Claim.status == ClaimStatus.GIVEN_UP,
            Claim.contact_seen_at.is_null(False),
            Claim.ended_at > now - datetime.timedelta(days=days),
        )
        .count()
    )
    if times >= policies.value("wish.look_alert_times", wish.organisation, now=now):
        messages.queue(wish_messages.looked_too_often(wish, times), secretaries, now=now)


def erase_old_contacts(*, now: datetime.datetime) -> int:
    """Erase the contacts of wishes closed long enough ago (90 days unless a policy says otherwise)."""
    closed = Wish.select(Wish.id, Wish.organisation, Wish.closed_at).where(
        Wish.closed_at.is_null(False), Wish.contact_erased_at.is_null()
    )
    return sum(_erase(wish, now=now) for wish in list(closed))


@unit_of_work
def _erase(wish: Wish, *, now: datetime.datetime) -> bool:
    days = policies.value("privacy.wish_contact_days", wish.organisation, now=now)
    erased = Wish.update(wisher_name=None, contact_phone=None, contact_erased_at=now).where(
        Wish.id == wish.id,
        Wish.closed_at <= now - datetime.timedelta(days=days),
        Wish.contact_erased_at.is_null(),
    )
    if erased.execute() != 1:
        return False
    audit.record("erase_contact", "wish", wish.id, by=None, origin="job", now=now, organisation_id=wish.organisation_id)
    return True

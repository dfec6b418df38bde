"""Wishes as the village's own seats see them: by state, overdue, with all that happened."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import peewee

from models.appointments import Function
from models.organisations import Organisation
from models.people import Person
from models.unit_of_work import unit_of_work
from models.wishes import Claim, ClaimStatus, ProgressNote, Wish, WishKind, WishStatus
from services import audit, messages, policies, wish_messages
from services.errors import NotFound, WrongState
from services.permissions import Actor, within
from services.wishes import WISH_FUNCTIONS

TO_VERIFY = (WishStatus.PENDING, WishStatus.HELD)


def wishes_of_seats(to: Actor, *functions: Function) -> peewee.ModelSelect[Wish]:
    """Wishes of the organisations this person answers for, drafts left out. Raises NotAllowed without such a seat."""
    paths = to.require_somewhere(*(functions or WISH_FUNCTIONS))
    return Wish.select(Wish, Organisation).join(Organisation).where(within(paths), Wish.status != WishStatus.DRAFT)


# What stands still there has an item of its own on the first page; what waits to be verified or called has another.
ON_ITS_WAY = Wish.status.in_((WishStatus.OPEN, WishStatus.IN_PROGRESS))


def find_wishes(
    *,
    to: Actor,
    status: WishStatus | None = None,
    kind: WishKind | None = None,
    organisation: Organisation | None = None,
    text: str = "",
    is_overdue: bool = False,
    now: datetime.datetime,
) -> peewee.ModelSelect[Wish]:
    """Those wishes that fit all that is said."""
    found = wishes_of_seats(to)
    if status is not None:
        found = found.where(Wish.status.in_(TO_VERIFY) if status is WishStatus.PENDING else Wish.status == status)
    if kind is not None:
        found = found.where(Wish.kind == kind)
    if organisation is not None:
        found = found.where(Organisation.path.startswith(organisation.path))
    if text:
        found = found.where(Wish.title.contains(text) | Wish.public_name.contains(text))
    if is_overdue:
        found = found.where(overdue(to, now=now))
    return found


def overdue(to: Actor, *, now: datetime.datetime) -> peewee.Expression:
    """The condition that a wish has stood still too long, by the policies where this person sits."""
    seat = next((seat for seat in to.seats if seat.organisation_id is not None), None)
    place = Organisation.get_by_id(seat.organisation_id) if seat else None

    def before(name: str) -> datetime.datetime:
        return now - datetime.timedelta(days=policies.value(name, place, now=now))

    idle = Claim.select(Claim.wish).where(
        Claim.status == ClaimStatus.ACTIVE, Claim.last_progress_at <= before("wish.idle_remind_days")
    )
    condition: peewee.Expression = (
        (Wish.status.in_(TO_VERIFY) & (Wish.created_at <= before("wish.verify_days")))
        | ((Wish.status == WishStatus.OPEN) & (Wish.opened_at <= before("wish.unclaimed_days")))
        | ((Wish.status == WishStatus.IN_PROGRESS) & Wish.id.in_(idle))
        | ((Wish.status == WishStatus.AWAITING_CONFIRMATION) & Wish.follow_up_asked_at.is_null(False))
    )
    return condition


def get_wish(wish_id: int, *, to: Actor) -> Wish:
    """A wish of the organisations this person answers for; raises NotFound for any other."""
    if not to.paths_for(*WISH_FUNCTIONS):
        raise NotFound()
    wish: Wish | None = wishes_of_seats(to).where(Wish.id == wish_id).get_or_none()
    if wish is None:
        raise NotFound()
    return wish


def next_to_verify(*, to: Actor) -> Wish | None:
    """The wish that has waited longest to be verified."""
    if not to.paths_for(Function.VERIFY_WISHES):
        return None
    waiting = wishes_of_seats(to, Function.VERIFY_WISHES).where(Wish.status.in_(TO_VERIFY))
    wish: Wish | None = waiting.order_by(Wish.created_at, Wish.id).first()
    return wish


def claims_of(wish: Wish) -> list[Claim]:
    """Everybody who has or had the wish in hand, newest first, with who they are."""
    rows = Claim.select(Claim, Person).join(Person).where(Claim.wish == wish.id)
    return list(rows.order_by(Claim.id.desc()))


def notes_of(wish: Wish) -> list[ProgressNote]:
    """What claimers wrote along the way, oldest first, held texts too."""
    rows = ProgressNote.select(ProgressNote, Claim, Person).join(Claim).join(Person).where(Claim.wish == wish.id)
    return list(rows.order_by(ProgressNote.id))


def held_notes(*, to: Actor) -> list[ProgressNote]:
    """Words on progress that WeChat doubts and that wait for a person, oldest first."""
    rows = (
        ProgressNote.select(ProgressNote, Claim, Wish, Person)
        .join(Claim)
        .join(Wish)
        .join(Organisation)
        .switch(Claim)
        .join(Person)
        .where(ProgressNote.is_held, within(to.paths_for(Function.VERIFY_WISHES)))
    )
    return list(rows.order_by(ProgressNote.id))


@unit_of_work
def release_note(note_id: int, *, by: Actor, now: datetime.datetime) -> Wish:
    """Let the others read a held word on progress: somebody has looked at it."""
    return _settle_note(
        note_id, "release_note", lambda held: ProgressNote.update(is_held=False).where(held), by=by, now=now
    )


@unit_of_work
def drop_note(note_id: int, *, by: Actor, now: datetime.datetime) -> Wish:
    """Delete a held word on progress; its writer is asked to say it differently."""
    note = _held_note(note_id, to=by)
    wish = _settle_note(note_id, "drop_note", lambda held: ProgressNote.delete().where(held), by=by, now=now)
    messages.queue(wish_messages.note_dropped(wish), [note.claim.person_id], now=now)
    return wish


def _settle_note(note_id: int, action: str, write: Callable[[Any], Any], *, by: Actor, now: datetime.datetime) -> Wish:
    note = _held_note(note_id, to=by)
    wish = get_wish(note.claim.wish_id, to=by)
    seat = by.require(Function.VERIFY_WISHES, wish.organisation)
    if write((ProgressNote.id == note_id) & ProgressNote.is_held).execute() != 1:
        raise WrongState()
    audit.record(
        action, "wish", wish.id, by=by, seat=seat, now=now, organisation_id=wish.organisation_id,
        after={"note": note_id},
    )  # fmt: skip
    return wish


def _held_note(note_id: int, *, to: Actor) -> ProgressNote:
    note = next((note for note in held_notes(to=to) if note.id == note_id), None)
    if note is None:
        raise NotFound()
    return note

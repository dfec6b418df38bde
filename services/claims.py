"""Taking a wish in hand and bringing it home: claim, give up, progress, fulfilment, confirmation."""

from __future__ import annotations

import datetime

from models.appointments import Function
from models.hot_queries import claims as hot
from models.people import Person
from models.unit_of_work import unit_of_work
from models.wishes import Claim, ClaimStatus, ProgressNote, Wish, WishStatus
from services import audit, messages, photos, policies, wish_contacts, wish_messages
from services.errors import Conflict, Invalid, NotAllowed, WrongState
from services.permissions import Actor, Seat
from services.wishes import as_it_stands, end_claim, get_wish

TAKEN = (WishStatus.IN_PROGRESS, WishStatus.AWAITING_CONFIRMATION, WishStatus.FULFILLED)


class WishAlreadyClaimed(Conflict):
    code = "wish_already_claimed"
    message = "这个微心愿已被认领，看看别的心愿吧"


class ClaimLimitReached(Conflict):
    code = "claim_limit_reached"
    message = "您手上的心愿已经够多了，先办好一个再来认领"


def is_lost(wish_id: int, *, by: Actor) -> bool:
    """Whether others have taken the whole wish and the actor never had a share, so that claiming must fail.

    Of many rivals for a wish all but one lose: they are told without any lock. Whoever once had a share is
    not, because what they ask may be a repeat of what they did (design rule 2).
    """
    found = hot.status_and_my_claims.run(wish=wish_id, person=by.person.id).fetchone()
    return found is not None and found[0] in TAKEN and found[1] is None


@unit_of_work
def claim_wish(wish_id: int, *, by: Actor, now: datetime.datetime) -> tuple[Wish, bool]:
    """Take one share of an open wish; answers the wish and whether the claim is new.

    Rivals are settled by the guarded UPDATE of the wish, a person's own limit by that of the person:
    always the wish first, then the person, so that nobody waits in a circle.
    """
    wish, my_claim_id = _look_at(wish_id, by)
    if my_claim_id is not None:
        return wish, False
    _refuse_unfit(wish, by, now=now)
    if hot.take_share.count(wish=wish.id) != 1:
        # A rival was faster; or it was ourselves, tapping twice.
        wish, my_claim_id = _look_at(wish_id, by)
        if my_claim_id is not None:
            return wish, False
        raise _why_not(wish)
    limit = policies.value("wish.claim_limit", wish.organisation, now=now)
    if hot.count_claim.count(person=by.person.id, limit=limit) != 1:
        raise ClaimLimitReached()
    hot.add_claim.run(wish=wish.id, person=by.person.id, now=now)
    audit.record("claim_wish", "wish", wish.id, by=by, now=now, organisation_id=wish.organisation_id)
    messages.queue(wish_messages.claimed(wish), [wish.wisher_id or wish.made_by_id], now=now)
    return wish, True


def _look_at(wish_id: int, by: Actor) -> tuple[Wish, int | None]:
    """The wish with its organisation, and the id of the actor's held claim on it; raises NotFound."""
    wish = hot.wish_with_my_claim.first(Wish, wish=wish_id, person=by.person.id)
    if wish is None or (wish.my_claim_id is None and not wish.is_public):  # type: ignore[attr-defined]  # selected beside
        return get_wish(wish_id, to=by), None
    return wish, wish.my_claim_id  # type: ignore[attr-defined]  # selected beside


def _held_claim(wish: Wish, by: Actor) -> Claim | None:
    claim: Claim | None = Claim.get_or_none(Claim.wish == wish.id, Claim.person == by.person.id, Claim.is_held == 1)
    return claim


def _refuse_unfit(wish: Wish, by: Actor, *, now: datetime.datetime) -> None:
    if wish.status is not WishStatus.OPEN:
        raise _why_not(wish)
    if by.person.id == wish.wisher_id:  # whoever made it for somebody else may well fulfil it too
        raise Conflict("own_wish", "这是您自己提的心愿，等别人来认领吧")
    if by.person.phone_hash is None and policies.value("wish.claim_needs_phone", wish.organisation, now=now):
        raise NotAllowed("phone_required", "认领前请先留下手机号，方便村里联系您")


def _why_not(wish: Wish) -> Conflict:
    return WishAlreadyClaimed() if wish.is_public else WrongState()


@unit_of_work
def give_up_claim(wish_id: int, *, by: Actor, now: datetime.datetime) -> Wish:
    """Put one's share back on the wall. The wisher's contact closes at once; giving up twice is once."""
    wish = get_wish(wish_id, to=by)
    claim = _held_claim(wish, by)
    if claim is None:
        return _given_up_before(wish, by)
    if claim.status is not ClaimStatus.ACTIVE:
        raise WrongState()
    put_back(wish, claim, ClaimStatus.GIVEN_UP, now=now)
    audit.record("give_up_claim", "wish", wish.id, by=by, now=now, organisation_id=wish.organisation_id)
    told = messages.secretaries_of(wish.organisation, now=now)
    messages.queue(wish_messages.given_up(wish), told, now=now)
    wish_contacts.alert_if_looking(claim, wish, told, now=now)
    return get_wish(wish_id, to=by)


def _given_up_before(wish: Wish, by: Actor) -> Wish:
    given_up = Claim.select().where(
        Claim.wish == wish.id, Claim.person == by.person.id, Claim.status == ClaimStatus.GIVEN_UP
    )
    if not given_up.exists():
        raise WrongState("not_claimed", "您手上没有这个心愿；请刷新看看它现在到了哪一步")
    return wish


def put_back(wish: Wish, claim: Claim, status: ClaimStatus, *, now: datetime.datetime) -> None:
    """Return an active claim's share to the wall, inside the caller's unit of work; raises WrongState."""
    freed = Wish.update(status=WishStatus.OPEN, shares_taken=Wish.shares_taken - 1).where(
        Wish.id == wish.id, Wish.status.in_((WishStatus.OPEN, WishStatus.IN_PROGRESS)), Wish.shares_taken > 0
    )
    if freed.execute() != 1 or not end_claim(claim, status, now=now):
        raise WrongState()


@unit_of_work
def report_progress(
    wish_id: int, note: str, *, photo_id: int | None = None, is_held: bool, by: Actor, now: datetime.datetime
) -> Wish:
    """Write a line on how it goes, with a photo or without; the idle clock starts anew."""
    wish = get_wish(wish_id, to=by)
    claim = _active_claim(wish, by)
    _touch(claim, now=now)
    _write_note(wish, claim, note, photo_id, is_held=is_held, by=by, now=now)
    audit.record("report_progress", "wish", wish.id, by=by, now=now, organisation_id=wish.organisation_id)
    return wish


@unit_of_work
def fulfil_wish(
    wish_id: int, note: str, *, photo_id: int | None = None, is_held: bool, by: Actor, now: datetime.datetime
) -> Wish:
    """Report one's share as delivered; with the last share the wisher is asked to confirm."""
    wish = get_wish(wish_id, to=by)
    claim = _held_claim(wish, by)
    if claim is not None and claim.status is ClaimStatus.DELIVERED:
        return wish
    claim = _active_claim(wish, by)
    _deliver(wish, claim, now=now)
    _write_note(wish, claim, note, photo_id, is_held=is_held, by=by, now=now)
    audit.record("fulfil_wish", "wish", wish.id, by=by, now=now, organisation_id=wish.organisation_id)
    fulfilled = get_wish(wish_id, to=by)
    if fulfilled.status is WishStatus.AWAITING_CONFIRMATION:
        told = [wish.wisher_id or wish.made_by_id]
        messages.queue(wish_messages.delivered(wish), told, now=now)
    return fulfilled


def _write_note(
    wish: Wish,
    claim: Claim,
    note: str,
    photo_id: int | None,
    *,
    is_held: bool,
    by: Actor,
    now: datetime.datetime,
) -> None:
    photo = photos.attach(photo_id, wish.organisation, by=by)
    if note or photo:
        ProgressNote.create(claim=claim, text=note, photo=photo, is_held=is_held, written_at=now)


def _deliver(wish: Wish, claim: Claim, *, now: datetime.datetime) -> None:
    # The wish is locked first (a change to its own value), so that two helpers delivering their shares
    # at the same moment see each other.
    Wish.update(shares_taken=Wish.shares_taken).where(Wish.id == wish.id).execute()
    delivered = Claim.update(status=ClaimStatus.DELIVERED, last_progress_at=now).where(
        Claim.id == claim.id, Claim.status == ClaimStatus.ACTIVE
    )
    if delivered.execute() != 1:
        raise WrongState()
    Person.update(open_claims=Person.open_claims - 1).where(Person.id == claim.person_id).execute()
    still_active = Claim.select().where(Claim.wish == wish.id, Claim.status == ClaimStatus.ACTIVE)
    if not still_active.exists():
        delivered_now = {"delivered_at": now, "follow_up_asked_at": None, "reason": ""}
        Wish.update(status=WishStatus.AWAITING_CONFIRMATION, **delivered_now).where(
            Wish.id == wish.id, Wish.status == WishStatus.IN_PROGRESS
        ).execute()


def _active_claim(wish: Wish, by: Actor) -> Claim:
    claim = _held_claim(wish, by)
    if claim is None:
        raise NotAllowed("not_claimed", "您手上没有这个心愿；请刷新看看它现在到了哪一步")
    if claim.status is not ClaimStatus.ACTIVE:
        raise WrongState()
    return claim


def _touch(claim: Claim, *, now: datetime.datetime) -> None:
    touched = Claim.update(last_progress_at=now, reminded_at=None).where(
        Claim.id == claim.id, Claim.status == ClaimStatus.ACTIVE
    )
    if touched.execute() != 1:
        raise WrongState()


@unit_of_work
def confirm_wish(
    wish_id: int,
    is_satisfied: bool,
    *,
    comment: str = "",
    is_held: bool = False,
    by: Actor,
    now: datetime.datetime,
) -> Wish:
    """The wisher's word, or the village's after a call: fulfilled, or back into the helpers' hands.

    What is missing stands on the wish until it is delivered again. The helpers read it, unless WeChat's check
    doubts it (`is_held`): then the village alone does, in what happened to the wish.
    """
    wish = get_wish(wish_id, to=by)
    seat = _seat_to_confirm(wish, by)
    if not is_satisfied and not comment:
        raise Invalid("comment_required", "请说一说哪里还没有办好", {"comment": "请填写"})
    target = WishStatus.FULFILLED if is_satisfied else WishStatus.IN_PROGRESS
    told = "" if is_held else comment
    missing = "" if is_satisfied else told
    confirmed = Wish.update(status=target, closed_at=now if is_satisfied else None, reason=missing).where(
        Wish.id == wish.id, Wish.status == WishStatus.AWAITING_CONFIRMATION
    )
    if confirmed.execute() != 1:
        if not is_satisfied:
            raise WrongState()
        return as_it_stands(wish, WishStatus.FULFILLED)
    helpers = _settle_claims(wish, is_satisfied, now=now)
    audit.record(
        "confirm_wish",
        "wish",
        wish.id,
        by=by,
        seat=seat,
        acted_for_id=wish.wisher_id if seat else None,
        now=now,
        organisation_id=wish.organisation_id,
        after={"status": target},
        reason=comment,
    )
    news = wish_messages.confirmed(wish) if is_satisfied else wish_messages.not_satisfied(wish, told)
    messages.queue(news, helpers, now=now)
    return get_wish(wish_id, to=by)


def _seat_to_confirm(wish: Wish, by: Actor) -> Seat | None:
    """The seat through which the village confirms after a call; None for the wisher's own word."""
    if by.person.id in (wish.made_by_id, wish.wisher_id):
        return None
    return by.require(Function.FOLLOW_UP_WISHES, wish.organisation)


def _settle_claims(wish: Wish, is_satisfied: bool, *, now: datetime.datetime) -> list[int]:
    """Close the delivered claims, or take them up again; answers the helpers."""
    delivered = list(
        Claim.select().where(Claim.wish == wish.id, Claim.status == ClaimStatus.DELIVERED).order_by(Claim.person)
    )
    for claim in delivered:
        if is_satisfied:
            Claim.update(status=ClaimStatus.CONFIRMED, ended_at=now).where(Claim.id == claim.id).execute()
        else:
            Claim.update(status=ClaimStatus.ACTIVE, last_progress_at=now, reminded_at=None).where(
                Claim.id == claim.id
            ).execute()
            Person.update(open_claims=Person.open_claims + 1).where(Person.id == claim.person_id).execute()
    return [claim.person_id for claim in delivered]

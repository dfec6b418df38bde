"""What happens to wishes by themselves: reminders, releases, expiry, follow-up. Called by the worker.

Each wish is one unit of work with its guard in the WHERE, so that a firing repeated, or run by two
workers at once, changes nothing twice.
"""

from __future__ import annotations

import datetime

from models.unit_of_work import unit_of_work
from models.wishes import Claim, ClaimStatus, Wish, WishStatus
from services import audit, claims, messages, policies, wish_messages
from services.errors import WrongState

JOB = "wish_upkeep"


def remind_idle_claims(*, now: datetime.datetime) -> int:
    """Remind claimers without progress for the policy's days; answers how many were reminded."""
    return sum(_remind(claim.id, now=now) for claim in _active_claims() if claim.reminded_at is None)


@unit_of_work
def _remind(claim_id: int, *, now: datetime.datetime) -> bool:
    claim = _claim_with_wish(claim_id)
    idle_days, release_days = _idle_limits(claim, now=now)
    if claim.last_progress_at + datetime.timedelta(days=idle_days) > now:
        return False
    reminded = Claim.update(reminded_at=now).where(
        Claim.id == claim.id,
        Claim.status == ClaimStatus.ACTIVE,
        Claim.reminded_at.is_null(),
        Claim.last_progress_at == claim.last_progress_at,
    )
    if reminded.execute() != 1:
        return False
    messages.queue(wish_messages.idle(claim.wish, release_days - idle_days), [claim.person_id], now=now)
    return True


def release_idle_claims(*, now: datetime.datetime) -> int:
    """Put shares back on the wall whose claimers stayed silent after the reminder; answers how many."""
    return sum(_try_to_release(claim.id, now=now) for claim in _active_claims() if claim.reminded_at is not None)


def _try_to_release(claim_id: int, *, now: datetime.datetime) -> bool:
    try:
        return _release(claim_id, now=now)
    except WrongState:
        return False  # given up, delivered or gone on with in this very moment; everything is rolled back


@unit_of_work
def _release(claim_id: int, *, now: datetime.datetime) -> bool:
    claim = _claim_with_wish(claim_id)
    idle_days, release_days = _idle_limits(claim, now=now)
    grace = datetime.timedelta(days=release_days - idle_days)
    if claim.status is not ClaimStatus.ACTIVE or claim.reminded_at is None or claim.reminded_at + grace > now:
        return False
    wish = claim.wish
    claims.put_back(wish, claim, ClaimStatus.RELEASED, now=now)
    if Claim.get_by_id(claim.id).reminded_at is None:  # a word of progress was faster than we
        raise WrongState()
    audit.record(
        "release_claim", "wish", wish.id, by=None, origin=JOB, now=now, organisation_id=wish.organisation_id,
        acted_for_id=claim.person_id,
    )  # fmt: skip
    messages.queue(wish_messages.released(wish), [claim.person_id], now=now)
    messages.queue(
        wish_messages.released_to_secretary(wish), messages.secretaries_of(wish.organisation, now=now), now=now
    )
    return True


def expire_wishes(*, now: datetime.datetime) -> int:
    """Take wishes off the wall that nobody claimed for the policy's days; answers how many."""
    untouched = Wish.select().where(Wish.status == WishStatus.OPEN, Wish.shares_taken == 0)
    return sum(_expire(wish, now=now) for wish in list(untouched))


@unit_of_work
def _expire(wish: Wish, *, now: datetime.datetime) -> bool:
    cutoff = now - datetime.timedelta(days=policies.value("wish.expire_days", wish.organisation, now=now))
    # A wish that came back to the wall has its days anew.
    lately_in_hand = Claim.select(Claim.wish).where(Claim.wish == wish.id, Claim.ended_at > cutoff)
    expired = Wish.update(status=WishStatus.EXPIRED, closed_at=now).where(
        Wish.id == wish.id,
        Wish.status == WishStatus.OPEN,
        Wish.shares_taken == 0,
        Wish.opened_at <= cutoff,
        Wish.id.not_in(lately_in_hand),
    )
    if expired.execute() != 1:
        return False
    audit.record("expire_wish", "wish", wish.id, by=None, origin=JOB, now=now, organisation_id=wish.organisation_id)
    messages.queue(wish_messages.expired(wish), [wish.made_by_id], now=now)
    return True


def ask_for_follow_up(*, now: datetime.datetime) -> int:
    """Ask the village to call wishers who did not confirm for the policy's days; answers how many."""
    silent = Wish.select().where(Wish.status == WishStatus.AWAITING_CONFIRMATION, Wish.follow_up_asked_at.is_null())
    return sum(_ask_follow_up(wish, now=now) for wish in list(silent))


@unit_of_work
def _ask_follow_up(wish: Wish, *, now: datetime.datetime) -> bool:
    days = policies.value("wish.follow_up_days", wish.organisation, now=now)
    asked = Wish.update(follow_up_asked_at=now).where(
        Wish.id == wish.id,
        Wish.status == WishStatus.AWAITING_CONFIRMATION,
        Wish.follow_up_asked_at.is_null(),
        Wish.delivered_at <= now - datetime.timedelta(days=days),
    )
    if asked.execute() != 1:
        return False
    messages.queue(wish_messages.to_follow_up(wish), messages.secretaries_of(wish.organisation, now=now), now=now)
    return True


def _active_claims() -> list[Claim]:
    return list(Claim.select().where(Claim.status == ClaimStatus.ACTIVE).order_by(Claim.id))


def _claim_with_wish(claim_id: int) -> Claim:
    claim: Claim = Claim.select(Claim, Wish).join(Wish).where(Claim.id == claim_id).get()
    return claim


def _idle_limits(claim: Claim, *, now: datetime.datetime) -> tuple[int, int]:
    """Days without progress until the reminder, and until the release."""
    organisation = claim.wish.organisation
    return (
        policies.value("wish.idle_remind_days", organisation, now=now),
        policies.value("wish.idle_release_days", organisation, now=now),
    )

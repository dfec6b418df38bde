"""Micro-wishes from intake to the wall: who sees which, making, changing, verifying, withdrawing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Literal

import peewee

from models.appointments import Function
from models.hot_queries import wishes as hot
from models.organisations import Organisation
from models.people import Person
from models.unit_of_work import unit_of_work
from models.wishes import PUBLIC_STATUSES, Claim, ClaimStatus, Wish, WishKind, WishStatus
from services import audit, messages, policies, texts, wish_messages, wish_preview
from services.errors import ChangedMeanwhile, DecidedMeanwhile, Invalid, NotAllowed, NotFound, WrongState
from services.permissions import Actor, within
from services.phones import normal_phone

WISH_FUNCTIONS = (Function.VERIFY_WISHES, Function.TAKE_IN_WISHES, Function.FOLLOW_UP_WISHES)
NOT_YET_PUBLIC = (WishStatus.DRAFT, WishStatus.PENDING, WishStatus.HELD, WishStatus.REJECTED)
NEWEST = 2**31 - 1  # no id is as large
TO_VERIFY = (WishStatus.PENDING, WishStatus.HELD)
WITHDRAWABLE = (*NOT_YET_PUBLIC, WishStatus.OPEN, WishStatus.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class WishText:
    """What a person fills in. With `wisher_name` the wish is for someone else, whom they look after."""

    title: str
    detail: str
    kind: WishKind
    wisher_name: str | None = None
    contact_phone: str | None = None
    shares: int = 1
    estimated_value: int | None = None
    is_for_child: bool = False
    may_show_name: bool = False


def text_of(wish: Wish) -> WishText:
    """What was filled in, as it stands: what a change leaves out stays so."""
    return WishText(
        title=wish.title,
        detail=wish.detail,
        kind=wish.kind,
        wisher_name=wish.wisher_name,
        contact_phone=wish.contact_phone,
        shares=wish.shares_total,
        estimated_value=wish.estimated_value,
        is_for_child=wish.is_for_child,
        may_show_name=wish.may_show_name,
    )


def visible_wishes(to: Actor) -> peewee.ModelSelect[Wish]:
    """The wishes this person may see: public ones, their own, those in their hands, those of their seats.

    Drafts are their maker's alone.
    """
    own = (Wish.made_by == to.person.id) | (Wish.wisher == to.person.id)
    seen = Wish.status.in_(PUBLIC_STATUSES) | own | Wish.id.in_(_claimed_by(to))
    paths = to.paths_for(*WISH_FUNCTIONS)
    if paths:
        seen |= within(paths) & (Wish.status != WishStatus.DRAFT)
    return Wish.select(Wish, Organisation).join(Organisation).where(seen)


def _claimed_by(person: Actor) -> peewee.ModelSelect[Claim]:
    return Claim.select(Claim.wish).where(Claim.person == person.person.id)


def get_wish(wish_id: int, *, to: Actor) -> Wish:
    """One wish, if this person may see it; raises NotFound."""
    wish = hot.wish.first(Wish, wish=wish_id)
    if wish is not None and not wish.is_public:
        wish = visible_wishes(to).where(Wish.id == wish_id).get_or_none()
    if wish is None:
        raise NotFound()
    return wish


def list_wishes(
    *,
    to: Actor,
    status: WishStatus | None = None,
    organisation: Organisation | None = None,
    mine: Literal["made", "claimed"] | None = None,
    before_id: int | None = None,
    limit: int = 20,
) -> list[Wish]:
    """Visible wishes, newest first; `before_id` continues after the last one seen."""
    if status in PUBLIC_STATUSES and mine is None and (organisation is None or organisation.is_leaf):
        return _public_wishes(status, organisation, before_id or NEWEST, limit)
    query = visible_wishes(to)
    if status is not None:
        query = query.where(Wish.status == status)
    if organisation is not None:
        query = query.where(Organisation.path.startswith(organisation.path))
    if mine == "made":
        query = query.where((Wish.made_by == to.person.id) | (Wish.wisher == to.person.id))
    elif mine == "claimed":
        query = query.where(Wish.id.in_(_claimed_by(to)))
    if before_id is not None:
        query = query.where(Wish.id < before_id)
    return list(query.order_by(Wish.id.desc()).limit(limit))


def _public_wishes(status: WishStatus, organisation: Organisation | None, before_id: int, limit: int) -> list[Wish]:
    """The same as `list_wishes` answers for a state that everybody may see: no question of seats or own wishes."""
    which: dict[str, Any] = {"status": status, "before": before_id, "limit": limit}
    if organisation is None:
        return list(hot.newest_wishes.all(Wish, **which))
    found = list(hot.newest_wishes_of.all(Wish, organisation=organisation.id, **which))
    for wish in found:
        wish.organisation = organisation
    return found


@unit_of_work
def make_wish(
    text: WishText,
    organisation: Organisation,
    *,
    is_draft: bool = False,
    is_held: bool,
    by: Actor,
    now: datetime.datetime,
) -> Wish:
    """Take in a wish; it waits for the village to verify it, or (`is_held`) first for a person to read it.

    A resident or member makes a wish for themselves or for someone they look after; a seat with
    `take_in_wishes` makes it for anyone. Raises Invalid for money, too large a value or too many shares.
    """
    _check_limits(text, organisation, now=now)
    wish = Wish.create(
        organisation=organisation,
        made_by=by.person,
        wisher=None if text.wisher_name else by.person,
        status=_status_after_intake(is_draft=is_draft, is_held=is_held),
        created_at=now,
        **_columns(text),
    )
    audit.record(
        "make_wish",
        "wish",
        wish.id,
        by=by,
        seat=by.seat_for(Function.TAKE_IN_WISHES, organisation.path),
        now=now,
        organisation_id=organisation.id,
        after={"status": wish.status},
    )
    if not is_draft:
        messages.queue(wish_messages.to_verify(wish), messages.secretaries_of(organisation, now=now), now=now)
    return wish


@unit_of_work
def change_wish(
    wish_id: int, text: WishText, *, is_draft: bool, is_held: bool, by: Actor, now: datetime.datetime
) -> Wish:
    """Rewrite one's own wish before it is public; unless it stays a draft it waits for verification (again)."""
    wish = _own_wish(wish_id, by=by)
    _check_limits(text, wish.organisation, now=now)
    status = _status_after_intake(is_draft=is_draft, is_held=is_held)
    wisher = None if text.wisher_name else wish.wisher_id or by.person.id
    _move(wish, NOT_YET_PUBLIC, status=status, reason="", wisher=wisher, version=Wish.version + 1, **_columns(text))
    audit.record(
        "change_wish",
        "wish",
        wish.id,
        by=by,
        now=now,
        organisation_id=wish.organisation_id,
        before={"status": wish.status},
    )
    if not is_draft:
        messages.queue(wish_messages.to_verify(wish), messages.secretaries_of(wish.organisation, now=now), now=now)
    return get_wish(wish_id, to=by)


@unit_of_work
def verify_wish(
    wish_id: int,
    decision: Literal["accept", "reject"],
    *,
    reason: str = "",
    public_title: str | None = None,
    public_detail: str | None = None,
    public_name: str | None = None,
    version: int | None = None,
    by: Actor,
    now: datetime.datetime,
) -> Wish:
    """Put a wish on the wall as the verifier reads it here, or send it back with a reason.

    The verifier is the person that held text waits for: accepting releases it. The same decision again
    answers the same wish. Raises Invalid when the public preview would show what it must not (features W8),
    ChangedMeanwhile when somebody else decided otherwise, or the wisher has rewritten what was read as `version`.
    """
    wish = get_wish(wish_id, to=by)
    seat = by.require(Function.VERIFY_WISHES, wish.organisation)
    if decision == "reject":
        if not reason:
            raise Invalid("reason_required", "请写明退回的理由，好让对方知道怎么改", {"reason": "请填写"})
        target = WishStatus.REJECTED
        said = {"reason": reason}
        columns: dict[str, object] = {}
    else:
        target = WishStatus.OPEN
        said = wish_preview.public_preview(wish, public_title, public_detail, public_name, now=now)
        columns = {"opened_at": now}
    as_read = () if version is None else (Wish.version == version,)
    if not _has_moved(wish, TO_VERIFY, *as_read, status=target, **said, **columns):
        return _as_decided(wish, target, said)
    audit.record(
        f"{decision}_wish",
        "wish",
        wish.id,
        by=by,
        seat=seat,
        now=now,
        organisation_id=wish.organisation_id,
        before={"status": wish.status},
        after={"status": target},
        reason=reason,
    )
    decided = get_wish(wish_id, to=by)
    messages.queue(wish_messages.verified(decided), [wish.made_by_id], now=now)
    return decided


@unit_of_work
def withdraw_wish(wish_id: int, *, reason: str = "", by: Actor, now: datetime.datetime) -> Wish:
    """Take a wish back before it is fulfilled; whoever had it in hand is told and is free again."""
    wish = get_wish(wish_id, to=by)
    seat = by.seat_for(Function.VERIFY_WISHES, wish.organisation.path)
    if seat is None and by.person.id not in (wish.made_by_id, wish.wisher_id):
        raise NotAllowed()
    if not _has_moved(wish, WITHDRAWABLE, status=WishStatus.WITHDRAWN, shares_taken=0, closed_at=now, reason=reason):
        return as_it_stands(wish, WishStatus.WITHDRAWN)
    freed = release_claims(wish, now=now)
    audit.record(
        "withdraw_wish",
        "wish",
        wish.id,
        by=by,
        seat=seat,
        now=now,
        organisation_id=wish.organisation_id,
        before={"status": wish.status},
        reason=reason,
    )
    messages.queue(wish_messages.withdrawn(wish), freed, now=now)
    return get_wish(wish_id, to=by)


def release_claims(wish: Wish, *, now: datetime.datetime) -> list[int]:
    """End every held claim on a wish that closes, inside the caller's unit of work; answers whose they were."""
    held = list(Claim.select().where(Claim.wish == wish.id, Claim.is_held == 1).order_by(Claim.person))
    for claim in held:
        end_claim(claim, ClaimStatus.RELEASED, now=now)
    return [claim.person_id for claim in held]


def end_claim(claim: Claim, status: ClaimStatus, *, now: datetime.datetime) -> bool:
    """Take a claim out of its holder's hands, inside the caller's unit of work; False if it already was."""
    ended = Claim.update(status=status, is_held=None, ended_at=now).where(
        Claim.id == claim.id, Claim.status == claim.status, Claim.is_held == 1
    )
    if ended.execute() != 1:
        return False
    if claim.status is ClaimStatus.ACTIVE:
        Person.update(open_claims=Person.open_claims - 1).where(Person.id == claim.person_id).execute()
    return True


def _own_wish(wish_id: int, *, by: Actor) -> Wish:
    wish = get_wish(wish_id, to=by)
    if by.person.id not in (wish.made_by_id, wish.wisher_id):
        raise NotAllowed()
    return wish


def _status_after_intake(*, is_draft: bool, is_held: bool) -> WishStatus:
    if is_draft:
        return WishStatus.DRAFT
    return WishStatus.HELD if is_held else WishStatus.PENDING


def _has_moved(wish: Wish, allowed: tuple[WishStatus, ...], *guards: peewee.Expression, **columns: object) -> bool:
    """Move a wish to another state only from one of the allowed ones; the database decides."""
    moved = Wish.update(**columns).where(Wish.id == wish.id, Wish.status.in_(allowed), *guards)
    return bool(moved.execute() == 1)


def as_it_stands(wish: Wish, status: WishStatus) -> Wish:
    """The wish, when an earlier or parallel command has brought it to that status; else raises WrongState."""
    present: Wish = Wish.select(Wish, Organisation).join(Organisation).where(Wish.id == wish.id).get()
    if present.status is not status:
        raise WrongState()
    return present


def _as_decided(wish: Wish, status: WishStatus, said: dict[str, str]) -> Wish:
    """The wish, when just this has been decided before; raises for whoever would be told so of something else."""
    if Wish.get_by_id(wish.id).status in TO_VERIFY:
        raise ChangedMeanwhile()
    present = as_it_stands(wish, status)
    if any(getattr(present, name) != text for name, text in said.items()):
        raise DecidedMeanwhile()
    return present


def _move(wish: Wish, allowed: tuple[WishStatus, ...], **columns: object) -> None:
    if not _has_moved(wish, allowed, **columns):
        raise WrongState()


def _check_limits(text: WishText, organisation: Organisation, *, now: datetime.datetime) -> None:
    texts.refuse_money(title=text.title, detail=text.detail)
    cap = policies.value("wish.value_cap", organisation, now=now)
    if text.estimated_value is not None and text.estimated_value > cap:
        raise Invalid(
            "value_too_high", f"微心愿的价值不超过 {cap} 元；更大的难处请和书记说", {"estimated_value": f"不超过 {cap}"}
        )
    most = policies.value("wish.share_limit", organisation, now=now)
    if text.shares > most:
        raise Invalid("too_many_shares", f"一个心愿最多分成 {most} 份，请改少一些", {"shares": f"不超过 {most}"})


def _columns(text: WishText) -> dict[str, object]:
    return {
        "title": text.title,
        "detail": text.detail,
        "kind": text.kind,
        "wisher_name": text.wisher_name or None,
        "contact_phone": normal_phone(text.contact_phone, field="contact_phone") if text.contact_phone else None,
        "shares_total": text.shares,
        "estimated_value": text.estimated_value,
        "is_for_child": text.is_for_child,
        "may_show_name": text.may_show_name,
    }

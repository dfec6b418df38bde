"""Signing up for an event, giving one's place back, keeping it after a change (features E1–E7, E9, E10).

The lock order is that of services.places: post → event → person → sign-up.
"""

from __future__ import annotations

import datetime

from models.events import Event, EventStatus, Post
from models.hot_queries import sign_ups as hot
from models.sign_ups import SignUp, SignUpStatus
from models.unit_of_work import is_sqlite, unit_of_work
from services import event_messages, messages, places
from services.companions import ALONE, Party, check_party
from services.eligibility import Candidate, why_no_post, why_not, why_not_post
from services.errors import Conflict, Invalid, WrongState
from services.events import get_event, record_change
from services.local_time import spoken
from services.permissions import Actor
from services.sign_up_lists import held_sign_up, must_decide


class Closed(Conflict):
    code = "closed"
    message = "报名已经结束了，看看别的活动吧"


class NotEligible(Conflict):
    code = "not_eligible"


class Overlaps(Conflict):
    code = "overlaps"


class NotSignedUp(Conflict):
    code = "not_signed_up"
    message = "您没有报名这次活动；想参加请先报名"


@unit_of_work
def sign_up(
    event_id: int,
    post_id: int | None = None,
    *,
    party: Party = ALONE,
    entered_by: Actor | None = None,
    by: Actor,
    now: datetime.datetime,
) -> tuple[SignUp, bool]:
    """Take a place, or one in the queue; answers the sign-up and whether it is new.

    Without `post_id` the only post is meant, else the first with a free place that one may take. Who is
    signed up already gets that answer again. `entered_by` is the seat that writes it down for this person (代报).
    Raises Closed, NotEligible, Overlaps, Invalid.
    """
    event, posts = _open_event(event_id, by=by, now=now)
    mine = held_sign_up(event_id, by.person.id) if _is_on_list(posts) else None
    if mine is not None:
        return mine, False
    post = _fitting_post(event, posts, post_id, party, by=by, now=now)
    place = places.take(post, party.seats)
    if hot.event_version.run(event=event.id).fetchone()[0] != event.version:
        # Changed before the post was ours; nobody changes it now. The same rules again, as they are by now.
        event, posts = _open_event(event_id, by=by, now=now)
        _fitting_post(event, posts, post.id, party, by=by, now=now)
    if place is None:
        raise Closed()  # called off in this very moment
    refuse_overlap(event, by.person.id)
    columns: dict[str, object] = {
        "event": event.id,
        "post": post.id,
        "person": by.person.id,
        "status": place.status,
        "ticket": place.ticket,
        "kept_change": event.change_number,
        "entered_by": entered_by.person.id if entered_by else None,
        "signed_up_at": now,
        "confirmed_at": now if place.status is SignUpStatus.CONFIRMED else None,
        **party.columns(),
    }
    new = SignUp(id=hot.add_sign_up.insert(**columns), **columns)
    after: dict[str, object] = {"post": post.id, "status": place.status}
    if entered_by is not None:
        after["person"] = by.person.id
    record_change("sign_up", event, by=entered_by or by, now=now, after=after)
    return new, True


def _open_event(event_id: int, *, by: Actor, now: datetime.datetime) -> tuple[Event, list[Post]]:
    """The event with its posts. One read for what everyone may see; who may not asks the long way."""
    posts = list(hot.posts_with_event.all(Post, event=event_id, person=by.person.id))
    if posts and posts[0].event.status is EventStatus.OPEN and not posts[0].event.is_restricted:
        return posts[0].event, posts
    return get_event(event_id, to=by, now=now), posts


def _is_on_list(posts: list[Post]) -> bool:
    """Whether the person whom these posts were read for stands on the event's list already."""
    return any(post.my_sign_up_id is not None for post in posts)  # type: ignore[attr-defined]  # read beside the posts


def _fitting_post(
    event: Event, posts: list[Post], post_id: int | None, party: Party, *, by: Actor, now: datetime.datetime
) -> Post:
    """The post for these people, by the rules of event and post; raises Closed, NotEligible, Invalid."""
    candidate = Candidate(by.person, now=now)
    _refuse_unfit(event, candidate, now=now)
    check_party(party, event, by=by, now=now)
    post = _chosen_post(posts, post_id, candidate)
    if party.seats > post.capacity:
        raise Invalid(
            "party_too_large",
            f"这个岗位一共只要 {post.capacity} 人，请少带几位或换个岗位",
            {"companions": "人数太多了"},
        )
    return post


def _refuse_unfit(event: Event, candidate: Candidate, *, now: datetime.datetime) -> None:
    closed = why_closed(event, now=now)
    if closed is not None:
        raise Closed(message=closed)
    reason = why_not(event, candidate)
    if reason is not None:
        raise NotEligible(message=reason)


def why_closed(event: Event, *, now: datetime.datetime) -> str | None:
    """Why nobody can sign up now, in words; None when one can."""
    if event.status is EventStatus.CANCELLED:
        return "这次活动取消了，看看别的活动吧"
    if event.status is not EventStatus.OPEN:
        return "这次活动还没有发布"
    if now < event.opens_at:
        return f"报名还没有开始，{spoken(event.opens_at, now=now)}再来"
    if now >= event.closes_at:
        return Closed.message
    return None


def _chosen_post(posts: list[Post], post_id: int | None, candidate: Candidate) -> Post:
    """The post that is asked for, or else the first with a place for whoever has these skills."""
    post = posts[0] if len(posts) == 1 and post_id is None else _named_post(posts, post_id)
    reason = why_no_post([post] if post else posts, candidate)
    if reason is not None:
        raise NotEligible(message=reason)
    if post is not None:
        return post
    for post in posts:
        if post.has_free_place and why_not_post(post, candidate) is None:
            return post
    raise Invalid("post_required", "各岗位都满了，请选一个岗位排队候补", {"post_id": "请选择"})


def _named_post(posts: list[Post], post_id: int | None) -> Post | None:
    """None where no post is named; raises Invalid for one that is not the event's."""
    if post_id is None:
        return None
    for post in posts:
        if post.id == post_id:
            return post
    raise Invalid("post_unknown", "没有找到这个岗位，请重新选择", {"post_id": "请重新选择"})


def refuse_overlap(event: Event, person_id: int) -> None:
    """Raise Overlaps when the person has another standing sign-up at the same time (features E5).

    The person's row is locked first, so that two sign-ups at the same moment see each other. SQLite has one
    writer at a time.
    """
    if not is_sqlite():
        hot.lock_person.run(person=person_id)
    grace = datetime.timedelta(minutes=event.overlap_grace_minutes)
    other = hot.overlapping.run(
        person=person_id, event=event.id, before=event.ends_at - grace, after=event.starts_at + grace
    ).fetchone()
    if other is not None:
        raise Overlaps(message=f"同一时间已经报了「{other[0]}」，先取消那一个再来报名")


@unit_of_work
def cancel_sign_up(event_id: int, *, by: Actor, now: datetime.datetime) -> SignUp:
    """Give one's place back before the event starts; the first who wait get it at once and are told.

    After the deadline a confirmed place counts as cancelled late, unless the event has changed since.
    Cancelling twice is once. Raises NotSignedUp when there is nothing to cancel, Closed after the start.
    """
    mine = _locked_sign_up(event_id, by) if places.lock_for(event_id, by.person.id) else None
    if mine is None:
        return _cancelled_before(event_id, by, now=now)
    event = mine.event
    if event.starts_at <= now or mine.attendance is not None:
        raise Closed(message="活动已经开始，不能再取消；来不了请给书记打个电话")
    status = SignUpStatus.LATE_CANCELLED if _is_late(mine, event, now=now) else SignUpStatus.CANCELLED
    _end(mine, status, now=now)
    places.give_back(mine)
    promoted = [row.person_id for row in places.promote(mine.post_id, now=now)]
    record_change(
        "cancel_sign_up", event, by=by, now=now, before={"status": mine.status},
        after={"status": status, "promoted": promoted},
    )  # fmt: skip
    messages.queue(event_messages.promoted(event, now=now), promoted, now=now)
    return SignUp.get_by_id(mine.id)


def _end(mine: SignUp, status: SignUpStatus, *, now: datetime.datetime) -> None:
    ended = SignUp.update(status=status, is_held=None, ended_at=now).where(
        SignUp.id == mine.id, SignUp.status == mine.status, SignUp.attendance.is_null()
    )
    if ended.execute() != 1:
        raise WrongState()  # entered on the roll in this very moment


def _locked_sign_up(event_id: int, by: Actor) -> SignUp | None:
    """My standing sign-up, with its event, as it is now that its post is locked."""
    found: SignUp | None = (
        SignUp.select(SignUp, Event)
        .join(Event)
        .where(SignUp.event == event_id, SignUp.person == by.person.id, SignUp.is_held == 1)
        .get_or_none()
    )
    return found


def _is_late(mine: SignUp, event: Event, *, now: datetime.datetime) -> bool:
    return mine.status is SignUpStatus.CONFIRMED and now > event.cancel_by and not must_decide(mine, event)


def _cancelled_before(event_id: int, by: Actor, *, now: datetime.datetime) -> SignUp:
    last: SignUp | None = (
        SignUp.select()
        .where(SignUp.event == event_id, SignUp.person == by.person.id)
        .order_by(SignUp.id.desc())
        .first()
    )
    if last is None:
        raise _not_signed_up(event_id, by, now=now)
    return last


def _not_signed_up(event_id: int, by: Actor, *, now: datetime.datetime) -> NotSignedUp:
    """The refusal for an event they may see; raises NotFound for one they may not."""
    get_event(event_id, to=by, now=now)
    return NotSignedUp()


@unit_of_work
def keep_sign_up(event_id: int, *, change_number: int | None = None, by: Actor, now: datetime.datetime) -> SignUp:
    """Come also at the changed time and place. `change_number` is the change the person has read: when
    there has been another since, WrongState asks them to look again. Raises Overlaps, NotSignedUp."""
    mine = _locked_sign_up(event_id, by) if places.lock_for(event_id, by.person.id) else None
    if mine is None:
        raise _not_signed_up(event_id, by, now=now)
    event = mine.event
    if change_number is not None and change_number != event.change_number:
        raise WrongState("changed_again", "活动又有变化，请刷新后再看")
    if must_decide(mine, event):
        refuse_overlap(event, by.person.id)
        SignUp.update(kept_change=event.change_number).where(SignUp.id == mine.id).execute()
        mine.kept_change = event.change_number
        record_change("keep_sign_up", event, by=by, now=now, after={"change": event.change_number})
    return mine

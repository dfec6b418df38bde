"""Working off what WeChat pushed: each thing exactly once in effect, by however many workers.

A worker takes pushes by putting their `due_at` ahead, in a commit of its own: nobody else takes them
meanwhile, and they are due again should it die. What follows from a push and its mark as done are one
unit of work, guarded by the mark: a second worker that gets as far finds nothing to do.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from models.database import database
from models.pushes import Push, PushAccount, PushStatus
from models.unit_of_work import unit_of_work
from services import authorisations, delivery_news, followers, grant_events, photo_checks, policies
from services.arrivals import REPORTS, Arrived, NotMarkedYet
from services.channel import Channel
from wechat.errors import WeChatError
from wechat.official_account import Follower
from wechat.push.messages import PushedMessage, read_again

AT_ONCE = 50
IN_HAND = datetime.timedelta(minutes=2)  # longer than a batch takes while WeChat hangs at one question in each
LATE = datetime.timedelta(minutes=10)
FIRST_PAUSE_SECONDS, MOST_ATTEMPTS = 5, 8

logger = logging.getLogger(__name__)

MINI, OFFICIAL = PushAccount.MINI_PROGRAM, PushAccount.OFFICIAL_ACCOUNT
Handler = Callable[[Arrived], None]
# A kind that stands here for no account is stored and passed over.
HANDLERS: dict[tuple[PushAccount, str], Handler] = {
    (MINI, "subscribe_msg_popup_event"): grant_events.answered_popup,
    (MINI, "subscribe_msg_change_event"): grant_events.changed_settings,
    (MINI, "subscribe_msg_sent_event"): delivery_news.subscribe_sent,
    (MINI, "wxa_media_check"): photo_checks.judged,
    (MINI, "user_authorization_revoke"): authorisations.revoked,
    (MINI, "user_authorization_cancellation"): authorisations.cancelled,
    (OFFICIAL, "subscribe"): followers.came,
    (OFFICIAL, "scan"): followers.came,
    (OFFICIAL, "text"): followers.came,
    (OFFICIAL, "click"): followers.came,
    (OFFICIAL, "unsubscribe"): followers.left,
    (OFFICIAL, "templatesendjobfinish"): delivery_news.template_sent,
}


class FollowerGateway(Protocol):
    """The part of the Official Account's gateway that knows followers. Raises WeChatError."""

    def follower(self, openid: str) -> Follower: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What the work is done with. Without an Official Account nobody asks for its followers."""

    channel: Channel
    official: FollowerGateway | None = None


def handle_due(desk: Desk, *, now: datetime.datetime) -> int:
    """Work off what is waiting; answers how many pushes were taken. Never raises for one push's sake."""
    taken = take(now=now)
    for push in taken:
        try:
            _handle(push, desk, now=now)
        except Exception as error:
            _postpone(push, error, now=now)
    return len(taken)


@unit_of_work
def take(*, now: datetime.datetime) -> list[Push]:
    """Up to a batch of waiting pushes, oldest first; other workers leave them alone for a while."""
    due: Any = (
        Push.select()
        .where(Push.status == PushStatus.WAITING, Push.due_at <= now)
        .order_by(Push.due_at, Push.id)
        .limit(AT_ONCE)
    )
    if database.for_update:
        due = due.for_update(skip_locked=True)
    taken = list(due)
    if taken:
        Push.update(due_at=now + IN_HAND).where(Push.id.in_([push.id for push in taken])).execute()
    return taken


def _handle(push: Push, desk: Desk, *, now: datetime.datetime) -> None:
    handler = HANDLERS.get((push.account, push.kind))
    if handler is None:
        logger.info("nothing follows from a push of kind %s", push.kind)
        _finish(push.id, PushStatus.IGNORED, now=now)
        return
    message = read_again(push.message)
    arrived = Arrived(push.account, message, push.sent_at, desk.channel, now, _follower(handler, message, desk))
    _carry_out(push, handler, arrived)


def _follower(handler: Handler, message: PushedMessage, desk: Desk) -> Follower | None:
    """Asked outside any unit of work, once per follower whom we do not know, and at each new beginning."""
    if handler is not followers.came or desk.official is None:
        return None
    if message.kind != "subscribe" and followers.is_known(desk.channel.official_appid, message.openid):
        return None
    return desk.official.follower(message.openid)


@unit_of_work
def _carry_out(push: Push, handler: Handler, arrived: Arrived) -> None:
    if _finish(push.id, PushStatus.DONE, now=arrived.now):
        handler(arrived)
        if push.kind in REPORTS:  # of no more use, and its person may have been forgotten meanwhile
            Push.update(message="").where(Push.id == push.id).execute()


@unit_of_work
def _finish(push_id: int, status: PushStatus, *, now: datetime.datetime) -> bool:
    finished = Push.update(status=status, handled_at=now).where(Push.id == push_id, Push.status == PushStatus.WAITING)
    return bool(finished.execute() == 1)


@unit_of_work
def _postpone(push: Push, error: Exception, *, now: datetime.datetime) -> None:
    """Later, each time twice as long; after the last attempt somebody must look at it."""
    problem = type(error).__name__  # no text of an error: it may hold what somebody wrote
    attempts = push.attempts + 1
    waiting = (Push.id == push.id) & (Push.status == PushStatus.WAITING)
    is_last = attempts >= MOST_ATTEMPTS
    pause = datetime.timedelta(seconds=FIRST_PAUSE_SECONDS * 2**push.attempts)
    Push.update(attempts=attempts, problem=problem, due_at=now + pause).where(waiting).execute()
    is_somebody_elses = isinstance(error, NotMarkedYet)  # another system may send for this account, too
    if is_last and is_somebody_elses:
        Push.update(status=PushStatus.IGNORED, message="").where(waiting).execute()
    elif is_last:
        Push.update(status=PushStatus.FAILED).where(waiting).execute()
    is_expected = is_somebody_elses or (isinstance(error, WeChatError) and not is_last)
    logger.log(logging.INFO if is_expected else logging.ERROR, "push %s of kind %s: %s", push.id, push.kind, problem)


def backlog(*, now: datetime.datetime) -> tuple[int, int]:
    """How many pushes have failed for good, and how many have been waiting for longer than they should."""
    failed = Push.select().where(Push.status == PushStatus.FAILED).count()
    late = Push.select().where(Push.status == PushStatus.WAITING, Push.received_at < now - LATE).count()
    return failed, late


@unit_of_work
def forget_old_pushes(*, now: datetime.datetime) -> int:
    """Delete what was received long ago: it may be personal, and WeChat repeats nothing for so long."""
    days = policies.value("privacy.push_days", None, now=now)
    deleted: int = Push.delete().where(Push.received_at < now - datetime.timedelta(days=days)).execute()
    return deleted

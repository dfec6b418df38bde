"""Taking in what WeChat pushes: stored before it is answered, each thing once, whoever repeats it."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable

from models.encryption import key_ring
from models.pushes import Push, PushAccount
from models.unit_of_work import unit_of_work
from wechat.push.messages import PushedMessage

logger = logging.getLogger(__name__)

Answer = Callable[[], str]


def receive(account: PushAccount, message: PushedMessage, *, answer: Answer, now: datetime.datetime) -> str:
    """Store a push and answer what the chat shows at once ("" for nothing); the worker does the rest.

    A repeat changes nothing and gets the same answer. `answer` only reads; when it fails the push is
    stored all the same, for an event lost is worse than a chat left without a reply.
    """
    known = _known(account, message)
    if known is not None:
        return known.reply
    return _store(account, message, _safely(answer), now=now)


def _known(account: PushAccount, message: PushedMessage) -> Push | None:
    push: Push | None = Push.get_or_none(account=account, key=message.key)
    return push


@unit_of_work
def _store(account: PushAccount, message: PushedMessage, reply: str, *, now: datetime.datetime) -> str:
    known = _known(account, message)  # a retry that overtook us; or our own replay
    if known is not None:
        return known.reply
    Push.insert(
        account=account,
        key=message.key,
        kind=message.kind,
        sender_hash=key_ring.look_up_hash(message.openid),
        message=message.raw,
        reply=reply,
        sent_at=message.sent_at or now,
        received_at=now,
        due_at=now,
    ).execute()
    return reply


def _safely(answer: Answer) -> str:
    try:
        return answer()
    except Exception as error:
        logger.error("no reply in the chat: %s", type(error).__name__)
        return ""

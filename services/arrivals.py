"""A push in the worker's hands."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.encryption import key_ring
from models.people import Identity
from models.pushes import Push, PushAccount, PushStatus
from services import identities
from services.channel import Channel
from wechat.official_account import Follower
from wechat.push.messages import PushedMessage

# WeChat's word on a thing of ours, though it names the person whom the thing was for as its sender.
REPORTS = ("subscribe_msg_sent_event", "templatesendjobfinish", "wxa_media_check")


class NotMarkedYet(Exception):
    """What it tells of is not ours, or ours and not marked yet: an event may overtake our own note."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """`sent_at` is WeChat's own instant; `follower` what WeChat says of the sender, where it was asked."""

    account: PushAccount
    message: PushedMessage
    sent_at: datetime.datetime
    channel: Channel
    now: datetime.datetime
    follower: Follower | None = None

    @property
    def appid(self) -> str:
        is_mini = self.account is PushAccount.MINI_PROGRAM
        return self.channel.appid if is_mini else self.channel.official_appid

    def identity(self) -> Identity:
        """The sender's account, made if the log-in has not been here yet; inside the caller's unit of work."""
        return identities.account_of(self.appid, self.message.openid, now=self.now)

    def is_before(self, instant: datetime.datetime) -> bool:
        """Whether it was sent before then; WeChat's instants are whole seconds."""
        return self.sent_at < instant.replace(microsecond=0)

    def is_overtaken_by(self, *kinds: str) -> bool:
        """Whether the same sender has sent one of these later: WeChat may bring events in any order."""
        later = Push.select().where(
            Push.account == self.account,
            Push.sender_hash.in_(key_ring.look_up_hashes(self.message.openid)),
            Push.kind.in_(kinds),
            Push.sent_at > self.sent_at,
        )
        return bool(later.exists())


def forget_sender(account: PushAccount, openid: str, *, until: datetime.datetime) -> None:
    """Erase what somebody sent us up to an instant, inside the caller's unit of work; what waits is dropped.

    A report of ours that waits is left: whether a message arrived must be known of those who left, too. It
    is erased when it has been worked off.
    """
    sent = (Push.account == account) & Push.sender_hash.in_(key_ring.look_up_hashes(openid)) & (Push.sent_at <= until)
    theirs = sent & ~((Push.status == PushStatus.WAITING) & Push.kind.in_(REPORTS))
    Push.update(message="", reply="").where(theirs).execute()
    Push.update(status=PushStatus.IGNORED).where(theirs, Push.status == PushStatus.WAITING).execute()

"""Who follows the Official Account: known while they do, forgotten when they leave (WeChat's terms)."""

from __future__ import annotations

from models.links import LinkVisit
from models.people import Identity
from services import audit, identities
from services.arrivals import Arrived, forget_sender

LEFT, CAME = "unsubscribe", "subscribe"


def is_known(appid: str, openid: str) -> bool:
    return bool(Identity.select().where(Identity.appid == appid, Identity.openid == openid).exists())


def came(arrived: Arrived) -> None:
    """Somebody follows, or is met for the first time: with the unionid they are the person of the mini-program.

    WeChat itself was asked, so a follow event that comes after they have left again makes nobody a follower.
    """
    follower = arrived.follower
    if follower is None or not follower.is_following or arrived.is_overtaken_by(LEFT):
        return
    identities.account_of(arrived.appid, arrived.message.openid, unionid=follower.unionid, now=arrived.now)


def left(arrived: Arrived) -> None:
    """Somebody does not follow any more: their account there and what they wrote is erased, not the person.

    Also when they are back by now, for what was before; then they are a new follower, to be linked anew.
    """
    openid = arrived.message.openid
    is_back = arrived.is_overtaken_by(CAME)
    identity: Identity | None = Identity.get_or_none(appid=arrived.appid, openid=openid)
    if identity is not None and not (is_back and arrived.is_before(identity.created_at)):
        identity.delete_instance()
        audit.record("unfollow", "person", identity.person_id, by=None, now=arrived.now, origin="wechat")
        if is_back:  # what they came back with may have been worked off already
            identities.account_of(arrived.appid, openid, unionid=identity.unionid, now=arrived.now)
    LinkVisit.delete().where(LinkVisit.openid == openid).execute()
    forget_sender(arrived.account, openid, until=arrived.sent_at)

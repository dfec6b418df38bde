"""What WeChat pushed, without the way it came: stored as the endpoint stores it, worked off as a worker does."""

from __future__ import annotations

import datetime
import itertools
import json
from typing import Any

from models.pushes import Push, PushAccount
from services import push_work, pushes
from services.push_work import Desk
from tests.cast import APPID
from tests.sending import CHANNEL
from wechat.official_account import Follower
from wechat.push.messages import read_again
from wechat.templates import parse_templates

OFFICIAL_APPID = "wx-test-official"
MINI, OFFICIAL = PushAccount.MINI_PROGRAM, PushAccount.OFFICIAL_ACCOUNT

_numbers = itertools.count(1)


class ToldFollowers:
    """The Official Account as a test tells it: who follows, with which unionid; or that WeChat is away."""

    appid = OFFICIAL_APPID

    def __init__(self, **unionids: str | None) -> None:
        self.followers: dict[str, str | None] = dict(unionids)
        self.failure: Exception | None = None
        self.asked: list[str] = []

    def follower(self, openid: str) -> Follower:
        self.asked.append(openid)
        if self.failure:
            raise self.failure
        return Follower(openid in self.followers, self.followers.get(openid))


def event(name: str, openid: str, at: datetime.datetime, **fields: Any) -> dict[str, Any]:
    base = {"ToUserName": "gh_1", "FromUserName": openid, "CreateTime": int(at.timestamp())}
    return {**base, "MsgType": "event", "Event": name, **fields}


def text(content: str, openid: str, at: datetime.datetime) -> dict[str, Any]:
    base = {"ToUserName": "gh_1", "FromUserName": openid, "CreateTime": int(at.timestamp())}
    return {**base, "MsgType": "text", "Content": content, "MsgId": next(_numbers)}


def popup(openid: str, at: datetime.datetime, **answers: str) -> dict[str, Any]:
    """The answers per purpose of CHANNEL: `popup(openid, now, notice="accept")`."""
    items = [
        {"TemplateId": CHANNEL.templates[purpose].id, "SubscribeStatusString": answer}
        for purpose, answer in answers.items()
    ]
    return event("subscribe_msg_popup_event", openid, at, List=items if len(items) > 1 else items[0])


def withdrawal(openid: str, at: datetime.datetime, purpose: str = "notice") -> dict[str, Any]:
    item = {"TemplateId": CHANNEL.templates[purpose].id, "SubscribeStatusString": "reject"}
    return event("subscribe_msg_change_event", openid, at, List=item)


def arrive(account: PushAccount, *messages: dict[str, Any], now: datetime.datetime) -> None:
    for message in messages:
        pushes.receive(account, read_again(json.dumps(message, ensure_ascii=False)), answer=lambda: "", now=now)


def work_off(now: datetime.datetime, official: ToldFollowers | None = None) -> int:
    """One round of one worker."""
    return push_work.handle_due(desk(official), now=now)


def desk(official: ToldFollowers | None = None) -> Desk:
    import dataclasses

    channel = dataclasses.replace(
        CHANNEL, official_appid=OFFICIAL_APPID, official_templates=parse_templates("notice:oa-notice")
    )
    return Desk(channel, official)


def states() -> list[str]:
    return [push.status.value for push in Push.select().order_by(Push.id)]


__all__ = ["APPID", "MINI", "OFFICIAL"]

"""What the Official Account answers in its chat: a welcome, and a few words answered from live data.

Only reads, and asks WeChat nothing: the answer must be there within five seconds (wechat.md §2). What each
person reads is what they would see in the mini-program.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models.people import Identity, Person
from services import chat_answers
from services.chat_answers import Asked
from services.chat_words import ChatLinks
from services.permissions import Actor
from wechat.push.messages import PushedMessage

HINT = "您好！回复下面的词，我马上告诉您：\n"
KEYWORDS: dict[str, Callable[[Asked], str]] = {
    "签到": chat_answers.check_in,
    "微心愿": chat_answers.wishes,
    "活动": chat_answers.events,
    "我的时长": chat_answers.hours,
    "书记": chat_answers.secretary,
    "帮助": lambda asked: help_text(asked.links),
}
# The menu's keys, and the scenes of codes that people scan: `wish-7` leads to that wish.
MENU_KEYS = {
    "check_in": "签到",
    "wishes": "微心愿",
    "events": "活动",
    "hours": "我的时长",
    "secretary": "书记",
    "help": "帮助",
}
PAGES_OF_SCENES = {
    "wish": ("看看这个微心愿", "wishes/wish/wish?id={id}"),
    "event": ("看看这个活动", "events/event/event?id={id}"),
    "party-day": ("看看这次主题党日", "party-days/day/day?id={id}"),
    "notice": ("看看这条通知", "account/notice/notice?id={id}"),
}
WHAT_IT_ANSWERS = {
    "签到": "您下一次主题党日和活动",
    "微心愿": "正等人认领的心愿",
    "活动": "可以报名的志愿活动",
    "我的时长": "您的服务时长",
    "书记": "您村书记的电话",
    "帮助": "这份说明",
}


@dataclass(frozen=True, slots=True)
class Chat:
    """The Official Account's chat: whose openids it has, and where its links lead."""

    appid: str
    links: ChatLinks


def answer(message: PushedMessage, chat: Chat, *, now: datetime.datetime) -> str:
    """What to say at once; "" for an event that needs no words."""
    if message.kind == "subscribe":
        return welcome(message.event_key.removeprefix("qrscene_"), chat.links)
    if message.kind == "scan":
        return _page_of(message.event_key, chat.links) or help_text(chat.links)
    if message.is_event and message.kind != "click":
        return ""
    keyword = MENU_KEYS.get(message.event_key) if message.is_event else _keyword_in(message.text)
    if keyword is None:
        return help_text(chat.links)
    return KEYWORDS[keyword](Asked(_actor(message, chat, now=now), chat.links, now))


def welcome(scene: str, links: ChatLinks) -> str:
    """The first words, with the page that the code on the poster was about."""
    page = _page_of(scene, links)
    lines = ["欢迎关注三色联盟！村里的通知、微心愿、志愿活动和主题党日，都在这里告诉您。"]
    lines += [page] if page else [links.into_mini_program("打开小程序看看", "pages/home/home")]
    lines.append(f"已经在用小程序的，{links.to_page('点这里关联身份', '/wechat/link')}，通知就能发到这里。")
    return "\n".join(lines)


def help_text(links: ChatLinks) -> str:
    lines = [f"{word}：{what}" for word, what in WHAT_IT_ANSWERS.items()]
    return HINT + "\n".join(lines) + "\n" + links.into_mini_program("打开小程序", "pages/home/home")


def menu_of(links: ChatLinks) -> dict[str, Any]:
    """The menu below the chat. WeChat takes three buttons of four characters, each with five below it of eight."""
    mini_program = {"type": "miniprogram", "appid": links.mini_appid, "url": f"{links.public_url}/"}
    see = [_click("签到提醒", "check_in"), _click("微心愿", "wishes"), _click("志愿活动", "events")]
    me = [_click("我的时长", "hours"), _click("找书记", "secretary")]
    me.append({"type": "view", "name": "关联身份", "url": f"{links.public_url}/wechat/link"})
    me.append(_click("帮助", "help"))
    return {
        "button": [
            {**mini_program, "name": "小程序", "pagepath": "pages/home/home"},
            {"name": "看一看", "sub_button": see},
            {"name": "我的", "sub_button": me},
        ]
    }


def _click(name: str, key: str) -> dict[str, str]:
    return {"type": "click", "name": name, "key": key}


def _keyword_in(text: str) -> str | None:
    """The keyword that somebody typed; in a whole sentence the one that stands first."""
    found = [(text.index(word), word) for word in KEYWORDS if word in text]
    return min(found)[1] if found else None


def _page_of(scene: str, links: ChatLinks) -> str:
    noun, _, number = scene.rpartition("-")
    if noun not in PAGES_OF_SCENES or not (number.isascii() and number.isdecimal() and len(number) < 10):
        return ""
    text, page = PAGES_OF_SCENES[noun]
    return links.into_mini_program(text, page.format(id=int(number)))


def _actor(message: PushedMessage, chat: Chat, *, now: datetime.datetime) -> Actor | None:
    """Who is asking, as far as we know."""
    identity: Identity | None = Identity.get_or_none(appid=chat.appid, openid=message.openid)
    return Actor(Person.get_by_id(identity.person_id), now=now) if identity else None

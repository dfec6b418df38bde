"""The answers to the chat's keywords, each from live data and no longer than a small screen."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.attendance import Attendance, AttendanceStatus
from models.events import Event
from models.party_days import PartyDay
from models.people import Person
from models.wishes import WishStatus
from services import events as event_lists
from services import hours as hours_ledger
from services import party_day_messages, party_days, secretary_contact, sign_up_lists
from services import wishes as wish_lists
from services.chat_words import ChatLinks, said
from services.errors import NotFound
from services.local_time import spoken
from services.permissions import Actor

SHOWN = 3  # of a list: the rest is in the mini-program
NOBODY = Person(id=0)  # sees what everybody sees


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks (None: we do not know them), where links lead, and when."""

    by: Actor | None
    links: ChatLinks
    now: datetime.datetime

    @property
    def actor(self) -> Actor:
        return self.by or Actor(NOBODY, now=self.now)

    @property
    def person(self) -> Actor | None:
        """The asker, if they are more to us than a follower without a name."""
        return self.by if self.by is not None and self.by.person.is_known else None


def check_in(asked: Asked) -> str:
    """What I am awaited at next, and whether one can check in already."""
    if asked.person is None:
        return who_are_you(asked)
    day = party_days.next_party_day(to=asked.person, now=asked.now)
    sign_up = sign_up_lists.next_sign_up(to=asked.person, now=asked.now)
    lines = [_party_day(asked, *day)] if day else []
    lines += [_event(asked, sign_up.event)] if sign_up else []
    return "\n\n".join(lines) or "您近期没有要参加的主题党日和活动。回复“活动”看看可以报名的。"


def wishes(asked: Asked) -> str:
    """The newest open wishes, of my own organisation if I have one."""
    home = asked.actor.person.home
    found = wish_lists.list_wishes(to=asked.actor, status=WishStatus.OPEN, organisation=home, limit=SHOWN)
    if not found and home is not None:
        found = wish_lists.list_wishes(to=asked.actor, status=WishStatus.OPEN, limit=SHOWN)
    if not found:
        return "现在没有等待认领的微心愿。" + asked.links.into_mini_program("我来许一个", "wishes/make/make")
    pages = [asked.links.into_mini_program(said(wish.title), f"wishes/wish/wish?id={wish.id}") for wish in found]
    lines = [f"{number}. {page}" for number, page in enumerate(pages, 1)]
    return "\n".join(["等您认领的微心愿：", *lines, asked.links.into_mini_program("看全部", "pages/wall/wall")])


def events(asked: Asked) -> str:
    """The next events that I may see."""
    found = event_lists.list_events(to=asked.actor, now=asked.now, limit=SHOWN)
    if not found:
        return "近期没有志愿活动，有了会在这里告诉您。"
    lines = [
        f"{spoken(event.starts_at, now=asked.now)} "
        + asked.links.into_mini_program(said(event.title), f"events/event/event?id={event.id}")
        for event in found
    ]
    return "\n".join(["近期的志愿活动：", *lines, asked.links.into_mini_program("看全部", "pages/events/events")])


def hours(asked: Asked) -> str:
    if asked.person is None:
        return who_are_you(asked)
    minutes = hours_ledger.total_minutes(asked.person.person)
    if not minutes:
        return "您还没有服务时长。回复“活动”，选一个报名吧。"
    whole, rest = divmod(minutes, 60)
    time = f"{whole} 小时" * bool(whole) + (" " if whole and rest else "") + f"{rest} 分钟" * bool(rest)
    return f"您累计服务 {time}。" + asked.links.into_mini_program("看明细", "account/certificates/certificates")


def secretary(asked: Asked) -> str:
    if asked.person is None:
        return who_are_you(asked)
    try:
        contact = secretary_contact.secretary_of(asked.person, now=asked.now)
    except NotFound as refusal:
        return f"{refusal.message}。"
    return f"{said(contact.name)}，电话 {contact.phone}。直接点号码就能拨打。"


def who_are_you(asked: Asked) -> str:
    link = asked.links.to_page("点这里关联身份", "/wechat/link")
    return f"还不知道您是谁。{link}，一分钟就好；还没有用过小程序的，请先打开小程序认证身份。"


def _party_day(asked: Asked, day: PartyDay, line: Attendance) -> str:
    if line.status is not AttendanceStatus.NOT_YET:
        state = "您的签到情况已经记下了。"
    elif day.opens_at <= asked.now:
        state = "现在可以签到：打开小程序，扫现场的签到码。"
    else:
        state = f"{spoken(day.opens_at, now=asked.now)} 开始签到。"
    page = asked.links.into_mini_program("打开", party_day_messages.page_of(day))
    return f"主题党日「{said(day.title)}」\n{_when_and_where(asked, day.starts_at, day.place)}\n{state}{page}"


def _event(asked: Asked, event: Event) -> str:
    page = asked.links.into_mini_program("打开", f"events/event/event?id={event.id}")
    return f"您报名的活动「{said(event.title)}」\n{_when_and_where(asked, event.starts_at, event.place)}\n{page}"


def _when_and_where(asked: Asked, at: datetime.datetime, place: str) -> str:
    return f"{spoken(at, now=asked.now)}" + (f"，{said(place)}" if place else "")

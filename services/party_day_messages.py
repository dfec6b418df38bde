"""What people are told about Party days. Short, exact; nobody's name, nobody's reason."""

from __future__ import annotations

import datetime
from dataclasses import replace

from models.notices import Purpose
from models.party_days import PartyDay
from services.local_time import SHANGHAI, dated, in_full
from services.meeting_words import KIND_NAMES
from services.messages import Message


def page_of(day: PartyDay) -> str:
    """The phone's page of a Party day; its messages are found again by it."""
    return f"party-days/day/day?id={day.id}"


def _message(day: PartyDay, title: str, body: str, *, page: str = "") -> Message:
    return Message(
        Purpose.PARTY_DAY,
        title,
        body,
        page=page or page_of(day),
        fields={"thing1": day.title, "time2": in_full(day.starts_at), "thing3": day.place or "地点另行通知"},
    )


def _when_and_where(day: PartyDay, now: datetime.datetime) -> str:
    return dated(day.starts_at, now=now) + (f"，{day.place}" if day.place else "")


def planned(day: PartyDay, now: datetime.datetime) -> Message:
    body = f"「{day.title}」{_when_and_where(day, now)}。来不了请提前请假。"
    return _message(day, f"{KIND_NAMES[day.kind]}通知", body)


def reminder(day: PartyDay, now: datetime.datetime) -> Message:
    body = f"「{day.title}」{_when_and_where(day, now)}，别忘了参加。"
    return replace(_message(day, f"{KIND_NAMES[day.kind]}快开始了", body), good_until=day.starts_at)


def moved(day: PartyDay, reason: str, now: datetime.datetime) -> Message:
    because = f"（{reason}）" if reason else ""
    return _message(day, f"{KIND_NAMES[day.kind]}有变动", f"「{day.title}」改为{_when_and_where(day, now)}{because}。")


def cancelled(day: PartyDay, reason: str) -> Message:
    return _message(day, f"{KIND_NAMES[day.kind]}取消了", f"「{day.title}」取消：{reason}。")


def invited(day: PartyDay, now: datetime.datetime) -> Message:
    body = f"{day.organisation.name}邀请一起过「{day.title}」，{_when_and_where(day, now)}。确认后再通知本支部党员。"
    return _message(day, "有支部邀请主题党日联过", body)


def leave_asked(day: PartyDay) -> Message:
    body = f"「{day.title}」有一位党员请假，请审批。"
    return _message(day, "有人请假，等您审批", body, page=f"secretary/leaves/leaves?id={day.id}")


def leave_decided(day: PartyDay, *, is_approved: bool, reason: str) -> Message:
    if is_approved:
        return _message(day, "请假已批准", f"「{day.title}」的请假已批准，会后请记得补学。")
    because = f"：{reason}" if reason else "，有困难请联系书记"
    return _message(day, "请假没有批准", f"「{day.title}」的请假没有批准{because}。")


def make_up_opened(day: PartyDay, due_at: datetime.datetime) -> Message:
    last = (due_at - datetime.timedelta(seconds=1)).astimezone(SHANGHAI)
    body = f"「{day.title}」您没有参加，请在{last.month}月{last.day}日前看完学习材料，写几句体会。"
    return _message(day, f"请补学{KIND_NAMES[day.kind]}", body)


def make_up_handed_in(day: PartyDay) -> Message:
    return _message(day, "有补学等您确认", f"「{day.title}」有一位党员交了补学体会，请看一看。")


def make_up_confirmed(day: PartyDay) -> Message:
    return _message(day, "补学已完成", f"「{day.title}」的补学已确认，谢谢。")


def make_up_returned(day: PartyDay, reason: str) -> Message:
    return _message(day, "补学还要补充一点", f"「{day.title}」的补学体会请再补充：{reason}")


def minutes_unlocked(day: PartyDay, reason: str) -> Message:
    body = f"{day.organisation.name}解锁了「{day.title}」的纪要：{reason}"
    return _message(day, "有支部解锁了会议纪要", body)

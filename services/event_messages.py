"""What people are told about an event. Short, exact, with what to do next."""

from __future__ import annotations

import datetime
from dataclasses import replace

from models.events import Event
from models.notices import Purpose
from services.local_time import dated, in_full
from services.messages import Message


def _message(event: Event, title: str, short: str, body: str) -> Message:
    return Message(
        Purpose.EVENT_UPDATE,
        title,
        body,
        page=f"events/event/event?id={event.id}",
        fields={"thing1": event.title, "time2": in_full(event.starts_at), "thing3": short},
    )


def signed_up_for_you(event: Event, *, is_waiting: bool, now: datetime.datetime) -> Message:
    when = dated(event.starts_at, now=now)
    state = "排在候补里，有空位会告诉您" if is_waiting else "有您的位置"
    body = f"村里照群里的接龙，帮您报名了「{event.title}」，{state}。{when}，{event.place}；去不了请早点取消。"
    return _message(event, "村里帮您报了名", "候补中，有空位会告诉您" if is_waiting else "已帮您报上名", body)


def promoted(event: Event, *, now: datetime.datetime) -> Message:
    when = dated(event.starts_at, now=now)
    body = f"「{event.title}」有了空位，您已正式报上名。{when}在{event.place}见；去不了请早点取消，让给后面的人。"
    return _message(event, "候补成功，您已报上名", "您已从候补转为正式报名", body)


def changed(event: Event, *, now: datetime.datetime) -> Message:
    when = dated(event.starts_at, now=now)
    body = f"「{event.title}」改为{when}，地点：{event.place}。请打开活动，选择「还去」或「不去了」。"
    return _message(event, "活动时间或地点有变", "时间地点有变，请选还去或不去", body)


def cancelled(event: Event, reason: str) -> Message:
    why = f"原因：{reason}。" if reason else ""
    body = f"「{event.title}」取消了，您不用再来。{why}谢谢您报名。"
    return _message(event, "活动取消了", "活动取消，不用再来", body)


def reminder(event: Event, *, now: datetime.datetime) -> Message:
    when = dated(event.starts_at, now=now)
    body = f"您报名的「{event.title}」{when}开始，地点：{event.place}。去不了请马上取消，让给候补的人。"
    message = _message(event, f"提醒：{when}有活动", "快开始了，别忘了参加", body)
    return replace(message, good_until=event.starts_at)

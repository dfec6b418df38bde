"""An event or a Party day as plain text for the WeChat group; answers by 接龙 can be pasted back (features N8)."""

from __future__ import annotations

import datetime

from models.events import Post
from models.wishes import Wish
from services import attendance_lines, events, party_days
from services.local_time import SHANGHAI
from services.meeting_words import KIND_NAMES
from services.permissions import Actor

WEEKDAYS = "一二三四五六日"


def of_event(event_id: int, *, to: Actor, now: datetime.datetime) -> str:
    """What, when, where, which posts still have places; for the seat that runs it."""
    event, _ = events.event_to_run(event_id, by=to, now=now)
    posts = events.posts_of([event.id])[event.id]
    lines = [
        f"【志愿活动】{event.title}",
        f"时间：{span(event.starts_at, event.ends_at)}",
        f"地点：{event.place}",
        *([event.detail] if event.detail else []),
        *(_post(post) for post in posts),
        f"报名：打开小程序“三色联盟”，或在群里接龙写上姓名，{_moment(event.closes_at)}前有效。",
    ]
    return "\n".join(lines)


def of_party_day(party_day_id: int, *, to: Actor) -> str:
    """What, when, where, what is studied; for whoever keeps one of its sheets."""
    day = party_days.get_party_day(party_day_id, to=to)
    attendance_lines.require_sheets(day, by=to)
    lines = [
        f"【{KIND_NAMES[day.kind]}】{day.title}",
        f"时间：{span(day.starts_at, day.ends_at)}",
        f"地点：{day.place or '另行通知'}",
        *([f"学习：{day.material}"] if day.material else []),
        "参加的请接龙写上姓名；来不了的请写“姓名 请假 原因”，或在小程序里请假。",
    ]
    return "\n".join(lines)


def of_wish(wish: Wish) -> str:
    """A public wish, exactly as the wall shows it."""
    lines = [
        f"【微心愿】{wish.title}",
        f"{wish.public_name}：{wish.detail}" if wish.detail else wish.public_name,
        "想帮忙的，请在小程序“三色联盟”里认领，或和村里说一声。",
    ]
    return "\n".join(lines)


def _post(post: Post) -> str:
    free = max(post.capacity - post.confirmed, 0)
    needs = f"（{post.needs}）" if post.needs else ""
    return f"· {post.name} {post.capacity} 人{needs}，" + (f"还差 {free} 人" if free else "已满，可排队候补")


def _moment(instant: datetime.datetime) -> str:
    """11月28日（周六）08:30"""
    local = instant.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日（周{WEEKDAYS[local.weekday()]}）{local:%H:%M}"


def span(starts_at: datetime.datetime, ends_at: datetime.datetime) -> str:
    """11月28日（周六）08:30—10:30"""
    starts, ends = starts_at.astimezone(SHANGHAI), ends_at.astimezone(SHANGHAI)
    same_day = starts.date() == ends.date()
    return f"{_moment(starts_at)}—{f'{ends:%H:%M}' if same_day else _moment(ends_at)}"

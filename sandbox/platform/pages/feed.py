"""What the outbox page shows: one phone per person, the newest message first."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.platform import grants, official_templates, templates
from sandbox.platform.clock import SHANGHAI
from sandbox.platform.pages import links

PHONES_A_PAGE = 24
MESSAGES_A_PHONE = 20

REASONS = {
    -1: "微信收下了，但没有送到",
    43004: "这个人没有关注公众号",
    41030: "点开的页面不在已发布的小程序里",
    43101: "这个人没有剩余的订阅次数",
    47001: "消息内容的格式不对",
    47003: "某个字段的值不合模板的规定",
}


@dataclass(frozen=True)
class Notice:
    source: str  # 服务通知 or 公众号
    title: str
    rows: list[tuple[str, str]]
    page: str | None
    at: str
    reason: str | None
    html: str = ""  # of the chat


@dataclass(frozen=True)
class Phone:
    openid: str
    name: str
    roles: list[str]
    grants_left: int
    notices: list[Notice]


def phones(db: sqlite3.Connection, name: str, page: int, now: float) -> list[Phone]:
    """A page of people whose name contains `name`; those with the latest messages come first.

    One more than a page holds is answered where there is a next page.
    """
    rows = db.execute(
        "SELECT people.openid, name, roles, max(outbox.id) AS latest"
        " FROM people LEFT JOIN outbox ON outbox.openid = people.openid"
        " WHERE instr(name, ?) GROUP BY people.openid"
        " ORDER BY latest IS NULL, latest DESC, position LIMIT ? OFFSET ?",
        (name, PHONES_A_PAGE + 1, (page - 1) * PHONES_A_PAGE),
    ).fetchall()
    left = grants.left(db, [row["openid"] for row in rows])
    known = {**templates.every(db), **official_templates.every(db)}
    return [
        Phone(
            row["openid"],
            row["name"],
            json.loads(row["roles"]),
            left.get(row["openid"], 0),
            [_notice(each, known, now) for each in _messages(db, row["openid"])],
        )
        for row in rows
    ]


def _messages(db: sqlite3.Connection, openid: str) -> list[sqlite3.Row]:
    return db.execute(
        "SELECT * FROM outbox WHERE openid = ? ORDER BY id DESC LIMIT ?", (openid, MESSAGES_A_PHONE)
    ).fetchall()


def _notice(row: sqlite3.Row, known: dict[str, templates.Template], now: float) -> Notice:
    template, data = known.get(row["template_id"]), json.loads(row["data"])
    fields = template.fields if template and isinstance(data, dict) else ()
    if row["kind"] == "chat":
        return _chat(row, data, now)
    return Notice(
        source="公众号" if row["kind"] == "template" else "服务通知",
        title=template.title if template else row["template_id"],
        rows=[(field.label, _value(data.get(field.key))) for field in fields],
        page=row["page"],
        at=spoken(row["at"], now),
        reason=None if row["errcode"] is None else f"{REASONS.get(row['errcode'], '被微信拒绝')}（{row['errcode']}）",
    )


def _chat(row: sqlite3.Row, data: dict[str, str], now: float) -> Notice:
    """A reply in the chat, or the red banner where one should have been."""
    html = links.linked(data.get("text") or data.get("banner", ""))
    return Notice("公众号聊天", "", [], None, spoken(row["at"], now), data.get("problem"), html)


def _value(item: Any) -> str:
    """A refused message may hold anything where an object with a value belongs."""
    value = item.get("value") if isinstance(item, dict) else item
    return "—" if value in (None, "") else str(value)


def spoken(instant: float, now: float) -> str:
    """今天 15:00, 昨天 09:30, 11月8日 15:00."""
    moment, today = datetime.fromtimestamp(instant, SHANGHAI), datetime.fromtimestamp(now, SHANGHAI).date()
    if moment.date() == today:
        return f"今天 {moment:%H:%M}"
    if moment.date() == today - timedelta(days=1):
        return f"昨天 {moment:%H:%M}"
    return dated(instant)


def dated(instant: float) -> str:
    moment = datetime.fromtimestamp(instant, SHANGHAI)
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"

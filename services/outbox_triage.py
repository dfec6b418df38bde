"""What each due message needs: WeChat, more patience, or nothing but the inbox. Decided without asking WeChat."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from models.notices import DeliveryStatus, Notice
from models.people import Identity
from services import grant_use, sending_pauses
from services.channel import Channel
from services.quiet_hours import quiet_hours_of
from services.sending import Outgoing
from wechat.templates import BadTemplateValue, values_for

QUIET = "quiet_hours"
PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Due:
    """A pending message whose time has come, locked by this worker's unit of work."""

    delivery_id: int
    person_id: int
    notice_id: int
    attempts: int


@dataclass(slots=True)
class Plan:
    """`settled` and `later` are grouped, so that each group is one UPDATE."""

    to_send: list[Outgoing] = field(default_factory=list)
    settled: dict[tuple[DeliveryStatus, str], list[int]] = field(default_factory=dict)
    later: dict[tuple[datetime.datetime, str], list[int]] = field(default_factory=dict)

    def settle(self, due: Due, status: DeliveryStatus, reason: str) -> None:
        self.settled.setdefault((status, reason), []).append(due.delivery_id)

    def postpone(self, due: Due, until: datetime.datetime, reason: str) -> None:
        self.later.setdefault((until, reason), []).append(due.delivery_id)


@dataclass(frozen=True, slots=True)
class _Text:
    """What is the same for all recipients of a notice."""

    template_id: str | None
    values: dict[str, str]
    problem: str
    page: str
    quiet_until: datetime.datetime


def plan(due: list[Due], *, channel: Channel, has_quiet_hours: bool, now: datetime.datetime) -> Plan:
    """Sort due messages, inside the caller's unit of work; the grants found stay locked until its commit.

    Whoever cannot be reached through WeChat is told so at once, even while sending is paused or it is
    night: the secretary may have to phone them.
    """
    made = Plan()
    texts = {notice.id: _text(notice, channel, has_quiet_hours, now) for notice in _notices(due)}
    accounts = _accounts({row.person_id for row in due}, channel.appid)
    every_account = {identity for owned in accounts.values() for identity, _ in owned}
    grants = grant_use.lock_left(every_account, {text.template_id for text in texts.values() if text.template_id})
    paused_until = sending_pauses.paused_until(channel.appid, now=now)
    for row in due:
        text, owned = texts[row.notice_id], accounts.get(row.person_id, [])
        granted = [(grants[identity, text.template_id], openid) for identity, openid in owned
                   if text.template_id and (identity, text.template_id) in grants]  # fmt: skip
        if not owned:
            made.settle(row, DeliveryStatus.UNBOUND, "unbound")
        elif text.problem:
            made.settle(row, DeliveryStatus.FAILED, text.problem)
        elif not granted:
            made.settle(row, DeliveryStatus.INBOX_ONLY, "no_grant" if text.template_id else "no_template")
        elif paused_until is not None:
            made.postpone(row, paused_until, PAUSED)
        elif text.quiet_until > now:
            made.postpone(row, text.quiet_until, QUIET)
        else:
            made.to_send.append(_outgoing(row, text, *granted[0]))
    return made


def _outgoing(row: Due, text: _Text, grant_id: int, openid: str) -> Outgoing:
    assert text.template_id is not None, "there is no grant without a template"
    return Outgoing(row.delivery_id, grant_id, openid, text.template_id, text.values, text.page, row.attempts)


def _notices(due: Iterable[Due]) -> list[Notice]:
    return list(Notice.select().where(Notice.id.in_(sorted({row.notice_id for row in due}))))


def _text(notice: Notice, channel: Channel, has_quiet_hours: bool, now: datetime.datetime) -> _Text:
    template_id = channel.template_of(notice.purpose)
    values, problem = {}, ""
    try:
        values = values_for(notice.purpose, json.loads(notice.fields))
    except BadTemplateValue as error:
        problem = f"bad_value:{error.field}"[:40] if template_id else ""
    quiet_until = now
    if has_quiet_hours and not notice.is_urgent:
        quiet_until = quiet_hours_of(notice.organisation, now=now).next_allowed(now)
    return _Text(template_id, values, problem, notice.page, quiet_until)


def _accounts(person_ids: set[int], appid: str) -> dict[int, list[tuple[int, str]]]:
    """Each person's accounts in the app: usually one, as (identity, openid)."""
    rows: Any = (
        Identity.select(Identity.person, Identity.id, Identity.openid)
        .where(Identity.person.in_(sorted(person_ids)), Identity.appid == appid)
        .order_by(Identity.id)
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for person_id, identity_id, openid in rows.tuples():
        found.setdefault(person_id, []).append((identity_id, openid))
    return found

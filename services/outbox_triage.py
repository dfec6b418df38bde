"""What each due message needs: WeChat, more patience, or nothing but the inbox. Decided without asking WeChat."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from peewee import JOIN

from models.notices import DeliveryStatus, Notice, Way
from models.organisations import Organisation
from models.people import Identity, Person
from services import grant_use, sending_pauses
from services.channel import Channel
from services.quiet_hours import quiet_hours_of_each
from services.sending import Outgoing, status_after
from wechat.templates import BadTemplateValue, Template, values_for

QUIET = "quiet_hours"
PAUSED = "paused"
TOO_LATE = "too_late"
UNBOUND = "unbound"
NOT_FOLLOWING = "not_following"
BANNED = "capability_banned"  # as WeChat's own refusal is called
BAD_VALUE = "bad_value:"  # and the field: neither way takes it


@dataclass(frozen=True, slots=True)
class Due:
    """A pending message whose time has come, locked by this worker's unit of work."""

    delivery_id: int
    person_id: int
    notice_id: int
    attempts: int
    way: Way = Way.SUBSCRIBE
    subscribe_reason: str = ""


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

    template: Template | None
    official_template: Template | None
    values: dict[str, str]
    problem: str
    page: str
    stopped: str  # why it must not go out any more


@dataclass(frozen=True, slots=True)
class _Reach:
    """Each person's accounts, as (identity, openid), in the mini-program and with the Official Account; and
    the locked grants of the former, by account and template."""

    accounts: dict[int, list[tuple[int, str]]]
    followers: dict[int, list[tuple[int, str]]]
    grants: dict[tuple[int, str], int]
    paused_until: dict[Way, datetime.datetime]
    banned: set[str]  # templates that WeChat has banned


def plan(due: list[Due], *, channel: Channel, has_quiet_hours: bool, now: datetime.datetime) -> Plan:
    """Sort due messages, inside the caller's unit of work; the grants found stay locked until its commit.

    The first way is the mini-program's subscribe message; whoever cannot be reached by it is told by the
    Official Account, if they follow it. Whoever cannot be reached through WeChat at all is told so at
    once, even while sending is paused or it is night: the secretary may have to phone them.
    """
    made = Plan()
    notices = {notice.id: notice for notice in _notices(due)}
    texts = {notice.id: _text(notice, channel, now) for notice in notices.values()}
    quiet_until = _quiet_until(due, notices, now) if has_quiet_hours else {}
    reach = _reach(due, texts.values(), channel, now)
    for row in due:
        text = texts[row.notice_id]
        message = _message(row, text, reach)
        if text.stopped and message != UNBOUND:
            made.settle(row, DeliveryStatus.INBOX_ONLY, text.stopped)
        elif isinstance(message, str):
            made.settle(row, status_after(row.subscribe_reason or message), message)
        elif reach.paused_until.get(message.way) is not None:
            made.postpone(row, reach.paused_until[message.way], PAUSED)
        elif quiet_until.get(row.delivery_id, now) > now:
            made.postpone(row, quiet_until[row.delivery_id], QUIET)
        else:
            made.to_send.append(message)
    return made


def _message(row: Due, text: _Text, reach: _Reach) -> Outgoing | str:
    """What to send to whom, by which way; or the reason why there is none."""
    followers = reach.followers.get(row.person_id, []) if text.official_template else []
    why_not = row.subscribe_reason
    if row.way is Way.SUBSCRIBE:
        why_not, grant_id, openid = _subscribe(row, text, reach)
        if not why_not:
            message = _outgoing(row, text, text.template, openid, grant_id=grant_id)
            return replace(message, has_second_way=bool(followers))
    elif text.official_template and not followers:  # any more: they left after the first way had failed
        return NOT_FOLLOWING
    if not followers or text.problem:
        return why_not
    message = _outgoing(row, text, text.official_template, openid=followers[0][1])
    return replace(message, way=Way.TEMPLATE, subscribe_reason=why_not)


def _outgoing(
    row: Due, text: _Text, template: Template | None, openid: str, *, grant_id: int | None = None
) -> Outgoing:
    assert template is not None, "neither way is taken without a template"
    values = template.named(text.values)
    return Outgoing(row.delivery_id, grant_id, openid, template.id, values, text.page, row.attempts)


def _subscribe(row: Due, text: _Text, reach: _Reach) -> tuple[str, int, str]:
    """Why the first way does not do, or "" with the grant and the account for it."""
    owned = reach.accounts.get(row.person_id, [])
    if not owned:
        return UNBOUND, 0, ""
    if text.problem:
        return text.problem, 0, ""
    if text.template is None:
        return "no_template", 0, ""
    for identity_id, openid in owned:
        grant_id = reach.grants.get((identity_id, text.template.id))
        if grant_id is not None:
            return (BANNED if text.template.id in reach.banned else ""), grant_id, openid
    return "no_grant", 0, ""


def _reach(due: list[Due], texts: Iterable[_Text], channel: Channel, now: datetime.datetime) -> _Reach:
    people = {row.person_id for row in due}
    accounts = _accounts(people, channel.appid)
    identities = {identity for owned in accounts.values() for identity, _ in owned}
    pauses = {
        Way.SUBSCRIBE: sending_pauses.paused_until(channel.appid, now=now),
        Way.TEMPLATE: sending_pauses.paused_until(channel.official_appid, now=now),
    }
    return _Reach(
        accounts,
        _accounts(people, channel.official_appid) if channel.official_templates else {},
        grant_use.lock_left(identities, {text.template.id for text in texts if text.template}),
        {way: until for way, until in pauses.items() if until is not None},
        sending_pauses.banned_templates(now=now),
    )


def _notices(due: Iterable[Due]) -> list[Notice]:
    rows = Notice.select(Notice, Organisation).join(Organisation, JOIN.LEFT_OUTER)
    return list(rows.where(Notice.id.in_(sorted({row.notice_id for row in due}))))


def _quiet_until(due: list[Due], notices: dict[int, Notice], now: datetime.datetime) -> dict[int, datetime.datetime]:
    """Until when each delivery rings nobody: as the organisation that writes has it; a message that none of them
    writes, as the person's own home has it."""
    waiting = [row for row in due if not notices[row.notice_id].is_urgent]
    homes = _homes({row.person_id for row in waiting if notices[row.notice_id].organisation is None})
    place_of = {row.delivery_id: notices[row.notice_id].organisation or homes.get(row.person_id) for row in waiting}
    places = {place and place.id: place for place in place_of.values()}  # few, however many the messages
    hours = quiet_hours_of_each(list(places.values()), now=now)
    until = {number: quiet.next_allowed(now) for number, quiet in zip(places, hours, strict=True)}
    return {delivery_id: until[place and place.id] for delivery_id, place in place_of.items()}


def _homes(person_ids: set[int]) -> dict[int, Organisation | None]:
    rows = Person.select(Person.id, Organisation).join(Organisation, on=Person.home)
    rows = rows.where(Person.id.in_(sorted(person_ids)))
    return {person.id: person.home for person in rows} if person_ids else {}


def _text(notice: Notice, channel: Channel, now: datetime.datetime) -> _Text:
    template, official_template = channel.template_of(notice.purpose), channel.official_template_of(notice.purpose)
    values, problem = {}, ""
    try:
        values = values_for(notice.purpose, json.loads(notice.fields))
    except BadTemplateValue as error:
        problem = f"{BAD_VALUE}{error.field}"[:40] if template or official_template else ""
    stopped = notice.status.value if notice.is_over else ""
    if notice.good_until is not None and notice.good_until <= now:
        stopped = TOO_LATE
    return _Text(template, official_template, values, problem, notice.page, stopped)


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

"""What waits for somebody among the Party days and meetings."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import TypeVar

from flask import url_for

from models.appointments import Function
from models.organisations import Organisation
from models.party_days import PartyDay
from services import leaves, make_ups, meeting_watch, minutes, party_days
from services.local_time import local_day
from services.meeting_watch import BranchWatch
from services.permissions import Actor
from web.console import words
from web.console.to_do import Item, waiting_for

T = TypeVar("T")
SOON = datetime.timedelta(days=10)


def waiting_party_days(actor: Actor, now: datetime.datetime) -> Iterable[Item]:
    """Today's Party day, leave and make-up study to decide, invitations, minutes not written, meetings due."""
    if not actor.paths_for(Function.RUN_PARTY_DAYS):
        return
    yield from _on_now(actor, now)
    yield from _leaves(actor, now)
    yield from _make_ups(actor, now)
    yield from _invitations(actor, now)
    yield from _minutes(actor, now)
    yield from _due(actor, now)


def _mine(
    actor: Actor, found: Iterable[T], organisation: Callable[[T], Organisation], now: datetime.datetime
) -> list[T]:  # fmt: skip
    return waiting_for(actor, Function.RUN_PARTY_DAYS, found, organisation, now)


def _page_of(day: PartyDay) -> str:
    return url_for("console.show_party_day", party_day_id=day.id)


def _on_now(actor: Actor, now: datetime.datetime) -> Iterable[Item]:
    days = _mine(actor, party_days.under_way(actor, now=now), lambda day: day.organisation, now)
    for day in days[:1]:
        detail = f"「{day.title}」{day.place}"
        yield Item(f"{words.MEETING_NAMES[day.kind]}正在签到", len(days), _page_of(day), "去看名单", detail=detail)


def _leaves(actor: Actor, now: datetime.datetime) -> Iterable[Item]:
    waiting = leaves.leaves_to_decide(to=actor, now=now)
    asked = _mine(actor, waiting, lambda leave: leave.attendance.sheet.organisation, now)
    for leave in asked[:1]:
        line = leave.attendance
        where = url_for("console.show_person_on_list", party_day_id=line.party_day_id, person_id=line.person_id)
        detail = f"{line.person.name}，「{line.party_day.title}」"
        yield Item("请假等您批", len(asked), where, "去批假", detail=detail)


def _make_ups(actor: Actor, now: datetime.datetime) -> Iterable[Item]:
    found = make_ups.make_ups_to_confirm(to=actor)
    handed_in = _mine(actor, found, lambda task: task.attendance.sheet.organisation, now)
    for task in handed_in[:1]:
        line = task.attendance
        where = url_for("console.show_person_on_list", party_day_id=line.party_day_id, person_id=line.person_id)
        detail = f"{line.person.name}，「{line.party_day.title}」"
        yield Item("补学等您看", len(handed_in), where, "去看看", detail=detail)


def _invitations(actor: Actor, now: datetime.datetime) -> Iterable[Item]:
    invited = _mine(actor, party_days.invitations(actor, now=now), lambda sheet: sheet.organisation, now)
    for sheet in invited[:1]:
        detail = f"{sheet.party_day.organisation.name}邀请{sheet.organisation.name}，「{sheet.party_day.title}」"
        yield Item("联过邀请等您答复", len(invited), _page_of(sheet.party_day), "去答复", detail=detail)


def _minutes(actor: Actor, now: datetime.datetime) -> Iterable[Item]:
    missing = _mine(actor, minutes.without_minutes(to=actor, now=now), lambda day: day.organisation, now)
    for day in missing[:1]:
        where = url_for("console.edit_minutes", party_day_id=day.id)
        yield Item("纪要还没写", len(missing), where, "去写纪要", detail=f"「{day.title}」，过几天就锁定了")


def _due(actor: Actor, now: datetime.datetime) -> Iterable[Item]:
    """Meetings that are due within days; with many branches only how many branches are concerned."""
    found = [one for one in meeting_watch.watch(to=actor, now=now, limit=200) if _soon(one, now)]
    if not found:
        return
    first = found[0]
    kinds = "、".join(dict.fromkeys(words.MEETING_NAMES[due.kind] for due in _soon(first, now)))
    detail = kinds if len(found) == 1 else f"{first.organisation.name}等 {len(found)} 个支部"
    yield Item("会议快到期还没开", sum(len(_soon(one, now)) for one in found), url_for("console.watch_meetings"),
               "去看看", detail=detail)  # fmt: skip


def _soon(one: BranchWatch, now: datetime.datetime) -> list[meeting_watch.Due]:
    last = local_day(now + SOON)
    return [due for due in one.open_dues if due.period.last <= last]

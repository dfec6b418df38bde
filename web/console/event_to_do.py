"""What waits for somebody among the events."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from flask import url_for

from models.appointments import Function
from models.events import Event, EventStatus
from services import event_attendance, events
from services.permissions import Actor
from web.console.to_do import Item, waiting_for


def waiting_events(actor: Actor, now: datetime.datetime) -> Iterable[Item]:
    """Texts that wait to be read again; rolls that nobody has entered yet."""
    if not actor.paths_for(Function.RUN_EVENTS):
        return
    unread = events.kept_events(actor, now=now).where(Event.status == EventStatus.HELD).order_by(Event.starts_at)
    held = waiting_for(actor, Function.RUN_EVENTS, unread, lambda event: event.organisation, now)
    for event in held[:1]:
        detail = f"「{event.title}」，微信对文字拿不准，您读过再发布"
        yield Item(
            "活动等您再读一遍", len(held), url_for("console.show_event", event_id=event.id), "去看看", detail=detail
        )
    found = event_attendance.without_roll(actor, now=now)
    open_rolls = waiting_for(actor, Function.RUN_EVENTS, found, lambda event: event.organisation, now)
    for event in open_rolls[:1]:
        where = url_for("console.edit_roll", event_id=event.id)
        detail = f"「{event.title}」，登记了时长才记到各人名下"
        yield Item("活动结束了，还没登记谁来过", len(open_rolls), where, "去登记", detail=detail)

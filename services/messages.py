"""Telling people what happened: written with the act itself, sent afterwards by the worker."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from models.appointments import Appointment, Function, Role
from models.hot_queries import every_command as hot
from models.notices import Purpose
from models.organisations import Organisation
from services.local_time import in_full, local_day
from services.permissions import Actor


@dataclass(frozen=True, slots=True)
class Message:
    """A short text for one or a few people. `fields` are the values of the purpose's WeChat template.

    A message of purpose `notice` need not give them: title, text and time fill that template. After `good_until` the
    inbox alone has it. A text is read whenever somebody looks: it says dates, never 今天 or 明天 (local_time.dated).
    """

    purpose: Purpose
    title: str
    body: str
    page: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    good_until: datetime.datetime | None = None


def queue(message: Message, to: Iterable[int | None], *, now: datetime.datetime) -> None:
    """Put a message into each person's inbox and the outbox, inside the caller's unit of work.

    `to` are person ids; unknown people (None) and repeats are passed over.
    """
    people = sorted({person_id for person_id in to if person_id is not None})
    if not people:
        return
    fields = message.fields
    if message.purpose is Purpose.NOTICE and not fields:
        fields = notice_fields(message.title, message.body, now)
    notice_id = hot.add_notice.insert(
        purpose=message.purpose,
        title=message.title,
        body=message.body,
        page=message.page,
        fields=json.dumps(fields, ensure_ascii=False),
        created_at=now,
        good_until=message.good_until,
    )
    for person_id in people:
        hot.add_delivery.run(notice=notice_id, person=person_id, now=now)


def notice_fields(title: str, body: str, at: datetime.datetime) -> dict[str, str]:
    """The values of the notice template; it shortens the words itself."""
    return {"thing1": title, "thing2": body or title, "time3": in_full(at)}


def answers_for(actor: Actor, function: Function, organisation: Organisation, *, now: datetime.datetime) -> bool:
    """Whether it is this person whom an organisation's matter waits for: a seat of its own, or the nearest above."""
    own = any(function in seat.functions and seat.organisation_id == organisation.id for seat in actor.seats)
    return own or actor.person.id in secretaries_of(organisation, now=now)


def secretaries_of(organisation: Organisation, *, now: datetime.datetime, but: int | None = None) -> list[int]:
    """Who answers for an organisation today: its secretaries, or those of the nearest seat above.

    A vacant seat falls to the township (features I7); so does one held by nobody `but` that person.
    """
    ids = organisation.ancestor_ids()
    rows = Appointment.select(Appointment.organisation, Appointment.person).where(
        Appointment.organisation.in_(ids),
        Appointment.role.in_([Role.SECRETARY, Role.TOWNSHIP_OFFICER]),
        Appointment.holds_on(local_day(now)),
    )
    holders: dict[int | None, list[int]] = {}
    for seat in rows:
        if seat.person_id != but:
            holders.setdefault(seat.organisation_id, []).append(seat.person_id)
    for organisation_id in reversed(ids):
        if organisation_id in holders:
            return holders[organisation_id]
    return []

"""A notice before it is sent: whom it would reach, and how it would look (features N1, N7).

The words are the very ones that would go out: WeChat's template shortens them, the inbox shows all.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.notices import Purpose
from models.organisations import Organisation
from models.people import Person
from services import messages, notice_approvals
from services.audience_reach import sender_of
from services.audiences import HeadCount, count_people, people_of
from services.channel import Channel
from services.notices import NoticeText
from services.permissions import Actor
from services.quiet_hours import quiet_hours_of
from wechat.template_rules import THING_UNITS
from wechat.templates import PURPOSE_FIELDS, BadTemplateValue, values_for


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of WeChat's card; `is_cut` when it had to be shortened."""

    label: str
    value: str
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Look:
    """`card` is empty while WeChat would refuse what has been typed. `second_people` are named when one of them
    has to look at it first; `needs_second` without any says that there is nobody. `rings_at` is when WeChat rings
    those it can reach, if not when it is sent.
    """

    sender: Organisation
    count: HeadCount
    card: list[CardLine]
    needs_second: bool
    second_people: list[str]
    goes_alone: bool
    rings_at: datetime.datetime | None


def look_at(text: NoticeText, *, channel: Channel, has_quiet_hours: bool, by: Actor, now: datetime.datetime) -> Look:
    """What would happen. Raises what sending to that audience would raise, but nobody is no error here."""
    sender = sender_of(text.audience, by=by, now=now)
    count = count_people(people_of(text.audience, sender, by=by, now=now), channel)
    return look(text, sender.organisation, count, has_quiet_hours=has_quiet_hours, by=by, now=now)


def look(
    text: NoticeText,
    place: Organisation,
    count: HeadCount,
    *,
    has_quiet_hours: bool,
    by: Actor,
    now: datetime.datetime,
) -> Look:
    """The same for people who are counted already."""
    send_at = max(text.send_at or now, now)
    is_many = notice_approvals.needs_second_person(count.people, place, is_urgent=False, now=now)
    needs_second = notice_approvals.needs_second_person(count.people, place, is_urgent=text.is_urgent, now=now)
    others = messages.secretaries_of(place, now=now, but=by.person.id) if is_many else []
    rings_at = quiet_hours_of(place, now=now).next_allowed(send_at)
    rings_later = has_quiet_hours and not text.is_urgent and rings_at > send_at
    return Look(
        sender=place,
        count=count,
        card=card(text.title, text.body, send_at),
        needs_second=needs_second,
        second_people=[person.name for person in Person.select().where(Person.id.in_(others or [0]))],
        goes_alone=is_many and not needs_second,
        rings_at=rings_at if rings_later else None,
    )


def card(title: str, body: str, at: datetime.datetime) -> list[CardLine]:
    """The lines of WeChat's card; none where it would refuse them (nothing but emoji, nothing at all)."""
    fields = messages.notice_fields(title, body, at)
    try:
        values = values_for(Purpose.NOTICE, fields)
    except BadTemplateValue:
        return []
    labels = PURPOSE_FIELDS[Purpose.NOTICE]
    return [CardLine(labels[name], value, value.endswith("…")) for name, value in values.items()]


LINE_LENGTH = THING_UNITS

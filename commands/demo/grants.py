"""Who has agreed to be told through WeChat: the same number in our ledger and in the stand-in."""

from __future__ import annotations

from collections.abc import Iterable

from commands.demo.dates import Calendar
from commands.demo.people import Someone
from models.notices import Purpose
from services.channel import Channel
from services.grants import record_grants


def agree(someone: Someone, purposes: Iterable[Purpose], channel: Channel, calendar: Calendar) -> None:
    """A tap on "allow" yesterday evening, one message for each of these purposes that has a template."""
    templates = [template.id for purpose in purposes if (template := channel.template_of(purpose))]
    if not templates:
        return
    now = calendar.at(1, 19)
    record_grants(dict.fromkeys(templates, "accept"), channel=channel, by=someone.at(now), now=now)
    for template in templates:
        someone.grants[template] = someone.grants.get(template, 0) + 1

"""What the address says about a table, beyond order and page: read leniently, since people edit addresses."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import TypeVar

from flask import request

from web.fields import OUR_YEARS, as_id

E = TypeVar("E", bound=StrEnum)


def asked_text(name: str) -> str:
    return request.args.get(name, "").strip()[:60]


def asked_id(name: str) -> int | None:
    """A number that can be an id; anything else is not asked for."""
    return as_id(request.args.get(name, ""))


def asked_state(name: str, states: type[E]) -> E | None:
    text = request.args.get(name, "")
    return states(text) if text in list(states) else None


def asked_day(name: str) -> datetime.date | None:
    """A day of our time; any other is not asked for."""
    try:
        day = datetime.date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if day.year in OUR_YEARS else None


def asked_yes(name: str) -> bool:
    return request.args.get(name) == "yes"

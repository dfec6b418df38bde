"""What the address says about a table, beyond order and page: read leniently, since people edit addresses."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import TypeVar

from flask import request

from web.fields import LARGEST_ID

E = TypeVar("E", bound=StrEnum)


def asked_text(name: str) -> str:
    return request.args.get(name, "").strip()[:60]


def asked_id(name: str) -> int | None:
    """A number that can be an id; anything else is not asked for."""
    text = request.args.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() and 0 < int(text) <= LARGEST_ID else None


def asked_state(name: str, states: type[E]) -> E | None:
    text = request.args.get(name, "")
    return states(text) if text in list(states) else None


def asked_day(name: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def asked_yes(name: str) -> bool:
    return request.args.get(name) == "yes"

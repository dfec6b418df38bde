"""Reading the events of the story from events.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.events import AttendanceMode, Audience
from services.event_plans import PostPlan

FILE = Path(__file__).with_name("events.toml")


@dataclass(frozen=True, slots=True)
class Story:
    """One event: where, when (`in_days` from today, past ones negative), for whom, how it went.

    `minutes_from_now`: it starts so many minutes from now instead of at the hour.
    `is_first_look`: whoever one meets first has signed up.
    """

    organisation: str
    in_days: int
    hour: int
    minutes: int
    title: str
    detail: str
    place: str
    posts: tuple[PostPlan, ...]
    sign_ups: int
    course: str
    minutes_from_now: int | None = None
    opens_in_days: int | None = None
    audience: Audience = Audience.EVERYONE
    alliance: str | None = None
    min_age: int | None = None
    mode: AttendanceMode = AttendanceMode.ROLL_CALL
    is_first_look: bool = False
    reason: str = ""


def stories() -> Iterator[Story]:
    """Every event; a monthly series gives several."""
    with FILE.open("rb") as file:
        for entry in tomllib.load(file)["event"]:
            for in_days in entry.pop("in_days"):
                yield _story(in_days, **entry)


def _story(in_days: int, *, posts: list[list[Any]], course: str | None = None, **entry: Any) -> Story:
    course = course or ("plain" if in_days < 0 else "open")
    made = tuple(PostPlan(name, capacity, needs, tuple(skills)) for name, capacity, needs, *skills in posts)
    audience, mode = Audience(entry.pop("audience", "everyone")), AttendanceMode(entry.pop("mode", "roll_call"))
    return Story(in_days=in_days, posts=made, course=course, audience=audience, mode=mode, **entry)

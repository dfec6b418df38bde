"""How an event can go: steps, each so many days before its start, at a local hour."""

from __future__ import annotations

from dataclasses import dataclass

Step = tuple[str, int, int]  # what happens (a method of events.Telling), days before the start, hour


@dataclass(frozen=True, slots=True)
class Course:
    """`last_sign_up`: how many days before the start the last one signs up, so that the steps come after it."""

    steps: tuple[Step, ...] = ()
    last_sign_up: int = 2
    is_draft: bool = False
    is_held: bool = False


MOVED: tuple[Step, ...] = (("move", 8, 12), ("keep", 7, 12), ("keep", 7, 13), ("keep", 7, 19), ("cancel", 7, 20))

COURSES: dict[str, Course] = {
    "plain": Course((("cancel", 3, 20), ("cancel", 1, 20)), last_sign_up=4),  # in time, and too late
    "open": Course(),
    "family": Course(),
    "walk_in": Course(),
    "corrected": Course((("cancel", 1, 20), ("correct", -2, 10))),
    "queue": Course((("cancel", 5, 19),), last_sign_up=6),  # the first who waits moves up
    "moved": Course(MOVED, last_sign_up=9),
    "moved_and_held": Course((*MOVED, ("keep", 6, 9), ("keep", 6, 18), ("keep", 5, 8)), last_sign_up=9),
    "cancelled": Course((("call_off", 4, 18),), last_sign_up=5),
    "draft": Course(is_draft=True),
    "held": Course(is_held=True),
}

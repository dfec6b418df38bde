"""Reading the wishes of the story from wishes.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.wishes import WishKind

FILE = Path(__file__).with_name("wishes.toml")


@dataclass(frozen=True, slots=True)
class Story:
    """One wish: where, how it went, how long ago, what was written. `by` is a role or a standing."""

    village: str
    course: str
    days_ago: int
    kind: WishKind
    title: str
    detail: str
    by: str = "resident"
    public_name: str | None = None
    shares: int = 1
    value: int | None = None
    is_for_child: bool = False
    notes: tuple[str, ...] = ()
    comment: str = ""


def stories() -> list[Story]:
    with FILE.open("rb") as file:
        return [_story(**entry) for entry in tomllib.load(file)["wish"]]


def _story(*, kind: str, notes: list[str] | None = None, **entry: Any) -> Story:
    return Story(kind=WishKind(kind), notes=tuple(notes or ()), **entry)

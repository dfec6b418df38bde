"""The colours that alliances come in: three standard ones, and whatever a township invents (features A1)."""

from __future__ import annotations

import datetime
import hashlib
import re

from models.alliances import AllianceType
from models.unit_of_work import unit_of_work
from services import audit
from services.alliance_rules import OFFICERS
from services.errors import Conflict, Invalid, NotAllowed
from services.permissions import Actor

STANDARD_TYPES = (
    ("red", "红色引领", "#A61C2B"),
    ("green", "绿色发展", "#2E7D4F"),
    ("blue", "蓝色治理", "#1F5FA8"),
)
COLOUR = re.compile(r"#[0-9A-F]{6}")


@unit_of_work
def add_standard_types(*, now: datetime.datetime) -> list[AllianceType]:
    """The three colours of the source plan, there from the start; answers them in that order."""
    return [add_alliance_type(name, colour, key=key, by=None, now=now) for key, name, colour in STANDARD_TYPES]


@unit_of_work
def add_alliance_type(
    name: str, colour: str, *, key: str | None = None, by: Actor | None, now: datetime.datetime
) -> AllianceType:
    """Create a colour of one's own, without code (features A1). The same name and colour is the same type.

    Programs know a type by its `key`; one that people add gets its key from its name, so that two
    officers who add it at the same moment add it once.
    """
    if by is not None and not any(seat.role in OFFICERS for seat in by.seats):
        raise NotAllowed()
    colour = colour.upper()
    if not COLOUR.fullmatch(colour):
        raise Invalid("colour_invalid", "颜色请写成 # 加六位，如 #A61C2B", {"colour": "如 #A61C2B"})
    same: AllianceType | None = AllianceType.get_or_none(AllianceType.name == name)
    if same is not None and same.colour == colour:
        return same
    if same is not None:
        raise Conflict("type_exists", "已经有同名的联盟类型，颜色不同，请换一个名称")
    key = key or f"own-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
    added = AllianceType.create(key=key, name=name, colour=colour)
    audit.record("add_alliance_type", "alliance_type", added.id, by=by, now=now, after={"colour": colour})
    return added

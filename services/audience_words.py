"""A notice's audience as people say it: 云岭镇的正式党员、预备党员."""

from __future__ import annotations

from models.alliances import Alliance
from models.appointments import Role
from models.events import Event
from models.notices import Notice
from models.organisations import Organisation
from models.party_days import PartyDay
from models.people import Standing
from services.audience_reach import Audience
from services.handovers import ROLE_NAMES
from services.roster_differences import STANDING_NAMES

EVERYBODY = "党员和群众"


def in_words(audience: Audience) -> str:
    """Whom it is for. Names of organisations and titles only."""
    places = [_named(model, row_id) for model, row_id in _parts(audience)]
    return f"{'、'.join(filter(None, places))}的{_roles(audience)}"


def audience_of(notice: Notice) -> str:
    """The same for a notice; a correction goes to whom the corrected one went."""
    if notice.corrects_id is not None:
        return f"收到原通知的人（{in_words(Audience.kept_in(notice))}）"
    return in_words(Audience.kept_in(notice))


def _parts(
    audience: Audience,
) -> list[tuple[type[Organisation] | type[Alliance] | type[Event] | type[PartyDay], int | None]]:
    return [
        (Alliance, audience.alliance_id),
        (Organisation, audience.organisation_id),
        (Event, audience.event_id),
        (PartyDay, audience.party_day_id),
    ]


def _named(model: type[Organisation] | type[Alliance] | type[Event] | type[PartyDay], row_id: int | None) -> str:
    row = model.get_or_none(model.id == row_id) if row_id is not None else None
    if row is None:
        return ""
    if isinstance(row, (Event, PartyDay)):
        return f"「{row.title}」名单上"
    return str(row.name)


def _roles(audience: Audience) -> str:
    names = [ROLE_NAMES[role] if isinstance(role, Role) else STANDING_NAMES[Standing(role)] for role in audience.roles]
    return "、".join(names) or EVERYBODY

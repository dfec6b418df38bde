"""A seat changes hands; what is open there stays with the seat (features I7)."""

from __future__ import annotations

import datetime

from models.appointments import Appointment, Role
from models.notices import Purpose
from models.people import Person
from models.unit_of_work import unit_of_work
from services import appointments, messages, notices, terms
from services.appointment_rules import Place
from services.errors import Invalid, NotFound, WrongState
from services.handover_note import HandoverNote, write_note
from services.local_time import local_day
from services.permissions import Actor

ROLE_NAMES = {
    Role.SECRETARY: "书记",
    Role.ASSISTANT: "助理",
    Role.GRID_WORKER: "网格员",
    Role.ALLIANCE_LEAD: "联盟负责人",
    Role.AREA_LEAD: "片区负责人",
    Role.TOWNSHIP_OFFICER: "镇党建办",
    Role.COUNTY_OFFICER: "县委组织部",
}


@unit_of_work
def hand_over(
    appointment_id: int,
    successor: Person,
    *,
    ends_on: datetime.date | None = None,
    by: Actor | None,
    now: datetime.datetime,
) -> HandoverNote:
    """Put a successor into a seat today and say what is open there.

    The predecessor's access and log-ins end at once, with all they had delegated; open items belong to
    the seat and simply stay, and notices they had scheduled wait for the successor's word. Without
    `ends_on` the successor serves the rest of the term. A seat whose term has run out unnoticed can still
    be handed over. The same hand-over again answers the same note.
    """
    seat = appointments.seat_to_end(appointment_id, by=by)
    if seat.delegated_by_id is not None:
        raise Invalid("assistant_is_delegated", "助理由支部书记交办，请书记重新交办", {"appointment_id": "不能交接"})
    if successor.id == seat.person_id:
        raise Invalid("successor_is_holder", "接任的人就是现任，请重新选择", {"person_id": "请选择别人"})
    is_first = terms.end_term(seat, terms.yesterday(now), by=by, now=now)
    notices.pause_waiting(seat.id)
    follower = _seat_of(successor, seat, may_have_others=is_first, today=local_day(now))
    if follower is not None:
        return write_note(appointments.get_appointment(seat.id), follower, now=now)
    place = appointments.place_of(seat)
    last_day = ends_on or _rest_of_term(seat, now)
    follower = appointments.appoint(
        successor, seat.role, place, starts_on=local_day(now), ends_on=last_day, by=by, now=now
    )
    note = write_note(appointments.get_appointment(seat.id), follower, now=now)
    _tell_successor(note, place, now=now)
    return note


def require_follows(successor: Appointment, predecessor: Appointment) -> None:
    """Raise NotFound unless the one sits where the other sat, from the day after or later."""
    same = ("role", "organisation_id", "alliance_id", "area_id")
    follows = predecessor.ends_on is not None and successor.starts_on > predecessor.ends_on
    if not follows or any(getattr(successor, name) != getattr(predecessor, name) for name in same):
        raise NotFound()


def _seat_of(
    successor: Person, seat: Appointment, *, may_have_others: bool, today: datetime.date
) -> Appointment | None:
    """The successor's own seat, if they sit there already; raises WrongState when somebody else was put there."""
    sitting = Appointment.select().where(
        Appointment.role == seat.role,
        Appointment.organisation == seat.organisation_id,
        Appointment.alliance == seat.alliance_id,
        Appointment.area == seat.area_id,
        Appointment.holds_on(today),
    )
    holders: dict[int, Appointment] = {row.person_id: row for row in sitting}
    if holders and successor.id not in holders and not may_have_others:
        raise WrongState("seat_taken", "这个职务已经交接给别人了，请刷新后再看")
    return holders.get(successor.id)


def _rest_of_term(seat: Appointment, now: datetime.datetime) -> datetime.date | None:
    """The last day of the predecessor's term, if it is still to come."""
    return seat.ends_on if seat.ends_on is not None and seat.ends_on >= local_day(now) else None


def _tell_successor(note: HandoverNote, place: Place, *, now: datetime.datetime) -> None:
    body = f"您从今天起担任{place.name}{ROLE_NAMES[note.successor.role]}，交接单上有 {note.count} 件待办。"
    messages.queue(messages.Message(Purpose.NOTICE, "工作交接单", body), [note.successor.person_id], now=now)

"""流动党员: where they are, when to call them next (features I9; section D rule 12)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import peewee

from models.appointments import Function
from models.floating import Direction, FloatingMember
from models.organisations import Organisation
from models.people import Person, Standing
from models.unit_of_work import unit_of_work
from services import audit, people_desk, policies
from services.errors import ChangedMeanwhile, Conflict, Invalid, NotFound, WrongState
from services.local_time import local_day
from services.permissions import Actor, within


@dataclass(frozen=True, slots=True)
class Stay:
    """What is written down of it."""

    direction: Direction
    place: str
    since_on: datetime.date
    card_number: str = ""


def visible_stays(to: Actor) -> peewee.ModelSelect[FloatingMember]:
    """Current stays of the members one keeps; the next to be called first. Raises NotAllowed without such a seat."""
    paths = to.require_somewhere(Function.MANAGE_PEOPLE)
    return (
        FloatingMember.select(FloatingMember, Person, Organisation)
        .join(Person)
        .join(Organisation)
        .where(within(paths), FloatingMember.is_current == 1)
        .order_by(FloatingMember.next_contact_on, FloatingMember.id)
    )


def to_contact(*, to: Actor, now: datetime.datetime) -> list[FloatingMember]:
    """Who should be called by today."""
    if not to.paths_for(Function.MANAGE_PEOPLE):
        return []
    return list(visible_stays(to).where(FloatingMember.next_contact_on <= local_day(now)))


@unit_of_work
def note_stay(person_id: int, stay: Stay, *, by: Actor, now: datetime.datetime) -> FloatingMember:
    """A member has left to live elsewhere, or come from there. The first call is due after the policy's days.

    The same note again is the same stay. Raises Conflict while another stay is current.
    """
    person = people_desk.get_person(person_id, to=by)
    if person.standing is Standing.RESIDENT:
        raise Invalid("not_a_member", "只有党员才登记流动，请核对身份", {"person_id": "不是党员"})
    if stay.since_on > local_day(now):
        raise Invalid(fields={"since_on": "不能晚于今天"})
    Person.update(name=Person.name).where(Person.id == person.id).execute()  # one at a time
    present: FloatingMember | None = FloatingMember.get_or_none(person=person.id, is_current=1)
    if present is not None:
        if (present.direction, present.place, present.since_on) == (stay.direction, stay.place, stay.since_on):
            return present
        raise Conflict("already_floating", "这位党员已经登记为流动，请先结束原来的登记")
    noted = FloatingMember.create(
        person=person,
        direction=stay.direction,
        place=stay.place,
        card_number=stay.card_number,
        since_on=stay.since_on,
        next_contact_on=_next_call(person, now=now),
        created_at=now,
    )
    _record("note_stay", noted, person, by=by, now=now)
    return noted


@unit_of_work
def note_contact(stay_id: int, said: str, *, version: int, by: Actor, now: datetime.datetime) -> FloatingMember:
    """They were called today; the next call is due after the policy's days."""
    stay = get_stay(stay_id, to=by)
    noted = FloatingMember.update(
        contacted_on=local_day(now),
        next_contact_on=_next_call(stay.person, now=now),
        version=FloatingMember.version + 1,
    ).where(FloatingMember.id == stay.id, FloatingMember.version == version, FloatingMember.is_current == 1)
    if noted.execute() != 1:
        raise ChangedMeanwhile()
    _record("note_contact", stay, stay.person, by=by, now=now, reason=said)
    return get_stay(stay_id, to=by)


@unit_of_work
def end_stay(stay_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """They are back, or have moved their membership. Ending twice is once."""
    stay = get_stay(stay_id, to=by, is_current=False)
    ended = FloatingMember.update(is_current=None, ended_on=local_day(now), version=FloatingMember.version + 1).where(
        FloatingMember.id == stay.id, FloatingMember.is_current == 1
    )
    if ended.execute() == 1:
        _record("end_stay", stay, stay.person, by=by, now=now)
    elif FloatingMember.get_by_id(stay.id).ended_on is None:
        raise WrongState()


def get_stay(stay_id: int, *, to: Actor, is_current: bool = True) -> FloatingMember:
    """A stay of a member one keeps; raises NotFound."""
    if not to.paths_for(Function.MANAGE_PEOPLE):
        raise NotFound()
    stays = (
        FloatingMember.select(FloatingMember, Person, Organisation)
        .join(Person)
        .join(Organisation)
        .where(within(to.paths_for(Function.MANAGE_PEOPLE)), FloatingMember.id == stay_id)
    )
    stay: FloatingMember | None = (stays.where(FloatingMember.is_current == 1) if is_current else stays).get_or_none()
    if stay is None:
        raise NotFound()
    return stay


def stay_of(person: Person) -> FloatingMember | None:
    """The person's current stay, if there is one."""
    stay: FloatingMember | None = FloatingMember.get_or_none(person=person.id, is_current=1)
    return stay


def _next_call(person: Person, *, now: datetime.datetime) -> datetime.date:
    days = policies.value("floating.contact_days", person.home, now=now)
    return local_day(now) + datetime.timedelta(days=days)


def _record(
    action: str, stay: FloatingMember, person: Person, *, by: Actor, now: datetime.datetime, reason: str = ""
) -> None:
    audit.record(
        action, "person", person.id,
        by=by, now=now, organisation_id=person.home_id, after={"stay": stay.id}, reason=reason,
    )  # fmt: skip

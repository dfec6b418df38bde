"""Organisations at the desk: the tree one answers for, how many belong, who sits where, what is odd about the size."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import peewee
from peewee import fn

from models.appointments import Appointment, DelegatedFunction, Function, Role
from models.audit import AuditEntry
from models.organisations import Organisation, OrganisationKind
from models.people import Person, Standing
from models.unit_of_work import unit_of_work
from services import audit, policies
from services.appointment_rules import KINDS_OF_ROLE
from services.errors import Invalid, NotAllowed, NotFound
from services.local_time import day_starts, local_day
from services.permissions import Actor, within

Counts = dict[Standing, int]
LOOK = "look_into_township"


def list_organisations(*, to: Actor, now: datetime.datetime) -> list[Organisation]:
    """All of them, each below the one it belongs to."""
    return sorted(visible_organisations(to, now=now), key=Organisation.ancestor_ids)


def visible_organisations(to: Actor, *, now: datetime.datetime) -> peewee.ModelSelect[Organisation]:
    """What lies in the subtrees of this person's seats. Raises NotAllowed for whoever has no such seat.

    The county sees itself and its townships; into a township it looks with a reason, for that day.
    """
    own = [seat.path for seat in to.seats if seat.path is not None and seat.role is not Role.COUNTY_OFFICER]
    counties = [seat.organisation_id for seat in to.seats if seat.role is Role.COUNTY_OFFICER]
    if not own and not counties:
        raise NotAllowed()
    seen = within([*own, *looked_into(to, now=now)])
    seen |= Organisation.id.in_(counties) | Organisation.parent.in_(counties)
    return Organisation.select().where(seen, Organisation.closed_at.is_null())


def get_organisation(organisation_id: int, *, to: Actor, now: datetime.datetime) -> Organisation:
    """One of those; raises NotFound for any other."""
    if all(seat.path is None for seat in to.seats):
        raise NotFound()
    found: Organisation | None = (
        visible_organisations(to, now=now).where(Organisation.id == organisation_id).get_or_none()
    )
    if found is None:
        raise NotFound()
    return found


@unit_of_work
def look_into_township(organisation_id: int, *, reason: str, by: Actor, now: datetime.datetime) -> Organisation:
    """Let a county officer see one township's organisations until the end of the day; the reason is logged."""
    township = get_organisation(organisation_id, to=by, now=now)
    if not is_closed_to(township, by, now=now):
        return township
    audit.record(LOOK, "organisation", township.id, by=by, now=now, organisation_id=township.id, reason=reason)
    return township


def is_closed_to(organisation: Organisation, to: Actor, *, now: datetime.datetime) -> bool:
    """Whether this is a township that its county officer has not looked into today."""
    own = [seat.path for seat in to.seats if seat.path is not None and seat.role is not Role.COUNTY_OFFICER]
    if organisation.kind is not OrganisationKind.TOWNSHIP or any(organisation.is_within(path) for path in own):
        return False
    return organisation.path not in looked_into(to, now=now)


def looked_into(to: Actor, *, now: datetime.datetime) -> list[str]:
    """Paths of the townships that this county officer looks into today, each for a reason that was logged."""
    if not any(seat.role is Role.COUNTY_OFFICER for seat in to.seats):
        return []
    today = AuditEntry.select(AuditEntry.subject_id).where(
        AuditEntry.actor_id == to.person.id, AuditEntry.action == LOOK, AuditEntry.at >= day_starts(local_day(now))
    )
    return [row.path for row in Organisation.select(Organisation.path).where(Organisation.id.in_(today))]


def count_people(organisations: Iterable[Organisation]) -> dict[int, Counts]:
    """How many of each standing belong to each of them; whatever lies below one and is not listed counts in there."""
    listed = {each.id: each for each in organisations}
    roots = [each.path for each in listed.values() if each.parent_id not in listed]
    rows: Any = (
        Person.select(Organisation.path, Person.standing, fn.COUNT(Person.id))
        .join(Organisation, on=Person.home)
        .where(within(roots), Person.merged_into.is_null())
        .group_by(Organisation.path, Person.standing)
        .tuples()
    )
    counts: dict[int, Counts] = {}
    for path, standing, count in rows:
        ids = [int(part) for part in path.split("/") if part]
        nearest = counts.setdefault(next(each for each in reversed(ids) if each in listed), {})
        nearest[standing] = nearest.get(standing, 0) + count
    return counts


def size_warnings(organisation: Organisation, counts: Counts, *, units: int = 0, now: datetime.datetime) -> list[str]:
    """What is wrong with a branch of this size (features I4; 《支部工作条例(试行)》). `units` formed a joint one."""
    if organisation.kind not in (OrganisationKind.BRANCH, OrganisationKind.JOINT_BRANCH):
        return []
    full = counts.get(Standing.MEMBER, 0)
    everyone = full + counts.get(Standing.PROBATIONARY, 0)
    fewest, most = (policies.value(f"branch.{name}_members", organisation, now=now) for name in ("fewest", "most"))
    warnings = []
    if full < fewest:
        warnings.append(f"正式党员 {full} 人，不足 {fewest} 人，一般应和邻近单位成立联合党支部")
    if everyone > most:
        warnings.append(f"党员 {everyone} 人，超过 {most} 人，可以考虑分设支部")
    if units > (most_units := policies.value("branch.most_units", organisation, now=now)):
        warnings.append(f"由 {units} 个单位组成，联合党支部一般不超过 {most_units} 个，可以考虑分设支部")
    return warnings


def size_advice(organisation: Organisation, counts: Counts, *, units: int = 0, now: datetime.datetime) -> list[str]:
    """The warnings, and what else a branch of this size should have: whether it does, nobody tells us."""
    enough = policies.value("branch.committee_members", organisation, now=now)
    advice = size_warnings(organisation, counts, units=units, now=now)
    if organisation.is_leaf and counts.get(Standing.MEMBER, 0) >= enough:
        advice.append(f"正式党员满 {enough} 人的支部应设支部委员会")
    return advice


def seats_at(organisation: Organisation, *, now: datetime.datetime) -> list[Appointment]:
    """Who sits or will sit there, and who sat there during the last year; present ones first."""
    today = local_day(now)
    rows = (
        Appointment.select(Appointment, Person)
        .join(Person)
        .where(
            Appointment.organisation == organisation.id,
            Appointment.ends_on.is_null() | (Appointment.ends_on >= today - datetime.timedelta(days=365)),
            Appointment.ends_on.is_null() | (Appointment.ends_on >= Appointment.starts_on),
        )
        .order_by(Appointment.ends_on.is_null(False), Appointment.role, Appointment.id)
    )
    return sorted(rows, key=lambda seat: not is_held(seat, today))


def roles_at(organisation: Organisation) -> list[Role]:
    """The seats that an organisation of this kind has, apart from assistants, whom a secretary finds."""
    return [role for role, kinds in KINDS_OF_ROLE.items() if organisation.kind in kinds]


def is_held(seat: Appointment, today: datetime.date) -> bool:
    return seat.starts_on <= today and (seat.ends_on is None or seat.ends_on >= today)


def delegations_of(seat_ids: Iterable[int], *, now: datetime.datetime) -> list[tuple[Appointment, list[Function]]]:
    """What these seats have delegated that holds or will hold, with its functions."""
    today = local_day(now)
    rows = (
        Appointment.select(Appointment, Person)
        .join(Person)
        .where(Appointment.delegated_by.in_(list(seat_ids)), Appointment.ends_on >= today)
        .order_by(Appointment.id)
    )
    return [(row, functions_of(row)) for row in rows]


def functions_of(assistant: Appointment) -> list[Function]:
    rows = DelegatedFunction.select().where(DelegatedFunction.appointment == assistant.id)
    return sorted(row.function for row in rows)


def pick_person(name: str, tail: str, *, path: str) -> Person:
    """The roster person of that name below a path; the last four digits of the phone tell namesakes apart.

    Raises Invalid with what to do. (Whoever asks knows the name already, and hears nothing else.)
    """
    found = (
        Person.select()
        .join(Organisation, on=Person.home)
        .where(
            Organisation.path.startswith(path),
            Person.name == "".join(name.split()),
            Person.is_on_roster,
            Person.merged_into.is_null(),
        )
    )
    people = list(found.where(Person.phone_tail == tail) if tail else found)
    if not people:
        raise Invalid("nobody_found", "名册上没有这个人，请核对姓名和手机尾号，或先加入名册", {"name": "名册上没有"})
    if len(people) > 1:
        raise Invalid("several_match", "有几位同名的人，请填手机号后四位", {"tail": "请填后四位"})
    return people[0]

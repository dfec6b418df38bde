"""The people of one's organisations, at the desk: finding them, seeing a number for a reason, changing them."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

import peewee

from models.appointments import Function
from models.encryption import key_ring
from models.organisations import Group, Organisation
from models.people import Identity, Person, Standing
from models.unit_of_work import unit_of_work
from services import audit
from services.appointment_rules import LED_BY_SECRETARY
from services.errors import ChangedMeanwhile, Conflict, Invalid, NotFound
from services.permissions import Actor, within
from services.phones import normal_phone, phone_columns

TAIL = re.compile(r"\d{4}")
WHOLE_NUMBER = re.compile(r"1\d{10}")
MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a secretary enters of a person. An empty phone says nothing: it leaves the number as it is."""

    name: str
    standing: Standing
    group: str = ""
    birth_month: str = ""
    phone: str = ""


def visible_people(to: Actor) -> peewee.ModelSelect[Person]:
    """The people at home in the organisations this person keeps. Raises NotAllowed without such a seat."""
    paths = to.require_somewhere(Function.MANAGE_PEOPLE)
    return (
        Person.select(Person, Organisation, Group)
        .join(Organisation)
        .switch(Person)
        .join(Group, peewee.JOIN.LEFT_OUTER)
        .where(within(paths), Person.merged_into.is_null(), Person.erased_at.is_null())
    )


def find_people(
    *,
    to: Actor,
    text: str = "",
    standing: Standing | None = None,
    organisation: Organisation | None = None,
    is_bound: bool | None = None,
) -> peewee.ModelSelect[Person]:
    """Those people that fit all that is said. `text` is a name or part of one, a number, or its last four digits."""
    found = visible_people(to)
    if WHOLE_NUMBER.fullmatch(text):
        found = found.where(Person.phone_hash.in_(key_ring.look_up_hashes(text)))
    elif TAIL.fullmatch(text):
        found = found.where(Person.phone_tail == text)
    elif text:
        found = found.where(Person.name.contains(text))
    if standing is not None:
        found = found.where(Person.standing == standing)
    if organisation is not None:
        found = found.where(Organisation.path.startswith(organisation.path))
    if is_bound is not None:
        bound = Identity.select(Identity.person)
        found = found.where(Person.id.in_(bound) if is_bound else Person.id.not_in(bound))
    return found


def get_person(person_id: int, *, to: Actor) -> Person:
    """One of those people; raises NotFound for any other."""
    if not to.paths_for(Function.MANAGE_PEOPLE):
        raise NotFound()
    person: Person | None = visible_people(to).where(Person.id == person_id).get_or_none()
    if person is None:
        raise NotFound()
    return person


def bound_among(people: list[Person]) -> set[int]:
    """Who of them has a WeChat account bound."""
    rows = Identity.select(Identity.person).where(Identity.person.in_([person.id for person in people]))
    return {row.person_id for row in rows}


@unit_of_work
def reveal_phone(person_id: int, *, reason: str, by: Actor, now: datetime.datetime) -> str:
    """The whole number, each look logged with its reason."""
    person = get_person(person_id, to=by)
    seat = by.require(Function.SEE_CONTACTS, _home(person))
    if not person.phone:
        raise NotFound("no_phone", "名册上没有这个人的手机号，请问到后补进名册")
    audit.record(
        "see_contact", "person", person.id,
        by=by, seat=seat, now=now, organisation_id=person.home_id, reason=reason,
    )  # fmt: skip
    return str(person.phone)


@unit_of_work
def add_person(about: Particulars, organisation: Organisation, *, by: Actor, now: datetime.datetime) -> Person:
    """Put somebody on a roster. A namesake there must be told apart by the month of birth."""
    seat = by.require(Function.MANAGE_PEOPLE, organisation)
    if organisation.kind not in LED_BY_SECRETARY:
        raise Invalid("not_a_branch", "请选择人所在的党支部", {"organisation_id": "请选择党支部"})
    columns = _columns(about, organisation)
    Organisation.update(name=Organisation.name).where(Organisation.id == organisation.id).execute()  # one at a time
    _refuse_namesake(about, organisation)
    person = Person.create(home=organisation, is_on_roster=True, created_at=now, **columns)
    audit.record("add_person", "person", person.id, by=by, seat=seat, now=now, organisation_id=organisation.id)
    return person


@unit_of_work
def change_person(person_id: int, about: Particulars, *, version: int, by: Actor, now: datetime.datetime) -> Person:
    """Correct a person's particulars. Raises ChangedMeanwhile when somebody else did so since `version`."""
    person = get_person(person_id, to=by)
    seat = by.require(Function.MANAGE_PEOPLE, _home(person))
    columns = _columns(about, _home(person))
    changed = Person.update(version=Person.version + 1, **columns).where(
        Person.id == person.id, Person.version == version, Person.merged_into.is_null()
    )
    if changed.execute() != 1:
        raise ChangedMeanwhile()
    before, after = _differences(person, columns)
    audit.record(
        "change_person", "person", person.id,
        by=by, seat=seat, now=now, organisation_id=person.home_id, before=before, after=after,
    )  # fmt: skip
    return get_person(person_id, to=by)


def _differences(person: Person, columns: dict[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """What a change makes of a person, for the trail: states and ids as they are, of the rest only its name."""
    present = {name: getattr(person, name) for name in ("name", "standing", "birth_month", "phone")}
    present["group"] = person.group_id
    changed = [name for name in present if columns.get(name, present[name]) != present[name]]
    told = [name for name in changed if name in ("standing", "group")]
    before, after = ({name: values[name] for name in told} for values in (present, columns))
    return before, after | {"columns": changed}


def _home(person: Person) -> Organisation:
    home = person.home
    assert home is not None, "visible_people() joins the home"
    return home


def _columns(about: Particulars, home: Organisation) -> dict[str, object]:
    name = "".join(about.name.split())
    if not name:
        raise Invalid(fields={"name": "请填写"})
    if about.birth_month and not MONTH.fullmatch(about.birth_month):
        raise Invalid(fields={"birth_month": "请写成 1985-01 的样子"})
    columns: dict[str, object] = {
        "name": name,
        "standing": about.standing,
        "birth_month": about.birth_month or None,
        "group": _group_id(about.group, home),
    }
    return columns | (phone_columns(normal_phone(about.phone)) if about.phone else {})


def _group_id(name: str, home: Organisation) -> int | None:
    if not name:
        return None
    group = Group.get_or_none(organisation=home, name=name) or Group.create(organisation=home, name=name)
    return int(group.id)


def _refuse_namesake(about: Particulars, organisation: Organisation) -> None:
    same = Person.select().where(
        Person.home == organisation.id,
        Person.name == "".join(about.name.split()),
        Person.is_on_roster,
        Person.merged_into.is_null(),
    )
    for other in same:
        if not about.birth_month or other.birth_month in (None, about.birth_month):
            raise Conflict(
                "namesake", "名册上已有同名的人；如果不是同一个人，请给两人都填上出生年月", {"name": "已有同名的人"}
            )

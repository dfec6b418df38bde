"""Who lives and works there: on the roster or not, with WeChat or not."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from peewee import chunked

from commands.demo.dates import Calendar
from commands.demo.names import Invented, openid_of, unionid_of
from commands.demo.organisations import Tree
from models.encryption import key_ring
from models.organisations import Organisation
from models.people import Identity, Person, Standing
from services.permissions import Actor
from services.phones import phone_columns

AT_ONCE = 400  # rows in one INSERT

# On the roster, and residents beside them.
VILLAGE = (10, 7)
SIZES = {
    "镇机关第一党支部": (10, 0),
    "镇机关第二党支部": (9, 0),
    "云岭卫生院党支部": (8, 0),
    "云岭中心学校党支部": (9, 0),
    "云岭派出所党支部": (7, 0),
}
ELSEWHERE = (6, 0)
NEWLY_JOINED = (5, 0)


@dataclass(slots=True)
class Someone:
    """A made-up person. `id` and `identity_id` are there once the rows are written."""

    name: str
    home: Organisation | None
    standing: Standing
    born: datetime.date
    phone: str | None
    id_number: str | None = None
    is_bound: bool = False
    is_on_wechat: bool = False
    roles: list[str] = field(default_factory=list)
    grants: dict[str, int] = field(default_factory=dict)
    id: int = 0
    identity_id: int | None = None
    official_openid: str | None = None  # of a follower of the Official Account

    @property
    def is_on_roster(self) -> bool:
        return self.home is not None and self.standing is not Standing.RESIDENT

    def at(self, now: datetime.datetime) -> Actor:
        """This person acting at that instant, with the seats held then."""
        return Actor(Person.get_by_id(self.id), now=now, origin="demo", identity_id=self.identity_id)


def invent_all(tree: Tree, invented: Invented) -> dict[str, list[Someone]]:
    """Everyone of the story, by the name of their organisation; roster people first, the oldest last."""
    people = {}
    for place in (*tree.places.values(), *tree.newly_joined):
        size = VILLAGE if place in tree.villages else NEWLY_JOINED if place in tree.newly_joined else ELSEWHERE
        people[place.name] = list(_of_one_place(place, *SIZES.get(place.name, size), invented))
    _let_two_share_a_phone(people["东坑村"])
    _make_namesakes(people["菇林村"], invented)
    return people


def _of_one_place(place: Organisation, members: int, residents: int, invented: Invented) -> Iterator[Someone]:
    for number in range(members):
        standing = Standing.PROBATIONARY if number == members - 3 else Standing.MEMBER
        yield invent(place, standing, invented, ages=(26, 72), is_bound=number < 4 or not invented.chance(0.15))
    for number in range(residents):
        is_elder = number == residents - 1
        ages = (78, 88) if is_elder else (24, 74)
        bound = not is_elder and (number < 2 or not invented.chance(0.15))
        yield invent(place, Standing.RESIDENT, invented, ages=ages, is_bound=bound, has_phone=not is_elder)


def invent(
    place: Organisation,
    standing: Standing,
    invented: Invented,
    *,
    ages: tuple[int, int],
    is_bound: bool,
    has_phone: bool = True,
) -> Someone:
    born = invented.birthday(*ages)
    return Someone(
        name=invented.name(place.id, born),
        home=place,
        standing=standing,
        born=born,
        phone=invented.phone() if has_phone else None,
        id_number=None if standing is Standing.RESIDENT else invented.id_number(born),
        is_bound=is_bound,
        is_on_wechat=is_bound,
    )


def _let_two_share_a_phone(people: list[Someone]) -> None:
    """A couple on the roster with one phone: the phone alone tells nobody apart (features I2)."""
    wife, husband = people[5], people[6]
    wife.phone, wife.is_bound, wife.is_on_wechat = husband.phone, False, False
    husband.is_bound = husband.is_on_wechat = True


def _make_namesakes(people: list[Someone], invented: Invented) -> None:
    """Two of one name in one branch: only the birth month or the ID number tells them apart (features I1)."""
    older, younger = people[6], people[7]
    younger.name = older.name
    if (younger.born.year, younger.born.month) == (older.born.year, older.born.month):
        younger.born = older.born.replace(year=older.born.year + 9)
    younger.id_number = invented.id_number(younger.born)


def write(people: Iterable[Someone], calendar: Calendar, appid: str, *, days_ago: int = 700) -> None:
    """Put people and their WeChat identities into the database, and note the ids they got."""
    everyone = list(people)
    created_at = calendar.at(days_ago)
    for some in chunked(everyone, AT_ONCE):
        Person.insert_many([_columns(one, created_at) for one in some]).execute()
    _note_ids(everyone)
    bound = [one for one in everyone if one.is_bound]
    for some in chunked(bound, AT_ONCE):
        Identity.insert_many([_identity(one, appid, created_at) for one in some]).execute()
    identity_ids = {row.person_id: row.id for row in Identity.select(Identity.id, Identity.person)}
    for one in bound:
        one.identity_id = identity_ids[one.id]


def _columns(one: Someone, created_at: datetime.datetime) -> dict[str, Any]:
    phone = phone_columns(one.phone) if one.phone else {"phone": None, "phone_hash": None, "phone_tail": ""}
    is_vouched_for = one.home is not None and not one.is_on_roster
    return {
        "name": one.name,
        "standing": one.standing,
        "home": one.home.id if one.home else None,
        "birth_month": f"{one.born:%Y-%m}" if one.is_on_roster else None,
        **phone,
        "id_number": one.id_number,
        "id_number_hash": key_ring.look_up_hash(one.id_number) if one.id_number else None,
        "is_on_roster": one.is_on_roster,
        "approved_at": created_at if is_vouched_for else None,
        "created_at": created_at,
    }


def _note_ids(everyone: list[Someone]) -> None:
    """Rows are numbered in the order they were written, whatever the engine's step is."""
    newest = Person.select(Person.id).order_by(Person.id.desc()).limit(len(everyone))
    for one, row in zip(reversed(everyone), newest, strict=True):
        one.id = row.id


def _identity(one: Someone, appid: str, created_at: datetime.datetime) -> dict[str, Any]:
    assert one.phone is not None, "whoever is bound has a phone"
    return {
        "appid": appid,
        "openid": openid_of(appid, one.phone),
        "unionid": unionid_of(one.phone),
        "person": one.id,
        "created_at": created_at,
    }

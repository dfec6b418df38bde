"""A standing cast for tests: one small county, the same people in every test."""

from __future__ import annotations

import datetime
from typing import Any

from models.appointments import Appointment, Role
from models.organisations import Organisation, OrganisationKind, Sector
from models.people import Identity, Person, Standing
from models.wishes import Wish, WishKind, WishStatus
from services.local_time import local_day
from services.organisations import add_organisation
from services.permissions import Actor
from services.phones import phone_columns

APPID = "wx-test-mini"


class Cast:
    """青溪县 › 云岭镇 › 东坑村支部 and 西溪村支部; 李书记 and 王党员 of the first, 赵外人 of the second."""

    def __init__(self, now: datetime.datetime) -> None:
        self.now = now
        self._phones = iter(range(19900001000, 19900002000))
        self.county = self._organisation("青溪县", OrganisationKind.COUNTY, None)
        self.township = self._organisation("云岭镇", OrganisationKind.TOWNSHIP, self.county)
        self.dongkeng = self._organisation("东坑村", OrganisationKind.BRANCH, self.township, Sector.VILLAGE)
        self.xixi = self._organisation("西溪村", OrganisationKind.BRANCH, self.township, Sector.VILLAGE)
        self.li = self.secretary("李书记", self.dongkeng)
        self.wang = self.member("王党员", self.dongkeng)
        self.chen = self.resident("陈村民", self.dongkeng)
        self.zhao = self.member("赵外人", self.xixi)
        self.sun = self.secretary("孙书记", self.xixi)

    def _organisation(
        self, name: str, kind: OrganisationKind, parent: Organisation | None, sector: Sector | None = None
    ) -> Organisation:
        return add_organisation(name, kind, parent=parent, sector=sector, by=None, now=self.now)

    def person(self, name: str, home: Organisation | None, **columns: Any) -> Person:
        """Someone with a made-up phone and a WeChat account."""
        columns = {**phone_columns(str(next(self._phones))), "created_at": self.now, **columns}
        person = Person.create(name=name, home=home, **columns)
        Identity.create(appid=APPID, openid=f"openid-{person.id}", person=person, created_at=self.now)
        return person

    def member(self, name: str, home: Organisation) -> Actor:
        return self.actor(self.person(name, home, standing=Standing.MEMBER, is_on_roster=True))

    def resident(self, name: str, home: Organisation) -> Actor:
        """A resident whom the branch has approved."""
        return self.actor(self.person(name, home, approved_at=self.now))

    def visitor(self) -> Actor:
        """Someone who has just opened the mini-program for the first time."""
        return self.actor(self.person("", None, phone=None, phone_hash=None, phone_tail=""))

    def secretary(self, name: str, organisation: Organisation) -> Actor:
        secretary = self.member(name, organisation)
        self.appoint(secretary, Role.SECRETARY, organisation)
        return self.actor(secretary.person)

    def appoint(self, actor: Actor, role: Role, organisation: Organisation | None, **columns: Any) -> Appointment:
        columns = {"starts_on": local_day(self.now), "created_at": self.now, **columns}
        return Appointment.create(person=actor.person, role=role, organisation=organisation, **columns)

    def actor(self, person: Person, now: datetime.datetime | None = None) -> Actor:
        identity = Identity.get_or_none(person=person)
        return Actor(person, now=now or self.now, origin="test", identity_id=identity.id if identity else None)

    def wish(self, **columns: Any) -> Wish:
        """An open wish of 陈村民 in 东坑村, unless told otherwise."""
        made_by = columns.pop("made_by", self.chen.person)
        columns = {
            "organisation": self.dongkeng,
            "made_by": made_by,
            "wisher": made_by,
            "kind": WishKind.GOODS,
            "status": WishStatus.OPEN,
            "title": "一床厚棉被",
            "detail": "天冷了，想要一床厚一点的棉被",
            "public_name": "东坑村一位老人",
            "created_at": self.now,
            "opened_at": self.now,
            **columns,
        }
        return Wish.create(**columns)

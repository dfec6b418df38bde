"""A table of ten thousand rows pages and filters like one of two hundred: told by what is asked and fetched, not timed.

However many rows there are, a page asks the database the same questions and fetches the same few rows: the table's
own fifty, twice over (their ids first, and one more that says whether a page follows), and what stands around them.
Nor are they all counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from models.audit import AuditEntry
from models.complaints import Complaint, ComplaintKind, ComplaintStatus
from models.database import database
from models.events import Event, EventStatus
from models.notices import Notice, NoticeKind, NoticeStatus, Purpose
from models.party_days import PartyDay, PartyDayStatus
from models.people import Person
from models.wishes import Wish, WishKind, WishStatus
from tests.event_cast import DAY, HOUR

FEW, MANY = 200, 10_000
MOST = 400


@dataclass
class Work:
    """What one page asked of the database."""

    questions: list[tuple[str, Any]] = field(default_factory=list)
    fetched: int = 0

    @property
    def shapes(self) -> list[str]:
        """The questions without their values, however many stand in a list."""
        return [re.sub(r"(\?, )+\?", "?", sql) for sql, _ in self.questions]


class Counted:
    """A cursor that counts the rows which are taken from it."""

    def __init__(self, cursor: Any, work: Work) -> None:
        self._cursor, self._work = cursor, work

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def fetchone(self) -> Any:
        row = self._cursor.fetchone()
        self._work.fetched += row is not None
        return row

    def fetchall(self) -> Any:
        rows = self._cursor.fetchall()
        self._work.fetched += len(rows)
        return rows

    def __iter__(self) -> Iterator[Any]:
        while (row := self.fetchone()) is not None:
            yield row


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    work, real = Work(), database.obj.execute_sql

    def execute_sql(sql: str, params: Any = None, *rest: Any) -> Any:
        work.questions.append((sql, params))
        return Counted(real(sql, params, *rest), work)

    with monkeypatch.context() as patch:
        patch.setattr(database.obj, "execute_sql", execute_sql)
        yield work


def people(cast, now, n):
    return {"name": f"某{n}", "home": cast.dongkeng.id, "is_on_roster": True, "created_at": now}


def wishes(cast, now, n):
    who = cast.chen.person.id
    return {"organisation": cast.dongkeng.id, "made_by": who, "wisher": who, "kind": WishKind.GOODS,
            "status": WishStatus.OPEN, "title": f"某{n}", "public_name": "一位老人", "created_at": now,
            "opened_at": now}  # fmt: skip


def events(cast, now, n):
    return {"organisation": cast.dongkeng.id, "made_by": cast.li.person.id, "status": EventStatus.OPEN,
            "title": f"某{n}", "place": "村口", "starts_at": now + DAY, "ends_at": now + DAY + HOUR, "opens_at": now,
            "closes_at": now + DAY, "cancel_hours": 24, "overlap_grace_minutes": 0, "created_at": now}  # fmt: skip


def party_days(cast, now, n):
    return {"organisation": cast.dongkeng.id, "status": PartyDayStatus.PLANNED, "title": f"某{n}", "opens_at": now,
            "starts_at": now, "ends_at": now + HOUR, "first_starts_at": now, "created_by": cast.li.person.id,
            "created_at": now}  # fmt: skip


def notices(cast, now, n):
    return {"purpose": Purpose.NOTICE, "title": f"某{n}", "created_at": now, "kind": NoticeKind.MASS,
            "status": NoticeStatus.CANCELLED, "author": cast.li.person.id, "organisation": cast.dongkeng.id,
            "seat": cast.li.seats[0].appointment_id, "audience": "{}"}  # fmt: skip


def complaints(cast, now, n):
    return {"kind": ComplaintKind.SUGGESTION, "text": f"某{n}", "organisation": cast.dongkeng.id,
            "person": cast.chen.person.id, "status": ComplaintStatus.OPEN, "due_at": now + DAY,
            "made_at": now}  # fmt: skip


def audit(cast, now, n):
    return {"at": now, "actor_id": cast.li.person.id, "action": "add_person", "subject": "person", "subject_id": n + 1,
            "organisation_id": cast.dongkeng.id}  # fmt: skip


TABLES = {
    "people": (Person, people, "q=某"),
    "wishes": (Wish, wishes, "q=某&status=open"),
    "events": (Event, events, "q=某&when=upcoming"),
    "party-days": (PartyDay, party_days, "q=某"),
    "notices": (Notice, notices, "q=某"),
    "complaints": (Complaint, complaints, ""),
    "audit": (AuditEntry, audit, "subject=person"),
}


def add_people(cast, now, count):
    """So many more than the three who live in 东坑村 already."""
    for start in range(0, count, 500):
        Person.insert_many([people(cast, now, n) for n in range(start, min(start + 500, count))]).execute()


@pytest.mark.parametrize(
    ("count", "page", "said", "leads_on"),
    [
        (997, 1, "共 1000 人，第 1 / 20 页", True),
        (997, 20, "共 1000 人，第 20 / 20 页", False),
        (998, 1, "1000 人以上，第 1 页", True),
        (998, 20, "1000 人以上，第 20 页", True),
        (998, 21, "1000 人以上，第 21 页", False),
        (998, 22, "1000 人以上，第 21 页", False),
        (998, 2**40, "1000 人以上，第 21 页", False),
    ],
)
def test_up_to_a_thousand_rows_are_counted_and_the_pages_beyond_still_turned(
    desk_as, cast, now, count, page, said, leads_on
):
    add_people(cast, now, count)
    shown = desk_as(cast.li).get(f"/people?page={page}").text

    assert f"<span>{said}</span>" in shown
    assert ("下一页" in shown) is leads_on


@pytest.mark.parametrize("page", TABLES)
def test_ten_thousand_rows_ask_and_fetch_what_two_hundred_do(desk_as, cast, now, monkeypatch, page):
    table, row, filters = TABLES[page]
    desk = desk_as(cast.li)

    def fill(first, last):
        for start in range(first, last, 500):
            rows = [row(cast, now, n) for n in range(start, min(start + 500, last))]
            table.insert_many(rows).execute()
        if page == "party-days":
            days = PartyDay.select().order_by(PartyDay.id.desc()).limit(last - first)
            sheets = [{"party_day": day.id, "organisation": cast.dongkeng.id, "joined_at": now} for day in days]
            for start in range(0, len(sheets), 500):
                PartyDay.sheets.rel_model.insert_many(sheets[start : start + 500]).execute()

    def look(address):
        desk.get(address)
        with watched(monkeypatch) as work:
            assert desk.get(address).status_code == 200
        return work

    addresses = (f"/{page}?page=2", f"/{page}?{filters}&page=2")
    fill(0, FEW)
    few = [look(address) for address in addresses]
    fill(FEW, MANY)
    many = [look(address) for address in addresses]

    for before, after in zip(few, many, strict=True):
        assert after.shapes == before.shapes
        assert after.fetched == before.fetched
        assert after.fetched <= MOST

"""Made-up people, as many as a tester wants."""

from __future__ import annotations

import sqlite3

from sandbox.platform import people
from sandbox.platform.ids import derived_id

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = ("春兰", "秋菊", "大山", "小河", "守田", "茂林", "玉梅", "青松", "月娥", "长根", "素芬", "福生", "桂香")
FIRST_PHONE = 19900000000


def add(db: sqlite3.Connection, appid: str, count: int) -> list[str]:
    """Add that many and answer their openids."""
    phone = db.execute(
        "SELECT coalesce(max(CAST(phone AS INTEGER)) + 1, ?) FROM people WHERE phone GLOB '199????????'",
        (FIRST_PHONE,),
    ).fetchone()[0]
    return [people.add(db, appid, _person(appid, str(phone + number))) for number in range(count)]


def _person(appid: str, phone: str) -> people.Person:
    """The name follows from the phone number: neighbours differ in surname and given name."""
    number = int(phone) - FIRST_PHONE
    name = SURNAMES[number % len(SURNAMES)] + GIVEN[number % len(GIVEN)]
    return people.Person(name=name, phone=phone, unionid=derived_id("unionid", appid, phone))

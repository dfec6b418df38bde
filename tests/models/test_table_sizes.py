"""What SQLite's planner learns; servers learn by themselves."""

import pytest
from peewee import SqliteDatabase

from models.database import database
from models.people import Person
from models.table_sizes import learn_sizes


@pytest.fixture
def database_url(engine_url):
    return engine_url


def test_the_planner_knows_how_many_rows_a_table_has(cast, now):
    rows = [{"name": f"某{number}", "home": cast.dongkeng.id, "created_at": now} for number in range(2_000)]
    for start in range(0, len(rows), 500):
        Person.insert_many(rows[start : start + 500]).execute()
    learn_sizes()

    if isinstance(database.obj, SqliteDatabase):
        known = database.execute_sql("SELECT stat FROM sqlite_stat1 WHERE tbl = 'person'").fetchall()
        assert {int(stat.split()[0]) for (stat,) in known} == {Person.select().count()}

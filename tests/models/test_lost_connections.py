"""A connection that dies in mid-work, on the servers that have connections to lose."""

from __future__ import annotations

import peewee
import pytest

from models.alliances import AllianceType
from models.database import database
from models.unit_of_work import LOST_ATTEMPTS, unit_of_work
from tests.engines import engine_names

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("db")]


@pytest.fixture(params=[name for name in engine_names() if name != "sqlite"])
def engine(request, engines):
    return engines[request.param]


@pytest.fixture
def database_url(engine_url):
    return engine_url


def cut(database_url):
    """End this thread's connection from another one, as a server that goes away does."""
    mine = database.connection()
    if database_url.startswith("postgres"):
        number, sql = mine.info.backend_pid, "SELECT pg_terminate_backend(%s)"
    else:
        number, sql = mine.thread_id(), "KILL %s"
    other = type(database.obj)._connect  # a connection of its own, outside the pool's books
    connection = other(database.obj)
    with connection.cursor() as cursor:
        cursor.execute(sql, (number,))
    connection.close()


def add_type(key):
    AllianceType.create(key=key, name=key, colour="#cc0000")


def test_a_unit_whose_connection_is_lost_before_the_commit_is_replayed_on_another(database_url):
    calls = []

    @unit_of_work
    def run():
        add_type("red")
        calls.append(1)
        if len(calls) == 1:
            cut(database_url)
        add_type("green")

    run()

    assert len(calls) == 2
    assert {row.key for row in AllianceType.select()} == {"red", "green"}


def test_a_server_that_stays_away_is_not_asked_for_ever(database_url):
    calls = []

    @unit_of_work
    def run():
        calls.append(1)
        cut(database_url)
        add_type("red")

    with pytest.raises(peewee.PeeweeException):
        run()
    assert len(calls) == LOST_ATTEMPTS + 1


def test_a_connection_lost_while_committing_is_not_replayed(database_url, monkeypatch):
    calls = []
    commit = type(database.obj).commit

    def cut_and_commit(self):
        cut(database_url)
        return commit(self)

    @unit_of_work
    def run():
        calls.append(1)
        add_type("red")

    monkeypatch.setattr(type(database.obj), "commit", cut_and_commit)
    with pytest.raises(peewee.PeeweeException):
        run()
    assert len(calls) == 1

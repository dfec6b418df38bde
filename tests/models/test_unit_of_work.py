"""One use case, one transaction: what is replayed, what is not, and what joins."""

import sqlite3

import peewee
import pytest

from models import unit_of_work as module
from models.alliances import AllianceType
from models.database import database
from models.unit_of_work import ATTEMPTS, is_conflict, unit_of_work
from services.errors import WrongState

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr(module.time, "sleep", lambda seconds: None)


def add_type(key="red"):
    return AllianceType.create(key=key, name=key, colour="#cc0000")


def failing(error, *, times=10**6):
    """A unit that raises the error so many times, and the list of its calls."""
    calls = []

    @unit_of_work
    def run():
        calls.append(1)
        if len(calls) <= times:
            raise error
        return len(calls)

    return run, calls


def sqlite_error(code):
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = code
    return error


def test_what_it_returns_is_answered_and_kept():
    row = unit_of_work(add_type)()

    assert AllianceType.get_by_id(row.id).key == "red"


def test_a_refusal_rolls_everything_back_and_is_not_replayed():
    calls = []

    @unit_of_work
    def run():
        calls.append(1)
        add_type()
        raise WrongState()

    with pytest.raises(WrongState):
        run()
    assert (len(calls), AllianceType.select().count()) == (1, 0)


@pytest.mark.parametrize("error", [ValueError("no"), KeyError("no"), peewee.OperationalError("no such table: x")])
def test_what_is_no_conflict_is_raised_at_once(error):
    run, calls = failing(error)

    with pytest.raises(type(error)):
        run()
    assert len(calls) == 1


def test_a_conflict_is_replayed_until_it_succeeds():
    run, _ = failing(sqlite_error(sqlite3.SQLITE_BUSY), times=3)

    assert run() == 4


def test_a_conflict_without_end_is_raised_after_the_last_attempt():
    run, calls = failing(sqlite_error(sqlite3.SQLITE_BUSY))

    with pytest.raises(sqlite3.OperationalError):
        run()
    assert len(calls) == ATTEMPTS


def test_a_unique_key_taken_by_a_rival_is_replayed_twice_and_then_raised():
    run, calls = failing(peewee.IntegrityError("UNIQUE constraint failed"))

    with pytest.raises(peewee.IntegrityError):
        run()
    assert len(calls) == 3


def test_the_replay_starts_from_nothing():
    counts = []

    @unit_of_work
    def run():
        counts.append(AllianceType.select().count())
        add_type()
        if len(counts) == 1:
            raise sqlite_error(sqlite3.SQLITE_BUSY)

    run()
    assert counts == [0, 0]
    assert AllianceType.select().count() == 1


def test_a_unit_inside_another_is_undone_with_it():
    @unit_of_work
    def outer():
        unit_of_work(add_type)()
        raise WrongState()

    with pytest.raises(WrongState):
        outer()
    assert AllianceType.select().count() == 0


def test_a_conflict_inside_a_nested_unit_replays_the_outermost_one():
    outer_calls, inner_calls = [], []

    @unit_of_work
    def inner():
        inner_calls.append(1)
        if len(inner_calls) == 1:
            raise sqlite_error(sqlite3.SQLITE_BUSY)

    @unit_of_work
    def outer():
        outer_calls.append(1)
        inner()

    outer()
    assert (len(outer_calls), len(inner_calls)) == (2, 2)


def test_a_busy_file_is_waited_for(monkeypatch, database_url):
    """Another process holds the write lock; it lets go while we pause."""
    database.execute_sql("PRAGMA busy_timeout = 0")
    rival = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    rival.execute("BEGIN IMMEDIATE")
    pauses = []

    def rest(seconds):
        pauses.append(seconds)
        if rival.in_transaction:
            rival.execute("ROLLBACK")

    monkeypatch.setattr(module.time, "sleep", rest)
    unit_of_work(add_type)()
    rival.close()

    assert len(pauses) == 1
    assert AllianceType.select().count() == 1


@pytest.mark.parametrize(
    ("driver_error", "expected"),
    [
        (sqlite_error(sqlite3.SQLITE_BUSY), True),
        (sqlite_error(sqlite3.SQLITE_BUSY | (2 << 8)), True),  # BUSY_SNAPSHOT
        (sqlite_error(sqlite3.SQLITE_FULL), False),
        (Exception(1213, "Deadlock found"), True),
        (Exception(1205, "Lock wait timeout exceeded"), True),
        (Exception(1062, "Duplicate entry"), False),
        (Exception(2013, "Lost connection"), False),
        (Exception(["no number"]), False),
    ],
)
def test_conflicts_are_told_by_the_driver_s_own_number(driver_error, expected):
    error = peewee.OperationalError("wrapped")
    error.orig = driver_error

    assert is_conflict(error) is expected


@pytest.mark.parametrize(("pgcode", "expected"), [("40001", True), ("40P01", True), ("55P03", True), ("42P01", False)])
def test_postgresql_s_conflicts_are_told_by_their_state(pgcode, expected):
    driver_error = Exception("wrapped")
    driver_error.pgcode = pgcode
    error = peewee.OperationalError("wrapped")
    error.__cause__ = driver_error

    assert is_conflict(error) is expected

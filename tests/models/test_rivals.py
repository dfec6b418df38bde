"""Two units that really collide, on each engine."""

import contextlib
import threading

import pytest

from models.alliances import AllianceType
from models.unit_of_work import is_sqlite, unit_of_work
from tests.races import at_once

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def database_url(engine_url):
    return engine_url


class Crossing:
    """Holds each of two rivals, at the first try, until the other is there too.

    SQLite lets one writer in at a time: there the first one does not wait for the second in vain.
    """

    def __init__(self):
        self._barrier = threading.Barrier(2, timeout=0.1 if is_sqlite() else 5)

    def wait(self):
        with contextlib.suppress(threading.BrokenBarrierError):
            self._barrier.wait()
            self._barrier.abort()  # from now on nobody waits


def add_types(*keys):
    return [AllianceType.create(key=key, name="", colour="#cc0000") for key in keys]


def test_of_two_that_wait_for_each_other_one_is_replayed_and_both_succeed():
    one, other = add_types("one", "other")
    crossing = Crossing()

    @unit_of_work
    def write(first, second):
        for row in (first, second):
            AllianceType.update(name=AllianceType.name.concat("x")).where(AllianceType.id == row.id).execute()
            if row is first:
                crossing.wait()

    answers = at_once([lambda: write(one, other), lambda: write(other, one)])

    assert answers == [None, None]
    assert [row.name for row in AllianceType.select()] == ["xx", "xx"]


def test_of_two_that_insert_the_same_key_the_later_finds_the_earlier_s_row():
    crossing = Crossing()

    @unit_of_work
    def find_or_add():
        found = AllianceType.get_or_none(key="red")
        if found is not None:
            return found.id
        crossing.wait()
        return add_types("red")[0].id

    one, other = at_once([find_or_add, find_or_add])

    assert one == other
    assert AllianceType.select().count() == 1


def test_no_increment_is_lost():
    (row,) = add_types("red")

    @unit_of_work
    def append():
        AllianceType.update(name=AllianceType.name.concat("x")).where(AllianceType.id == row.id).execute()

    assert at_once([append] * 8) == [None] * 8
    assert AllianceType.get().name == "x" * 8

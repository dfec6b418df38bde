"""One use case = one transaction, replayed whole when the database asks for it."""

from __future__ import annotations

import contextlib
import functools
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from typing import Any, ParamSpec, TypeVar

import peewee

from models.database import database, sqlite_write_lock

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 12
FIRST_PAUSE_SECONDS = 0.005
LONGEST_PAUSE_SECONDS = 0.25

# 40001 serialisation failure, 40P01 deadlock, 55P03 lock not available
POSTGRESQL_CONFLICTS = ("40001", "40P01", "55P03")
# 1213 deadlock (and every Galera certification conflict), 1205 lock wait timeout, 1020 record has changed
MYSQL_CONFLICTS = (1213, 1205, 1020)


def unit_of_work(function: Callable[P, R]) -> Callable[P, R]:
    """Run the function in one transaction; replay it from the start on a conflict with a rival.

    Called inside another unit of work it joins that one: the outermost unit commits or replays.
    Because of the replay the function must do nothing outside the database: no sending, no files.

    A unique key that a rival took first is a conflict too: the replay reads what the rival wrote.
    Such a function therefore looks for its own row before inserting it.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if database.in_transaction():
            return function(*args, **kwargs)
        unique_conflicts = 0
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with _one_writer(), database.atomic():
                    return function(*args, **kwargs)
            except peewee.IntegrityError:
                unique_conflicts += 1
                if unique_conflicts > 2:
                    raise
            except (peewee.PeeweeException, sqlite3.Error) as error:
                if attempt == ATTEMPTS or not is_conflict(error):
                    raise
            time.sleep(random.uniform(0, min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2**attempt)))  # noqa: S311 (jitter)
        raise AssertionError("the last attempt returns or raises")

    return run


@contextlib.contextmanager
def _one_writer() -> Iterator[None]:
    if is_sqlite():
        with sqlite_write_lock:
            yield
    else:
        yield


def is_sqlite() -> bool:
    """Whether *the* database is SQLite, whose writers queue in this process (see models.database)."""
    return isinstance(database.obj, peewee.SqliteDatabase)


def is_conflict(error: BaseException) -> bool:
    """Whether the database refused the transaction only because of a rival, so that a replay may succeed."""
    for cause in _causes(error):
        code = getattr(cause, "sqlite_errorcode", None)
        if code is not None:
            return (code & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if getattr(cause, "pgcode", None) in POSTGRESQL_CONFLICTS:
            return True
        if cause.args and cause.args[0] in MYSQL_CONFLICTS:
            return True
    return False


def _causes(error: BaseException) -> Iterator[Any]:
    """The error, the driver's error that peewee wraps, and what raised them."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield getattr(error, "orig", None) or error
        error = error.__cause__ or error.__context__  # type: ignore[assignment]

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
import pymysql

from models.database import database, sqlite_write_lock

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 12
FIRST_PAUSE_SECONDS = 0.005
LONGEST_PAUSE_SECONDS = 0.25

# 40001 serialisation failure, 40P01 deadlock, 55P03 lock not available
POSTGRESQL_CONFLICTS = ("40001", "40P01", "55P03")
# The connection is gone. 08…: connection failures; 57P…: the server shuts down or has not started up.
POSTGRESQL_LOST = ("08000", "08001", "08003", "08004", "08006", "57P01", "57P02", "57P03")
# 1047 a Galera node that has left the cluster, 1053 shutdown; the others: gone, as PyMySQL says it (0: even earlier)
MYSQL_LOST = (0, 1047, 1053, 2003, 2006, 2013, 2055)
LOST_ATTEMPTS = 3
# 1213 deadlock (and every Galera certification conflict), 1205 lock wait timeout, 1020 record has changed
MYSQL_CONFLICTS = (1213, 1205, 1020)


def unit_of_work(function: Callable[P, R]) -> Callable[P, R]:
    """Run the function in one transaction; replay it from the start on a conflict with a rival.

    Called inside another unit of work it joins that one: the outermost unit commits or replays.
    Because of the replay the function must do nothing outside the database: no sending, no files.

    A unique key that a rival took first is a conflict too: the replay reads what the rival wrote.
    Such a function therefore looks for its own row before inserting it.

    A connection that is lost before the commit is replaced, on another host where there are several, and the
    function replayed: nothing was kept. One that is lost while committing is raised, because nobody knows; the
    caller's repeat under the same Idempotency-Key finds out.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if database.in_transaction():
            return function(*args, **kwargs)
        patience = _Patience()
        while True:
            is_committing = False
            try:
                with _one_writer(), database.atomic():
                    answer = function(*args, **kwargs)
                    is_committing = True
                return answer
            except (peewee.PeeweeException, sqlite3.Error) as error:
                patience.bear(error, is_committing=is_committing)

    return run


class _Patience:
    """How often a unit is replayed, and for what."""

    def __init__(self) -> None:
        self._attempts = self._unique_conflicts = self._losses = 0

    def bear(self, error: Exception, *, is_committing: bool) -> None:
        """Return, after a pause and with a living connection, when a replay may help; else raise the error."""
        self._attempts += 1
        if not self._may_help(error, is_committing) or self._attempts == ATTEMPTS:
            raise error
        time.sleep(random.uniform(0, min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2**self._attempts)))  # noqa: S311 (jitter)
        database.connect(reuse_if_open=True)

    def _may_help(self, error: Exception, is_committing: bool) -> bool:
        if isinstance(error, peewee.IntegrityError):
            self._unique_conflicts += 1
            return self._unique_conflicts <= 2
        if is_lost(error):
            database.manual_close()  # back in the pool it would only fail the next
            self._losses += 1
            return not is_committing and self._losses <= LOST_ATTEMPTS
        return is_conflict(error)


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


def is_lost(error: BaseException) -> bool:
    """Whether the connection to the database is gone, rather than something wrong with what was asked."""
    for cause in _causes(error):
        if hasattr(cause, "pgcode") and (cause.pgcode in POSTGRESQL_LOST or _hung_up()):
            return True
        if isinstance(cause, pymysql.MySQLError) and cause.args and cause.args[0] in MYSQL_LOST:
            return True
    return False


def _hung_up() -> bool:
    """psycopg2 has no code for a server that went away in mid-sentence: it closes its connection."""
    return not database.is_closed() and bool(database.connection().closed)


def _causes(error: BaseException) -> Iterator[Any]:
    """The error, the driver's error that peewee wraps, and what raised them."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield getattr(cause, "orig", None) or cause
        cause = cause.__cause__ or cause.__context__

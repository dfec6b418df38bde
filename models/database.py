"""The one database: opening it by URL, the same rules on every engine."""

from __future__ import annotations

import sqlite3
import threading
import time
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from weakref import WeakKeyDictionary

import peewee
from playhouse.pool import PooledMySQLDatabase, PooledPostgresqlDatabase, PooledSqliteDatabase

database: Any = peewee.DatabaseProxy()

# SQLite lets one writer in at a time. Queueing for our own lock is far fairer than the
# engine's busy handler, whose random back-off starves some threads.
sqlite_write_lock = threading.RLock()

STALE_AFTER_SECONDS = 300
WAIT_FOR_CONNECTION_SECONDS = 10
WAIT_FOR_NEW_FILE_SECONDS = 10


def open_database(url: str, *, max_connections: int = 20) -> Any:
    """Open `sqlite:///path`, `postgresql://…`, `mysql://…` or `mariadb://…` and make it *the* database.

    Connections are kept in a pool; each thread takes one for the length of a request or a job.
    """
    opened = _from_url(url, max_connections)
    database.initialize(opened)
    return opened


def _from_url(url: str, max_connections: int) -> Any:
    parts = urlsplit(url)
    pool = {
        "max_connections": max_connections,
        "stale_timeout": STALE_AFTER_SECONDS,
        "timeout": WAIT_FOR_CONNECTION_SECONDS,
        "autoconnect": False,
    }
    if parts.scheme == "sqlite":
        return _sqlite(parts.path[1:], pool)
    where: dict[str, Any] = {
        "host": parts.hostname or "127.0.0.1",
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or "") or None,
    }
    name = parts.path.lstrip("/")
    options = dict(parse_qsl(parts.query))
    if parts.scheme in ("postgresql", "postgres"):
        return PostgresqlPool(name, port=parts.port or 5432, **where, **options, **pool)
    if parts.scheme in ("mysql", "mariadb"):
        return _mysql(name, parts.scheme == "mariadb", {"port": parts.port or 3306, **where}, pool)
    raise ValueError(f"DATABASE_URL: unknown scheme {parts.scheme!r}")


class PostgresqlPool(PooledPostgresqlDatabase):  # type: ignore[misc]  # the pool has no types
    """Asks a connection whether it still lives only after it has rested; peewee's own pool asks each time."""

    RESTED_SECONDS = 5.0

    def __init__(self, *args: Any, **options: Any) -> None:
        self._used_at: WeakKeyDictionary[Any, float] = WeakKeyDictionary()
        super().__init__(*args, **options)

    def _is_closed(self, connection: Any) -> bool:
        if time.monotonic() - self._used_at.get(connection, float("-inf")) < self.RESTED_SECONDS:
            return bool(connection.closed)
        return bool(super()._is_closed(connection))

    def _can_reuse(self, connection: Any) -> bool:
        self._used_at[connection] = time.monotonic()
        return bool(super()._can_reuse(connection))


def _sqlite(path: str, pool: dict[str, Any]) -> Any:
    pragmas = {
        "journal_mode": "wal",
        "synchronous": "normal",  # safe against a killed process; a power cut may lose the last commits
        "foreign_keys": 1,
        "busy_timeout": 15_000,
        "cache_size": -8_000,  # KB, of each connection: a web process stays under 150 MB
    }
    return _SqliteFile(path, pragmas=pragmas, lock_type="IMMEDIATE", check_same_thread=False, **pool)


class _SqliteFile(PooledSqliteDatabase):  # type: ignore[misc]  # the pool has no types
    """A file that several processes may open for the first time together.

    The first connection turns a new file into a WAL one. SQLite answers the others "locked" then,
    without asking its busy handler, so they wait here.
    """

    def _set_pragmas(self, connection: sqlite3.Connection) -> None:
        give_up_at = time.monotonic() + WAIT_FOR_NEW_FILE_SECONDS
        while True:
            try:
                return super()._set_pragmas(connection)  # type: ignore[no-any-return]
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                    raise
            time.sleep(0.01)


def _mysql(name: str, is_mariadb: bool, where: dict[str, Any], pool: dict[str, Any]) -> Any:
    from pymysql.constants import CLIENT

    return PooledMySQLDatabase(
        name,
        mariadb=is_mariadb,
        charset="utf8mb4",
        collation="utf8mb4_bin",  # openids differ by case
        client_flag=CLIENT.FOUND_ROWS,  # an UPDATE counts the rows it matched, as on the other engines
        init_command="SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
        **where,
        **pool,
    )

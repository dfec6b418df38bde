"""The one database: opening it by URL, the same rules on every engine."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from weakref import WeakKeyDictionary

import peewee
import pymysql
from playhouse.pool import PooledMySQLDatabase, PooledPostgresqlDatabase, PooledSqliteDatabase
from pymysql.constants import CLIENT

database: Any = peewee.DatabaseProxy()

Host = tuple[str, int]

# SQLite lets one writer in at a time. Queueing for our own lock is far fairer than the
# engine's busy handler, whose random back-off starves some threads.
sqlite_write_lock = threading.RLock()

STALE_AFTER_SECONDS = 300
CONNECT_SECONDS = 5
WAIT_FOR_CONNECTION_SECONDS = 10
WAIT_FOR_NEW_FILE_SECONDS = 10


def open_database(url: str, *, max_connections: int = 20) -> Any:
    """Open `sqlite:///path`, `postgresql://…`, `mysql://…` or `mariadb://…` and make it *the* database.

    A server URL may name several hosts (`mariadb://user@one:3306,two:3306/name`): the first that answers is used.
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
    who = {"user": unquote(parts.username or ""), "password": unquote(parts.password or "") or None}
    name = parts.path.lstrip("/")
    if parts.scheme in ("postgresql", "postgres"):
        return _postgresql(name, _hosts(parts.netloc, 5432), {**who, **dict(parse_qsl(parts.query))}, pool)
    if parts.scheme in ("mysql", "mariadb"):
        return _mysql(name, parts.scheme == "mariadb", _hosts(parts.netloc, 3306), who, pool)
    raise ValueError(f"DATABASE_URL: unknown scheme {parts.scheme!r}")


def _hosts(netloc: str, default_port: int) -> list[Host]:
    """The servers a URL names, in its order."""
    found = []
    for each in netloc.rpartition("@")[2].split(","):
        host, _, port = each.partition(":")
        found.append((host or "127.0.0.1", int(port or default_port)))
    return found


def _postgresql(name: str, hosts: list[Host], who: dict[str, Any], pool: dict[str, Any]) -> Any:
    """Of several hosts libpq takes the first that accepts writes: the one that leads, after a switch the new one."""
    if len(hosts) > 1:
        who = {"target_session_attrs": "read-write", **who}
    return PostgresqlPool(
        name,
        host=",".join(host for host, _ in hosts),
        port=",".join(str(port) for _, port in hosts),
        connect_timeout=CONNECT_SECONDS,
        **who,
        **pool,
    )


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
                super()._set_pragmas(connection)
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                    raise
            time.sleep(0.01)


class _SeveralHosts(peewee.MySQLDatabase):
    """Connects to the first host that answers and is ready; a cluster's node that joins answers before it is.

    All processes prefer the same node: writes to hot rows then conflict there, where it is cheap.
    """

    def init(self, *name: Any, **options: Any) -> None:
        self._hosts: list[Host] = options.pop("hosts")
        super().init(*name, **options)

    def _connect(self) -> Any:
        *others, last = self._hosts
        for host in others:
            with contextlib.suppress(pymysql.MySQLError):
                return self._connect_to(host)
        return self._connect_to(last)

    def _connect_to(self, host: Host) -> Any:
        name, port = host
        connection = pymysql.connect(
            host=name, port=port, database=self.database, autocommit=True, **self.connect_params
        )
        try:
            connection.query("SELECT 1")
        except pymysql.MySQLError:
            connection.close()
            raise
        return connection


class MySQLPool(PooledMySQLDatabase, _SeveralHosts):  # type: ignore[misc]  # the pool has no types
    """Connections to one of several hosts, kept."""


def _mysql(name: str, is_mariadb: bool, hosts: list[Host], who: dict[str, Any], pool: dict[str, Any]) -> Any:
    settings = ["TRANSACTION ISOLATION LEVEL READ COMMITTED"]
    if is_mariadb and len(hosts) > 1:
        settings = ["wsrep_sync_wait = 1", "tx_isolation = 'READ-COMMITTED'"]  # one reads what another node wrote
    return MySQLPool(
        name,
        mariadb=is_mariadb,
        hosts=hosts,
        charset="utf8mb4",
        collation="utf8mb4_bin",  # openids differ by case
        client_flag=CLIENT.FOUND_ROWS,  # an UPDATE counts the rows it matched, as on the other engines
        connect_timeout=CONNECT_SECONDS,
        init_command="SET SESSION " + ", ".join(settings),
        **who,
        **pool,
    )

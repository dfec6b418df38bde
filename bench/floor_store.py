"""The floor's database: one plain driver connection per thread, prebuilt SQL, no ORM."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from typing import Any

PERSON_OF_TOKEN = """
    SELECT p.id FROM session s JOIN person p ON p.id = s.person_id
    WHERE s.token_hash = ? AND s.revoked_at IS NULL AND s.expires_at > ?
"""


class Store:
    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self._url = url
        self._local = threading.local()
        self._writer = threading.Lock() if self.is_sqlite else contextlib.nullcontext()

    def run(self, sql: str, *values: Any) -> Any:
        cursor = self._connection().cursor()
        cursor.execute(sql if self.is_sqlite else _with_percent(sql), values)
        return cursor

    def insert(self, sql: str, *values: Any) -> int:
        """Execute an INSERT; answers the new row's id."""
        if self.is_sqlite:
            return int(self.run(sql, *values).lastrowid)
        return int(self.run(f"{sql} RETURNING id", *values).fetchone()[0])

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """On SQLite the writers of one process queue for our lock, as in the application."""
        with self._writer:
            self.run("BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN")
            try:
                yield
            except BaseException:
                self.run("ROLLBACK")
                raise
            self.run("COMMIT")

    def person_of(self, token: str) -> int | None:
        row = self.run(PERSON_OF_TOKEN, hashlib.sha256(token.encode()).hexdigest(), utc_now()).fetchone()
        return row[0] if row else None

    def _connection(self) -> Any:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
        return connection

    def _connect(self) -> Any:
        if self.is_sqlite:
            connection = sqlite3.connect(self._url.removeprefix("sqlite:///"), isolation_level=None, timeout=15)
            for pragma in ("synchronous=NORMAL", "foreign_keys=1", "cache_size=-32000", "mmap_size=268435456"):
                connection.execute(f"PRAGMA {pragma}")
            return connection
        import psycopg2

        connection = psycopg2.connect(self._url)
        connection.autocommit = True
        return connection


@functools.cache
def _with_percent(sql: str) -> str:
    return sql.replace("?", "%s")


def utc_now() -> str:
    """The present instant as the database has it."""
    return time.strftime("%Y-%m-%d %H:%M:%S.000000", time.gmtime())

"""The databases to test on: SQLite always, and each server that TEST_DATABASE_URLS names (separated by blanks)."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

SQLITE = "sqlite"


def engine_names() -> list[str]:
    """What to parametrise by: `sqlite` and the server URLs."""
    return [SQLITE, *os.environ.get("TEST_DATABASE_URLS", "").split()]


@contextlib.contextmanager
def fresh_database(engine: str, folder: Path) -> Iterator[str]:
    """An empty database on the engine; answers its URL, and is dropped afterwards."""
    if engine == SQLITE:
        yield f"sqlite:///{folder / 'test.sqlite3'}"
        return
    name = f"test_{uuid.uuid4().hex[:12]}"
    _on_server(engine, f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(engine)._replace(path=f"/{name}"))
    finally:
        force = " WITH (FORCE)" if engine.startswith("postgres") else ""
        _on_server(engine, f"DROP DATABASE {name}{force}")


def _on_server(url: str, sql: str) -> None:
    parts = urlsplit(url)
    where = {"host": parts.hostname, "user": parts.username}
    if parts.scheme.startswith("postgres"):
        import psycopg2

        connection = psycopg2.connect(dbname="postgres", port=parts.port or 5432, password=parts.password, **where)
        connection.autocommit = True
    else:
        import pymysql

        connection = pymysql.connect(port=parts.port or 3306, password=parts.password or "", **where)
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(sql)

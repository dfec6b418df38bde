"""Tests of races run on every engine: SQLite always, and each server of TEST_DATABASE_URLS."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import pytest

from models import schema
from models.database import database, open_database
from tests.conftest import engine_urls

T = TypeVar("T")


@pytest.fixture(scope="session", params=["sqlite", *engine_urls()], ids=lambda url: urlsplit(url).scheme or url)
def engine_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A fresh, migrated database on each engine, dropped at the end."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('engine') / 'race.sqlite3'}"
    else:
        name = f"events_race_{secrets.token_hex(4)}"
        url = urlunsplit(urlsplit(request.param)._replace(path=f"/{name}"))
        _on_server(request.param, f"CREATE DATABASE {name}")
    opened = open_database(url)
    with opened.connection_context():
        schema.upgrade()
    opened.close_all()
    yield url
    if request.param != "sqlite":
        _on_server(request.param, f"DROP DATABASE IF EXISTS {name}")


@pytest.fixture
def each_engine(engine_url: str) -> Iterator[str]:
    """The engine's database, connected in this thread."""
    opened = open_database(engine_url, max_connections=40)
    opened.connect()
    yield engine_url
    if not database.is_closed():
        database.close()
    opened.close_all()


def at_once(count: int, act: Callable[[int], T], *, threads: int = 16) -> list[T]:
    """Call `act(0)` … `act(count - 1)` from many threads, each with its own connection, starting together."""
    gate = threading.Barrier(min(threads, count))

    def run(number: int) -> T:
        with database.connection_context():
            return act(number)

    with ThreadPoolExecutor(min(threads, count), initializer=gate.wait) as pool:
        return list(pool.map(run, range(count)))


def _on_server(url: str, statement: str) -> None:
    """Run a statement outside any transaction, on the server's own database."""
    parts = urlsplit(url)
    where: dict[str, Any] = {"host": parts.hostname, "user": parts.username, "password": parts.password or ""}
    if parts.scheme in ("postgresql", "postgres"):
        import psycopg2

        connection = psycopg2.connect(dbname="postgres", port=parts.port or 5432, **where)
        connection.autocommit = True
    else:
        import pymysql

        connection = pymysql.connect(port=parts.port or 3306, autocommit=True, **where)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()

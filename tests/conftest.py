"""What every test shares: a fresh database, a standing cast, no way out to the network."""

from __future__ import annotations

import datetime
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import schema
from models.database import database, open_database
from models.encryption import key_ring
from tests.cast import Cast

NOW = datetime.datetime(2026, 11, 23, 1, 0, tzinfo=datetime.UTC)  # a Monday, 09:00 in Shanghai


@pytest.fixture(scope="session", autouse=True)
def _keys() -> None:
    key_ring.load(("test-secret-one", "test-secret-zero"))


@pytest.fixture(autouse=True)
def _no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches beyond this machine fails."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "localhost", "::1"):
            raise AssertionError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One migrated SQLite file, copied for each test."""
    path = tmp_path_factory.mktemp("schema") / "empty.sqlite3"
    opened = open_database(f"sqlite:///{path}")
    with opened.connection_context():
        schema.upgrade()
        opened.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.close_all()
    return path


@pytest.fixture
def database_url(empty_database: Path, tmp_path: Path) -> str:
    copy = tmp_path / "test.sqlite3"
    shutil.copy(empty_database, copy)
    return f"sqlite:///{copy}"


@pytest.fixture
def db(database_url: str) -> Iterator[None]:
    """The test's own database, connected in this thread."""
    opened = open_database(database_url)
    opened.connect()
    yield
    if not database.is_closed():
        database.close()
    opened.close_all()


@pytest.fixture
def now() -> datetime.datetime:
    return NOW


@pytest.fixture
def cast(db: None, now: datetime.datetime) -> Cast:
    """青溪县's standing cast; see tests/cast.py."""
    return Cast(now)


def engine_urls() -> list[str]:
    """Server databases to test on, besides SQLite: TEST_DATABASE_URLS, separated by blanks."""
    return os.environ.get("TEST_DATABASE_URLS", "").split()

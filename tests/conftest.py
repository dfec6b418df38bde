"""What every test shares: a fresh database, a standing cast, no way out to the network.

A module whose tests must hold on every engine overrides one fixture:

    @pytest.fixture
    def database_url(engine_url):
        return engine_url
"""

from __future__ import annotations

import datetime
import socket
from collections.abc import Iterator

import pytest

from models.appointments import Role
from models.database import database, open_database
from models.encryption import key_ring
from services.permissions import Actor
from tests.cast import Cast
from tests.engines import MySQL, PostgreSQL, SQLite, engine_names, engine_urls, make_engine

__all__ = ["engine_urls"]

NOW = datetime.datetime(2026, 11, 23, 1, 0, tzinfo=datetime.UTC)  # a Monday, 09:00 in Shanghai

Engine = SQLite | PostgreSQL | MySQL


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
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Engine]]:
    """Every engine to test on, by name."""
    folder = tmp_path_factory.mktemp("databases")
    made = {name: make_engine(url, folder) for name, url in engine_names().items()}
    yield made
    for engine in made.values():
        engine.close()


@pytest.fixture(params=list(engine_names()))
def engine(request: pytest.FixtureRequest, engines: dict[str, Engine]) -> Engine:
    """Each engine in turn."""
    return engines[request.param]


@pytest.fixture
def engine_url(engine: Engine) -> Iterator[str]:
    """A fresh migrated database on each engine in turn."""
    url = engine.fresh()
    yield url
    engine.drop(url)


@pytest.fixture
def each_engine(engine_url: str) -> Iterator[str]:
    """The same, connected in this thread, with room for many others."""
    opened = open_database(engine_url, max_connections=40)
    opened.connect()
    yield engine_url
    if not database.is_closed():
        database.close()
    opened.close_all()


@pytest.fixture
def blank_url(engine: Engine) -> Iterator[str]:
    """A database without any table on each engine in turn."""
    url = engine.blank()
    yield url
    engine.drop(url)


@pytest.fixture
def database_url(engines: dict[str, Engine]) -> Iterator[str]:
    """A fresh migrated database; on SQLite unless the module says otherwise (see above)."""
    url = engines["sqlite"].fresh()
    yield url
    engines["sqlite"].drop(url)


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
    with database.atomic():  # one commit for all of them
        return Cast(now)


@pytest.fixture
def officer(cast: Cast) -> Actor:
    """周镇长, who works at the township's office."""
    zhou = cast.member("周镇长", cast.township)
    cast.appoint(zhou, Role.TOWNSHIP_OFFICER, cast.township)
    return cast.actor(zhou.person)

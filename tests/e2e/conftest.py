"""One running system per engine and test module: SQLite always, and each server in TEST_DATABASE_URLS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.stack import Stack, WeChat
from tests.engines import engine_names, fresh_database


@pytest.fixture(scope="session", autouse=True)
def _no_way_out() -> None:
    """Here real processes talk to each other over loopback; the guard of tests/conftest.py is per test."""


@pytest.fixture(scope="module", params=list(engine_names()))
def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A running system with the demo county; what happens in one test of the module is there in the next."""
    folder: Path = tmp_path_factory.mktemp("stack")
    with fresh_database(request.param, folder) as url:
        running = Stack(url, folder)
        running.env |= getattr(request.module, "ENVIRONMENT", {})
        try:
            running.prepare(*getattr(request.module, "DEMO", ()))
            running.start(workers=getattr(request.module, "WORKERS", 1))
            yield running
        finally:
            running.stop()
        assert "failure" not in running.log(), running.log()[-3000:]


@pytest.fixture
def wechat(stack: Stack) -> Iterator[WeChat]:
    """The stand-in's admin door, with no faults left from the test before."""
    door = WeChat(stack)
    door.clear_faults()
    yield door
    door.clear_faults()

"""A canned WeChat, a database with the token table, and a clock that moves when told to."""

from __future__ import annotations

import datetime
import threading

import pytest

from models.api_uses import ApiUse
from models.database import database as the_database
from models.database import open_database
from models.wechat_tokens import WeChatToken
from tests.engines import engine_names, fresh_database
from tests.wechat.canned import CannedWeChat
from wechat.account import WeChatApp
from wechat.client import AppClient
from wechat.gateway import MiniProgram
from wechat.token_store import DatabaseTokenStore
from wechat.usage import ApiUses


class Clock:
    """An instant that advances by `advance(seconds)` only; `monotonic` moves along."""

    def __init__(self):
        self.now = datetime.datetime(2026, 11, 23, 7, 0, tzinfo=datetime.UTC)
        self.monotonic = 1000.0

    def __call__(self):
        return self.now

    def advance(self, seconds):
        self.now += datetime.timedelta(seconds=seconds)
        self.monotonic += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def database(database_url):
    """Open for everybody, connected in no thread."""
    opened = open_database(database_url)
    yield the_database
    opened.close_all()


@pytest.fixture(params=[pytest.param(name, id=name.split(":")[0]) for name in engine_names()])
def url_on_every_engine(request, tmp_path):
    """A database with the token table on each engine to test on."""
    with fresh_database(request.param, tmp_path) as url:
        opened = open_database(url)
        with the_database.connection_context():
            the_database.create_tables([WeChatToken, ApiUse])
        opened.close_all()
        yield url


@pytest.fixture
def canned():
    server = CannedWeChat()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.stop()
    thread.join()


@pytest.fixture
def app(canned):
    return WeChatApp("wx1", "app-secret", api_base=canned.url, connect_seconds=0.5, read_seconds=0.4)


@pytest.fixture
def tokens(database, clock):
    return DatabaseTokenStore(clock, monotonic=lambda: clock.monotonic)


@pytest.fixture
def client(app, tokens, clock):
    client = AppClient(app, tokens, ApiUses(clock), monotonic=lambda: clock.monotonic)
    yield client
    client.close()


@pytest.fixture
def mini_program(app, tokens, clock):
    gateway = MiniProgram(app, tokens, clock=clock, monotonic=lambda: clock.monotonic)
    yield gateway
    gateway.close()

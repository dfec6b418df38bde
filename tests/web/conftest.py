"""The web application on the test's own database, with a WeChat that answers as told."""

from __future__ import annotations

import dataclasses
import datetime
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.serving import WSGIRequestHandler, make_server

import app as application
from config.settings import Settings
from services import sessions
from services.permissions import Actor
from tests.cast import APPID, Cast
from tests.pictures import photo
from tests.web.push_end import PushEnd
from wechat.errors import CodeInvalid
from wechat.gateway import WeChatLogin
from wechat.outcomes import Verdict


class ToldWeChat:
    """WeChat as a test tells it: codes that work, a verdict on every text, a code and a link for each page."""

    appid = APPID
    version = "developer"

    def __init__(self) -> None:
        self.openids: dict[str, str] = {}
        self.phones: dict[str, str] = {}
        self.verdict = Verdict.PASS
        self.failure: Exception | None = None
        self.checked: list[str] = []

    def log_in(self, code: str) -> WeChatLogin:
        if self.failure:
            raise self.failure
        if code not in self.openids:
            raise CodeInvalid("code_invalid")
        return WeChatLogin(self.openids.pop(code), None)

    def phone_number(self, code: str, openid: str) -> str:
        if self.failure:
            raise self.failure
        if code not in self.phones:
            raise CodeInvalid("code_invalid")
        return self.phones.pop(code)

    def check_text(self, text: str, openid: str, scene: int) -> Verdict:
        self.checked.append(text)
        return self.verdict

    def code_picture(self, scene: str, page: str) -> bytes:
        return photo(kind="PNG")

    def page_link(self, page: str, query: str, days: int) -> str:
        return f"https://wxaurl.cn/{query}"


class Caller:
    """Someone with a phone: calls the API in their name."""

    def __init__(self, client: FlaskClient, token: str | None) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **options: Any) -> Any:
        return self._client.get(path, headers=self._headers, **options)

    def post(self, path: str, json: Any = None, key: str | None = None, **options: Any) -> Any:
        headers = {**self._headers, **({"Idempotency-Key": key} if key is not None else {})}
        return self._client.post(path, json={} if json is None else json, headers=headers, **options)

    def raw(self, method: str, path: str, data: bytes, content_type: str = "application/json") -> Any:
        return self._client.open(path, method=method, data=data, content_type=content_type, headers=self._headers)

    def patch(self, path: str, json: Any) -> Any:
        return self._client.patch(path, json=json, headers=self._headers)

    def delete(self, path: str) -> Any:
        return self._client.delete(path, headers=self._headers)

    def send(self, method: str, path: str, json: Any = None) -> Any:
        """A request that is made from the OpenAPI document."""
        return self._client.open(path, method=method, json=json, headers=self._headers)


@pytest.fixture
def wechat() -> ToldWeChat:
    return ToldWeChat()


@pytest.fixture
def app(cast: Cast, database_url: str, wechat: ToldWeChat, now: datetime.datetime) -> Iterator[Any]:
    settings = dataclasses.replace(
        Settings.from_env({}), database_url=database_url, secret_keys=("test-secret-one", "test-secret-zero")
    )
    from models.database import database

    database.close()
    made = application.create_app(settings)
    made.extensions.update(mini_program=wechat, clock=lambda: now)
    made.extensions["sandbox_phone"] = SimpleNamespace(open_mini_program=lambda openid: None)
    database.connect()
    yield made
    opened = database.obj
    if not database.is_closed():
        database.close()
    opened.close_all()


@pytest.fixture
def call_as(app: Any, now: datetime.datetime) -> Any:
    """`call_as(cast.wang)` answers a Caller logged in as that actor; `call_as(None)` one who is not."""

    def call(actor: Actor | None) -> Caller:
        if actor is None:
            return Caller(app.test_client(), None)
        token, _ = sessions.open_session(actor.person, identity_id=actor.identity_id, days=1, now=now)
        return Caller(app.test_client(), token)

    return call


@pytest.fixture
def clock(app: Any, now: datetime.datetime) -> Any:
    """`clock(minutes)` moves the application's clock that far from the test's now."""

    def move(minutes: float) -> datetime.datetime:
        moment = now + datetime.timedelta(minutes=minutes)
        app.extensions["clock"] = lambda: moment
        return moment

    return move


@pytest.fixture
def call_party_day(call_as: Any, cast: Any, now: datetime.datetime) -> Any:
    """李书记 calls a Party day that starts in ten minutes and lasts two hours, unless told otherwise."""

    def call(starts_in: float = 10, by: Any = None, **columns: Any) -> dict[str, Any]:
        starts_at = now + datetime.timedelta(minutes=starts_in)
        body = {
            "title": "11月主题党日",
            "starts_at": starts_at.isoformat(),
            "ends_at": (starts_at + datetime.timedelta(hours=2)).isoformat(),
            "place": "东坑村党群服务中心",
            **columns,
        }
        answer = call_as(by or cast.li).post("/api/party-days", body)
        assert answer.status_code == 201, answer.json
        return dict(answer.json)

    return call


@pytest.fixture
def live(app: Any) -> Iterator[str]:
    """The application behind a real HTTP server; answers its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


class _Silent(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        pass


@pytest.fixture
def push_end(app: Any, live: str) -> Iterator[PushEnd]:
    end = PushEnd(app, live)
    yield end
    end.close()

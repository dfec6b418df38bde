"""The push endpoint over real HTTP: a server in a thread, and WeChat's side of it."""

from __future__ import annotations

import datetime
import http.client
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests

from models.pushes import Push, PushAccount
from tests.wechat.sealing import Sender
from wechat.push.receiver import PushReceiver

PATHS = {"json": "mini-program", "xml": "official-account"}
ACCOUNTS = {"json": PushAccount.MINI_PROGRAM, "xml": PushAccount.OFFICIAL_ACCOUNT}


class PushEnd:
    """Sends pushes to the app as WeChat would. `app_is(sender)` sets the account up like the sender's."""

    def __init__(self, app: Any, base: str) -> None:
        self._app, self.base = app, base
        self._http = requests.Session()
        self._http.trust_env = False

    def app_is(self, sender: Sender, mode: str = "security", *, at: int | None = None) -> None:
        receiver = PushReceiver(sender.appid, sender.token, sender.aes_key, mode, sender.form)
        self._app.extensions["push_receivers"] |= {ACCOUNTS[sender.form]: receiver}
        if at is not None:
            self.time_is(at)

    def time_is(self, at: float) -> None:
        instant = datetime.datetime.fromtimestamp(at, datetime.UTC)
        self._app.extensions["clock"] = lambda: instant

    @property
    def now(self) -> int:
        return int(self._app.extensions["clock"]().timestamp())

    def post(self, form: str, query: dict[str, Any], body: bytes | Iterator[bytes]) -> requests.Response:
        return self._http.post(f"{self.base}/wechat/{PATHS[form]}", params=query, data=body, timeout=10)

    def get(self, form: str, query: dict[str, Any]) -> requests.Response:
        return self._http.get(f"{self.base}/wechat/{PATHS[form]}", params=query, timeout=10)

    def announced(self, form: str, query: dict[str, Any], length: int) -> int:
        """The status for a body that is announced but never sent."""
        connection = http.client.HTTPConnection(urlsplit(self.base).netloc, timeout=5)
        connection.putrequest("POST", f"/wechat/{PATHS[form]}?{urlencode(query)}")
        connection.putheader("Content-Length", str(length))
        connection.endheaders()
        status = connection.getresponse().status
        connection.close()
        return status

    def close(self) -> None:
        self._http.close()


def stored() -> list[Push]:
    return list(Push.select().order_by(Push.id))

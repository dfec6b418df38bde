"""The real stand-in as its own process, a receiver in the app's place, and a hand to drive both."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.dom import minidom

import pytest
import requests
from wechatpy.crypto import WeChatCrypto

MINI = {
    "appid": "wx5a4db0c0000000aa",
    "secret": "made-up-mini-secret",
    "token": "minipushtoken",
    "aes_key": "A" * 42 + "E",
}
OA = {"appid": "wx5a4db0c0000000bb", "secret": "made-up-oa-secret", "token": "oapushtoken", "aes_key": "C" * 42 + "E"}

SEED = {
    "people": [
        {"name": "李春兰", "phone": "19900000001", "roles": ["secretary"]},
        {"name": "王大山", "phone": "19900000002", "roles": ["member"], "grants": {"tpl-notice": 1}},
        {"name": "赵小河", "phone": "19900000003", "unionid": None},
    ],
    "pages": ["pages/home/index", "pages/wish/index"],
}


@dataclass
class Received:
    path: str
    query: dict[str, str]
    body: str


class Receiver(ThreadingHTTPServer):
    """Stands where the app would receive pushes."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.pushes: queue.Queue[Received] = queue.Queue()
        self.answer: Callable[[Received], tuple[int, str]] = success
        self.url = f"http://127.0.0.1:{self.server_port}"

    def all(self) -> list[Received]:
        return [self.pushes.get_nowait() for _ in range(self.pushes.qsize())]


def success(_received: Received) -> tuple[int, str]:
    return 200, "success"


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """A picture, as the app hands them out."""
        self.send_response(200)
        self.send_header("Content-Length", "7")
        self.end_headers()
        self.wfile.write(b"picture")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode(errors="replace")
        url = urlsplit(self.path)
        received = Received(url.path, dict(parse_qsl(url.query)), body)
        status, text = self.server.answer(received)
        self.server.pushes.put(received)
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        pass


class Desk:
    """What a test does with the stand-in: act as the app, as a person, as the tester."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.http = requests.Session()
        self.http.trust_env = False
        self.people: dict[str, str] = {}

    def reset(self) -> None:
        self.admin("POST", "seed", **SEED)
        self.people = {each["name"]: each["openid"] for each in self.admin("POST", "reset")["people"]}

    def admin(self, method: str, path: str, **body: Any) -> Any:
        return self.http.request(method, f"{self.base}/__admin/{path}", json=body, timeout=10).json()

    def get(self, api: str, **query: str) -> dict[str, Any]:
        return self.http.get(f"{self.base}/{api}", params=query, timeout=10).json()

    def post(self, api: str, token: str | None = None, **body: Any) -> dict[str, Any]:
        return self.raw_post(api, token, **body).json()

    def raw_post(self, api: str, token: str | None = None, **body: Any) -> requests.Response:
        query = {"access_token": self.token() if token is None else token}
        return self.http.post(f"{self.base}/{api}", params=query, json=body, timeout=10)

    def new_token(self, account: dict[str, str] = MINI) -> dict[str, Any]:
        credentials = {name: account[name] for name in ("appid", "secret")}
        return self.get("cgi-bin/token", grant_type="client_credential", **credentials)

    def stable_token(self, **more: Any) -> dict[str, Any]:
        fields = {"grant_type": "client_credential", "appid": MINI["appid"], "secret": MINI["secret"]}
        return self.post("cgi-bin/stable_token", token="", **fields, **more)

    def token(self) -> str:
        return self.stable_token()["access_token"]

    def code(self, name: str, kind: str = "login") -> str:
        return self.admin("POST", f"{kind}-code", openid=self.people[name])["code"]

    def log_in(self, code: str, **changes: str) -> dict[str, Any]:
        fields = {"appid": MINI["appid"], "secret": MINI["secret"], "grant_type": "authorization_code"}
        return self.get("sns/jscode2session", **{**fields, "js_code": code, **changes})

    def grant(self, name: str, template_id: str = "tpl-wish-update", n: int = 1, **more: Any) -> dict[str, Any]:
        return self.admin("POST", "grants", openid=self.people[name], template_id=template_id, n=n, **more)

    def send(self, name: str, **changes: Any) -> dict[str, Any]:
        return self.post("cgi-bin/message/subscribe/send", **wish_update(self.people[name], **changes))

    def fault(self, kind: str, api: str = "cgi-bin/message/subscribe/send", **more: Any) -> Any:
        return self.admin("POST", "faults", api=api, kind=kind, **more)

    def advance(self, seconds: float) -> Any:
        return self.admin("POST", "clock", advance_seconds=seconds)

    def outbox(self, **query: str) -> list[dict[str, Any]]:
        return self.http.get(f"{self.base}/__admin/outbox", params=query, timeout=10).json()


def wish_update(openid: str, **changes: Any) -> dict[str, Any]:
    values = {"thing1": "给王大爷修水管", "phrase2": "办理中", "thing3": "请在7天内联系"}
    data = {key: {"value": value} for key, value in values.items()}
    return {"touser": openid, "template_id": "tpl-wish-update", "data": data, **changes}


@pytest.fixture(scope="session")
def receiver_process() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def process(tmp_path_factory: pytest.TempPathFactory, receiver_process: Receiver) -> Iterator[Desk]:
    """Its first line names the address once it listens: that is the condition waited for."""
    store = tmp_path_factory.mktemp("sandbox") / "store.sqlite3"
    with start(store, callback=receiver_process.url) as child:
        desk = Desk(child.stdout.readline().split()[-1])
        yield desk
        desk.http.close()
        child.terminate()
        assert child.wait(timeout=10) == 0


def start(store: os.PathLike[str], callback: str = "") -> subprocess.Popen[str]:
    environ = {"PATH": os.environ["PATH"], "SANDBOX_PORT": "0", "SANDBOX_STORE": str(store)}
    for prefix, account in (("WECHAT_MINI_", MINI), ("WECHAT_OA_", OA)):
        environ |= {prefix + name.upper(): value for name, value in account.items()}
    if callback:
        environ |= {"SANDBOX_MINI_CALLBACK": f"{callback}/mini", "SANDBOX_OA_CALLBACK": f"{callback}/oa"}
    return subprocess.Popen([sys.executable, "-m", "sandbox.platform"], env=environ, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def desk(process: Desk) -> Desk:
    process.reset()
    return process


@pytest.fixture
def receiver(receiver_process: Receiver) -> Iterator[Receiver]:
    receiver_process.all()
    receiver_process.answer = success
    yield receiver_process
    receiver_process.answer = success


@pytest.fixture(scope="session")
def start_process() -> Any:
    return start


@pytest.fixture(scope="session")
def mini() -> dict[str, str]:
    return MINI


@pytest.fixture(scope="session")
def oa() -> dict[str, str]:
    return OA


@pytest.fixture(scope="session")
def open_push() -> Callable[[Received], dict[str, Any]]:
    """What a push says, opened by a library that the stand-in does not use; nested XML stays out."""

    def open_it(push: Received) -> dict[str, Any]:
        is_json = push.body.lstrip().startswith("{")
        account = MINI if is_json else OA
        crypto = WeChatCrypto(account["token"], account["aes_key"], account["appid"])
        sealed = json.loads(push.body) if is_json else push.body
        seal = (push.query[name] for name in ("msg_signature", "timestamp", "nonce"))
        inner = crypto.decrypt_message(sealed, *seal)
        if is_json:
            return json.loads(inner)
        root = minidom.parseString(inner.encode()).documentElement
        return {
            leaf.tagName: "".join(getattr(part, "data", "") for part in leaf.childNodes) for leaf in root.childNodes
        }

    return open_it

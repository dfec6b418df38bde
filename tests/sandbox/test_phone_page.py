"""The phone's page and its relay to the app."""

from __future__ import annotations

import http.server
import threading

import pytest

from sandbox.platform import application
from sandbox.platform.settings import SettingError, Settings


class Echo(http.server.BaseHTTPRequestHandler):
    """An app that answers with what it was asked."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = b"|".join([self.path.encode(), self.headers.get("Idempotency-Key", "").encode(), body])
        self.send_response(201)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def relay_to(tmp_path):
    """A client of the stand-in whose relay leads to this address."""
    opened = []

    def make(url: str):
        app, platform = application.create(
            Settings.from_env({"SANDBOX_APP_URL": url, "SANDBOX_STORE": str(tmp_path / "store.sqlite3")})
        )
        opened.append(platform)
        return app.test_client()

    yield make
    for platform in opened:
        platform.store.close()


@pytest.mark.parametrize("url", ["http://example.com", "https://127.0.0.1:8000", "http://10.0.0.1", "nonsense"])
def test_the_relay_hands_on_only_to_this_machine(url):
    with pytest.raises(SettingError, match="SANDBOX_APP_URL"):
        Settings.from_env({"SANDBOX_APP_URL": url})


def test_a_call_is_handed_on_as_it_is(relay_to):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo) as app:
        threading.Thread(target=app.serve_forever, daemon=True).start()
        client = relay_to(f"http://127.0.0.1:{app.server_port}")
        path = "/phone/relay/api/wishes?a=1&b=%E6%9D%91"
        answer = client.post(path, data="{}", headers={"Idempotency-Key": "k"})
        app.shutdown()
    assert (answer.status_code, answer.text) == (201, "/api/wishes?a=1&b=%E6%9D%91|k|{}")


def test_an_app_that_is_not_there_looks_like_a_broken_network(relay_to):
    answer = relay_to("http://127.0.0.1:9").get("/phone/relay/api/home")
    assert (answer.status_code, answer.headers["X-Relay-Failed"]) == (502, "1")


@pytest.mark.parametrize("path", ["metrics", "wechat/mini-program", "api/../metrics", "api/%2e%2e/metrics"])
def test_nothing_but_the_api_is_handed_on(relay_to, path):
    answer = relay_to("http://127.0.0.1:9").get(f"/phone/relay/{path}")
    assert answer.status_code == 404

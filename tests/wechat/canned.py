"""A server that says whatever a test tells it to, with all the manners WeChat would never have."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

DRIP_SECONDS = 0.05


@dataclass(frozen=True)
class Asked:
    path: str
    query: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self):
        super().setup()
        self.server.connections += 1

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.answer()

    def answer(self):
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = Asked(parts.path[1:], dict(parse_qsl(parts.query)), body)
        self.server.asked.append(asked)
        self.server.answers.get(asked.path, says(errcode=0, errmsg="ok"))(self)

    def log_message(self, *args):
        pass


class CannedWeChat(ThreadingHTTPServer):
    """`answers` maps a path to one of the manners below; unless told otherwise, each token is a new one."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[Asked] = []
        self.connections = 0
        self.closing = threading.Event()
        self.answers: dict[str, Callable[[_Handler], None]] = {"cgi-bin/stable_token": self._new_token}
        self.url = f"http://127.0.0.1:{self.server_port}"

    def times(self, path):
        return Counter(asked.path for asked in self.asked)[path]

    def last(self, path):
        return [asked for asked in self.asked if asked.path == path][-1]

    def _new_token(self, handler):
        number = self.times("cgi-bin/stable_token")
        says(access_token=f"TOKEN-{number}", expires_in=7200)(handler)

    def handle_error(self, request, client_address):
        pass  # a client that hangs up is what many tests are about

    def stop(self):
        self.closing.set()
        self.shutdown()
        self.server_close()


def says(**members):
    return raw(json.dumps(members, ensure_ascii=False).encode())


def raw(body, status=200, content_type="application/json", length=None, **headers):
    def answer(handler):
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = length is not None

    return answer


def in_turn(*answers):
    """The answers one after another; the last one for ever."""
    left = list(answers)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


def hangs(handler):
    handler.server.closing.wait(10)
    handler.close_connection = True


class Holds:
    """Answers only when the test lets go; `wait_for(n)` returns when n calls are held at once."""

    def __init__(self, answer):
        self._answer = answer
        self._arrived = threading.Semaphore(0)
        self._may_go = threading.Event()

    def __call__(self, handler):
        self._arrived.release()
        assert self._may_go.wait(10)
        self._answer(handler)

    def wait_for(self, number):
        for _ in range(number):
            assert self._arrived.acquire(timeout=10)

    def let_go(self):
        self._may_go.set()


def drops(handler):
    handler.close_connection = True


def drips_body(handler):
    _drip(handler, b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + b'{"errcode"', b" ")


def drips_headers(handler):
    _drip(handler, b"HTTP/1.1 200 OK\r\nX-Slow: ", b"z")


def _drip(handler, start, drop):
    handler.close_connection = True
    handler.wfile.write(start)
    while not handler.server.closing.wait(DRIP_SECONDS):
        handler.wfile.write(drop)


OK = b'{"errcode": 0, "errmsg": "ok", "openid": "o1", "result": {"suggest": "pass"}}'

# Answers after which nobody knows whether WeChat has acted.
MAYBE_DONE = {
    "hang": hangs,
    "drip_body": drips_body,
    "drip_headers": drips_headers,
    "dropped": drops,
    "cut_off": raw(OK[:20], length=len(OK)),
    "truncated_json": raw(OK[:20]),
    "html": raw(b"<html>busy</html>", content_type="text/html"),
    "empty": raw(b""),
    "a_list": raw(b"[]"),
    "not_utf8": raw(b'{"errcode": 0, "errmsg": "\xff\xfe"}'),
    "odd_errcode": says(errcode=None),
    "nested_too_deep": raw(b"[" * 100_000),
    "broken_gzip": raw(b"no gzip", **{"Content-Encoding": "gzip"}),
    "redirect": raw(b"", status=302, Location="http://127.0.0.1:9/"),
    "http_500": raw(b"", status=500),
    "http_504": raw(b"", status=504),
}
# Answers of a front door that has not let the call in.
NOT_DONE = {"http_502": raw(b"", status=502), "http_503": raw(b"", status=503), "http_429": raw(b"", status=429)}
ALL_FAILURES = MAYBE_DONE | NOT_DONE

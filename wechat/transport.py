"""HTTP whose answers have a deadline as a whole.

The read timeout of requests restarts with every received byte, so a server that drips holds a thread
for as long as it likes. Here the timeout that is set for reading counts from the first wait for the
answer to its last byte, headers included. It is enforced where the bytes come in, by giving each
`recv` only the time that is left: no thread that watches, no signal, the same for TLS.

Not covered: the name look-up, which has the resolver's own timeout.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlencode

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import BaseHTTPResponse, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util import parse_url


class _ReaderWithDeadline(io.RawIOBase):
    """The incoming half of a socket, to be read to its end within the socket's timeout."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw = raw
        self._sock = sock
        self._seconds = sock.gettimeout()
        self._deadline = time.monotonic() + (self._seconds or float("inf"))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        self._sock.settimeout(left if self._seconds else None)
        try:
            return self._raw.readinto(buffer)
        finally:
            self._sock.settimeout(self._seconds)  # the next request on this connection starts afresh

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Answer(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_ReaderWithDeadline(self.fp.detach(), sock))


class _Connection(HTTPConnection):
    response_class = _Answer


class _TLSConnection(HTTPSConnection):
    response_class = _Answer


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TLSPool(HTTPSConnectionPool):
    ConnectionCls = _TLSConnection


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TLSPool}


def prepare(session: requests.Session, pool_size: int) -> None:
    """Give the session deadlines and `pool_size` kept connections; threads may share it.

    It heeds no proxy of the environment and keeps no cookies.
    """
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Adapter(pool_connections=2, pool_maxsize=pool_size))


class Poster:
    """POSTs JSON to one server over kept connections, with the same deadlines. Threads may share it.

    What requests does besides (sessions, cookies, hooks, proxies) took more time than everything else about
    a message, and a worker sends thousands.
    """

    def __init__(self, server: str, pool_size: int) -> None:
        where = parse_url(server)
        pool = _Pool if where.scheme == "http" else _TLSPool
        trust: dict[str, Any] = {}
        if where.scheme == "https":
            trust = {"cert_reqs": "CERT_REQUIRED", "ca_certs": DEFAULT_CA_BUNDLE_PATH}
        assert where.host is not None, "the server is a URL"
        self._pool: HTTPConnectionPool = pool(where.host, where.port, maxsize=pool_size, **trust)
        self._path = (where.path or "").rstrip("/")

    def post(self, path: str, query: dict[str, str], body: bytes, *, connect: float, read: float) -> BaseHTTPResponse:
        """One request, within so many seconds; raises urllib3's errors. The answer is read to its end."""
        return self._pool.urlopen(
            "POST",
            f"{self._path}/{path}?{urlencode(query)}",
            body=body,
            headers={"Content-Type": "application/json"},
            timeout=Timeout(connect=connect, read=read),
            retries=False,
            redirect=False,
        )

    def close(self) -> None:
        self._pool.close()

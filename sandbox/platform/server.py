"""The HTTP server: one thread per connection, connections kept alive, and able to hang up."""

from __future__ import annotations

import io
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from sandbox.platform.settings import Settings


class HangUp(Exception):
    """Raised while an answer is written: close the connection here and now."""


class Handler(WSGIRequestHandler):
    """Werkzeug's own handler closes after every answer; WeChat keeps connections alive.

    It reads the whole request first, so that nothing of it is left when the next one begins.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes; the second must not wait for an ACK

    def run_wsgi(self) -> None:
        self.environ = environ = self.make_environ()
        environ["wsgi.input"] = io.BytesIO(self._whole_request(environ))
        head: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> Any:
            head.append((status, headers))
            return self.wfile.write

        body = self.server.app(environ, start_response)
        try:
            self._write(head, body)
        except HangUp:
            self.close_connection = True
        finally:
            if hasattr(body, "close"):
                body.close()

    def _whole_request(self, environ: dict[str, Any]) -> bytes:
        if "HTTP_TRANSFER_ENCODING" in environ:
            return bytes(environ["wsgi.input"].read())
        return self.rfile.read(int(environ.get("CONTENT_LENGTH") or 0))

    def _write(self, head: list[tuple[str, list[tuple[str, str]]]], body: Any) -> None:
        """The head goes out with the first block: an answer dropped before that leaves no trace."""
        for block in body:
            self._write_head(head)
            self.wfile.write(block)
        self._write_head(head)

    def _write_head(self, head: list[tuple[str, list[tuple[str, str]]]]) -> None:
        if not head:
            return
        status, headers = head.pop()
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Silent: secrets and tokens stand in query strings. The requests table has them masked."""


def listen(settings: Settings, app: Any) -> BaseWSGIServer:
    return make_server(settings.host, settings.port, app, threaded=True, request_handler=Handler)

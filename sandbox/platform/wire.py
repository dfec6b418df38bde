"""How an answer leaves: whole, or as a fault bends it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from flask import Response

from sandbox.platform.api.call import Reply
from sandbox.platform.faults import Fault
from sandbox.platform.server import HangUp

HANG_SECONDS = 30.0
DRIP_SECONDS = 1.0
BOM = b"\xef\xbb\xbf"
ERROR_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>"

Body = Iterator[bytes]


def send(reply: Reply, fault: Fault | None, stopping: threading.Event) -> Response:
    bend = BENDS.get(fault.kind) if fault else None
    if fault is None or bend is None:
        return _response(reply, iter([reply.body]))
    return bend(reply, fault, stopping)


def _response(reply: Reply, body: Body) -> Response:
    """Always with the length of the whole: a short answer is then seen to be short."""
    response = Response(body, status=reply.status, content_type=reply.content_type)
    response.content_length = len(reply.body)
    return response


def _hang(reply: Reply, fault: Fault, stopping: threading.Event) -> Response:
    def body() -> Body:
        stopping.wait(HANG_SECONDS if fault.seconds is None else fault.seconds)
        yield reply.body

    return _response(reply, body())


def _drip(reply: Reply, fault: Fault, stopping: threading.Event) -> Response:
    def body() -> Body:
        for position in range(len(reply.body)):
            yield reply.body[position : position + 1]
            stopping.wait(DRIP_SECONDS if fault.seconds is None else fault.seconds)

    return _response(reply, body())


def _truncated(reply: Reply, _fault: Fault, _stopping: threading.Event) -> Response:
    return _response(reply, _hang_up_after(reply.body[: len(reply.body) // 2]))


def _dropped(reply: Reply, _fault: Fault, _stopping: threading.Event) -> Response:
    return _response(reply, _hang_up_after())


def _hang_up_after(*blocks: bytes) -> Body:
    yield from blocks
    raise HangUp


def _bom(reply: Reply, _fault: Fault, _stopping: threading.Event) -> Response:
    marked = Reply(BOM + reply.body, "text/plain", reply.status)
    return _response(marked, iter([marked.body]))


BENDS: dict[str, Callable[[Reply, Fault, threading.Event], Response]] = {
    "hang": _hang,
    "drip": _drip,
    "truncated": _truncated,
    "dropped": _dropped,
    "bom": _bom,
}

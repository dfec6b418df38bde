"""Why a push is not taken. The reasons are stable words for logs; nothing of the push is in them."""

from __future__ import annotations


class PushRefused(Exception):
    """This request does not come from WeChat, or not now: 403."""

    status = 403

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class PushMalformed(PushRefused):
    """Signed perhaps, but not readable: 400."""

    status = 400

"""How one call can fail, told by what the server may have done. Stays inside wechat/.

These errors neither carry nor chain the HTTP request: its URL holds the access token or the app
secret. The client therefore raises them after its `except` block, not within.
"""

from __future__ import annotations

import re

from wechat.masking import mask

RID = re.compile(r"\brid:?\s*([0-9A-Za-z-]+)")


class CallFailed(Exception):
    """`reason` is a stable word for logs and reports."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class NotReached(CallFailed):
    """WeChat certainly did nothing: no connection, no token, or its front door turned us away."""


class NoAnswer(CallFailed):
    """WeChat may or may not have acted: the answer is late, lost or unreadable."""


class TurnedOff(CallFailed):
    """We did not ask: too many calls failed just before. `seconds` until the next trial."""

    def __init__(self, reason: str, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(reason)


class Refused(CallFailed):
    """WeChat answered with an error number: certainly not done. `rid` finds the call in WeChat's own logs."""

    def __init__(self, errcode: int, errmsg: object = "") -> None:
        self.errcode = errcode
        self.errmsg = mask(str(errmsg))
        found = RID.search(self.errmsg)
        self.rid = found[1] if found else None
        super().__init__(f"errcode_{errcode}")

    def __str__(self) -> str:
        return f"errcode {self.errcode}: {self.errmsg}"

"""One call to WeChat's API, and what comes back."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sandbox.platform.errors import ApiError
from sandbox.platform.settings import Account, Settings

JSON_TYPE = "application/json; encoding=utf-8"  # WeChat: says "encoding", not "charset"


@dataclass
class Call:
    """A call under way; `account` is known once its credentials have been checked."""

    db: sqlite3.Connection
    settings: Settings
    api: str
    method: str
    query: dict[str, str]
    body: bytes
    now: float
    rid: str
    fault: str | None = None  # the kind of the one that strikes it
    account: Account = field(init=False)

    @cached_property
    def json(self) -> dict[str, Any]:
        """The body as an object. WeChat: an empty one is 44002, anything but a JSON object 47001."""
        if not self.body:
            raise ApiError(44002)
        try:
            fields = json.loads(self.body.decode("utf-8"))
        except ValueError:
            raise ApiError(47001) from None
        if not isinstance(fields, dict):
            raise ApiError(47001)
        return fields

    def text(self, name: str) -> str:
        """A text field of the body; absent or of another type counts as empty."""
        value = self.json.get(name)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class Reply:
    body: bytes
    content_type: str = JSON_TYPE
    status: int = 200
    errcode: int | None = None

    @classmethod
    def of(cls, fields: dict[str, Any]) -> Reply:
        """UTF-8 as it is, never escaped to backslash-u."""
        body = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
        return cls(body, errcode=fields.get("errcode"))

    @classmethod
    def refusal(cls, error: ApiError, rid: str) -> Reply:
        return cls.of({"errcode": error.errcode, "errmsg": f"{error.message} rid: {rid}"})


def ok(**fields: Any) -> Reply:
    return Reply.of({"errcode": 0, "errmsg": "ok", **fields})

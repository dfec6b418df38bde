"""Links that open the mini-program: /wxa/generate_urllink, /wxa/generatescheme."""

from __future__ import annotations

import secrets
from typing import Any

from sandbox.platform import released
from sandbox.platform.api.call import Call, Reply, ok
from sandbox.platform.errors import ApiError

LONGEST_QUERY, MOST_DAYS = 1024, 30


def generate_urllink(call: Call) -> Reply:
    _check(call, call.json)
    return ok(url_link=f"https://wxaurl.cn/{secrets.token_urlsafe(8)}")


def generatescheme(call: Call) -> Reply:
    jump = call.json.get("jump_wxa") or {}
    _check(call, {**call.json, **jump} if isinstance(jump, dict) else call.json)
    return ok(openlink=f"weixin://dl/business/?t={secrets.token_urlsafe(8)}")


def _check(call: Call, asked: dict[str, Any]) -> None:
    """WeChat: a page of the released version, a query of at most 1024, an end within 30 days."""
    page, query = str(asked.get("path", "")).lstrip("/"), str(asked.get("query", ""))
    if page and asked.get("env_version", "release") == "release" and not released.is_released(call.db, page):
        raise ApiError(40165)
    if len(query) > LONGEST_QUERY:
        raise ApiError(40212)
    days = asked.get("expire_interval", MOST_DAYS)
    if asked.get("expire_type", 1) == 1 and (not isinstance(days, int) or not 1 <= days <= MOST_DAYS):
        raise ApiError(85401)

"""Looking after the account: /cgi-bin/clear_quota."""

from __future__ import annotations

from sandbox.platform import quota
from sandbox.platform.api.call import Call, Reply, ok
from sandbox.platform.errors import ApiError


def clear_quota(call: Call) -> Reply:
    if call.text("appid") != call.account.appid:
        raise ApiError(40013)
    quota.clear(call.db, call.account.appid, call.now)
    return ok()

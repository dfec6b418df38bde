"""Who is calling: by access token, or by appid and secret."""

from __future__ import annotations

import hmac

from sandbox.platform import tokens
from sandbox.platform.api.call import Call
from sandbox.platform.errors import ApiError
from sandbox.platform.settings import Account


def mini_token(call: Call) -> Account:
    return tokens.check(call.db, call.query.get("access_token", ""), (call.settings.mini,), call.now)


def official_token(call: Call) -> Account:
    return tokens.check(call.db, call.query.get("access_token", ""), (call.settings.oa,), call.now)


def official_secret(call: Call) -> Account:
    account = secret_in_query(call)
    if account.kind != "oa":
        raise ApiError(40013)
    return account


def any_token(call: Call) -> Account:
    return tokens.check(call.db, call.query.get("access_token", ""), call.settings.accounts, call.now)


def secret_in_query(call: Call) -> Account:
    return _by_secret(call, call.query.get("appid", ""), call.query.get("secret", ""))


def secret_in_body(call: Call) -> Account:
    return _by_secret(call, call.text("appid"), call.text("secret"))


def _by_secret(call: Call, appid: str, secret: str) -> Account:
    if not appid:
        raise ApiError(41002)
    account = next((each for each in call.settings.accounts if each.appid == appid), None)
    if account is None:
        raise ApiError(40013)
    if not secret:
        raise ApiError(41004)
    if not hmac.compare_digest(account.secret.encode(), secret.encode()):
        raise ApiError(40125)
    return account

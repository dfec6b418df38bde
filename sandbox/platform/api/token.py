"""Access tokens: /cgi-bin/token and /cgi-bin/stable_token."""

from __future__ import annotations

from sandbox.platform import tokens
from sandbox.platform.api.call import Call, Reply
from sandbox.platform.errors import ApiError


def token(call: Call) -> Reply:
    if call.query.get("grant_type") != "client_credential":
        raise ApiError(40002)
    issued = tokens.issue_plain(call.db, call.account.appid, call.now)
    return _token(issued, tokens.LIFETIME)


def stable_token(call: Call) -> Reply:
    if call.text("grant_type") != "client_credential":
        raise ApiError(40002)
    if call.json.get("force_refresh") is True:
        return _token(tokens.force_stable(call.db, call.account.appid, call.now), tokens.LIFETIME)
    return _token(*tokens.stable(call.db, call.account.appid, call.now))


def _token(issued: str, expires_in: int) -> Reply:
    """WeChat: a token comes without an errcode."""
    return Reply.of({"access_token": issued, "expires_in": expires_in})

"""Log-in: /sns/jscode2session and /wxa/checksession."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from sandbox.platform import codes, people
from sandbox.platform.api.call import Call, Reply, ok
from sandbox.platform.errors import ApiError


def jscode2session(call: Call) -> Reply:
    """WeChat: needs no access token and answers without an errcode when all is well."""
    if call.query.get("grant_type") != "authorization_code":
        raise ApiError(40002)
    if not call.query.get("js_code"):
        raise ApiError(41008)
    code = codes.redeem(call.db, call.query["js_code"], kind="login", appid=call.account.appid, now=call.now)
    session_key = base64.b64encode(secrets.token_bytes(16)).decode()
    people.begin_session(call.db, code["openid"], session_key, call.now)
    person = people.find(call.db, code["openid"])
    answer = {"session_key": session_key, "openid": person["openid"]}
    if person["unionid"]:
        answer["unionid"] = person["unionid"]
    return Reply.of(answer)


def checksession(call: Call) -> Reply:
    """Whether the session key of the last log-in is still the one the app holds."""
    person = people.find(call.db, call.query.get("openid", ""))
    key = (person["session_key"] or "").encode()
    expected = hmac.new(key, b"", hashlib.sha256).hexdigest()
    if not key or call.query.get("sig_method") != "hmac_sha256":
        raise ApiError(87009)
    if not hmac.compare_digest(expected, call.query.get("signature", "")):
        raise ApiError(87009)
    return ok()

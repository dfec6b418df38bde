"""Every endpoint by its path. A new group is a module beside this one and its lines here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.platform.api import credentials, login, phone, quota, subscribe, text_check, token, wxacode
from sandbox.platform.api.call import Call, Reply
from sandbox.platform.settings import Account


@dataclass(frozen=True)
class Endpoint:
    method: str
    authorise: Callable[[Call], Account]
    handle: Callable[[Call], Reply]


ENDPOINTS = {
    "cgi-bin/token": Endpoint("GET", credentials.secret_in_query, token.token),
    "cgi-bin/stable_token": Endpoint("POST", credentials.secret_in_body, token.stable_token),
    "cgi-bin/clear_quota": Endpoint("POST", credentials.any_token, quota.clear_quota),
    "cgi-bin/message/subscribe/send": Endpoint("POST", credentials.mini_token, subscribe.send),
    "sns/jscode2session": Endpoint("GET", credentials.secret_in_query, login.jscode2session),
    "wxa/checksession": Endpoint("GET", credentials.mini_token, login.checksession),
    "wxa/business/getuserphonenumber": Endpoint("POST", credentials.mini_token, phone.getuserphonenumber),
    "wxa/msg_sec_check": Endpoint("POST", credentials.mini_token, text_check.msg_sec_check),
    "wxa/getwxacodeunlimit": Endpoint("POST", credentials.mini_token, wxacode.getwxacodeunlimit),
}

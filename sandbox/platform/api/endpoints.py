"""Every endpoint by its path. A new group is a module beside this one and its lines here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.platform.api import (
    credentials,
    drafts,
    links,
    login,
    media_check,
    menu,
    official,
    phone,
    quota,
    subscribe,
    template,
    text_check,
    token,
    wxacode,
)
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
    "cgi-bin/message/template/send": Endpoint("POST", credentials.official_token, template.send),
    "cgi-bin/message/wxopen/template/uniform_send": Endpoint("POST", credentials.mini_token, template.uniform_send),
    "cgi-bin/message/custom/send": Endpoint("POST", credentials.official_token, official.custom_send),
    "cgi-bin/menu/create": Endpoint("POST", credentials.official_token, menu.create),
    "cgi-bin/menu/get": Endpoint("GET", credentials.official_token, menu.get),
    "cgi-bin/menu/delete": Endpoint("GET", credentials.official_token, menu.delete),
    "cgi-bin/user/info": Endpoint("GET", credentials.official_token, official.user_info),
    "cgi-bin/qrcode/create": Endpoint("POST", credentials.official_token, official.qrcode_create),
    "cgi-bin/media/uploadimg": Endpoint("POST", credentials.official_token, drafts.upload_picture),
    "cgi-bin/material/add_material": Endpoint("POST", credentials.official_token, drafts.add_material),
    "cgi-bin/draft/add": Endpoint("POST", credentials.official_token, drafts.add_draft),
    "cgi-bin/freepublish/submit": Endpoint("POST", credentials.official_token, drafts.submit_publish),
    "cgi-bin/freepublish/get": Endpoint("POST", credentials.official_token, drafts.get_publish),
    "sns/oauth2/access_token": Endpoint("GET", credentials.official_secret, official.page_access_token),
    "sns/jscode2session": Endpoint("GET", credentials.secret_in_query, login.jscode2session),
    "wxa/checksession": Endpoint("GET", credentials.mini_token, login.checksession),
    "wxa/business/getuserphonenumber": Endpoint("POST", credentials.mini_token, phone.getuserphonenumber),
    "wxa/msg_sec_check": Endpoint("POST", credentials.mini_token, text_check.msg_sec_check),
    "wxa/media_check_async": Endpoint("POST", credentials.mini_token, media_check.media_check_async),
    "wxa/generate_urllink": Endpoint("POST", credentials.mini_token, links.generate_urllink),
    "wxa/generatescheme": Endpoint("POST", credentials.mini_token, links.generatescheme),
    "wxa/getwxacodeunlimit": Endpoint("POST", credentials.mini_token, wxacode.getwxacodeunlimit),
}

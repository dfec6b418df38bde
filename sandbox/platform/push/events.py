"""Events the stand-in pushes by itself."""

from __future__ import annotations

from typing import Any

from sandbox.platform.outbox import Message
from sandbox.platform.settings import Account


def complete(account: Account, message: dict[str, Any], at: int) -> dict[str, Any]:
    """The fields every push has, unless the message brings its own."""
    return {"ToUserName": account.gh_id, "FromUserName": "", "CreateTime": at, **message}


def subscribe_popup(account: Account, openid: str, template_ids: list[str], verdict: str, at: int) -> dict[str, Any]:
    """The person answered a subscribe popup.

    WeChat: in JSON, `List` stands at the top, is an object when there is one template and an array when
    there are several, and CreateTime is a string; in XML the list is inside SubscribeMsgPopupEvent.
    """
    items = [
        {"TemplateId": template_id, "SubscribeStatusString": verdict, "PopupScene": "0"} for template_id in template_ids
    ]
    return _listed(account, openid, "subscribe_msg_popup_event", "SubscribeMsgPopupEvent", items, at)


def subscribe_change(account: Account, openid: str, template_ids: list[str], at: int) -> dict[str, Any]:
    """The person took consents back in the settings. WeChat: refusals only."""
    items = [{"TemplateId": template_id, "SubscribeStatusString": "reject"} for template_id in template_ids]
    return _listed(account, openid, "subscribe_msg_change_event", "SubscribeMsgChangeEvent", items, at)


def subscribe_sent(account: Account, message: Message, msgid: int, at: int) -> dict[str, Any]:
    """A subscribe message has not arrived after all."""
    item = {"TemplateId": message.template_id, "MsgID": str(msgid), "ErrorCode": "1003", "ErrorStatus": "system error"}
    return _listed(account, message.openid, "subscribe_msg_sent_event", "SubscribeMsgSentEvent", [item], at)


def template_finished(account: Account, openid: str, msgid: int, status: str, at: int) -> dict[str, Any]:
    event = {"FromUserName": openid, "MsgType": "event", "Event": "TEMPLATESENDJOBFINISH"}
    return complete(account, {**event, "MsgID": msgid, "Status": status}, at)


def media_checked(account: Account, openid: str, trace_id: str, errcode: int, suggest: str, at: int) -> dict[str, Any]:
    """The verdict on a picture, or (errcode) that there is none."""
    event: dict[str, Any] = {"FromUserName": openid, "MsgType": "event", "Event": "wxa_media_check"}
    event |= {"appid": account.appid, "trace_id": trace_id, "version": 2, "errcode": errcode}
    if errcode:
        return complete(account, {**event, "errmsg": "download failed"}, at)
    label = {"pass": 100, "review": 21000, "risky": 20002}[suggest]
    found = {"strategy": "content_model", "errcode": 0, "suggest": suggest, "label": label, "prob": 90}
    return complete(
        account, {**event, "errmsg": "ok", "detail": [found], "result": {"suggest": suggest, "label": label}}, at
    )


def publish_finished(account: Account, publish_id: str, at: int) -> dict[str, Any]:
    event = {"FromUserName": "o-wechat-itself", "MsgType": "event", "Event": "PUBLISHJOBFINISH"}
    return complete(account, {**event, "PublishEventInfo": {"publish_id": publish_id, "publish_status": 0}}, at)


def authorisation(account: Account, openid: str, name: str, info: str, at: int) -> dict[str, Any]:
    """WeChat: whom it is about stands in OpenID; FromUserName may be somebody else."""
    event = {"FromUserName": "o-wechat-itself", "MsgType": "event", "Event": name, "OpenID": openid}
    return complete(account, {**event, "AppID": account.appid, "RevokeInfo": info, "PluginID": ""}, at)


def _listed(
    account: Account, openid: str, name: str, element: str, items: list[dict[str, Any]], at: int
) -> dict[str, Any]:
    event = {"FromUserName": openid, "MsgType": "event", "Event": name}
    if account.push_format == "xml":
        return complete(account, {**event, element: {"List": items}}, at)
    return complete(account, {**event, "CreateTime": str(at), "List": items[0] if len(items) == 1 else items}, at)

"""Events the stand-in pushes by itself."""

from __future__ import annotations

from typing import Any

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
    event = {"FromUserName": openid, "MsgType": "event", "Event": "subscribe_msg_popup_event"}
    if account.push_format == "xml":
        return complete(account, {**event, "SubscribeMsgPopupEvent": {"List": items}}, at)
    return complete(account, {**event, "CreateTime": str(at), "List": items[0] if len(items) == 1 else items}, at)

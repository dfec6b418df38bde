"""Subscribe messages: /cgi-bin/message/subscribe/send."""

from __future__ import annotations

from typing import Any

from sandbox.platform import grants, outbox, people, released, templates
from sandbox.platform.api.call import Call, Reply, ok
from sandbox.platform.errors import ApiError
from sandbox.platform.push.delivery import later
from sandbox.platform.push.events import subscribe_sent


def send(call: Call) -> Reply:
    """Send one message for one grant.

    The order of the checks is not documented; here: template, openid, values, page, grant. Grant and
    message change in the call's one transaction. A refusal of a known person's message is recorded too.
    """
    template = templates.find(call.db, call.text("template_id"))
    person = people.find(call.db, call.text("touser"))
    message = outbox.Message(
        openid=person["openid"],
        kind="subscribe",
        template_id=template.template_id,
        data=call.json.get("data"),
        page=call.text("page") or None,
    )
    try:
        _check(call, template, message)
    except ApiError as error:
        outbox.record(call.db, message, call.now, errcode=error.errcode)
        raise
    if call.fault == "fails_later":
        return ok(msgid=_fail_later(call, message))
    return ok(msgid=outbox.record(call.db, message, call.now))


def _fail_later(call: Call, message: outbox.Message) -> int:
    """WeChat: a failure inside its own systems is told by an event, after the call has been answered well."""
    msgid = outbox.record(call.db, message, call.now, errcode=-1)
    later(call.db, call.account, subscribe_sent(call.account, message, msgid, int(call.now)), call.now)
    return msgid


def _check(call: Call, template: templates.Template, message: outbox.Message) -> None:
    _check_values(template, message.data)
    if message.page and not released.is_released(call.db, message.page.removeprefix("/")):
        raise ApiError(41030)
    if not grants.take(call.db, message.openid, template.template_id):
        raise ApiError(43101)


def _check_values(template: templates.Template, data: Any) -> None:
    """WeChat: 47003, and the text names the field ("emtpy" is WeChat's spelling)."""
    if not isinstance(data, dict):
        raise ApiError(47001)
    for field in template.fields:
        item = data.get(field.key)
        value = item.get("value") if isinstance(item, dict) else None
        if value is None or value == "":
            raise ApiError(47003, f"argument invalid! data.{field.key}.value is emtpy")
        if not field.accepts(value):
            raise ApiError(47003, f"argument invalid! data.{field.key}.value invalid")

"""A push as we understand it: whose, when, what, and the key that tells a repeat from another event."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wechat.push.parsing import Fields, fields_of
from wechat.push.refusals import PushMalformed

OPENID = re.compile(r"[0-9A-Za-z_-]{1,64}")
WORD = re.compile(r"[0-9A-Za-z_.-]{1,40}")
LISTS = ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent", "SubscribeMsgSentEvent")
# What tells two events of one person and one second apart (wechat.md §2; CreateTime alone loses events).
EVENT_MARKS = ("EventKey", "trace_id", "publish_id", "MsgID", "MsgId", "OpenID", "RevokeInfo")
ITEM_MARKS = ("TemplateId", "MsgID", "SubscribeStatusString")


@dataclass(frozen=True, slots=True)
class PushedMessage:
    """`kind` is the event's name in small letters, or the message's type: text, image, …

    `key` is the same for WeChat's retries and for nothing else. `sent_at` is WeChat's CreateTime, None
    where that is no instant. `raw` is what WeChat wrote, decrypted.
    """

    kind: str
    is_event: bool
    openid: str
    sent_at: datetime.datetime | None
    key: str
    fields: Fields
    raw: str

    @property
    def text(self) -> str:
        """What somebody typed, to the character; empty for anything else."""
        return _text(self.fields, "Content") if self.kind == "text" else ""

    @property
    def event_key(self) -> str:
        return _text(self.fields, "EventKey")

    @property
    def account_id(self) -> str:
        """The account's own id (gh_…), from which a passive reply comes."""
        return _text(self.fields, "ToUserName")


def read(fields: Fields, raw: bytes) -> PushedMessage:
    """Understand a push; what we do not know is read as far as it goes. Raises PushMalformed without a type."""
    kind = _text(fields, "MsgType").lower()
    is_event = kind == "event"
    if is_event:
        kind = _text(fields, "Event").lower()
    if not WORD.fullmatch(kind):
        raise PushMalformed("no_type")
    openid = _text(fields, "FromUserName")
    return PushedMessage(
        kind=kind,
        is_event=is_event,
        openid=openid if OPENID.fullmatch(openid) else "",
        sent_at=_instant(_text(fields, "CreateTime")),
        key=_key(fields, kind, is_event),
        fields=fields,
        raw=raw.decode(),
    )


def read_again(raw: str) -> PushedMessage:
    """A stored message once more; its first letter tells its format."""
    return read(fields_of(raw.encode(), "xml" if raw.lstrip().startswith("<") else "json"), raw.encode())


def items_of(fields: Fields) -> Iterator[Fields]:
    """The items of a subscribe event: below an element in XML, at the top in JSON; one is no list there."""
    for place in (fields, *(fields.get(name) for name in LISTS)):
        found = place.get("List") if isinstance(place, dict) else None
        for item in found if isinstance(found, list) else [found]:
            if isinstance(item, dict):
                yield item


def _key(fields: Fields, kind: str, is_event: bool) -> str:
    number = _text(fields, "MsgId")
    if number and not is_event:
        parts = [_text(fields, "FromUserName"), number]
    else:
        parts = [_text(fields, "FromUserName"), _text(fields, "CreateTime"), kind]
        parts += [_text(fields, mark) for mark in EVENT_MARKS]
        published = fields.get("PublishEventInfo")
        parts += [_text(published, "publish_id")] if isinstance(published, dict) else []
        parts += [_text(item, mark) for item in items_of(fields) for mark in ITEM_MARKS]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _text(fields: Fields, name: str) -> str:
    """A field as text; numbers are written out, anything nested counts as absent."""
    value: Any = fields.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _instant(seconds: str) -> datetime.datetime | None:
    if not re.fullmatch(r"[0-9]{1,10}", seconds):
        return None
    return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC)

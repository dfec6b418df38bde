"""One account's end of message push: which requests it takes, in which order they are checked."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from wechat.push import crypto
from wechat.push.messages import PushedMessage, read
from wechat.push.parsing import Format, fields_of
from wechat.push.refusals import PushMalformed, PushRefused

Mode = Literal["security", "compatible", "plaintext"]
Query = Mapping[str, Sequence[str]]  # every value of every parameter

LARGEST_BODY_BYTES = 64 * 1024  # the caller reads no more than this
ECHO = re.compile(r"[0-9A-Za-z_-]{1,64}")
TIMESTAMP = re.compile(r"[0-9]{1,12}")
SINGLE = ("signature", "msg_signature", "timestamp", "nonce", "encrypt_type", "openid")


@dataclass(frozen=True, slots=True)
class PushReceiver:
    """As the deployment's settings describe the account. Without a token nothing is taken at all.

    `window` is how far the request's timestamp may lie from our clock, before or after.
    """

    appid: str
    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    mode: Mode
    form: Format
    window: datetime.timedelta = datetime.timedelta(minutes=5)

    @property
    def is_set_up(self) -> bool:
        return bool(self.token) and (self.mode == "plaintext" or bool(self.aes_key))

    def echo(self, query: Query, *, now: datetime.datetime) -> str:
        """What to answer WeChat when somebody sets the address in its console. Raises PushRefused."""
        self._require_signature(query, now=now)
        echo = _single(query, "echostr")
        if not ECHO.fullmatch(echo):  # the signature does not cover it, and it is sent back
            raise PushMalformed("bad_echo")
        return echo

    def open(self, query: Query, body: bytes, *, now: datetime.datetime) -> PushedMessage:
        """The message in a push, if it comes from WeChat and is ours; raises PushRefused or PushMalformed.

        The order of the checks matters: nothing is decrypted before the signature is right, nothing is
        read beyond what the signature covers.
        """
        if self.mode == "plaintext":
            self._require_signature(query, now=now)
            return read(fields_of(body, self.form), body)
        signature = _single(query, "msg_signature")
        nonce, timestamp = _single(query, "nonce"), self._timestamp(query, now=now)
        sealed = fields_of(body, self.form).get("Encrypt")
        if not isinstance(sealed, str) or not sealed:
            raise PushRefused("not_sealed")
        if not crypto.is_signed(signature, self.token, timestamp, nonce, sealed):
            raise PushRefused("bad_signature")
        message = crypto.unseal(sealed, encoding_aes_key=self.aes_key, appid=self.appid)
        return read(fields_of(message, self.form), message)

    def _require_signature(self, query: Query, *, now: datetime.datetime) -> None:
        """The bare signature, which covers neither body nor echostr: for plaintext mode and for verification."""
        signature = _single(query, "signature")
        nonce, timestamp = _single(query, "nonce"), self._timestamp(query, now=now)
        if not crypto.is_signed(signature, self.token, timestamp, nonce):
            raise PushRefused("bad_signature")

    def _timestamp(self, query: Query, *, now: datetime.datetime) -> str:
        timestamp = _single(query, "timestamp")
        if not TIMESTAMP.fullmatch(timestamp):
            raise PushRefused("bad_timestamp")
        if abs(now.timestamp() - int(timestamp)) > self.window.total_seconds():
            raise PushRefused("outside_window")
        return timestamp


def _single(query: Query, name: str) -> str:
    """The one value of a parameter; none, an empty one or a repeated parameter of ours is refused."""
    if any(len(query.get(each, ())) > 1 for each in SINGLE):
        raise PushRefused("repeated_parameter")
    values = query.get(name, ())
    if len(values) != 1 or not values[0]:
        raise PushRefused(f"no_{name}")
    return values[0]

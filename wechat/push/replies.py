"""Passive replies: what WeChat shows at once in the chat that a message came from."""

from __future__ import annotations

import datetime
import secrets

from wechat.push import crypto
from wechat.push.messages import PushedMessage
from wechat.push.receiver import PushReceiver

LONGEST_BYTES = 2000  # WeChat takes 2048 bytes of text
NOT_IN_XML = {code: None for code in range(32) if chr(code) not in "\t\n\r"} | {0xFFFE: None, 0xFFFF: None}


def text_reply(message: PushedMessage, text: str, *, now: datetime.datetime) -> str:
    """The XML of a text to whoever sent the message."""
    return (
        f"<xml><ToUserName>{cdata(message.openid)}</ToUserName>"
        f"<FromUserName>{cdata(message.account_id)}</FromUserName>"
        f"<CreateTime>{int(now.timestamp())}</CreateTime>"
        f"<MsgType>{cdata('text')}</MsgType><Content>{cdata(shortened(text))}</Content></xml>"
    )


def cdata(text: str) -> str:
    """Any text as XML character data; `]]>` is split, so that nothing in it ends the section."""
    return "<![CDATA[" + text.translate(NOT_IN_XML).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def shortened(text: str) -> str:
    """As many whole lines as WeChat takes."""
    while len(text.encode()) > LONGEST_BYTES:
        head, found, _ = text.rpartition("\n")
        text = head if found else text[:600]
    return text


def sealed_reply(receiver: PushReceiver, reply: str, *, now: datetime.datetime) -> str:
    """The reply as the account's mode wants it: in plaintext mode as it is, else sealed and signed."""
    if receiver.mode == "plaintext":
        return reply
    nonce, timestamp = secrets.token_hex(8), str(int(now.timestamp()))
    return sealed_xml(receiver, reply, nonce=nonce, timestamp=timestamp, random=secrets.token_bytes(16))


def sealed_xml(receiver: PushReceiver, reply: str, *, nonce: str, timestamp: str, random: bytes) -> str:
    sealed = crypto.seal(reply.encode(), encoding_aes_key=receiver.aes_key, appid=receiver.appid, random=random)
    signature = crypto.sign(receiver.token, timestamp, nonce, sealed)
    return (
        f"<xml><Encrypt>{cdata(sealed)}</Encrypt><MsgSignature>{cdata(signature)}</MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp><Nonce>{cdata(nonce)}</Nonce></xml>"
    )

"""Whether an answer to a push is a reply that WeChat would show, and which."""

from __future__ import annotations

from dataclasses import dataclass
from xml.dom import minidom
from xml.parsers.expat import ExpatError

from sandbox.platform.push.crypto import BadSeal, decrypt, sign
from sandbox.platform.settings import Account

BANNER = "该公众号提供的服务出现故障，请稍后再试"
LONGEST_BYTES = 2048  # WeChat: of a text
NOTHING = ("", "success")


@dataclass(frozen=True)
class Shown:
    """What the person sees: a text, nothing, or the red banner, with the reason for the tester."""

    text: str | None = None
    problem: str | None = None


def read(account: Account, openid: str, status: int | None, body: str) -> Shown:
    if status != 200:
        return Shown(problem=f"the app answered {status or body}")
    if body in NOTHING:
        return Shown()
    try:
        return Shown(text=_text(account, openid, body))
    except (ExpatError, BadSeal, LookupError, ValueError) as error:
        return Shown(problem=f"not a reply: {error or type(error).__name__}")


def _text(account: Account, openid: str, body: str) -> str:
    fields = _fields(body)
    if account.push_mode != "plaintext" and "Encrypt" in fields:
        fields = _fields(_opened(account, fields))
    elif account.push_mode == "security":
        raise ValueError("it is not sealed")
    if (fields["ToUserName"], fields["FromUserName"]) != (openid, account.gh_id):
        raise ValueError("it is addressed to somebody else")
    int(fields["CreateTime"])
    if fields["MsgType"] != "text":
        raise ValueError(f"the stand-in shows text only, not {fields['MsgType']}")
    if not 0 < len(fields["Content"].encode()) <= LONGEST_BYTES:
        raise ValueError("the text is empty or too long")
    return fields["Content"]


def _opened(account: Account, fields: dict[str, str]) -> str:
    signed = sign(account.push_token, fields["TimeStamp"], fields["Nonce"], fields["Encrypt"])
    if signed != fields["MsgSignature"]:
        raise ValueError("its signature is wrong")
    return decrypt(account.aes_key, account.appid, fields["Encrypt"])


def _fields(xml: str) -> dict[str, str]:
    """The leaves below <xml>. By another parser than the app's, on purpose."""
    if "<!DOCTYPE" in xml:
        raise ValueError("it has a document type")
    root = minidom.parseString(xml.encode()).documentElement  # noqa: S318 (no document type: see above)
    if root is None or root.tagName != "xml":
        raise ValueError("it has no <xml>")
    leaves = [node for node in root.childNodes if node.nodeType == minidom.Node.ELEMENT_NODE]
    return {leaf.tagName: "".join(part.data for part in leaf.childNodes if hasattr(part, "data")) for leaf in leaves}

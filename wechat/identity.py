"""Who somebody is at WeChat: checking the codes that the phone sends, and reading what they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from wechat import answers
from wechat.errors import CodeInvalid
from wechat.failures import NoAnswer

CODE = re.compile(r"[\x21-\x7e]{1,256}")  # whatever else the phone sends is no code of WeChat's
PHONE = re.compile(r"[0-9]{5,20}")


@dataclass(frozen=True, slots=True)
class WeChatLogin:
    """Who logged in. The session key stays behind: nothing of ours needs it."""

    openid: str
    unionid: str | None


def checked(code: str) -> str:
    """The code, if WeChat could have issued it; raises CodeInvalid."""
    if not CODE.fullmatch(code):
        raise CodeInvalid("code_malformed")
    return code


def login_in(answer: dict[str, Any]) -> WeChatLogin:
    """Raises NoAnswer("unreadable") without an openid. A unionid comes only where apps are bound together."""
    unionid = answer.get("unionid")
    return WeChatLogin(answers.text_in(answer, "openid"), unionid if isinstance(unionid, str) and unionid else None)


def phone_in(answer: dict[str, Any]) -> str:
    """The digits without country code; raises NoAnswer("unreadable") when there are none."""
    info = answer.get("phone_info")
    number = str(info.get("purePhoneNumber")) if isinstance(info, dict) else ""
    if not PHONE.fullmatch(number):
        raise NoAnswer("unreadable")
    return number

"""WeChat's error numbers and the words that come with them."""

from __future__ import annotations

MESSAGES = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40013: "invalid appid",
    40014: "invalid access_token",
    40029: "invalid code",
    40037: "invalid template_id",
    40066: "invalid url",
    40097: "invalid args",
    40125: "invalid appsecret",
    40129: "invalid scene",
    40163: "code been used",
    40164: "invalid ip, not in whitelist",
    40169: "invalid length for scene, or the data is not json string",
    40226: "code blocked",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41008: "missing code",
    41030: "invalid page",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    43101: "user refuse to accept the msg",
    43104: "the openid does not match the appid",
    43107: "subscribe message capability is banned",
    43108: "concurrent message to the same user",
    44002: "empty post data",
    44990: "reach max api second frequence limit",
    44991: "reach max api minute frequence limit",
    45002: "content size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45168: "hit sensitive word",
    47001: "data format error",
    47003: "argument invalid!",
    48001: "api unauthorized",
    48006: "forbid to clear quota because of reaching the limit",
    61010: "code is expired",
    85096: "not allow include scancode_time field",
    87009: "invalid signature",
    87014: "risky content",
}


class ApiError(Exception):
    """A refusal as WeChat gives it: HTTP 200 with an errcode."""

    def __init__(self, errcode: int, message: str | None = None) -> None:
        self.errcode = errcode
        self.message = message or MESSAGES.get(errcode, "system error")
        super().__init__(f"{errcode} {self.message}")

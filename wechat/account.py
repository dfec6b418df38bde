"""The account at WeChat that we act as, and how patient we are with its servers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

OFFICIAL_API = "https://api.weixin.qq.com"
OFFICIAL_OAUTH = "https://open.weixin.qq.com"  # for browsers; a stand-in has both at one address


@dataclass(frozen=True, slots=True)
class WeChatApp:
    """A mini-program or an Official Account, as the entry point's settings describe it.

    `read_seconds` bounds a whole answer, not only the pause between two of its bytes.
    `request_slots` bounds the calls that a person on the phone waits for, where the account shares them with
    no other; `send_slots` the worker's messages: at most so many threads of a process ever wait for WeChat.
    """

    appid: str
    secret: str = field(repr=False)
    api_base: str = OFFICIAL_API
    connect_seconds: float = 3.0
    read_seconds: float = 8.0
    request_slots: int = 4
    send_slots: int = 4
    pool_size: int = 16
    miniprogram_state: Literal["formal", "trial", "developer"] = "formal"

    @property
    def oauth_base(self) -> str:
        return OFFICIAL_OAUTH if self.api_base == OFFICIAL_API else self.api_base

    @property
    def call_seconds(self) -> float:
        """A call with its token, its refresh and its retry may last about as long as one slow request."""
        return self.connect_seconds + self.read_seconds

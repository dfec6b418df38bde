"""A phone for whoever sits down at a desk without one: they were in the mini-program, as if they had scanned."""

from __future__ import annotations

import contextlib

import requests

from wechat.errors import WeChatError
from wechat.gateway import MiniProgram

SECONDS = 2


class SandboxPhone:
    """WeChat judges the words only of who was in the mini-program within two hours; in production one has scanned."""

    def __init__(self, api_base: str, mini_program: MiniProgram) -> None:
        self._url = f"{api_base}/__admin/login-code"
        self._mini_program = mini_program

    def open_mini_program(self, openid: str) -> None:
        """Log in as this person's phone would. Where the stand-in does not answer, words wait for a person, no more."""
        with contextlib.suppress(requests.RequestException, KeyError, WeChatError), requests.Session() as http:
            http.trust_env = False
            code = http.post(self._url, json={"openid": openid}, timeout=SECONDS).json()["code"]
            self._mini_program.log_in(code)

"""What services and jobs ask of WeChat, in our words."""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Callable
from typing import TypeVar

from wechat import answers, identity, text_check
from wechat.account import WeChatApp
from wechat.client import AppClient
from wechat.errors import WeChatBusy
from wechat.failures import CallFailed, Refused
from wechat.identity import WeChatLogin
from wechat.limits import Lane, request_lanes, send_lane
from wechat.outcomes import ALERTS, EVERYDAY, Outcome, SendOutcome, Verdict, error_of, outcome_of
from wechat.token_store import DatabaseTokenStore

__all__ = ["MiniProgram", "WeChatLogin"]

T = TypeVar("T")

PHONE_NUMBER = "wxa/business/getuserphonenumber"
TEXT_CHECK = "wxa/msg_sec_check"
SUBSCRIBE_SEND = "cgi-bin/message/subscribe/send"
RISKY_CONTENT = 87014  # the first version's way to say so

logger = logging.getLogger(__name__)


class MiniProgram:
    """The mini-program at WeChat. Safe for threads; make one per process, after forking.

    Never ask it inside a transaction (design rule 3): what needs the token raises RuntimeError there.
    `clock` gives the present instant in UTC; `monotonic` gives seconds.
    """

    def __init__(
        self,
        app: WeChatApp,
        tokens: DatabaseTokenStore,
        *,
        clock: Callable[[], datetime.datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = AppClient(app, tokens, monotonic=monotonic)
        self.appid = app.appid  # whose openids these are
        self._clock = clock
        self._state = app.miniprogram_state
        self._log_ins, self._phones, self._texts = request_lanes(app.request_slots, monotonic)
        self._sends = send_lane(app.send_slots, monotonic)

    def close(self) -> None:
        """Close the connections that are kept open to WeChat."""
        self._client.close()

    def log_in(self, code: str) -> WeChatLogin:
        """Exchange the code of wx.login. Raises CodeInvalid, CodeUsed, WeChatUnavailable or WeChatBusy."""
        code = identity.checked(code)
        return self._ask(self._log_ins, lambda: identity.login_in(self._client.exchange_login_code(code)))

    def phone_number(self, code: str, openid: str) -> str:
        """The digits of the phone number, without country code, that this person agreed to share.

        Raises the same errors as `log_in`. WeChat checks that the code belongs to `openid`.
        """
        body = {"code": identity.checked(code), "openid": openid}
        return self._ask(self._phones, lambda: identity.phone_in(self._client.post_json(PHONE_NUMBER, body)))

    def check_text(self, text: str, openid: str, scene: int) -> Verdict:
        """WeChat's judgement of a text by this person; a long text gets the worst one of its parts.

        Raises nothing: whatever keeps WeChat from judging gives UNKNOWN, and the text waits for a person.
        Scenes: 1 profile, 2 comment, 3 forum, 4 social log.
        """
        parts = text_check.parts_of(text)
        if len(parts) > text_check.MOST_PARTS:
            return Verdict.UNKNOWN
        worst = Verdict.PASS
        for part in parts:
            worst = text_check.worse(worst, self._check_part(part, openid, scene))
            if worst in (Verdict.UNKNOWN, Verdict.RISKY):
                break
        return worst

    def send_subscribe(self, openid: str, template_id: str, values: dict[str, str], page: str) -> SendOutcome:
        """Send one subscribe message; raises nothing. `values` as `templates.template_values` cleans them."""
        body = {
            "touser": openid,
            "template_id": template_id,
            "data": {field: {"value": value} for field, value in values.items()},
            "miniprogram_state": self._state,
            "lang": "zh_CN",
            **({"page": page} if page else {}),
        }
        try:
            with self._sends.call():
                answers.must_have(self._client.post_json(SUBSCRIBE_SEND, body), "errcode")
        except WeChatBusy:
            return SendOutcome(Outcome.RETRY, "busy")
        except CallFailed as failure:
            _log(self._sends, failure)
            return outcome_of(failure, self._clock())
        return SendOutcome(Outcome.SENT, "sent")

    def _check_part(self, part: str, openid: str, scene: int) -> Verdict:
        body = {"version": 2, "openid": openid, "scene": scene, "content": part}
        try:
            with self._texts.call():
                return text_check.verdict_in(self._client.post_json(TEXT_CHECK, body))
        except WeChatBusy:
            return Verdict.UNKNOWN
        except CallFailed as failure:
            _log(self._texts, failure)
            is_risky = isinstance(failure, Refused) and failure.errcode == RISKY_CONTENT
            return Verdict.RISKY if is_risky else Verdict.UNKNOWN

    def _ask(self, lane: Lane, question: Callable[[], T]) -> T:
        try:
            with lane.call():
                return question()
        except CallFailed as failure:
            _log(lane, failure)
            raise error_of(failure) from failure


def _log(lane: Lane, failure: CallFailed) -> None:
    errcode = failure.errcode if isinstance(failure, Refused) else None
    level = logging.ERROR if errcode in ALERTS else logging.INFO if errcode in EVERYDAY else logging.WARNING
    logger.log(level, "WeChat %s failed: %s", lane.name, failure)

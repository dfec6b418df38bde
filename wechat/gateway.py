"""What services and jobs ask of WeChat, in our words."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from typing import TypeVar

from wechat import answers, identity, image_check, text_check
from wechat.account import WeChatApp
from wechat.client import AppClient
from wechat.errors import WeChatBusy
from wechat.failures import CallFailed, Refused
from wechat.identity import WeChatLogin
from wechat.image_check import ImageCheck
from wechat.limits import Lane, Slots, lane_of, request_lanes
from wechat.logs import log_failure
from wechat.message_sender import MessageSender, fields_of
from wechat.outcomes import SendOutcome, Verdict, error_of
from wechat.token_store import DatabaseTokenStore
from wechat.usage import ApiUses

__all__ = ["MiniProgram", "WeChatLogin"]

T = TypeVar("T")

PHONE_NUMBER = "wxa/business/getuserphonenumber"
TEXT_CHECK = "wxa/msg_sec_check"
IMAGE_CHECK = "wxa/media_check_async"
CODE_PICTURE = "wxa/getwxacodeunlimit"
PAGE_LINK = "wxa/generate_urllink"
SUBSCRIBE_SEND = "cgi-bin/message/subscribe/send"
CODE_WIDTH = 430
CODE_VERSIONS = {"formal": "release", "trial": "trial", "developer": "develop"}
RISKY_CONTENT = 87014  # the first version's way to say so


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
        requests: Slots | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = AppClient(app, tokens, ApiUses(clock, monotonic=monotonic), monotonic=monotonic)
        self.appid = app.appid  # whose openids these are
        self._state = app.miniprogram_state
        sends = lane_of("send_subscribe", app.send_slots, monotonic)
        self._messages = MessageSender(self._client, SUBSCRIBE_SEND, sends, clock)
        self._images = lane_of("check_image", 1, monotonic)  # only the leading worker asks
        self._log_ins, self._phones, self._texts, self._codes = request_lanes(
            *("log_in", "phone_number", "check_text", "code_picture"),
            shared=requests or Slots(app.request_slots),
            monotonic=monotonic,
        )

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

    def code_picture(self, scene: str, page: str) -> bytes:
        """A mini-program code (PNG or JPEG) that opens a page with a scene of at most 32 letters, digits, `=_-`.

        Raises WeChatUnavailable or WeChatBusy. Before the launch the page need not be released yet.
        """
        is_launched = self._state == "formal"
        body = {
            "scene": scene,
            "page": page,
            "check_path": is_launched,
            "env_version": self.version,
            "width": CODE_WIDTH,
        }
        return self._ask(self._codes, lambda: answers.picture_in(self._client.post_json(CODE_PICTURE, body)))

    @property
    def version(self) -> str:
        """Which of WeChat's versions of the mini-program codes and links open: release, trial or develop."""
        return CODE_VERSIONS[self._state]

    def page_link(self, page: str, query: str, days: int) -> str:
        """A web link that opens a page for so many days (30 at most). Raises WeChatUnavailable or WeChatBusy."""
        body = {
            "path": f"/{page}",
            "query": query,
            "env_version": self.version,
            "expire_type": 1,
            "expire_interval": days,
        }
        return self._ask(self._codes, lambda: answers.text_in(self._client.post_json(PAGE_LINK, body), "url_link"))

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

    def check_image(self, url: str, openid: str, scene: int) -> ImageCheck:
        """Ask WeChat to fetch and judge a picture of this person; the answer comes as an event. Raises nothing."""
        body = {"media_url": url, "media_type": image_check.IMAGE, "version": 2, "scene": scene, "openid": openid}
        try:
            with self._images.call():
                return ImageCheck(answers.text_in(self._client.post_json(IMAGE_CHECK, body), "trace_id"))
        except WeChatBusy:
            return ImageCheck()
        except CallFailed as failure:
            log_failure(self._images.name, failure)
            return ImageCheck(is_refused=isinstance(failure, Refused) and failure.errcode in image_check.NEVER)

    def send_subscribe(self, openid: str, template_id: str, values: dict[str, str], page: str) -> SendOutcome:
        """Send one subscribe message; raises nothing. `values` as `templates.template_values` cleans them."""
        return self._messages.send(
            {
                "touser": openid,
                "template_id": template_id,
                "data": fields_of(values),
                "miniprogram_state": self._state,
                "lang": "zh_CN",
                **({"page": page} if page else {}),
            }
        )

    def _check_part(self, part: str, openid: str, scene: int) -> Verdict:
        body = {"version": 2, "openid": openid, "scene": scene, "content": part}
        try:
            with self._texts.call():
                return text_check.verdict_in(self._client.post_json(TEXT_CHECK, body))
        except WeChatBusy:
            return Verdict.UNKNOWN
        except CallFailed as failure:
            log_failure(self._texts.name, failure)
            is_risky = isinstance(failure, Refused) and failure.errcode == RISKY_CONTENT
            return Verdict.RISKY if is_risky else Verdict.UNKNOWN

    def _ask(self, lane: Lane, question: Callable[[], T]) -> T:
        try:
            with lane.call():
                return question()
        except CallFailed as failure:
            log_failure(lane.name, failure)
            raise error_of(failure) from failure

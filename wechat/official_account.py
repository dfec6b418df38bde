"""What services and jobs ask of the Official Account (公众号), in our words."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from wechat import answers, identity
from wechat.account import WeChatApp
from wechat.client import AppClient
from wechat.errors import WeChatBusy
from wechat.failures import CallFailed, NoAnswer
from wechat.limits import Slots, lane_of, request_lanes
from wechat.logs import log_failure
from wechat.message_sender import MessageSender, fields_of
from wechat.outcomes import DraftOutcome, SendOutcome, error_of
from wechat.token_store import DatabaseTokenStore
from wechat.usage import ApiUses

T = TypeVar("T")

TEMPLATE_SEND = "cgi-bin/message/template/send"
ADD_MATERIAL = "cgi-bin/material/add_material"
ADD_DRAFT = "cgi-bin/draft/add"
MENU_CREATE = "cgi-bin/menu/create"
USER_INFO = "cgi-bin/user/info"
CODE_CREATE = "cgi-bin/qrcode/create"


@dataclass(frozen=True, slots=True)
class Follower:
    """What WeChat says of an account's openid. Whoever does not follow has no unionid here."""

    is_following: bool
    unionid: str | None = None


@dataclass(frozen=True, slots=True)
class PageVisitor:
    """Who opened a page inside WeChat. A snapshot's openid is made up by WeChat: it is nobody's."""

    openid: str
    is_snapshot: bool


class OfficialAccount:
    """The Official Account at WeChat. Safe for threads; make one per process, after forking.

    Never ask it inside a transaction (design rule 3). `mini_appid` is the mini-program that messages lead to.
    """

    def __init__(
        self,
        app: WeChatApp,
        tokens: DatabaseTokenStore,
        *,
        mini_appid: str,
        clock: Callable[[], datetime.datetime],
        requests: Slots | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._client = AppClient(app, tokens, ApiUses(clock, monotonic=monotonic), monotonic=monotonic)
        self.appid = app.appid  # whose openids these are
        self._mini_appid = mini_appid
        shared = requests or Slots(app.request_slots)
        (self._questions,) = request_lanes("official_account", shared=shared, monotonic=monotonic)
        sends = lane_of("send_template", app.send_slots, monotonic)
        self._messages = MessageSender(self._client, TEMPLATE_SEND, sends, clock)

    def close(self) -> None:
        """Close the connections that are kept open to WeChat."""
        self._client.close()

    def follower(self, openid: str) -> Follower:
        """Whether an openid follows, and its unionid. Raises WeChatUnavailable or WeChatBusy."""
        return self._ask(lambda: _follower_in(self._client.get_json(USER_INFO, {"openid": openid, "lang": "zh_CN"})))

    def page_log_in_url(self, back_to: str, state: str) -> str:
        """Where to send a browser inside WeChat, so that it comes back with a code and the state."""
        query = {"appid": self.appid, "redirect_uri": back_to, "response_type": "code"}
        query |= {"scope": "snsapi_base", "state": state}
        return f"{self._app.oauth_base}/connect/oauth2/authorize?{urlencode(query)}#wechat_redirect"

    def page_visitor(self, code: str) -> PageVisitor:
        """Exchange the code that such a browser brought. Raises CodeInvalid, WeChatUnavailable or WeChatBusy."""
        code = identity.checked(code)
        return self._ask(lambda: _visitor_in(self._client.exchange_page_code(code)))

    def create_menu(self, menu: dict[str, Any]) -> None:
        """Replace the menu below the chat; people see it within five minutes. Raises as `follower` does."""
        self._ask(lambda: self._client.post_json(MENU_CREATE, menu))

    def follow_code(self, scene: str) -> str:
        """What a code must hold that brings its scene to the chat of whoever scans it and follows; for good.

        WeChat makes 100,000 of them for an account, so ask once for a scene. Raises as `follower` does.
        """
        body = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": scene}}}
        return self._ask(lambda: answers.text_in(self._client.post_json(CODE_CREATE, body), "url"))

    def add_draft(self, title: str, digest: str, html: str, cover: bytes) -> DraftOutcome:
        """Put an article into the account's drafts, with a cover that is kept at WeChat; raises nothing.

        Only the second call makes the draft: when the first fails, in whatever way, there is certainly none.
        """
        try:
            with self._questions.call():
                material = self._client.upload(ADD_MATERIAL, {"type": "image"}, ("cover.png", cover, "image/png"))
                article = {
                    "title": title,
                    "digest": digest,
                    "content": html,
                    "thumb_media_id": answers.text_in(material, "media_id"),
                }
        except WeChatBusy:
            return DraftOutcome(reason="busy")
        except CallFailed as failure:
            log_failure(self._questions.name, failure)
            return DraftOutcome(reason=failure.reason)
        return self._make_draft(article)

    def _make_draft(self, article: dict[str, str]) -> DraftOutcome:
        try:
            with self._questions.call():
                answer = self._client.post_json(ADD_DRAFT, {"articles": [article]})
                return DraftOutcome(answers.text_in(answer, "media_id"))
        except WeChatBusy:
            return DraftOutcome(reason="busy")
        except CallFailed as failure:
            log_failure(self._questions.name, failure)
            return DraftOutcome(is_lost=isinstance(failure, NoAnswer), reason=failure.reason)

    def send_template(
        self, openid: str, template_id: str, values: dict[str, str], page: str, *, message_key: str
    ) -> SendOutcome:
        """Send one template message; raises nothing. WeChat takes the same `message_key` once in ten minutes."""
        return self._messages.send(
            {
                "touser": openid,
                "template_id": template_id,
                "client_msg_id": message_key,
                "data": fields_of(values),
                "miniprogram": {"appid": self._mini_appid, "pagepath": page},
            }
        )

    def _ask(self, question: Callable[[], T]) -> T:
        try:
            with self._questions.call():
                return question()
        except CallFailed as failure:
            log_failure(self._questions.name, failure)
            raise error_of(failure) from failure


def _follower_in(answer: dict[str, Any]) -> Follower:
    answers.must_have(answer, "subscribe")
    unionid = answer.get("unionid")
    return Follower(answer["subscribe"] == 1, unionid if isinstance(unionid, str) and unionid else None)


def _visitor_in(answer: dict[str, Any]) -> PageVisitor:
    return PageVisitor(answers.text_in(answer, "openid"), answer.get("is_snapshotuser") == 1)

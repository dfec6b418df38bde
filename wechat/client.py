"""wechatpy's client with our token, our time limits and our errors (wechat.md §0 lists what was wrong)."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any

import requests
from urllib3.exceptions import HTTPError
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

from wechat import answers, transport
from wechat.account import OFFICIAL_API, WeChatApp
from wechat.breaker import Breaker
from wechat.failures import CallFailed, NoAnswer, NotReached, Refused
from wechat.masking import mask_library_logs
from wechat.token_store import DatabaseTokenStore, Token

TOKEN_REFUSED = frozenset({40001, 40014, 42001})
TOKEN_PAUSE_SECONDS = 60
# stable_token hands out the next token in the last 300 s of the old one; 240 s asks safely within them.
RENEW_BEFORE_SECONDS = 240
SHORTEST_USE_SECONDS = 60


class AppClient(WeChatClient):  # type: ignore[misc]  # wechatpy is untyped
    """One account's calls. They raise nothing but CallFailed, and last about `app.call_seconds` at most.

    A token that WeChat refuses is replaced once and the call repeated once, for it was not acted on.
    When the new token is refused too, this process fetches no other for a minute.
    """

    def __init__(
        self, app: WeChatApp, tokens: DatabaseTokenStore, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(app.appid, app.secret, session=tokens, auto_retry=False)
        self._app = app
        self._token_breaker = Breaker("no_token", failures=3, seconds=TOKEN_PAUSE_SECONDS, monotonic=monotonic)
        transport.prepare(self._http, app.pool_size)
        mask_library_logs()

    def post_json(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """POST to a path below the root; the body goes out as UTF-8, without \\u escapes."""
        return dict(self.post(f"{OFFICIAL_API}/{path}", data=body))

    def exchange_login_code(self, code: str) -> dict[str, Any]:
        """jscode2session takes the app secret instead of a token, so log-in works while tokens do not."""
        query = {"appid": self.appid, "secret": self.secret, "js_code": code, "grant_type": "authorization_code"}
        return dict(self._ask("get", self._own("sns/jscode2session"), self._give_up_at(), params=query))

    def close(self) -> None:
        """Close the kept connections."""
        self._http.close()

    @property
    def access_token(self) -> str:
        """The shared token, for those parts of wechatpy that ask for it."""
        return self._token(self._give_up_at())

    def fetch_access_token(self, give_up_at: float | None = None) -> Token:
        """Ask stable_token, which unlike /token gives every process the same one. Stores nothing."""
        self._token_breaker.admit()
        body = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret, "force_refresh": False}
        try:
            url = self._own("cgi-bin/stable_token")
            answer = self._ask("post", url, give_up_at or self._give_up_at(), data=body)
            value, life = answers.text_in(answer, "access_token"), answers.number_in(answer, "expires_in")
        except CallFailed:
            self._token_breaker.failed()
            raise
        self._token_breaker.succeeded()
        return Token(value, max(SHORTEST_USE_SECONDS, life - RENEW_BEFORE_SECONDS))

    def _request(self, method: str, url_or_endpoint: str, **kwargs: Any) -> Any:
        """Every call of wechatpy passes here."""
        url = self._own(url_or_endpoint, kwargs.pop("api_base_url", self.API_BASE_URL))
        give_up_at = self._give_up_at()
        for is_last in (False, True):
            token = self._token(give_up_at)
            try:
                return self._ask(method, url, give_up_at, token, **kwargs)
            except Refused as refusal:
                if refusal.errcode not in TOKEN_REFUSED:
                    raise
                self.session.discard(self.access_token_key, token)
                if is_last:
                    self._token_breaker.trip()
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _token(self, give_up_at: float) -> str:
        fetch = functools.partial(self.fetch_access_token, give_up_at)
        try:
            return str(self.session.get_or_fetch(self.access_token_key, fetch, patience=give_up_at - time.monotonic()))
        except NoAnswer as failure:
            raise NotReached("no_token") from failure  # the token's fate is unknown; the call itself was not made

    def _ask(self, method: str, url: str, give_up_at: float, token: str | None = None, **kwargs: Any) -> Any:
        """One HTTP request."""
        params = {**kwargs.pop("params", {}), **({"access_token": token} if token else {})}
        left = give_up_at - time.monotonic()
        if left <= 0:
            raise NotReached("no_time_left")
        kwargs["params"] = list(params.items())  # to a dict, wechatpy would add a token of its own
        kwargs["timeout"] = (min(self._app.connect_seconds, left), min(self._app.read_seconds, left))
        try:
            return super()._request(method, url, allow_redirects=False, **kwargs)
        except WeChatClientException as error:
            failure = _failure_of(error)
        except (requests.RequestException, HTTPError) as error:
            failure = answers.network_failure(error)
        raise failure  # out here, where it does not chain the request, whose URL holds secrets

    def _decode_result(self, res: requests.Response) -> dict[str, Any]:
        return answers.read(res.content)

    def _own(self, endpoint: str, base: str = f"{OFFICIAL_API}/") -> str:
        """The full URL, on our API base wherever wechatpy has the official one written into it."""
        url = endpoint if "://" in endpoint else base + endpoint
        return self._app.api_base.rstrip("/") + url.removeprefix(OFFICIAL_API) if url.startswith(OFFICIAL_API) else url

    def _give_up_at(self) -> float:
        return time.monotonic() + self._app.call_seconds


def _failure_of(error: WeChatClientException) -> CallFailed:
    if error.errcode is None:  # wechatpy's way to say: not HTTP 2xx
        return answers.http_failure(error.response.status_code)
    return Refused(error.errcode, error.errmsg)

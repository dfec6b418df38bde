"""wechatpy's client with our token, our time limits and our errors (wechat.md §0 lists what was wrong)."""

from __future__ import annotations

import contextlib
import functools
import json
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import requests
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

from wechat import answers, transport
from wechat.account import OFFICIAL_API, WeChatApp
from wechat.breaker import Breaker
from wechat.failures import CallFailed, NoAnswer, NotReached, Refused
from wechat.masking import mask_library_logs
from wechat.token_store import DatabaseTokenStore, Token
from wechat.usage import QUOTA_USED_UP, ApiUses

T = TypeVar("T")

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
        self,
        app: WeChatApp,
        tokens: DatabaseTokenStore,
        uses: ApiUses,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(app.appid, app.secret, session=tokens, auto_retry=False)
        self._app, self._uses = app, uses
        self._token_breaker = Breaker("no_token", failures=3, seconds=TOKEN_PAUSE_SECONDS, monotonic=monotonic)
        transport.prepare(self._http, app.pool_size)
        self._poster = transport.Poster(app.api_base, app.pool_size)
        mask_library_logs()

    def post_json(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """POST to a path below the root; the body goes out as UTF-8, without \\u escapes.

        Not through wechatpy and requests, which take three times as long: most calls are messages.
        """
        return self._with_token(lambda token, give_up_at: self._post(path, body, token, give_up_at))

    def get_json(self, path: str, query: dict[str, Any]) -> dict[str, Any]:
        """GET from a path below the root."""
        return dict(self.get(f"{OFFICIAL_API}/{path}", params=query))

    def upload(self, path: str, query: dict[str, Any], file: tuple[str, bytes, str]) -> dict[str, Any]:
        """POST a file (its name, its content, its type) as WeChat's form has it."""
        return dict(self.post(f"{OFFICIAL_API}/{path}", params=query, files={"media": file}))

    def exchange_page_code(self, code: str) -> dict[str, Any]:
        """The code of a page inside WeChat; takes the app secret instead of a token, too."""
        query = {"appid": self.appid, "secret": self.secret, "code": code, "grant_type": "authorization_code"}
        return dict(self._ask("get", self._own("sns/oauth2/access_token"), self._give_up_at(), params=query))

    def exchange_login_code(self, code: str) -> dict[str, Any]:
        """jscode2session takes the app secret instead of a token, so log-in works while tokens do not."""
        query = {"appid": self.appid, "secret": self.secret, "js_code": code, "grant_type": "authorization_code"}
        return dict(self._ask("get", self._own("sns/jscode2session"), self._give_up_at(), params=query))

    def close(self) -> None:
        """Close the kept connections, and note the calls of the last moment."""
        self._uses.note()
        self._http.close()
        self._poster.close()

    @property
    def access_token(self) -> str:
        """The shared token, for those parts of wechatpy that ask for it."""
        return self._token(self._give_up_at())

    def fetch_access_token(self, give_up_at: float | None = None) -> Token:
        """Ask stable_token, which unlike /token gives every process the same one. Stores nothing."""
        self._token_breaker.admit()
        body = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret, "force_refresh": False}
        try:
            answer = self._post("cgi-bin/stable_token", body, None, give_up_at or self._give_up_at())
            value, life = answers.text_in(answer, "access_token"), answers.number_in(answer, "expires_in")
        except CallFailed:
            self._token_breaker.failed()
            raise
        self._token_breaker.succeeded()
        return Token(value, max(SHORTEST_USE_SECONDS, life - RENEW_BEFORE_SECONDS))

    def _request(self, method: str, url_or_endpoint: str, **kwargs: Any) -> Any:
        """Every call of wechatpy passes here."""
        url = self._own(url_or_endpoint, kwargs.pop("api_base_url", self.API_BASE_URL))
        return self._with_token(lambda token, give_up_at: self._ask(method, url, give_up_at, token, **kwargs))

    def _with_token(self, ask: Callable[[str, float], T]) -> T:
        """Ask with the shared token; once more with the next one where WeChat refuses it."""
        give_up_at = self._give_up_at()
        for is_last in (False, True):
            token = self._token(give_up_at)
            try:
                return ask(token, give_up_at)
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
        """One HTTP request through wechatpy."""
        params = {**kwargs.pop("params", {}), **({"access_token": token} if token else {})}
        kwargs["params"] = list(params.items())  # to a dict, wechatpy would add a token of its own
        kwargs["timeout"] = self._time_limits(give_up_at)
        with self._counted(url.removeprefix(self._app.api_base.rstrip("/") + "/")):
            try:
                return super()._request(method, url, allow_redirects=False, **kwargs)
            except WeChatClientException as error:
                failure = _failure_of(error)
            except (requests.RequestException, HTTPError) as error:
                failure = answers.network_failure(error)
            raise failure  # out here, where it does not chain the request, whose URL holds secrets

    def _post(self, path: str, body: dict[str, Any], token: str | None, give_up_at: float) -> dict[str, Any]:
        """One HTTP request of our own; raises what `_ask` raises."""
        connect, read = self._time_limits(give_up_at)
        query, data = {"access_token": token} if token else {}, json.dumps(body, ensure_ascii=False).encode()
        with self._counted(path):
            try:
                response = self._poster.post(path, query, data, connect=connect, read=read)
            except HTTPError as error:
                failure = answers.network_failure(error)
            else:
                return _answer_in(response)
            raise failure  # out here, as above

    @contextlib.contextmanager
    def _counted(self, api: str) -> Iterator[None]:
        """Around one request: it counts against the day's quota, and a quota that is used up is not asked again."""
        self._uses.count(self.appid, api)
        try:
            yield
        except Refused as refusal:
            if refusal.errcode == QUOTA_USED_UP:
                self._uses.used_up(self.appid, api)
            raise

    def _time_limits(self, give_up_at: float) -> tuple[float, float]:
        """Seconds to connect and to read, within what is left."""
        left = give_up_at - time.monotonic()
        if left <= 0:
            raise NotReached("no_time_left")
        return min(self._app.connect_seconds, left), min(self._app.read_seconds, left)

    def _decode_result(self, res: requests.Response) -> dict[str, Any]:
        return answers.read(res.content)

    def _own(self, endpoint: str, base: str = f"{OFFICIAL_API}/") -> str:
        """The full URL, on our API base wherever wechatpy has the official one written into it."""
        url = endpoint if "://" in endpoint else base + endpoint
        return self._app.api_base.rstrip("/") + url.removeprefix(OFFICIAL_API) if url.startswith(OFFICIAL_API) else url

    def _give_up_at(self) -> float:
        return time.monotonic() + self._app.call_seconds


def _answer_in(response: BaseHTTPResponse) -> dict[str, Any]:
    if not 200 <= response.status < 300:
        raise answers.http_failure(response.status)
    answer = answers.read(response.data)
    if errcode := int(answer.get("errcode", 0)):
        raise Refused(errcode, answer.get("errmsg", errcode))
    return answer


def _failure_of(error: WeChatClientException) -> CallFailed:
    if error.errcode is None:  # wechatpy's way to say: not HTTP 2xx
        return answers.http_failure(error.response.status_code)
    return Refused(error.errcode, error.errmsg)

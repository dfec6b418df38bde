"""One access token for all processes, fetched by one of them."""

from __future__ import annotations

import contextlib
import datetime
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, ParamSpec, TypeVar

import peewee
from wechatpy.session import SessionStorage

from models.database import database
from models.unit_of_work import unit_of_work
from models.wechat_tokens import LIFE, WeChatToken
from wechat.failures import NotReached

P = ParamSpec("P")
R = TypeVar("R")

LOOK_AGAIN_SECONDS = 0.05

logger = logging.getLogger(__name__)


class Token(NamedTuple):
    """A token as fetched, and for how many seconds to use it."""

    value: str
    seconds: float

    def __repr__(self) -> str:
        return f"Token(***, {self.seconds})"


class DatabaseTokenStore(SessionStorage):  # type: ignore[misc]  # wechatpy is untyped
    """wechatpy's session storage on a table, plus fetching by one process at a time.

    A guarded UPDATE decides who fetches, on every engine. Should a fetch outlast its lease, a second
    one happens: harmless, because stable_token then answers both with the same token.

    `clock` gives the present instant in UTC. Every call works on the calling thread's connection or,
    where it has none, on one opened for the moment. Never inside a transaction: others must see the
    lease at once, and no lock may be held while WeChat is asked. A database that fails is a token
    that cannot be had: NotReached.
    """

    def __init__(self, clock: Callable[[], datetime.datetime]) -> None:
        self._clock = clock

    def get(self, key: str, default: Any = None) -> Any:
        """The token, unless it has expired."""
        with _connection():
            value = WeChatToken.value_of(key, self._clock())
        return default if value is None else value

    def set(self, key: str, value: str, ttl: float | None = None) -> None:
        """Store a token for `ttl` seconds; by default, and at most, for as long as WeChat's tokens live."""
        _write(WeChatToken.add_row, key)
        _write(WeChatToken.store, key, value, self._expiry(ttl or LIFE.total_seconds()))

    def delete(self, key: str) -> None:
        _write(WeChatToken.expire, key)

    def discard(self, key: str, value: str) -> None:
        """Forget the token that WeChat refused, unless a rival has replaced it already."""
        _write(WeChatToken.expire, key, value)

    def get_or_fetch(self, key: str, fetch: Callable[[], Token], *, patience: float) -> str:
        """The stored token, else a new one: fetched by us, or by a rival within `patience` seconds.

        Raises NotReached when the rival takes too long, and whatever `fetch` raises.
        """
        give_up_at = time.monotonic() + patience
        token: str | None = self.get(key)
        if token is None:
            _write(WeChatToken.add_row, key)
        while token is None:
            lease = _write(WeChatToken.take_lease, key, self._clock())
            if lease is not None:
                return self._fetch(key, fetch, lease)
            if time.monotonic() > give_up_at:
                raise NotReached("no_token_yet")
            time.sleep(LOOK_AGAIN_SECONDS)
            token = self.get(key)
        return token

    def _fetch(self, key: str, fetch: Callable[[], Token], lease: datetime.datetime) -> str:
        try:
            token = fetch()
        except BaseException:
            _write(WeChatToken.end_lease, key, lease)
            raise
        if not _write(WeChatToken.store_under_lease, key, token.value, self._expiry(token.seconds), lease):
            logger.info("a WeChat token took longer than its lease; a rival has stored another")
        return token.value

    def _expiry(self, seconds: float) -> datetime.datetime:
        return self._clock() + min(datetime.timedelta(seconds=seconds), LIFE)


def _write(act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    with _connection():
        return unit_of_work(act)(*args, **kwargs)


@contextlib.contextmanager
def _connection() -> Iterator[None]:
    if database.in_transaction():
        raise RuntimeError("WeChat must not be asked inside a transaction")
    try:
        is_ours = database.connect(reuse_if_open=True)
        try:
            yield
        finally:
            if is_ours:
                database.close()
    except peewee.PeeweeException as error:
        logger.exception("the token store does not answer")
        raise NotReached("no_token_store") from error

"""One access token for all processes, fetched by one of them."""

from __future__ import annotations

import contextlib
import datetime
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, ParamSpec, TypeVar

import peewee
from wechatpy.session import SessionStorage

from models.database import database
from models.unit_of_work import unit_of_work
from models.wechat_tokens import LIFE, SKEW, WeChatToken
from wechat.failures import NotReached

P = ParamSpec("P")
R = TypeVar("R")

LOOK_AGAIN_SECONDS = 0.05
KEPT_SECONDS = 5.0  # for which a process uses a token without looking whether it is still the one

# Connections that threads without one of their own open for a moment: a hundred senders whose token WeChat refuses
# at the same time would else take all that a server has.
_opened_at_once = threading.BoundedSemaphore(4)

logger = logging.getLogger(__name__)


class Token(NamedTuple):
    """A token as fetched, and for how many seconds to use it."""

    value: str
    seconds: float

    def __repr__(self) -> str:
        return f"Token(***, {self.seconds})"


class _Kept(NamedTuple):
    """A token in this process's memory: until when it may be used without looking, and when it expires."""

    value: str
    look_again_at: float  # monotonic
    expires_at: datetime.datetime


class DatabaseTokenStore(SessionStorage):  # type: ignore[misc]  # wechatpy is untyped
    """wechatpy's session storage on a table, plus fetching by one process at a time.

    A process keeps the token it has read for a moment: a sender need not ask the database for each message. Should
    another process replace it in that moment, WeChat refuses ours, it is discarded, and the next is read. When the
    moment is over one thread looks for all: a hundred senders would else take a connection each at the same time.

    A guarded UPDATE decides who fetches, on every engine. Should a fetch outlast its lease, a second
    one happens: harmless, because stable_token then answers both with the same token.

    `clock` gives the present instant in UTC. Every call works on the calling thread's connection or,
    where it has none, on one opened for the moment. Never inside a transaction: others must see the
    lease at once, and no lock may be held while WeChat is asked. A database that fails is a token
    that cannot be had: NotReached.
    """

    def __init__(
        self, clock: Callable[[], datetime.datetime], *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock, self._monotonic = clock, monotonic
        self._kept: dict[str, _Kept] = {}
        self._looking: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)  # by key

    def get(self, key: str, default: Any = None) -> Any:
        """The token as the database has it, unless it has expired."""
        found = self._read(key)
        return default if found is None else found.value

    def set(self, key: str, value: str, ttl: float | None = None) -> None:
        """Store a token for `ttl` seconds; by default, and at most, for as long as WeChat's tokens live."""
        self._kept.pop(key, None)
        _write(WeChatToken.add_row, key)
        _write(WeChatToken.store, key, value, self._expiry(ttl or LIFE.total_seconds()))

    def delete(self, key: str) -> None:
        self._kept.pop(key, None)
        _write(WeChatToken.expire, key)

    def discard(self, key: str, value: str) -> None:
        """Forget the token that WeChat refused, unless a rival has replaced it already."""
        kept = self._kept.get(key)
        if kept is not None and kept.value == value:
            self._kept.pop(key, None)
        _write(WeChatToken.expire, key, value)

    def get_or_fetch(self, key: str, fetch: Callable[[], Token], *, patience: float) -> str:
        """The stored token, else a new one: fetched by us, or by a rival within `patience` seconds.

        Raises NotReached when the rival takes too long, and whatever `fetch` raises.
        """
        _refuse_transaction()
        token = self._in_memory(key)
        if token is not None:
            return token
        give_up_at = time.monotonic() + patience
        looking = self._looking[key]
        if not looking.acquire(timeout=max(0.0, patience)):
            raise NotReached("no_token_yet")
        try:
            return self._in_memory(key) or self._look_or_fetch(key, fetch, give_up_at)
        finally:
            looking.release()

    def _look_or_fetch(self, key: str, fetch: Callable[[], Token], give_up_at: float) -> str:
        token = self._look(key)
        if token is None:
            _write(WeChatToken.add_row, key)
        while token is None:
            lease = _write(WeChatToken.take_lease, key, self._clock())
            if lease is not None:
                return self._fetch(key, fetch, lease)
            if time.monotonic() > give_up_at:
                raise NotReached("no_token_yet")
            time.sleep(LOOK_AGAIN_SECONDS)
            token = self._look(key)
        return token

    def _in_memory(self, key: str) -> str | None:
        kept = self._kept.get(key)
        if kept is None or self._monotonic() >= kept.look_again_at or not self._is_good(kept.expires_at):
            return None
        return kept.value

    def _is_good(self, expires_at: datetime.datetime) -> bool:
        now = self._clock()
        return now < expires_at <= now + LIFE + SKEW  # the sandbox's clock may be set back

    def _look(self, key: str) -> str | None:
        """The token in the database, kept in memory for a moment."""
        found = self._read(key)
        if found is None:
            return None
        self._kept[key] = _Kept(found.value, self._monotonic() + KEPT_SECONDS, found.expires_at)
        return str(found.value)

    def _read(self, key: str) -> WeChatToken | None:
        with _connection():
            return WeChatToken.find_good(key, self._clock())

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
    _refuse_transaction()
    try:
        if not database.is_closed():
            yield
        else:
            with _opened_at_once, database.connection_context():
                yield
    except peewee.PeeweeException as error:
        logger.exception("the token store does not answer")
        raise NotReached("no_token_store") from error


def _refuse_transaction() -> None:
    if database.in_transaction():
        raise RuntimeError("WeChat must not be asked inside a transaction")

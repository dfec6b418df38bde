"""Many people at once: a large branch, everyone logged in, acts played from many threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from tests.e2e.stack import Phone, Stack, WeChat, wait_until

THREADS = 16

T = TypeVar("T")
R = TypeVar("R")


def at_once(act: Callable[[T], R], over: Iterable[T]) -> list[R]:
    """Play an act for each item from many threads; answers come back in the items' order."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(act, over))


def log_in_everyone(stack: Stack) -> Iterator[list[Phone]]:
    """Everyone on the stand-in, logged in; for a fixture that yields from it."""
    people = [Phone(stack, person["openid"]) for person in WeChat(stack).people()]
    at_once(_log_in_patiently, people)
    yield people
    for phone in people:
        phone.close()


def _log_in_patiently(phone: Phone) -> None:
    """Try again while the server is busy with others' log-ins, as the mini-program does."""

    def is_in() -> bool:
        answer = phone.log_in()
        assert answer.ok or answer.json()["error"]["code"] == "wechat_busy", answer.text
        return answer.ok

    wait_until(is_in, "everyone is logged in")


def seat_of(phone: Phone) -> dict[str, Any] | None:
    """The first seat of a person that is a secretary's."""
    roles = phone.get("me").json()["roles"]
    return next((role for role in roles if role["role"] == "secretary"), None)

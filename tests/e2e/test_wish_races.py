"""Many rivals, and processes that die in the middle: nothing acknowledged is lost, nothing happens twice."""

from __future__ import annotations

import itertools
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.e2e.crowd import THREADS, log_in_everyone
from tests.e2e.stack import Phone, Stack, WeChat

DEMO = ("--people", "640", "--branch-size", "40")

pytestmark = pytest.mark.engine
WISHES, RIVALS = 400, 16


@pytest.fixture(scope="module")
def crowd(stack: Stack) -> Iterator[list[Phone]]:
    """Everyone of the made-up township, logged in."""
    yield from log_in_everyone(stack)


@pytest.fixture(scope="module")
def secretary(stack: Stack) -> Iterator[Phone]:
    officer = next(p for p in WeChat(stack).people() if {"secretary", "township_officer"} & set(p["roles"]))
    phone = Phone(stack, officer["openid"])
    assert phone.log_in().ok
    yield phone
    phone.close()


def open_wishes(secretary: Phone, count: int) -> list[int]:
    branch = secretary.get("me").json()["roles"][0]["organisation_id"]

    def one(number: int) -> int:
        body = {"title": f"心愿 {number}", "kind": "service", "organisation_id": branch, "wisher_name": "周奶奶"}
        wish_id = int(secretary.post("wishes", body).json()["id"])
        assert secretary.post(f"wishes/{wish_id}/verification", {"decision": "accept"}).ok
        return wish_id

    return [one(number) for number in range(count)]


def test_of_sixteen_rivals_for_each_wish_exactly_one_wins(crowd: list[Phone], secretary: Phone) -> None:
    wishes = open_wishes(secretary, WISHES)
    tries = [
        (wish_id, crowd[(number * 13 + rival * 7) % len(crowd)], uuid.uuid4().hex)
        for number, wish_id in enumerate(wishes)
        for rival in range(RIVALS)
    ]

    def claim(one: tuple[int, Phone, str]) -> tuple[int, int, str]:
        wish_id, phone, key = one
        answer = phone.post(f"wishes/{wish_id}/claim", key=key)
        code = "" if answer.ok else answer.json()["error"]["code"]
        return wish_id, answer.status_code, code

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(claim, tries))
        repeats = list(pool.map(claim, tries[: 10 * RIVALS]))
    winners = Counter(wish_id for wish_id, status, _ in answers if status == 201)
    assert winners == dict.fromkeys(wishes, 1)
    refusals = Counter(code for _, status, code in answers if status != 201)
    assert set(refusals) <= {"wish_already_claimed", "claim_limit_reached"}
    assert [status for _, status, _ in repeats] == [status for _, status, _ in answers[: 10 * RIVALS]]
    print(f"races: {sum(winners.values())} winners, refusals {dict(refusals)}")


def test_every_acknowledged_claim_survives_a_kill_in_mid_load(
    stack: Stack, crowd: list[Phone], secretary: Phone
) -> None:
    wishes = open_wishes(secretary, 120)
    acknowledged: list[tuple[Phone, int]] = []
    is_dead = threading.Event()
    people = itertools.cycle(crowd[320:])
    tries = [(next(people), wish_id) for wish_id in wishes for _ in range(2)]

    def claim(one: tuple[Phone, int]) -> None:
        phone, wish_id = one
        if is_dead.is_set():
            return
        try:
            if phone.post(f"wishes/{wish_id}/claim").status_code == 201:
                acknowledged.append((phone, wish_id))
                if len(acknowledged) == 30:
                    is_dead.set()
                    stack.kill()
        except requests.RequestException:
            pass  # the power is gone; whether this one counted is not known

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(claim, tries))
    assert len(acknowledged) >= 30
    stack.start()
    for phone, wish_id in acknowledged:
        assert phone.get(f"wishes/{wish_id}").json()["mine"]["claim"]["status"] == "active"
    claimed_again = secretary.get(f"wishes/{acknowledged[0][1]}").json()
    assert claimed_again["shares"] == {"total": 1, "taken": 1}

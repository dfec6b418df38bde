"""A database server dies under load: nothing acknowledged is lost, nothing happens twice, work goes on."""

from __future__ import annotations

import itertools
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.cluster.galera import NAME, Node
from tests.e2e.crowd import THREADS, log_in_everyone
from tests.e2e.stack import Phone, Stack, wait_until

WISHES, RIVALS, KILL_AFTER = 100, 6, 150


@pytest.fixture(scope="module")
def crowd(stack: Stack) -> Iterator[list[Phone]]:
    yield from log_in_everyone(stack)


@pytest.fixture(scope="module")
def wishes(crowd: list[Phone]) -> list[int]:
    """Open wishes of a branch, made by its secretary."""
    secretary, role = next(
        (phone, role)
        for phone in crowd
        for role in phone.get("me").json()["roles"]
        if role["role"] in ("secretary", "township_officer")
    )

    def one(number: int) -> int:
        body = {"title": f"心愿 {number}", "kind": "service", "organisation_id": role["organisation_id"],
                "wisher_name": "周奶奶"}  # fmt: skip
        wish_id = int(secretary.post("wishes", body).json()["id"])
        assert secretary.post(f"wishes/{wish_id}/verification", {"decision": "accept"}).ok
        return wish_id

    return [one(number) for number in range(WISHES)]


def patiently(phone: Phone, path: str) -> int:
    """As the mini-program does: the same act under the same key until somebody answers."""
    key = uuid.uuid4().hex
    statuses: list[int] = []

    def is_answered() -> bool:
        statuses.append(phone.post(path, key=key).status_code)
        assert statuses[-1] != 500
        return statuses[-1] < 500

    wait_until(is_answered, path)
    return statuses[-1]


def test_a_killed_node_costs_no_claim_and_lets_none_happen_twice(
    stack: Stack, nodes: list[Node], crowd: list[Phone], wishes: list[int]
) -> None:
    people = itertools.cycle(crowd)
    tries = [(next(people), wish_id) for wish_id in wishes for _ in range(RIVALS)]
    answered = itertools.count(1)
    killer = threading.Lock()

    def claim(one: tuple[Phone, int]) -> tuple[int, int]:
        phone, wish_id = one
        status = patiently(phone, f"wishes/{wish_id}/claim")
        with killer:
            if next(answered) == KILL_AFTER:
                nodes[0].kill()
        return wish_id, status

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(claim, tries))
    won = sorted(wish_id for wish_id, status in answers if status == 201)

    assert won == sorted(set(won))  # nobody was told twice that they have it
    for node in nodes[1:]:
        held = node.ask(f"SELECT wish_id FROM {NAME}.claim WHERE is_held = 1 ORDER BY wish_id")
        assert set(won) <= {wish_id for (wish_id,) in held}
        assert len(held) == len(set(held))
    wait_until(lambda: Stack._answers(f"{stack.app_url}/readyz"), "the system is ready again")


def test_the_node_comes_back_with_all_that_happened_meanwhile(nodes: list[Node]) -> None:
    nodes[0].start(nodes[1:])

    counts = [node.ask(f"SELECT COUNT(*) FROM {NAME}.claim") for node in nodes]
    assert counts[0] == counts[1] == counts[2]

"""600 people for 50 places, with cancels in between: never a 51st place, nobody lost, the order kept."""

from __future__ import annotations

import contextlib
import datetime
import random
import uuid
from collections import Counter
from collections.abc import Iterator

import pytest

from models.database import open_database
from models.sign_ups import SignUp, SignUpStatus
from tests.e2e.crowd import at_once, log_in_everyone, seat_of
from tests.e2e.stack import Phone, Stack

DEMO = ("--people", "640", "--branch-size", "320")
PLACES, PEOPLE, CANCELS = 50, 600, 60

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def crowd(stack: Stack) -> Iterator[list[Phone]]:
    yield from log_in_everyone(stack)


def make_event(secretary: Phone, places: int, *, in_days: int) -> int:
    starts = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=in_days)
    made = secretary.post(
        "events",
        {
            "title": "菇林清沟",
            "place": "东坑村菇林",
            "starts_at": starts.isoformat(),
            "ends_at": (starts + datetime.timedelta(hours=3)).isoformat(),
            "posts": [{"name": "清沟", "capacity": places}],
        },
    )
    assert made.status_code == 201, made.text
    return int(made.json()["id"])


@contextlib.contextmanager
def database_of(stack: Stack) -> Iterator[None]:
    """The system's own database, for what no answer tells: in which order the sign-ups were written."""
    opened = open_database(stack.env["DATABASE_URL"])
    with opened.connection_context():
        yield
    opened.close_all()


def assert_first_come_first_served(stack: Stack, event_id: int, positions: dict[int, int]) -> None:
    """The sign-ups that stand were written under their post's lock, one after the other: the first have the places,
    and the rest wait in that order, which is what the phones were told (`positions`)."""
    with database_of(stack):
        held = list(SignUp.select().where(SignUp.event == event_id, SignUp.is_held == 1).order_by(SignUp.id))
    order = [SignUpStatus.CONFIRMED] * PLACES + [SignUpStatus.WAITING] * (len(held) - PLACES)
    assert [row.status for row in held] == order
    assert {row.person_id: number for number, row in enumerate(held[PLACES:], start=1)} == positions


def test_never_a_fifty_first_place_nobody_is_lost_and_the_order_is_kept(stack: Stack, crowd: list[Phone]) -> None:
    secretary = next(phone for phone in crowd if seat_of(phone))
    event_id = make_event(secretary, PLACES, in_days=3)
    people = [phone for phone in crowd if phone is not secretary][:PEOPLE]
    chance = random.Random(7)
    cancels = set(chance.sample(range(PEOPLE), CANCELS))

    def sign_up(number: int) -> tuple[int, int, int]:
        phone, key = people[number], uuid.uuid4().hex
        first = phone.post(f"events/{event_id}/sign-up", key=key)
        again = phone.post(f"events/{event_id}/sign-up", key=key)
        without_key = phone.post(f"events/{event_id}/sign-up")
        if number in cancels:
            assert phone.delete(f"events/{event_id}/sign-up").status_code in (200, 204)
        return first.status_code, again.status_code, without_key.status_code

    answers = Counter(at_once(sign_up, range(PEOPLE)))
    assert answers == {(201, 201, 200): PEOPLE}

    post = secretary.get(f"events/{event_id}").json()["posts"][0]
    assert (post["confirmed"], post["waiting"]) == (PLACES, PEOPLE - CANCELS - PLACES)
    staying = [people[number] for number in range(PEOPLE) if number not in cancels]
    mine = at_once(lambda phone: phone.get(f"events/{event_id}").json()["mine"], staying)
    assert Counter(item["status"] for item in mine) == {"confirmed": PLACES, "waiting": post["waiting"]}
    ids = at_once(lambda phone: phone.get("me").json()["id"], staying)
    positions = {
        person: item["position"] for person, item in zip(ids, mine, strict=True) if item["status"] == "waiting"
    }  # fmt: skip
    assert_first_come_first_served(stack, event_id, positions)


def test_the_first_in_line_is_promoted_when_someone_cancels(crowd: list[Phone]) -> None:
    secretary = next(phone for phone in crowd if seat_of(phone))
    event_id = make_event(secretary, 1, in_days=5)
    first, second, third = [phone for phone in crowd if phone is not secretary][:3]
    for phone in (first, second, third):
        assert phone.post(f"events/{event_id}/sign-up").status_code == 201
    assert first.delete(f"events/{event_id}/sign-up").status_code in (200, 204)
    assert second.get(f"events/{event_id}").json()["mine"]["status"] == "confirmed"
    assert (
        third.get(f"events/{event_id}").json()["mine"] | {"status": "waiting", "position": 1}
        == (third.get(f"events/{event_id}").json()["mine"])
    )
    again = first.post(f"events/{event_id}/sign-up").json()
    assert (again["status"], again["position"]) == ("waiting", 2)

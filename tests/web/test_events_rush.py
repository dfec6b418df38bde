"""600 people for 50 places through HTTP, with cancellations and repeats in between, on every engine."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest

import app as application
from config.settings import Settings
from models.database import database, open_database
from models.events import Post
from models.sign_ups import SignUp, SignUpStatus
from services import sessions
from tests.cast import Cast
from tests.event_cast import check_counters, confirmed_at, crowd, make_event, queue_of

PEOPLE, PLACES = 600, 50

pytestmark = pytest.mark.engine


@pytest.fixture
def rush_app(engine_url, now):
    settings = dataclasses.replace(
        Settings.from_env({}), database_url=engine_url, secret_keys=("test-secret-one", "test-secret-zero")
    )
    made = application.create_app(settings)
    open_database(engine_url, max_connections=40)
    made.extensions["clock"] = lambda: now
    with database.connection_context():
        yield made
    database.obj.close_all()


def test_six_hundred_people_for_fifty_places(rush_app, now):
    cast = Cast(now)
    event = make_event(cast, PLACES)
    people = crowd(cast, PEOPLE)
    tokens = [sessions.open_session(actor.person, identity_id=None, days=1, now=now)[0] for actor in people]
    statuses: list[int] = []

    def come(number: int) -> None:
        """Every tenth taps twice with the same key; every eighth gives the place back."""
        client, path = rush_app.test_client(), f"/api/events/{event.id}/sign-up"
        headers = {"Authorization": f"Bearer {tokens[number]}", "Idempotency-Key": f"tap-{number}"}
        taps = 2 if number % 10 == 0 else 1
        statuses.extend(client.post(path, json={}, headers=headers).status_code for _ in range(taps))
        if number % 8 == 0:
            statuses.append(client.delete(path, headers=headers).status_code)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(come, range(PEOPLE)))

    assert set(statuses) == {200, 201}
    check_counters(event)
    assert Post.get(Post.event == event.id).confirmed == len(confirmed_at(event)) == PLACES
    staying = {people[number].person.id for number in range(PEOPLE) if number % 8}
    assert confirmed_at(event) | set(queue_of(event)) == staying
    assert SignUp.select().where(SignUp.event == event.id).count() == PEOPLE
    tickets = _tickets(event)
    assert max(tickets[SignUpStatus.CONFIRMED]) < min(tickets[SignUpStatus.WAITING])


def _tickets(event) -> dict[SignUpStatus, list[int]]:
    tickets: dict[SignUpStatus, list[int]] = {status: [] for status in SignUpStatus}
    for row in SignUp.select().where(SignUp.event == event.id, SignUp.is_held == 1):
        tickets[row.status].append(row.ticket)
    return tickets

"""Who is logged in."""

import datetime

import pytest

from models.sessions import Session
from services import sessions
from services.errors import NotLoggedIn

DAY = datetime.timedelta(days=1)


@pytest.fixture
def token(cast, now):
    token, _ = sessions.open_session(cast.wang.person, identity_id=cast.wang.identity_id, days=30, now=now)
    return token


def test_a_token_names_its_person(cast, now, token):
    actor = sessions.who_is(token, now=now, origin="req-1")

    assert (actor.person.id, actor.identity_id, actor.origin) == (cast.wang.person.id, cast.wang.identity_id, "req-1")


def test_the_database_does_not_know_the_token(token):
    assert token not in str(list(Session.select().dicts()))


@pytest.mark.parametrize("garbage", ["", "x", "a" * 5000, "令牌", "\x00", "' OR 1=1 --"])
def test_an_unknown_token_is_nobody(now, token, garbage):
    with pytest.raises(NotLoggedIn):
        sessions.who_is(garbage, now=now)


def test_a_token_works_until_its_last_moment(now, token):
    assert sessions.who_is(token, now=now + 30 * DAY - datetime.timedelta(microseconds=1))
    with pytest.raises(NotLoggedIn):
        sessions.who_is(token, now=now + 30 * DAY)


def test_logging_out_closes_one_session_only(cast, now, token):
    other, _ = sessions.open_session(cast.wang.person, identity_id=None, days=1, now=now)
    sessions.close_session(token, now=now)

    with pytest.raises(NotLoggedIn):
        sessions.who_is(token, now=now)
    assert sessions.who_is(other, now=now)


def test_logging_out_twice_keeps_the_first_moment(now, token):
    sessions.close_session(token, now=now)
    sessions.close_session(token, now=now + DAY)

    assert Session.get().revoked_at == now


def test_logging_out_everywhere_closes_all_of_one_person(cast, now, token):
    others, _ = sessions.open_session(cast.li.person, identity_id=None, days=1, now=now)
    sessions.close_all_sessions(cast.wang.person.id, now=now)

    with pytest.raises(NotLoggedIn):
        sessions.who_is(token, now=now)
    assert sessions.who_is(others, now=now)

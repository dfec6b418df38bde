"""Calls are counted for all processes, and nobody asks an API whose quota is used up; on each engine."""

import datetime
import logging

import peewee
import pytest

from models.api_uses import ApiUse
from tests.races import at_once
from tests.wechat.canned import in_turn, says
from wechat.errors import WeChatUnavailable
from wechat.outcomes import Outcome
from wechat.quotas import BadQuotaSetting, parse_daily_limits
from wechat.usage import NOTE_EVERY_SECONDS, ApiUses

LOG_IN, SEND = "sns/jscode2session", "cgi-bin/message/subscribe/send"
QUOTA = says(errcode=45009, errmsg="reach max api daily quota limit")


@pytest.fixture
def database_url(engine_url):
    return engine_url


def uses(clock):
    return ApiUses(clock, monotonic=lambda: clock.monotonic)


def noted(database):
    with database.connection_context():
        return {row.api: row.used for row in ApiUse.select()}


def test_every_request_counts_also_the_token(mini_program, canned, database, clock):
    canned.answers[LOG_IN] = says(openid="o1")
    for _ in range(3):
        mini_program.log_in("code")
    mini_program.send_subscribe("o1", "tpl", {}, "")
    mini_program.close()

    assert noted(database) == {LOG_IN: 3, SEND: 1, "cgi-bin/stable_token": 1}


def test_several_processes_add_up(database, clock):
    many = [uses(clock) for _ in range(4)]
    at_once([lambda one=one: [one.count("wx1", "a/b") for _ in range(50)] and one.note() for one in many])

    assert noted(database) == {"a/b": 200}


def test_few_commits_for_many_calls(database, clock, monkeypatch):
    counter, written = uses(clock), []
    monkeypatch.setattr(ApiUse, "add", lambda *row: written.append(row))
    for _ in range(100):
        counter.count("wx1", "a/b")
    clock.advance(NOTE_EVERY_SECONDS)
    counter.count("wx1", "a/b")

    assert [row[-1] for row in written] == [1, 100]


def test_a_day_ends_at_midnight_in_china(database, clock):
    counter = uses(clock)
    counter.count("wx1", "a/b")
    clock.advance(9 * 3600)  # 00:00
    counter.count("wx1", "a/b")
    counter.note()

    with database.connection_context():
        assert [(str(row.day), row.used) for row in ApiUse.select().order_by(ApiUse.day)] == [
            ("2026-11-23", 1),
            ("2026-11-24", 1),
        ]


def test_a_used_up_quota_is_not_asked_again_until_midnight(mini_program, canned, clock, caplog):
    canned.answers[LOG_IN] = in_turn(QUOTA, says(openid="o1"))
    for _ in range(3):
        with pytest.raises(WeChatUnavailable):
            mini_program.log_in("code")
    assert canned.times(LOG_IN) == 1
    assert [record.levelno for record in caplog.records if "used up" in record.message] == [logging.ERROR]

    clock.advance(9 * 3600)
    assert mini_program.log_in("code").openid == "o1"


def test_other_processes_learn_of_it(app, tokens, canned, database, clock):
    counter, other = uses(clock), uses(clock)
    counter.used_up("wx1", "a/b")
    other.count("wx1", "c/d")
    with pytest.raises(Exception, match="quota_used_up"):
        other.count("wx1", "a/b")
    other.count("wx2", "a/b")


def test_messages_wait_for_midnight(mini_program, canned, clock):
    canned.answers[SEND] = QUOTA
    outcomes = [mini_program.send_subscribe("o1", "tpl", {}, "") for _ in range(2)]

    assert canned.times(SEND) == 1
    midnight = datetime.datetime(2026, 11, 23, 16, 0, tzinfo=datetime.UTC)
    assert {(one.outcome, one.reason, one.paused_until) for one in outcomes} == {
        (Outcome.PAUSED, "quota_used_up", midnight)
    }


def test_a_database_that_fails_stops_no_call_and_loses_no_count(database, clock, monkeypatch):
    counter = uses(clock)
    with monkeypatch.context() as patched:
        patched.setattr(ApiUse, "add", lambda *_: (_ for _ in ()).throw(peewee.OperationalError("away")))
        counter.count("wx1", "a/b")
    clock.advance(NOTE_EVERY_SECONDS)
    counter.count("wx1", "a/b")

    assert noted(database) == {"a/b": 2}


def test_an_account_may_have_other_limits():
    limits = parse_daily_limits("cgi-bin/menu/create:5, a/b:7")

    assert (limits["cgi-bin/menu/create"], limits["a/b"], limits["cgi-bin/token"]) == (5, 7, 2000)
    for bad in ("a/b", "a/b:many", ":7"):
        with pytest.raises(BadQuotaSetting):
            parse_daily_limits(bad)

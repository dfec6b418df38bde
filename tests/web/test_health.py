"""For whoever runs it."""

import dataclasses
import datetime

import peewee
import pytest

from models import schema
from models.api_uses import ApiUse
from models.jobs import WorkerHeartbeat
from models.notices import Purpose
from models.pushes import Push
from services import leases, messages
from services.local_time import local_day
from services.messages import Message

MINUTES = datetime.timedelta(minutes=1)


@pytest.fixture
def ready(app):
    def ask():
        answer = app.test_client().get("/readyz")
        return answer.status_code, answer.json["checks"]

    return ask


@pytest.fixture
def worker(app):
    leases.beat("w1")


def test_a_living_process_says_so(app):
    assert app.test_client().get("/healthz").json == {"status": "ok"}


def test_with_all_in_order_it_is_ready(worker, ready):
    assert ready() == (200, {"database": "ok", "migrations": "ok", "worker": "ok", "outbox": "ok"})


def test_without_a_worker_it_is_not(ready):
    status, checks = ready()

    assert (status, checks["worker"]) == (503, "never_seen")


def test_a_worker_that_fell_silent_is_told(worker, ready):
    WorkerHeartbeat.update(beat_at=datetime.datetime.now(datetime.UTC) - 2 * MINUTES).execute()
    status, checks = ready()

    assert (status, checks["worker"]) == (503, "silent")


def test_messages_that_wait_too_long_are_told(worker, ready, cast, now):
    hello = Message(Purpose.NOTICE, "你好", "")
    messages.queue(hello, [cast.wang.person.id], now=now - 9 * MINUTES)
    assert ready()[0] == 200
    messages.queue(hello, [cast.li.person.id], now=now - 11 * MINUTES)

    status, checks = ready()
    assert (status, checks["outbox"]) == (503, "waiting")


def test_a_message_for_later_does_not_wait(worker, ready, cast, now):
    messages.queue(Message(Purpose.NOTICE, "你好", ""), [cast.wang.person.id], now=now + 60 * MINUTES)

    assert ready()[0] == 200


def test_missing_migrations_are_told(worker, ready, monkeypatch):
    monkeypatch.setattr(schema, "missing_migrations", lambda: ["0002_more"])
    status, checks = ready()

    assert (status, checks["migrations"]) == (503, "missing")


def test_a_database_that_fails_is_told(worker, ready, monkeypatch):
    def fail():
        raise peewee.OperationalError("gone")

    monkeypatch.setattr(schema, "missing_migrations", fail)

    assert ready() == (503, {"database": "unavailable"})


class TestMetrics:
    @pytest.fixture
    def ask(self, app):
        def run(authorization=None, **settings):
            app.extensions["settings"] = dataclasses.replace(app.extensions["settings"], **settings)
            headers = {"Authorization": authorization} if authorization else {}
            return app.test_client().get("/metrics", headers=headers)

        return run

    def test_a_desk_without_a_token_shows_them(self, ask):
        assert ask().status_code == 200

    @pytest.mark.parametrize("app_env", ["sandbox", "production"])
    def test_with_a_token_only_its_holder_sees_them(self, ask, app_env):
        settings = {"metrics_token": "monitor-口令", "app_env": app_env}

        assert ask(**settings).status_code == 401
        assert ask("Bearer wrong", **settings).status_code == 401
        assert ask("Bearer ", **settings).status_code == 401

    def test_the_holder_sees_requests_by_rule(self, ask, call_as, cast):
        call_as(cast.wang).get(f"/api/wishes/{cast.wish().id}")
        answer = ask("Bearer monitor", metrics_token="monitor")

        assert answer.status_code == 200
        assert 'rule="/api/wishes/<int:wish_id>"' in answer.text


def test_quotas_are_shown_and_told_of_before_they_are_used_up(worker, app, now):
    for api, used in (("cgi-bin/menu/create", 900), ("wxa/msg_sec_check", 5), ("unheard/of", 3)):
        ApiUse.insert(appid="wx1", api=api, day=local_day(now), used=used).execute()
    ready = app.test_client().get("/readyz")
    metrics = app.test_client().get("/metrics").text

    assert (ready.status_code, ready.json["warnings"]) == (200, ["cgi-bin/menu/create: 900 of 1000 calls today"])
    assert 'wechat_calls_today{api="cgi-bin/menu/create",appid="wx1"} 900.0' in metrics
    assert 'wechat_calls_allowed{api="cgi-bin/menu/create",appid="wx1"} 1000.0' in metrics
    assert 'wechat_calls_today{api="unheard/of",appid="wx1"} 3.0' in metrics


def test_pushes_that_nobody_could_handle_are_told_of(worker, app, now):
    Push.insert(
        account="mini_program", key="k", kind="x", sender_hash="", status="failed",
        sent_at=now, received_at=now, due_at=now,
    ).execute()  # fmt: skip

    assert app.test_client().get("/readyz").json["warnings"] == ["pushes: 1 failed, 0 wait too long"]

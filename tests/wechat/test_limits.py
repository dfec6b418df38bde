"""While WeChat hangs, only so many threads hang with it, and other calls go on."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest

from config.runtime import open_runtime
from config.settings import Settings
from tests.wechat.canned import Holds, says
from wechat import limits
from wechat.errors import WeChatBusy
from wechat.outcomes import Outcome, SendOutcome, Verdict

LOGIN, CHECK, SEND = "sns/jscode2session", "wxa/msg_sec_check", "cgi-bin/message/subscribe/send"
INFO = "cgi-bin/user/info"


@pytest.fixture
def app(app):
    return dataclasses.replace(app, request_slots=3, send_slots=2, read_seconds=5)


@pytest.fixture
def held(canned):
    """Make a path hold its calls; all are let go at the end, before the threads are joined."""
    holds = []

    def hold(path, **answer):
        holds.append(Holds(says(**answer)))
        canned.answers[path] = holds[-1]
        return holds[-1]

    yield hold
    for each in holds:
        each.let_go()


@pytest.fixture
def threads(canned):
    with ThreadPoolExecutor(8) as pool:
        yield pool


def test_one_hanging_api_leaves_a_slot_to_the_others(mini_program, canned, threads, held):
    checks = held(CHECK, result={"suggest": "pass"})
    hanging = [threads.submit(mini_program.check_text, "好", "o1", 2) for _ in range(2)]
    checks.wait_for(2)
    canned.answers[LOGIN] = says(openid="o1")
    assert mini_program.check_text("好", "o1", 2) is Verdict.UNKNOWN
    assert mini_program.log_in("code-1").openid == "o1"
    checks.let_go()
    assert [each.result() for each in hanging] == [Verdict.PASS] * 2


def test_when_everything_hangs_the_next_is_told_so_at_once(mini_program, canned, threads, held):
    checks, log_ins = held(CHECK, result={"suggest": "pass"}), held(LOGIN, openid="o1")
    for _ in range(2):
        threads.submit(mini_program.check_text, "好", "o1", 2)
    checks.wait_for(2)
    threads.submit(mini_program.log_in, "code-1")
    log_ins.wait_for(1)
    with pytest.raises(WeChatBusy):
        mini_program.log_in("code-2")


def test_half_of_a_web_processs_threads_stay_free_whichever_account_hangs(canned, database_url, threads, held):
    settings = dataclasses.replace(
        Settings.from_env({}), app_env="production", wechat_api_base=canned.url, database_url=database_url,
        secret_keys=("test-secret-one", "test-secret-zero"),
    )  # fmt: skip
    runtime = open_runtime(settings, threads=4)
    checks, followers = held(CHECK, result={"suggest": "pass"}), held(INFO, subscribe=0)
    threads.submit(runtime.mini_program.check_text, "好", "o1", 2)
    checks.wait_for(1)
    threads.submit(runtime.official_account.follower, "o1")
    followers.wait_for(1)
    with pytest.raises(WeChatBusy):
        runtime.mini_program.log_in("code-1")
    checks.let_go()
    followers.let_go()
    threads.shutdown()
    runtime.close()


def test_hanging_messages_do_not_stop_log_ins(mini_program, canned, threads, held):
    sends = held(SEND, errcode=0)
    hanging = [threads.submit(mini_program.send_subscribe, "o1", "tpl", {}, "") for _ in range(2)]
    sends.wait_for(2)
    canned.answers[LOGIN] = says(openid="o1")
    assert mini_program.send_subscribe("o1", "tpl", {}, "") == SendOutcome(Outcome.RETRY, "busy")
    assert mini_program.log_in("code-1").openid == "o1"
    sends.let_go()
    assert {each.result().outcome for each in hanging} == {Outcome.SENT}


def test_a_short_burst_waits_for_its_turn(mini_program, canned, threads, monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE_SECONDS", 30)  # how short is not the question here
    canned.answers[LOGIN] = says(openid="o1")
    burst = [threads.submit(mini_program.log_in, f"code-{number}") for number in range(40)]
    assert {each.result().openid for each in burst} == {"o1"}

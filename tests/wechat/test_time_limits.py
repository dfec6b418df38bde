"""No server, however slow, holds a thread for longer than it was given."""

from __future__ import annotations

import time

import pytest

from tests.wechat.canned import drips_body, drips_headers, hangs, says
from wechat.failures import CallFailed, NoAnswer, NotReached

CALL = "wxa/something"
LONGEST = 1.4  # 0.5 s to connect and 0.4 s to read, and a machine that has other things to do


@pytest.fixture
def seconds():
    started = time.monotonic()
    return lambda: time.monotonic() - started


@pytest.mark.parametrize("slow", [hangs, drips_body, drips_headers])
def test_a_slow_answer_is_cut_off(client, canned, slow, seconds):
    canned.answers[CALL] = slow
    with pytest.raises(NoAnswer, match="timeout"):
        client.post_json(CALL, {})
    assert seconds() < LONGEST


@pytest.mark.parametrize("slow", [hangs, drips_body])
def test_a_slow_token_leaves_the_call_unmade(client, canned, slow, seconds):
    canned.answers["cgi-bin/stable_token"] = slow
    with pytest.raises(NotReached):
        client.post_json(CALL, {})
    assert canned.times(CALL) == 0
    assert seconds() < LONGEST


def test_token_call_and_repeat_share_one_limit(client, canned, seconds):
    def slow_refusal(handler):
        time.sleep(0.35)  # this is the server's slowness, not the test's
        says(errcode=40001)(handler)

    canned.answers[CALL] = slow_refusal
    canned.answers["cgi-bin/stable_token"] = lambda handler: (time.sleep(0.35), canned._new_token(handler))
    with pytest.raises(CallFailed):
        client.post_json(CALL, {})
    assert seconds() < LONGEST


def test_a_connection_that_was_slow_once_serves_the_next_call(client, canned):
    canned.answers[CALL] = lambda handler: (time.sleep(0.3), says(errcode=0)(handler))
    client.post_json(CALL, {})
    client.post_json(CALL, {"content": "字" * 200_000})
    assert canned.connections == 1

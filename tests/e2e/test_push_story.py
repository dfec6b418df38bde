"""WeChat's pushes between the real processes: forged, doubled, late, out of order, and each counted as often as it is.

The stand-in pushes to the running web server; the worker carries out; the person reads what came of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from sandbox.platform.push.tampering import FAMILIES
from tests.e2e.stack import Phone, Stack, WeChat, phones, wait_until
from tests.e2e.test_wish_story import openid_of

DEMO = ("--people", "12", "--branch-size", "12")
TEMPLATE = "tpl-wish-update"
REFUSED = {
    "bad_signature": 403, "no_signature": 403, "old_timestamp": 403, "cipher_text": 403, "plaintext": 403,
    "doctype": 400, "not_base64": 403, "empty": 400, "not_utf8": 400, "too_large": 413,
    "repeated_signature": 403, "bare_signature": 403, "foreign_appid": 403, "wrong_pad": 400, "too_long": 400,
    "short_cipher_text": 400, "sealed_doctype": 400, "sealed_not_utf8": 400, "other_format": 400,
}  # fmt: skip


@pytest.fixture
def member(stack: Stack, wechat: WeChat) -> Iterator[Phone]:
    with phones(stack, [openid_of(wechat, "member")]) as (phone,):
        yield phone


def left(phone: Phone) -> int:
    grants = phone.get("me/grants").json()["items"]
    return next(int(grant["left"]) for grant in grants if grant["template_id"] == TEMPLATE)


def pushes(stack: Stack) -> list[dict[str, Any]]:
    """What the stand-in pushed and was answered, newest first."""
    told: list[dict[str, Any]] = requests.get(f"{stack.wechat_url}/__admin/pushes", timeout=10).json()
    return told


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_forged_push_is_refused_and_the_true_one_counts_once(
    stack: Stack, wechat: WeChat, member: Phone, family: str
) -> None:
    before = left(member)
    wechat.fault("push/mini", "tampered", family=family)
    wechat.grant(member.openid, TEMPLATE)
    wait_until(lambda: left(member) > before, "the true push is carried out")
    true, forged = pushes(stack)[:2]

    assert (forged["event"].endswith("(tampered)"), forged["status"]) == (True, REFUSED[family])
    assert (true["status"], left(member)) == (200, before + 1)


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_forged_message_of_the_chat_is_refused_and_the_true_one_answered(
    stack: Stack, wechat: WeChat, member: Phone, family: str
) -> None:
    wechat.fault("push/oa", "tampered", family=family)
    shown = wechat.post("official/say", {"openid": member.openid, "text": "帮助"})

    assert "签到" in shown["text"]
    assert [400 <= push["status"] < 500 for push in pushes(stack)[:2]] == [False, True]


def test_a_push_that_comes_twice_late_or_behind_the_next_counts_once(
    stack: Stack, wechat: WeChat, member: Phone
) -> None:
    before = left(member)
    wechat.fault("push/mini", "duplicate")
    wechat.grant(member.openid, TEMPLATE)
    wechat.fault("push/mini", "reordered")
    wechat.grant(member.openid, TEMPLATE, n=2)
    wechat.fault("push/mini", "delayed", seconds=200)
    wechat.grant(member.openid, TEMPLATE)
    wait_until(lambda: left(member) == before + 3, "what came in time is counted")

    wechat.advance(seconds=201)  # less than what the clocks may differ: the app learns of it a moment later
    wait_until(lambda: left(member) == before + 4, "what came late is counted, too")


def test_a_push_signed_by_a_wrong_clock_is_refused_and_comes_again(stack: Stack, wechat: WeChat, member: Phone) -> None:
    before = left(member)
    wechat.fault("push/mini", "clock_skew", seconds=-900)
    wechat.grant(member.openid, TEMPLATE)
    wait_until(lambda: left(member) == before + 1, "the push that is signed in time is counted")

    assert [push["status"] for push in pushes(stack)[:2]] == [200, 403]

"""WeChat down or hanging: reading and acting go on, log-in says so plainly, messages wait, nothing is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.stack import Phone, Stack, WeChat, phones, wait_until
from tests.e2e.test_wish_story import openid_of

LOGIN, SEND, CHECK = "sns/jscode2session", "cgi-bin/message/subscribe/send", "wxa/msg_sec_check"

pytestmark = pytest.mark.engine


def test_log_in_says_plainly_that_wechat_does_not_answer(stack: Stack, wechat: WeChat) -> None:
    phone = Phone(stack, openid_of(wechat, "member"))
    wechat.fault(LOGIN, "http_502", times=1)
    answer = phone.log_in()
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "wechat_unavailable")
    phone.close()


def test_while_log_ins_hang_others_read_and_act(stack: Stack, wechat: WeChat) -> None:
    openids = [openid_of(wechat, "member", skip) for skip in range(3, 11)]
    hanging = [Phone(stack, openid) for openid in openids]
    with phones(stack, [openid_of(wechat, "secretary")]) as (secretary,), ThreadPoolExecutor(8) as pool:
        codes = [wechat.login_code(openid) for openid in openids]
        wechat.fault(LOGIN, "hang", times=8, seconds=20)
        waiting = [pool.submit(phone.log_in, code) for phone, code in zip(hanging, codes, strict=True)]
        wait_until(lambda: any(login.done() for login in waiting), "surplus log-ins are turned away")
        acts = [secretary.get("home").status_code for _ in range(20)]
        made = secretary.post("wishes", {"title": "修一修门锁", "kind": "service", "wisher_name": "周奶奶"})
        assert (set(acts), made.status_code) == ({200}, 201)
        assert not all(login.done() for login in waiting), "the acts above did not wait for the hanging log-ins"
        codes_of_refusal = {login.result().json()["error"]["code"] for login in waiting}
    assert codes_of_refusal <= {"wechat_busy", "wechat_unavailable"}
    for phone in hanging:
        phone.close()


def test_when_the_text_check_is_down_the_text_is_kept_and_waits_for_a_person(stack: Stack, wechat: WeChat) -> None:
    with phones(stack, [openid_of(wechat, "secretary")]) as (secretary,):
        wechat.fault(CHECK, "http_502", times=1)
        made = secretary.post("wishes", {"title": "想学视频通话", "kind": "skill", "wisher_name": "周奶奶"})
        assert (made.status_code, made.json()["status"]) == (201, "held")


def test_messages_wait_for_wechat_and_none_is_lost(stack: Stack, wechat: WeChat) -> None:
    maker = openid_of(wechat, "secretary")
    with phones(stack, [maker]) as (secretary,):
        wechat.fault(SEND, "http_502", times=2)
        wechat.grant(maker, "tpl-wish-update", n=2)
        for _ in range(2):
            assert secretary.post("me/grants", {"results": {"tpl-wish-update": "accept"}}).status_code == 200
        made = secretary.post("wishes", {"title": "陪我说说话", "kind": "company"}).json()
        secretary.post(f"wishes/{made['id']}/verification", {"decision": "accept"})
        titles = [item["title"] for item in secretary.get("inbox").json()["items"]]
        assert "心愿已上墙" in titles
        wait_until(
            lambda: any(entry["status"] == "delivered" for entry in wechat.outbox(maker)),
            "the message arrives when WeChat is back",
        )

"""Pushes as WeChat delivers them: three attempts, what it shows of the answer, and what a tester lets go wrong."""

import json

import pytest
from wechatpy.crypto import WeChatCrypto

from sandbox.platform.push.tampering import FAMILIES
from tests.sandbox.conftest import MINI, OA, success

WANG, TEMPLATE = "王大山", "tpl-notice"


@pytest.fixture
def does(desk):
    return lambda what, **fields: desk.admin("POST", f"official/{what}", openid=desk.people[WANG], **fields)


def pushes(desk):
    return [each["event"] for each in reversed(desk.http.get(f"{desk.base}/__admin/pushes", timeout=10).json())]


def in_turn(*answers):
    left = list(answers)
    return lambda received: left.pop(0) if len(left) > 1 else left[0]


def event_of(push):
    crypto = WeChatCrypto(MINI["token"], MINI["aes_key"], MINI["appid"])
    query = push.query
    body = json.loads(push.body)
    return json.loads(crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"]))


def test_a_server_error_is_tried_again_with_a_new_nonce(desk, receiver):
    receiver.answer = in_turn((500, ""), (502, ""), (200, "success"))
    desk.grant(WANG, TEMPLATE)
    sent = receiver.all()

    assert len(sent) == 3
    assert len({push.query["nonce"] for push in sent}) == 3
    assert len({event_of(push)["CreateTime"] for push in sent}) == 1


def test_three_attempts_and_no_more(desk, receiver, does):
    receiver.answer = lambda _: (503, "")
    answer = does("say", text="帮助")

    assert len(receiver.all()) == 3
    assert "503" in answer["problem"]


def test_an_app_that_does_not_answer_within_five_seconds_is_tried_again(desk, receiver, does):
    import threading

    gone, calls = threading.Event(), []

    def slow_once(received):
        calls.append(received)
        if len(calls) == 1:
            gone.wait(8)
        return 200, "success"

    receiver.answer = slow_once
    answer = does("say", text="帮助")
    gone.set()

    assert (answer["problem"], len(calls)) == (None, 2)


def reply(openid, gh_id, content="您好", **changes):
    fields = {"ToUserName": openid, "FromUserName": gh_id, "CreateTime": "1", "MsgType": "text", "Content": content}
    return "<xml>" + "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in (fields | changes).items()) + "</xml>"


@pytest.fixture
def answers(desk, receiver, does):
    """Let the app answer a text by that function of (openid, gh_id); what the chat then shows."""
    crypto = WeChatCrypto(OA["token"], OA["aes_key"], OA["appid"])

    def say(make, sealed=True):
        def answer(received):
            query = received.query
            inner = crypto.decrypt_message(received.body, query["msg_signature"], query["timestamp"], query["nonce"])
            gh_id = inner.partition("<ToUserName><![CDATA[")[2].partition("]")[0]
            text = make(query["openid"], gh_id)
            return 200, crypto.encrypt_message(text, "n1", "1700000000") if sealed else text

        receiver.answer = answer
        return does("say", text="签到")

    return say


def test_a_good_reply_is_shown(desk, answers):
    shown = answers(lambda openid, gh_id: reply(openid, gh_id, "您好😀"))

    assert shown == {"text": "您好😀", "problem": None}
    chat = [item for item in desk.outbox(openid=desk.people[WANG]) if item["kind"] == "chat"]
    assert [item["data"] for item in chat] == [{"text": "您好😀"}]


BAD = {
    "json": lambda openid, gh_id: '{"Content": "x"}',
    "broken": lambda openid, gh_id: "<xml><Content>",
    "to_somebody_else": lambda openid, gh_id: reply("o-else", gh_id),
    "from_somebody_else": lambda openid, gh_id: reply(openid, "gh_else"),
    "without_time": lambda openid, gh_id: reply(openid, gh_id, CreateTime="soon"),
    "empty": lambda openid, gh_id: reply(openid, gh_id, ""),
    "too_long": lambda openid, gh_id: reply(openid, gh_id, "长" * 700),
    "other_type": lambda openid, gh_id: reply(openid, gh_id, MsgType="dance"),
    "unescaped": lambda openid, gh_id: reply(openid, gh_id, "x]]><b>"),
}


@pytest.mark.parametrize("make", BAD.values(), ids=BAD.keys())
def test_anything_else_gives_the_red_banner(desk, answers, make):
    shown = answers(make)

    assert (shown["text"], bool(shown["problem"])) == (None, True)
    (item,) = [each for each in desk.outbox(openid=desk.people[WANG]) if each["kind"] == "chat"]
    assert item["status"] == "refused"
    assert item["data"]["banner"].startswith("该公众号提供的服务出现故障")
    assert "服务出现故障" in desk.http.get(f"{desk.base}/official/{desk.people[WANG]}", timeout=10).text


def test_a_reply_that_is_not_sealed_gives_the_banner(answers):
    assert "sealed" in answers(reply, sealed=False)["problem"]


def test_a_duplicate_push_is_the_same_event_in_another_envelope(desk, receiver):
    desk.fault("duplicate", "push/mini")
    desk.grant(WANG, TEMPLATE)
    one, other = receiver.all()

    assert one.body != other.body
    assert event_of(one) == event_of(other)


def test_a_reordered_push_comes_after_the_next(desk, receiver):
    desk.fault("reordered", "push/mini")
    desk.grant(WANG, TEMPLATE, n=2)
    first, second = (int(event_of(push)["CreateTime"]) for push in receiver.all())

    assert first > second


def test_a_reordered_push_that_nothing_overtakes_comes_all_the_same(desk, receiver):
    desk.fault("reordered", "push/mini")
    desk.grant(WANG, TEMPLATE)
    assert receiver.all() == []
    desk.advance(11)

    assert receiver.pushes.get(timeout=5)


def test_a_delayed_push_comes_later_by_the_virtual_clock(desk, receiver):
    desk.fault("delayed", "push/mini", seconds=600)
    desk.grant(WANG, TEMPLATE)
    assert receiver.all() == []
    desk.advance(601)
    push = receiver.pushes.get(timeout=5)

    assert int(push.query["timestamp"]) - int(event_of(push)["CreateTime"]) >= 600


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_tampered_push_comes_first_and_the_true_one_after_it(desk, receiver, family):
    receiver.answer = in_turn((403, ""), (200, "success"))
    desk.fault("tampered", "push/mini", family=family)
    desk.grant(WANG, TEMPLATE)
    bent, true = receiver.all()

    assert event_of(true)["Event"] == "subscribe_msg_popup_event"
    assert (bent.query, bent.body) != (true.query, true.body)
    assert pushes(desk)[-2:] == ["subscribe_msg_popup_event (tampered)", "subscribe_msg_popup_event"]


def test_a_clock_that_is_wrong_signs_well_at_the_wrong_time(desk, receiver):
    receiver.answer = in_turn((403, ""), (200, "success"))
    desk.fault("clock_skew", "push/mini", seconds=-900)
    desk.grant(WANG, TEMPLATE)
    skewed, true = receiver.all()

    assert int(true.query["timestamp"]) - int(skewed.query["timestamp"]) >= 899
    assert event_of(skewed) == event_of(true)


def test_a_fault_of_a_push_strikes_no_call_and_the_other_way_round(desk, receiver):
    desk.fault("duplicate", "*")
    desk.grant(WANG)
    receiver.all()
    assert desk.send(WANG)["errcode"] == 0
    desk.fault("errcode", "*", errcode=-1)
    desk.grant(WANG, TEMPLATE)

    assert len(receiver.all()) == 1
    assert receiver.answer is success

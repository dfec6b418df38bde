"""What is taken in: once, as it was written, whatever WeChat repeats; on each engine."""

import time

import pytest

from models.pushes import PushStatus
from tests.races import at_once
from tests.web.push_end import stored
from tests.wechat.sealing import Sender, unsealed

CHECKED = {
    "FromUserName": "o-wang", "CreateTime": 1626959646, "MsgType": "event", "Event": "wxa_media_check",
    "trace_id": "60f96f1d-3845297a-1976a3ae", "result": {"suggest": "pass", "label": 100},
}  # fmt: skip
TEXT = {"FromUserName": "o-wang", "CreateTime": 1700000000, "MsgType": "text", "Content": "签到", "MsgId": 7}


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture(params=["json", "xml"])
def sender(request, push_end):
    made = Sender(form=request.param)
    push_end.app_is(made)
    return made


@pytest.fixture
def push(push_end, sender):
    def send(message, at=None, **changes):
        sender.nonce = f"n{time.monotonic_ns()}"
        return push_end.post(sender.form, *sender.sealed({**message, **changes}, at or push_end.now))

    return send


def shown(answer, sender):
    """What WeChat makes of an answer, whatever it is sealed with."""
    cipher = answer.text.partition("<Encrypt><![CDATA[")[2].partition("]]")[0]
    return unsealed(cipher, sender.aes_key)[0] if cipher else answer.text


def test_a_push_is_stored_raw_and_waits_for_the_worker(push):
    assert push(TEXT).status_code == 200

    (row,) = stored()
    assert (row.kind, row.status, row.attempts) == ("text", PushStatus.WAITING, 0)
    assert "签到" in row.message


def test_a_retry_and_an_exact_replay_are_answered_alike_and_stored_once(push, push_end, sender):
    query, body = sender.sealed(TEXT, push_end.now)
    answers = [push_end.post(sender.form, query, body) for _ in range(3)] + [push(TEXT), push(TEXT, push_end.now + 9)]

    assert {answer.status_code for answer in answers} == {200}
    assert len({shown(answer, sender) for answer in answers}) == 1
    assert len(stored()) == 1


def test_retries_at_the_same_moment_are_stored_once(push):
    answers = at_once([lambda: push(TEXT).status_code] * 4)

    assert answers == [200] * 4
    assert len(stored()) == 1


def test_two_events_of_one_second_that_differ_only_in_trace_id_are_two(push):
    push(CHECKED)
    push(CHECKED, trace_id="60f96f1d-3845297a-1976a3af")
    push(CHECKED)

    assert len(stored()) == 2


def test_one_number_from_two_people_is_two_messages(push):
    push(TEXT)
    push(TEXT, FromUserName="o-li")

    assert len(stored()) == 2


@pytest.mark.parametrize("mark", ["EventKey", "MsgID", "publish_id", "OpenID", "RevokeInfo", "Event"])
def test_events_of_one_second_that_differ_in_any_mark_are_two(push, mark):
    push(CHECKED, **{mark: "one"})
    push(CHECKED, **{mark: "two"})

    assert len(stored()) == 2


def popup(form, *templates):
    items = [{"TemplateId": each, "SubscribeStatusString": "accept", "PopupScene": "0"} for each in templates]
    items = items if len(items) > 1 else items[0]
    event = {"FromUserName": "o-wang", "CreateTime": "1700000000", "MsgType": "event"}
    event["Event"] = "subscribe_msg_popup_event"
    return {**event, **({"List": items} if form == "json" else {"SubscribeMsgPopupEvent": {"List": items}})}


def test_popups_of_one_second_for_other_templates_are_other_events(push, sender):
    for templates in (["tpl-a"], ["tpl-b"], ["tpl-a", "tpl-b"], ["tpl-a"]):
        push(popup(sender.form, *templates))

    assert len(stored()) == 3


@pytest.mark.parametrize("content", ["😀👨‍👩‍👧𠮷", "<b>]]></b> & &amp; <![CDATA[x]]>", "  头尾\n空格\t ", "'\"\\"])
def test_content_is_kept_to_the_byte(push, content):
    push(TEXT, Content=content)

    from wechat.push.messages import read_again

    (row,) = stored()
    assert read_again(row.message).text == content


def test_an_unknown_event_is_answered_and_stored(push):
    assert push(CHECKED, Event="brand_new_event", Something={"deep": {"deeper": "x"}}).text == "success"
    assert [row.kind for row in stored()] == ["brand_new_event"]


def test_in_compatible_mode_only_what_is_sealed_counts(push_end, sender):
    push_end.app_is(sender, "compatible")
    query, body = sender.sealed(TEXT, push_end.now)
    forged = body.replace(b"gh_test", b"gh_forged")
    if sender.form == "json":
        forged = forged.replace(b"{", b'{"Content": "forged", "FromUserName": "o-forged", ', 1)
    else:
        forged = forged.replace(b"<xml>", b"<xml><Content>forged</Content><FromUserName>o-forged</FromUserName>")

    assert push_end.post(sender.form, query, forged).status_code == 200
    assert [("forged" in row.message, "签到" in row.message) for row in stored()] == [(False, True)]


def test_a_database_that_fails_lets_wechat_try_again(push, monkeypatch):
    from models.pushes import Push

    with monkeypatch.context() as patched:
        patched.setattr(Push, "insert", lambda **_: 1 / 0)
        assert push(TEXT).status_code == 500
    assert push(TEXT).status_code == 200
    assert len(stored()) == 1

"""The chat over HTTP: replies as WeChat takes them, sealed, the same to every retry, in time, whatever is in them."""

from xml.dom import minidom

import pytest

from models.database import database
from models.pushes import Push
from services import chat
from tests.web.push_end import stored
from tests.wechat.sealing import Sender, sha1, unsealed


@pytest.fixture
def sender(push_end):
    made = Sender(form="xml")
    push_end.app_is(made)
    return made


def text(content, number=7):
    base = {"ToUserName": "gh_1", "FromUserName": "o-off", "CreateTime": 1700000000, "MsgType": "text"}
    return {**base, "Content": content, "MsgId": number}


def fields(xml):
    root = minidom.parseString(xml.encode()).documentElement
    return {leaf.tagName: "".join(part.data for part in leaf.childNodes) for leaf in root.childNodes}


def opened(answer, sender):
    """The reply inside, its signature checked as WeChat would."""
    outer = fields(answer.text)
    assert set(outer) == {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"}
    signed = sha1(sender.token, outer["TimeStamp"], outer["Nonce"], outer["Encrypt"])
    assert signed == outer["MsgSignature"]
    message, appid = unsealed(outer["Encrypt"], sender.aes_key)
    assert appid == sender.appid
    return fields(message)


def test_a_keyword_is_answered_in_the_same_breath(push_end, sender, cast):
    cast.wish(title="修灯]]>😀")
    reply = opened(push_end.post("xml", *sender.sealed(text("微心愿"), push_end.now)), sender)

    assert (reply["ToUserName"], reply["FromUserName"], reply["MsgType"]) == ("o-off", "gh_1", "text")
    assert "修灯]]＞😀" in reply["Content"]
    assert reply["CreateTime"] == str(push_end.now)


def test_a_retry_gets_the_same_answer_though_the_world_has_changed(push_end, sender, cast):
    cast.wish(title="修灯")
    first = opened(push_end.post("xml", *sender.sealed(text("微心愿"), push_end.now)), sender)
    cast.wish(title="换锁")
    again = opened(push_end.post("xml", *sender.sealed(text("微心愿"), push_end.now + 5)), sender)
    other = opened(push_end.post("xml", *sender.sealed(text("微心愿", 8), push_end.now)), sender)

    assert again == first
    assert "换锁" in other["Content"]
    assert len(stored()) == 2


def test_in_plaintext_mode_the_reply_is_plain(push_end, sender):
    push_end.app_is(sender, "plaintext")
    reply = fields(push_end.post("xml", *sender.plain(text("帮助"), push_end.now)).text)

    assert "我的时长" in reply["Content"]


def test_in_compatible_mode_the_reply_is_sealed(push_end, sender):
    push_end.app_is(sender, "compatible")
    answer = push_end.post("xml", *sender.sealed(text("帮助"), push_end.now))

    assert "我的时长" in opened(answer, sender)["Content"]


def test_an_answer_that_breaks_loses_no_push_and_shows_nobody_an_error(push_end, sender, monkeypatch):
    monkeypatch.setitem(chat.KEYWORDS, "活动", lambda _: 1 / 0)
    answer = push_end.post("xml", *sender.sealed(text("活动"), push_end.now))

    assert (answer.status_code, answer.text) == (200, "success")
    assert [push.kind for push in stored()] == ["text"]


def test_what_somebody_wrote_and_reads_is_kept_as_cipher_text_only(push_end, sender):
    push_end.post("xml", *sender.sealed(text("活动 悄悄话"), push_end.now))
    row = Push.select().tuples().get()

    assert not any("悄悄话" in str(value) or "志愿" in str(value) or "o-off" in str(value)
                   for value in Push._meta.database.execute_sql("SELECT * FROM push").fetchone())  # fmt: skip
    assert row


def test_an_answer_asks_no_more_of_the_database_however_much_there_is_to_tell(push_end, sender, cast):
    """WeChat waits five seconds for it: the work must not grow."""

    def questions(first):
        asked = []
        database.obj.query_hooks.append(lambda *query: asked.append(query))
        for number, word in enumerate(chat.KEYWORDS, first):
            push_end.post("xml", *sender.sealed(text(word, number), push_end.now))
        database.obj.query_hooks.pop()
        return len(asked)

    cast.wish()
    few = questions(100)
    for number in range(40):
        cast.wish(title=f"心愿{number}")
    assert 0 < questions(200) == few

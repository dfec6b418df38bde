"""Pushes to the app: what taps cause, and whatever a tester sends."""

import hashlib
import json

from wechatpy.crypto import WeChatCrypto


def test_a_tap_is_pushed_encrypted_and_signed(desk, receiver, mini):
    answer = desk.grant("王大山")
    (push,) = receiver.all()
    assert answer["pushes"] == [{"status": 200, "body": "success"}]
    assert push.path == "/mini"
    assert set(json.loads(push.body)) == {"ToUserName", "Encrypt"}
    assert push.query["encrypt_type"] == "aes"
    assert push.query["openid"] == desk.people["王大山"]
    assert push.query["signature"] == _sha1(mini["token"], push.query["timestamp"], push.query["nonce"])


def test_one_template_is_an_object_several_are_an_array(desk, receiver, mini):
    desk.grant("王大山")
    desk.grant("王大山", template_ids=["tpl-notice", "tpl-party-day"])
    one, several = (_opened(push, mini) for push in receiver.all())
    assert one["Event"] == "subscribe_msg_popup_event"
    assert one["List"]["TemplateId"] == "tpl-wish-update"
    assert one["List"]["SubscribeStatusString"] == "accept"
    assert [each["TemplateId"] for each in several["List"]] == ["tpl-notice", "tpl-party-day"]


def test_every_tap_is_an_event_of_its_own_second(desk, receiver, mini):
    desk.grant("王大山", n=3)
    desk.grant("王大山")
    times = [_opened(push, mini)["CreateTime"] for push in receiver.all()]
    assert all(isinstance(each, str) for each in times)
    assert len(set(times)) == 4


def test_a_refusal_is_pushed_and_gives_nothing(desk, receiver, mini):
    desk.grant("王大山", n=0, reject=True)
    (push,) = receiver.all()
    assert _opened(push, mini)["List"]["SubscribeStatusString"] == "reject"
    assert desk.send("王大山")["errcode"] == 43101


def test_grants_can_vanish_without_a_word(desk, receiver):
    desk.grant("王大山", n=2)
    receiver.all()
    assert desk.grant("王大山", n=-5)["left"] == {"tpl-wish-update": 0}
    assert receiver.all() == []


def test_grants_for_strangers_and_unknown_templates_are_refused(desk, receiver):
    assert "error" in desk.admin("POST", "grants", openid="nobody", template_id="tpl-notice", n=1)
    assert "error" in desk.grant("王大山", "tpl-unheard")
    assert receiver.all() == []


def test_any_message_can_be_pushed(desk, receiver, mini):
    message = {"MsgType": "text", "Content": "水管]]>坏了😀", "MsgId": 7}
    answer = desk.admin("POST", "push", account="mini", openid="oSomeone", message=message)
    (push,) = receiver.all()
    opened = _opened(push, mini)
    assert answer == {"status": 200, "body": "success"}
    assert opened["FromUserName"] == "oSomeone"
    assert opened["Content"] == "水管]]>坏了😀"
    assert opened["ToUserName"].startswith("gh_")


def test_the_official_account_gets_xml(desk, receiver, oa):
    message = {"MsgType": "text", "Content": "水管]]>坏了", "MsgId": 7}
    desk.admin("POST", "push", account="oa", message=message)
    (push,) = receiver.all()
    inner = _decrypted(push.body, push.query, oa)
    assert push.path == "/oa"
    assert "<Content><![CDATA[水管]]]]><![CDATA[>坏了]]></Content>" in inner
    assert "<MsgId>7</MsgId>" in inner


def test_a_push_can_be_repeated_or_come_late(desk, receiver):
    desk.admin("POST", "push", message={"MsgType": "text"}, timestamp=1714112445, nonce="415670741")
    (push,) = receiver.all()
    assert (push.query["timestamp"], push.query["nonce"]) == ("1714112445", "415670741")


def test_pushes_follow_the_virtual_clock(desk, receiver):
    desk.grant("王大山")
    desk.advance(86400)
    desk.grant("王大山")
    first, second = (int(push.query["timestamp"]) for push in receiver.all())
    assert second - first >= 86400


def _opened(push, account):
    return json.loads(_decrypted(json.loads(push.body), push.query, account))


def _decrypted(body, query, account):
    """By a library the stand-in does not use."""
    crypto = WeChatCrypto(account["token"], account["aes_key"], account["appid"])
    return crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])


def _sha1(*parts):
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()

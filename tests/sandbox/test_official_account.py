"""The Official Account at the stand-in: who follows, what may be sent to whom, what is told of it afterwards."""

import json
from xml.dom import minidom

import pytest
from wechatpy.crypto import WeChatCrypto

from tests.sandbox.conftest import MINI, OA

VALUES = {"thing1": "周六主题党日", "thing2": "请带好党徽", "time3": "2026年11月28日 09:00"}
WANG = "王大山"


class Official:
    """The desk's Official Account, as the app and as the people on it."""

    def __init__(self, desk):
        self.desk = desk

    @property
    def token(self):
        return self.desk.new_token(OA)["access_token"]

    def does(self, what, name=WANG, **fields):
        return self.desk.admin("POST", f"official/{what}", openid=self.desk.people[name], **fields)

    def openid(self, name=WANG):
        return self.does("who", name)["openid"]

    def post(self, api, **body):
        return self.desk.post(api, self.token, **body)

    def send(self, name=WANG, **changes):
        data = {key: {"value": value} for key, value in VALUES.items()}
        body = {"touser": self.openid(name), "template_id": "oa-notice", "data": data, **changes}
        return self.post("cgi-bin/message/template/send", **body)

    def info(self, openid):
        return self.desk.get("cgi-bin/user/info", access_token=self.token, openid=openid)

    def shown(self, kind, name=WANG):
        found = self.desk.outbox(openid=self.desk.people[name])
        return [item for item in found if item["kind"] == kind]


@pytest.fixture
def official(desk):
    return Official(desk)


def opened(push):
    """By a library the stand-in does not use."""
    crypto = WeChatCrypto(OA["token"], OA["aes_key"], OA["appid"])
    query = push.query
    xml = crypto.decrypt_message(push.body, query["msg_signature"], query["timestamp"], query["nonce"])
    root = minidom.parseString(xml.encode()).documentElement
    return {leaf.tagName: "".join(part.data for part in leaf.childNodes) for leaf in root.childNodes}


def next_push(receiver):
    return opened(receiver.pushes.get(timeout=5))


def test_following_and_leaving_are_pushed_with_the_openid_of_this_account(official, receiver):
    official.does("follow", scene="wish-7")
    official.does("unfollow")
    came, left = next_push(receiver), next_push(receiver)

    assert (came["Event"], came["EventKey"]) == ("subscribe", "qrscene_wish-7")
    assert left["Event"] == "unsubscribe"
    assert came["FromUserName"] == official.openid() != official.desk.people[WANG]


def test_user_info_knows_followers_only(official):
    openid = official.openid()
    assert official.info(openid) == {"subscribe": 0, "openid": openid}
    official.does("follow")
    info = official.info(openid)

    assert info["subscribe"] == 1
    assert info["unionid"]
    assert info["nickname"] == ""
    assert official.info("o-nobody")["errcode"] == 40003


def test_a_code_brings_its_scene(official, receiver):
    made = official.post(
        "cgi-bin/qrcode/create",
        expire_seconds=600,
        action_name="QR_STR_SCENE",
        action_info={"scene": {"scene_str": "event-3"}},
    )
    official.does("scan", ticket=made["ticket"])
    official.does("scan", ticket=made["ticket"])

    assert made["expire_seconds"] == 600
    assert [next_push(receiver)[name] for name in ("EventKey", "EventKey")] == ["qrscene_event-3", "event-3"]
    official.desk.advance(601)
    assert "error" in official.does("scan", ticket=made["ticket"])


def test_a_template_message_reaches_a_follower_and_is_told_of(official, receiver):
    official.does("follow")
    receiver.all()
    sent = official.send()
    told = next_push(receiver)

    assert (told["Event"], told["MsgID"], told["Status"]) == ("TEMPLATESENDJOBFINISH", str(sent["msgid"]), "success")
    assert [item["status"] for item in official.shown("template")] == ["delivered"]


def test_without_following_nothing_is_sent(official):
    assert official.send()["errcode"] == 43004
    assert [(item["status"], item["errcode"]) for item in official.shown("template")] == [("refused", 43004)]


def test_who_blocks_messages_is_told_of_afterwards(official, receiver):
    official.does("follow")
    official.does("block")
    receiver.all()

    assert official.send()["errcode"] == 0
    assert next_push(receiver)["Status"] == "failed:user block"
    assert [item["status"] for item in official.shown("template")] == ["refused"]


def test_the_same_client_msg_id_is_one_message_for_ten_minutes(official):
    official.does("follow")
    first, again = official.send(client_msg_id="d1"), official.send(client_msg_id="d1")
    other = official.send(client_msg_id="d2")
    official.desk.advance(601)
    late = official.send(client_msg_id="d1")

    assert first["msgid"] == again["msgid"]
    assert len({first["msgid"], other["msgid"], late["msgid"]}) == 3
    assert len(official.shown("template")) == 3


def test_a_message_is_kept_as_a_phone_shows_it(official):
    official.does("follow")
    data = {"first": {"value": "开头"}, "thing1": {"value": "党日😀" + "长" * 30}, "thing2": {"value": "x"}}
    official.send(data={**data, "time3": {"value": "09:00"}, "remark": {"value": "结尾"}})

    (item,) = official.shown("template")
    assert set(item["data"]) == {"thing1", "thing2", "time3"}
    assert item["data"]["thing1"]["value"] == ("党日" + "长" * 30)[:20]


def test_custom_messages_go_through_the_window_that_the_person_opens(official):
    openid = official.openid()
    custom = {"touser": openid, "msgtype": "text", "text": {"content": "在吗"}}
    assert official.post("cgi-bin/message/custom/send", **custom)["errcode"] == 45015
    official.does("follow")
    codes = [official.post("cgi-bin/message/custom/send", **custom)["errcode"] for _ in range(4)]
    assert codes == [0, 0, 0, 45047]
    official.does("say", text="帮助")
    codes = [official.post("cgi-bin/message/custom/send", **custom)["errcode"] for _ in range(6)]
    assert codes == [0] * 5 + [45047]
    official.desk.advance(49 * 3600)
    assert official.post("cgi-bin/message/custom/send", **custom)["errcode"] == 45015


BUTTON = {"type": "click", "name": "签到", "key": "check_in"}
MENUS = [
    ([BUTTON], 0),
    ([], 40016),
    ([BUTTON] * 4, 40016),
    ([{"name": "我的", "sub_button": [BUTTON] * 6}], 40023),
    ([{**BUTTON, "name": "一二三四五六"}], 40018),
    ([{**BUTTON, "key": ""}], 40019),
    ([{**BUTTON, "type": "dance"}], 40017),
    ([{"type": "view", "name": "看", "url": ""}], 40020),
    ([{"type": "miniprogram", "name": "看", "url": "http://x", "appid": "wx-other", "pagepath": "a"}], 45064),
    ([{"type": "miniprogram", "name": "看", "url": "http://x", "appid": MINI["appid"], "pagepath": "a"}], 0),
]


@pytest.mark.parametrize(("buttons", "errcode"), MENUS)
def test_a_menu_is_checked(official, buttons, errcode):
    assert official.post("cgi-bin/menu/create", button=buttons)["errcode"] == errcode
    if not errcode:
        kept = official.desk.get("cgi-bin/menu/get", access_token=official.token)
        assert kept["menu"]["button"] == buttons


def test_the_mini_programs_token_opens_nothing_here(desk, official):
    assert desk.post("cgi-bin/menu/create", desk.token(), button=[BUTTON])["errcode"] == 40001


def test_a_page_is_opened_by_somebody_or_as_a_snapshot_by_nobody(desk, official):
    url = f"{desk.base}/connect/oauth2/authorize"
    query = {"appid": OA["appid"], "response_type": "code", "redirect_uri": "http://127.0.0.1:9/back", "state": "s1"}
    assert WANG in desk.http.get(url, params=query).text
    found = {}
    for snapshot in ("", "1"):
        form = {**query, "openid": desk.people[WANG], "snapshot": snapshot}
        back = desk.http.post(url, data=form, allow_redirects=False).headers["Location"]
        assert back.startswith("http://127.0.0.1:9/back?code=")
        assert back.endswith("&state=s1")
        code = back.partition("code=")[2].partition("&")[0]
        asked = {"appid": OA["appid"], "secret": OA["secret"], "grant_type": "authorization_code", "code": code}
        found[snapshot] = desk.get("sns/oauth2/access_token", **asked)
        assert desk.get("sns/oauth2/access_token", **asked)["errcode"] == 40163

    assert found[""]["openid"] == official.openid()
    assert "is_snapshotuser" not in found[""]
    assert found["1"]["is_snapshotuser"] == 1
    assert found["1"]["openid"] != official.openid()


def test_a_page_of_elsewhere_gets_no_code(desk):
    query = {"appid": OA["appid"], "response_type": "code", "redirect_uri": "http://evil.example/"}
    assert desk.http.get(f"{desk.base}/connect/oauth2/authorize", params=query).status_code == 400


def test_a_log_in_code_is_no_page_code(desk):
    asked = {"appid": OA["appid"], "secret": OA["secret"], "grant_type": "authorization_code"}
    assert desk.get("sns/oauth2/access_token", **asked, code=desk.code(WANG))["errcode"] == 40029


def test_a_message_that_fails_later_is_told_of(desk, receiver):
    desk.grant(WANG)
    receiver.all()
    desk.fault("fails_later")
    sent = desk.send(WANG)
    crypto = WeChatCrypto(MINI["token"], MINI["aes_key"], MINI["appid"])
    push = receiver.pushes.get(timeout=5)
    query = push.query
    body = json.loads(push.body)
    told = json.loads(crypto.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"]))

    assert sent["errcode"] == 0
    assert told["Event"] == "subscribe_msg_sent_event"
    assert (told["List"]["MsgID"], told["List"]["ErrorCode"]) == (str(sent["msgid"]), "1003")
    assert [item["status"] for item in desk.outbox()] == ["refused"]


def test_a_grant_can_vanish_silently(desk, receiver):
    desk.grant(WANG, n=3)
    receiver.all()
    desk.admin("POST", "faults", kind="grant_zero", openid=desk.people[WANG], template_id="tpl-wish-update")

    assert desk.send(WANG)["errcode"] == 43101
    assert receiver.all() == []

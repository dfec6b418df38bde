"""wechatpy as it is, pointed here by nothing but an adapter: what a stranger's client expects, holds."""

import pytest
from requests.adapters import HTTPAdapter
from wechatpy import WeChatClient, create_reply, parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatClientException

OFFICIAL = "https://api.weixin.qq.com"


class Reroute(HTTPAdapter):
    def __init__(self, base):
        super().__init__()
        self.base = base

    def send(self, request, **options):
        request.url = request.url.replace(OFFICIAL, self.base)
        return super().send(request, **options)


@pytest.fixture
def client(desk, mini):
    client = WeChatClient(mini["appid"], mini["secret"], auto_retry=False)
    client._http.trust_env = False
    client._http.mount(OFFICIAL, Reroute(desk.base))
    yield client
    client._http.close()


def test_it_fetches_a_token_and_sends(desk, client):
    desk.grant("王大山")
    data = {"thing1": {"value": "修水管"}, "phrase2": {"value": "办理中"}, "thing3": {"value": "请联系"}}
    answer = client.wxa.send_subscribe_message(desk.people["王大山"], "tpl-wish-update", data)
    assert answer["errcode"] == 0
    assert desk.outbox()[0]["data"] == data


def test_it_reads_our_refusals(desk, client):
    with pytest.raises(WeChatClientException) as refused:
        client.wxa.send_subscribe_message(desk.people["王大山"], "tpl-unheard", {})
    assert refused.value.errcode == 40037


def test_it_logs_a_person_in(desk, client):
    assert client.wxa.code_to_session(desk.code("李春兰"))["openid"] == desk.people["李春兰"]


@pytest.fixture
def official(desk, oa):
    client = WeChatClient(oa["appid"], oa["secret"], auto_retry=False)
    client._http.trust_env = False
    client._http.mount(OFFICIAL, Reroute(desk.base))
    yield client
    client._http.close()


def test_the_official_accounts_calls_hold_too(desk, official):
    openid = desk.admin("POST", "official/who", openid=desk.people["王大山"])["openid"]
    desk.admin("POST", "official/follow", openid=desk.people["王大山"])
    assert official.user.get(openid)["subscribe"] == 1
    menu = {"button": [{"type": "click", "name": "签到", "key": "check_in"}]}
    assert official.menu.create(menu)["errcode"] == 0
    assert official.menu.get()["menu"] == menu
    data = {"thing1": {"value": "停水"}, "thing2": {"value": "明天"}, "time3": {"value": "09:00"}}
    assert official.message.send_template(openid, "oa-notice", data)["msgid"]
    assert official.message.send_text(openid, "在吗")["errcode"] == 0
    code = {"expire_seconds": 60, "action_name": "QR_SCENE", "action_info": {"scene": {"scene_id": 7}}}
    assert official.qrcode.create(code)["ticket"]


def test_it_reads_pushes_and_writes_replies_that_are_shown(desk, receiver, oa):
    """wechatpy at the app's end: it opens what the stand-in seals, and the stand-in shows what it seals."""
    crypto = WeChatCrypto(oa["token"], oa["aes_key"], oa["appid"])

    def answer(received):
        query = received.query
        inner = crypto.decrypt_message(received.body, query["msg_signature"], query["timestamp"], query["nonce"])
        reply = create_reply(f"您说：{parse_message(inner).content}", message=parse_message(inner)).render()
        return 200, crypto.encrypt_message(reply, query["nonce"], query["timestamp"])

    receiver.answer = answer
    shown = desk.admin("POST", "official/say", openid=desk.people["王大山"], text="水管坏了😀")

    assert shown == {"text": "您说：水管坏了😀", "problem": None}

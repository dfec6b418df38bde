"""wechatpy as it is, pointed here by nothing but an adapter: what a stranger's client expects, holds."""

import pytest
from requests.adapters import HTTPAdapter
from wechatpy import WeChatClient
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

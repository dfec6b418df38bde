from __future__ import annotations

import pytest

from tests.wechat.canned import in_turn, says
from wechat.failures import Refused, TurnedOff

CALL = "wxa/something"
TOKEN = "cgi-bin/stable_token"


def test_chinese_and_emoji_go_out_as_utf8_without_escapes(client, canned):
    client.post_json(CALL, {"content": "微心愿😀"})
    assert "微心愿😀".encode() in canned.last(CALL).body
    assert b"\\u" not in canned.last(CALL).body


def test_calls_of_wechatpy_go_to_our_base_whatever_address_they_have_built_in(client, canned):
    client.user.get("o1")
    client.wxa.check_text_security("好")
    client.get("https://api.weixin.qq.com/cgi-bin/get_api_domain_ip")
    assert [asked.path for asked in canned.asked if asked.path != TOKEN] == [
        "cgi-bin/user/info",
        "wxa/msg_sec_check",
        "cgi-bin/get_api_domain_ip",
    ]


def test_a_proxy_of_the_environment_is_not_used(client, canned, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    client.post_json(CALL, {})
    assert canned.times(CALL) == 1


def test_connections_are_kept(client, canned):
    for _ in range(5):
        client.post_json(CALL, {})
    assert canned.connections == 1


def test_the_token_is_fetched_once_by_stable_token_and_then_shared(client, canned):
    for _ in range(3):
        client.post_json(CALL, {})
    assert canned.times(TOKEN) == 1
    assert canned.last(TOKEN).json == {
        "grant_type": "client_credential",
        "appid": "wx1",
        "secret": "app-secret",
        "force_refresh": False,
    }
    assert canned.last(CALL).query == {"access_token": "TOKEN-1"}


def test_wechatpy_finds_the_shared_token_too(client, canned):
    assert client.access_token == client.access_token == "TOKEN-1"
    assert canned.times(TOKEN) == 1


@pytest.mark.parametrize("errcode", [40001, 40014, 42001])
def test_a_refused_token_is_replaced_and_the_call_repeated(client, canned, errcode):
    canned.answers[CALL] = in_turn(says(errcode=errcode), says(errcode=0, wanted=1))
    assert client.post_json(CALL, {})["wanted"] == 1
    assert canned.times(TOKEN) == 2
    assert canned.last(CALL).query == {"access_token": "TOKEN-2"}


def test_a_token_refused_for_ever_costs_two_fetches_and_then_a_minutes_rest(client, canned, clock):
    canned.answers[CALL] = says(errcode=40001, errmsg="invalid credential")
    with pytest.raises(Refused):
        client.post_json(CALL, {})
    for _ in range(5):
        with pytest.raises(TurnedOff):
            client.post_json(CALL, {})
    assert (canned.times(TOKEN), canned.times(CALL)) == (2, 2)
    clock.advance(61)
    canned.answers[CALL] = says(errcode=0)
    client.post_json(CALL, {})
    assert canned.times(TOKEN) == 3


def test_other_errors_leave_the_token_alone(client, canned):
    canned.answers[CALL] = says(errcode=45011)
    for _ in range(2):
        with pytest.raises(Refused):
            client.post_json(CALL, {})
    assert canned.times(TOKEN) == 1


def test_a_wrong_secret_is_not_tried_more_than_three_times_a_minute(client, canned):
    canned.answers[TOKEN] = says(errcode=40125, errmsg="invalid appsecret")
    for expected in [Refused] * 3 + [TurnedOff] * 2:
        with pytest.raises(expected):
            client.post_json(CALL, {})
    assert (canned.times(TOKEN), canned.times(CALL)) == (3, 0)


def test_a_token_is_renewed_before_it_expires(client, canned, clock):
    client.post_json(CALL, {})
    clock.advance(7200 - 240 + 1)
    client.post_json(CALL, {})
    assert canned.times(TOKEN) == 2


def test_a_token_that_expires_soon_is_still_used_for_a_minute(client, canned, clock):
    canned.answers[TOKEN] = says(access_token="TOKEN-short", expires_in=90)
    client.post_json(CALL, {})
    clock.advance(59)
    client.post_json(CALL, {})
    assert canned.times(TOKEN) == 1

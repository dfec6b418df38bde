"""What a tester can make go wrong, and whether the call took effect all the same."""

import json
import time

import pytest
import requests

SEND = "cgi-bin/message/subscribe/send"


@pytest.fixture
def send(desk):
    """Send a message that would be delivered; answers the raw response."""
    desk.grant("王大山")
    token = desk.token()
    body = {
        "touser": desk.people["王大山"],
        "template_id": "tpl-wish-update",
        "data": {"thing1": {"value": "修水管"}, "phrase2": {"value": "办理中"}, "thing3": {"value": "请联系"}},
    }

    def ask(timeout=10):
        return requests.post(f"{desk.base}/{SEND}", params={"access_token": token}, json=body, timeout=timeout)

    return ask


def delivered(desk):
    return sum(item["status"] == "delivered" for item in desk.outbox())


def test_an_errcode_is_answered_without_effect(desk, send):
    desk.fault("errcode", errcode=45011)
    assert send().json()["errcode"] == 45011
    assert delivered(desk) == 0
    assert send().json()["errcode"] == 0


def test_a_502_has_no_effect(desk, send):
    desk.fault("http_502")
    assert send().status_code == 502
    assert delivered(desk) == 0


def test_an_html_page_comes_with_200_and_without_effect(desk, send):
    desk.fault("html")
    response = send()
    assert (response.status_code, response.text[:6]) == (200, "<html>")
    assert delivered(desk) == 0


def test_a_dropped_call_took_effect(desk, send):
    desk.fault("dropped")
    with pytest.raises(requests.ConnectionError):
        send()
    assert delivered(desk) == 1
    assert send().json()["errcode"] == 43101


def test_a_truncated_answer_breaks_off_after_taking_effect(desk, send):
    desk.fault("truncated")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        send()
    assert delivered(desk) == 1


def test_a_hang_takes_effect_first_and_holds_the_answer(desk, send):
    desk.fault("hang")
    with pytest.raises(requests.ReadTimeout):
        send(timeout=1)
    assert delivered(desk) == 1


def test_a_hang_of_given_length_answers_in_the_end(desk, send):
    desk.fault("hang", seconds=0.2)
    began = time.monotonic()
    assert send().json()["errcode"] == 0
    assert time.monotonic() - began >= 0.2


def test_hanging_calls_do_not_hold_up_others(desk, send):
    desk.fault("hang", times=20)
    for _ in range(20):
        with pytest.raises(requests.ReadTimeout):
            send(timeout=0.05)
    assert "now" in desk.admin("GET", "clock")


def test_a_dripping_answer_comes_whole_in_the_end(desk, send):
    desk.fault("drip", seconds=0.001)
    assert send().json()["errcode"] == 0


def test_a_bom_and_a_wrong_type_still_hold_valid_json(desk, send):
    desk.fault("bom")
    response = send()
    assert response.headers["Content-Type"].startswith("text/plain")
    assert json.loads(response.content.decode("utf-8-sig"))["errcode"] == 0


def test_a_fault_strikes_as_often_as_ordered(desk):
    desk.fault("errcode", errcode=45011, times=2)
    assert [desk.send("王大山")["errcode"] for _ in range(3)] == [45011, 45011, 43101]


def test_a_fault_strikes_only_its_api(desk):
    desk.fault("errcode", api="/wxa/msg_sec_check", errcode=45011)
    assert desk.send("王大山")["errcode"] == 43101


def test_a_fault_can_be_meant_for_one_person(desk):
    desk.fault("errcode", errcode=43101, openid=desk.people["李春兰"], times=9)
    desk.grant("王大山")
    desk.grant("李春兰")
    assert desk.send("王大山")["errcode"] == 0
    assert desk.send("李春兰")["errcode"] == 43101


def test_a_fault_can_be_meant_for_the_one_who_logs_in(desk):
    desk.fault("errcode", api="sns/jscode2session", errcode=40226, openid=desk.people["李春兰"])
    assert "openid" in desk.log_in(desk.code("王大山"))
    assert desk.log_in(desk.code("李春兰"))["errcode"] == 40226


def test_a_fault_can_be_meant_for_one_account(desk, mini, oa):
    desk.fault("errcode", api="cgi-bin/token", errcode=-1, account="oa", times=9)
    assert "access_token" in desk.new_token(mini)
    assert desk.new_token(oa)["errcode"] == -1


def test_a_fault_of_one_account_knows_its_calls_by_their_token(desk, mini, oa):
    desk.fault("errcode", api="cgi-bin/clear_quota", errcode=45011, account="oa", times=9)
    told = [
        desk.post("cgi-bin/clear_quota", desk.new_token(account)["access_token"], appid=account["appid"])
        for account in (mini, oa)
    ]
    assert [each["errcode"] for each in told] == [0, 45011]


def test_a_probability_lasts_until_removed(desk):
    desk.fault("errcode", errcode=-1, probability=1)
    assert [desk.send("王大山")["errcode"] for _ in range(3)] == [-1] * 3
    assert desk.admin("GET", "faults")[0]["probability"] == 1
    assert desk.admin("DELETE", "faults") == {"removed": 1}
    assert desk.send("王大山")["errcode"] == 43101


def test_a_probability_of_zero_never_strikes(desk):
    desk.fault("errcode", errcode=-1, probability=0)
    assert desk.send("王大山")["errcode"] == 43101


def test_revoked_tokens_are_40001_and_a_new_one_works(desk):
    old = desk.token()
    assert desk.fault("token_revoked")["revoked"] >= 1
    assert desk.post(SEND, token=old)["errcode"] == 40001
    assert desk.send("王大山")["errcode"] == 43101


def test_a_quota_can_be_nearly_used_up(desk):
    desk.fault("quota_left", left=1)
    assert [desk.send("王大山")["errcode"] for _ in range(2)] == [43101, 45009]


def test_a_cleared_quota_is_full_again(desk, mini):
    desk.fault("quota_left", left=0)
    assert desk.post("cgi-bin/clear_quota", appid=mini["appid"])["errcode"] == 0
    assert desk.send("王大山")["errcode"] == 43101


def test_the_eleventh_clearing_of_a_month_is_refused(desk, mini):
    answers = [desk.post("cgi-bin/clear_quota", appid=mini["appid"])["errcode"] for _ in range(11)]
    assert answers == [0] * 10 + [48006]


@pytest.mark.parametrize(
    "order",
    [
        {"kind": "unheard"},
        {"kind": "errcode"},
        {"kind": "hang", "times": 0},
        {"kind": "hang", "probability": 2},
        {"kind": "hang", "seconds": -1},
        {"kind": "hang", "api": ""},
    ],
)
def test_an_order_that_makes_no_sense_is_refused(desk, order):
    assert "error" in desk.admin("POST", "faults", **{"api": SEND, **order})
    assert desk.admin("GET", "faults") == []

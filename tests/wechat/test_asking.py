"""Log-in and phone number: what a person on the phone waits for."""

from __future__ import annotations

import logging

import pytest

from tests.wechat.canned import ALL_FAILURES, hangs, in_turn, raw, says
from wechat.errors import CodeInvalid, CodeUsed, WeChatUnavailable
from wechat.identity import WeChatLogin

LOGIN = "sns/jscode2session"
PHONE = "wxa/business/getuserphonenumber"


def test_a_code_becomes_an_openid(mini_program, canned):
    canned.answers[LOGIN] = says(openid="o1", unionid="u1", session_key="k")
    assert mini_program.log_in("code-1") == WeChatLogin("o1", "u1")
    assert canned.last(LOGIN).query == {
        "appid": "wx1",
        "secret": "app-secret",
        "js_code": "code-1",
        "grant_type": "authorization_code",
    }


def test_an_account_bound_to_nothing_has_no_unionid(mini_program, canned):
    canned.answers[LOGIN] = says(openid="o1", errcode=0)
    assert mini_program.log_in("code-1").unionid is None


def test_a_byte_order_mark_and_a_wrong_content_type_do_not_matter(mini_program, canned):
    canned.answers[LOGIN] = raw(b'\xef\xbb\xbf{"openid": "o1"}', content_type="text/plain")
    assert mini_program.log_in("code-1").openid == "o1"


def test_log_in_works_while_tokens_do_not(mini_program, canned):
    canned.answers["cgi-bin/stable_token"] = hangs
    canned.answers[LOGIN] = says(openid="o1")
    assert mini_program.log_in("code-1").openid == "o1"
    assert canned.times("cgi-bin/stable_token") == 0


@pytest.mark.parametrize(
    ("errcode", "error"), [(40029, CodeInvalid), (40163, CodeUsed), (40226, CodeInvalid), (-1, WeChatUnavailable)]
)
def test_an_error_number_becomes_an_error_of_ours(mini_program, canned, errcode, error):
    canned.answers[LOGIN] = says(errcode=errcode, errmsg="no")
    with pytest.raises(error) as caught:
        mini_program.log_in("code-1")
    assert type(caught.value) is error


@pytest.mark.parametrize("code", ["", "a b", "码", "x" * 257])
def test_what_cannot_be_a_code_is_not_asked_about(mini_program, canned, code):
    for ask in (lambda: mini_program.log_in(code), lambda: mini_program.phone_number(code, "o1")):
        with pytest.raises(CodeInvalid):
            ask()
    assert canned.asked == []


@pytest.mark.parametrize("errcode", [40013, 40125])
def test_a_wrong_set_up_alerts_those_who_run_it(mini_program, canned, caplog, errcode):
    canned.answers[LOGIN] = says(errcode=errcode, errmsg="invalid rid: 12ab-34cd-56ef")
    with pytest.raises(WeChatUnavailable):
        mini_program.log_in("code-1")
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "12ab-34cd-56ef" in record.getMessage()


@pytest.mark.parametrize("failure", ALL_FAILURES.values(), ids=ALL_FAILURES.keys())
def test_log_in_calls_every_other_failure_unavailable(mini_program, canned, failure):
    canned.answers[LOGIN] = failure
    with pytest.raises(WeChatUnavailable):
        mini_program.log_in("code-1")


def test_a_server_that_is_not_there_is_unavailable(mini_program, canned):
    canned.stop()
    with pytest.raises(WeChatUnavailable, match="no_connection"):
        mini_program.log_in("code-1")


def test_a_phone_number_comes_without_country_code(mini_program, canned):
    number = {"phoneNumber": "+86 13800000001", "purePhoneNumber": "13800000001", "countryCode": 86}
    canned.answers[PHONE] = says(errcode=0, phone_info=number)
    assert mini_program.phone_number("code-2", "o1") == "13800000001"
    assert canned.last(PHONE).json == {"code": "code-2", "openid": "o1"}


def test_a_phone_code_that_wechat_does_not_know_is_invalid(mini_program, canned):
    canned.answers[PHONE] = says(errcode=40029)
    with pytest.raises(CodeInvalid):
        mini_program.phone_number("code-2", "o1")


@pytest.mark.parametrize("info", [None, [], {}, {"purePhoneNumber": "138-0000"}, {"purePhoneNumber": None}])
def test_an_answer_without_a_phone_number_is_unavailable(mini_program, canned, info):
    canned.answers[PHONE] = says(errcode=0, phone_info=info)
    with pytest.raises(WeChatUnavailable, match="unreadable"):
        mini_program.phone_number("code-2", "o1")


def test_five_failures_in_a_row_turn_log_in_off_for_half_a_minute(mini_program, canned, clock):
    canned.answers[LOGIN] = in_turn(*[raw(b"", status=502)] * 5, says(openid="o1"))
    for _ in range(7):
        with pytest.raises(WeChatUnavailable):
            mini_program.log_in("code-1")
    assert canned.times(LOGIN) == 5
    clock.advance(31)
    assert mini_program.log_in("code-1").openid == "o1"

"""Neither logs nor errors show what opens the account or belongs to a person."""

from __future__ import annotations

import logging
import traceback

import pytest

from tests.wechat.canned import ALL_FAILURES, says
from wechat.account import WeChatApp
from wechat.errors import WeChatError
from wechat.masking import mask
from wechat.token_store import Token

CODE, PHONE = "0a1CODE", "13800000001"
SECRETS = ("app-secret", "TOKEN-1", "TOKEN-2", CODE, PHONE)
FAILURES = ALL_FAILURES | {"refused": says(errcode=40029), "token_refused": says(errcode=40001)}


def everything_about(error):
    chain = "".join(traceback.format_exception(error))
    while error is not None:
        chain += repr(error) + str(vars(error))
        error = error.__cause__ or error.__context__
    return chain


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES.keys())
def test_no_failure_tells_a_secret(mini_program, canned, caplog, failure):
    caplog.set_level(logging.DEBUG)
    for path in ("sns/jscode2session", "wxa/business/getuserphonenumber", "cgi-bin/message/subscribe/send"):
        canned.answers[path] = failure
    told = ""
    for ask in (lambda: mini_program.log_in(CODE), lambda: mini_program.phone_number(CODE, "o1")):
        with pytest.raises(WeChatError) as caught:
            ask()
        told += everything_about(caught.value)
    told += repr(mini_program.send_subscribe("o1", "tpl", {}, "")) + caplog.text
    assert [secret for secret in SECRETS if secret in told] == []


def test_a_missing_server_tells_no_secret(mini_program, canned, caplog):
    caplog.set_level(logging.DEBUG)
    canned.stop()
    with pytest.raises(WeChatError) as caught:
        mini_program.log_in(CODE)
    told = everything_about(caught.value) + caplog.text
    assert [secret for secret in SECRETS if secret in told] == []


def test_a_success_tells_no_secret_either(mini_program, canned, caplog):
    caplog.set_level(logging.DEBUG)
    canned.answers["wxa/business/getuserphonenumber"] = says(phone_info={"purePhoneNumber": PHONE})
    canned.answers["sns/jscode2session"] = says(openid="o1", session_key="k")
    mini_program.phone_number(CODE, "o1")
    mini_program.log_in(CODE)
    assert "secret=***&js_code=***" in caplog.text
    assert [secret for secret in SECRETS if secret in caplog.text] == []


def test_secrets_are_no_part_of_what_objects_show_of_themselves():
    shown = repr(WeChatApp("wx1", "app-secret")) + repr(Token("TOKEN-1", 60))
    assert [secret for secret in SECRETS if secret in shown] == []


@pytest.mark.parametrize(
    "text",
    [
        "/cgi-bin/user/info?openid=o1&access_token=S3cret&lang=zh",
        "/sns/jscode2session?appid=wx1&secret=S3cret&js_code=S3cret",
        '{"access_token": "S3cret", "expires_in": 7200}',
        "{'session_key': 'S3cret'}",
    ],
)
def test_masking_leaves_names_and_takes_values(text):
    masked = mask(text)
    assert "S3cret" not in masked
    assert "***" in masked


def test_masking_leaves_error_numbers():
    assert mask("errcode=40029, openid=o1") == "errcode=40029, openid=o1"

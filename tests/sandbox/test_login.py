"""Log-in codes and the session they open."""

import hashlib
import hmac


def test_a_login_code_gives_the_persons_openid_without_an_errcode(desk):
    answer = desk.log_in(desk.code("李春兰"))
    assert answer["openid"] == desk.people["李春兰"]
    assert set(answer) == {"openid", "session_key", "unionid"}


def test_a_person_without_unionid_gets_none(desk):
    assert set(desk.log_in(desk.code("赵小河"))) == {"openid", "session_key"}


def test_a_used_code_is_40163(desk):
    code = desk.code("李春兰")
    desk.log_in(code)
    assert desk.log_in(code)["errcode"] == 40163


def test_a_code_lives_five_minutes(desk):
    code, late = desk.code("李春兰"), desk.code("李春兰")
    desk.advance(299)
    assert "openid" in desk.log_in(code)
    desk.advance(2)
    assert desk.log_in(late)["errcode"] == 40029


def test_an_unknown_code_is_40029(desk):
    assert desk.log_in("never-made")["errcode"] == 40029


def test_a_phone_code_does_not_log_in(desk):
    assert desk.log_in(desk.code("李春兰", "phone"))["errcode"] == 40029


def test_a_code_of_another_app_is_40029_and_stays_unused(desk, oa):
    code = desk.code("李春兰")
    assert desk.log_in(code, appid=oa["appid"], secret=oa["secret"])["errcode"] == 40029
    assert "openid" in desk.log_in(code)


def test_wrong_credentials_do_not_use_up_the_code(desk):
    code = desk.code("李春兰")
    assert desk.log_in(code, secret="wrong")["errcode"] == 40125
    assert desk.log_in(code, appid="wx0")["errcode"] == 40013
    assert "openid" in desk.log_in(code)


def test_login_needs_no_access_token_and_tolerates_one(desk):
    assert "openid" in desk.log_in(desk.code("李春兰"), access_token="garbage")


def test_the_session_key_can_be_checked(desk):
    session = desk.log_in(desk.code("李春兰"))
    assert _check(desk, session["openid"], session["session_key"]) == 0
    assert _check(desk, session["openid"], "another key") == 87009


def test_a_new_login_ends_the_old_session_key(desk):
    old = desk.log_in(desk.code("李春兰"))
    desk.log_in(desk.code("李春兰"))
    assert _check(desk, old["openid"], old["session_key"]) == 87009


def test_nobody_can_get_a_code_for_a_stranger(desk):
    assert "error" in desk.admin("POST", "login-code", openid="nobody")


def _check(desk, openid, session_key):
    signature = hmac.new(session_key.encode(), b"", hashlib.sha256).hexdigest()
    query = {"openid": openid, "signature": signature, "sig_method": "hmac_sha256"}
    return desk.get("wxa/checksession", access_token=desk.token(), **query)["errcode"]

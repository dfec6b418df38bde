"""The Official Account's gateway: what goes out, what comes back, and what neither log nor error tells."""

import logging

import pytest

from tests.wechat.canned import ALL_FAILURES, MAYBE_DONE, NOT_DONE, says
from wechat.account import OFFICIAL_API, OFFICIAL_OAUTH, WeChatApp
from wechat.errors import CodeInvalid, CodeUsed, WeChatUnavailable
from wechat.official_account import Follower, OfficialAccount, PageVisitor
from wechat.outcomes import Outcome

SEND, INFO, PAGE, MENU = (
    *("cgi-bin/message/template/send", "cgi-bin/user/info", "sns/oauth2/access_token", "cgi-bin/menu/create"),
)
CODE = "cgi-bin/qrcode/create"
VALUES = {"thing1": "停水通知😀", "time3": "2026年11月23日 09:00"}


@pytest.fixture
def official(app, tokens, clock):
    gateway = OfficialAccount(app, tokens, mini_appid="wx-mini", clock=clock, monotonic=lambda: clock.monotonic)
    yield gateway
    gateway.close()


def send(official):
    return official.send_template("o1", "oa-notice", VALUES, "pages/home/home", message_key="delivery-7")


def test_a_template_message_goes_out_with_its_key_and_leads_into_the_mini_program(official, canned):
    canned.answers[SEND] = says(errcode=0, errmsg="ok", msgid=200228332)
    sent = send(official)
    body = canned.last(SEND).json

    assert (sent.outcome, sent.message_id) == (Outcome.SENT, "200228332")
    assert (body["touser"], body["template_id"], body["client_msg_id"]) == ("o1", "oa-notice", "delivery-7")
    assert body["miniprogram"] == {"appid": "wx-mini", "pagepath": "pages/home/home"}
    assert body["data"]["thing1"] == {"value": "停水通知😀"}
    assert "😀".encode() in canned.last(SEND).body


@pytest.mark.parametrize(
    ("errcode", "outcome", "reason"),
    [
        (43004, Outcome.REFUSED, "not_following"),
        (43101, Outcome.NO_GRANT, "no_grant"),
        (40003, Outcome.REFUSED, "openid_invalid"),
        (40037, Outcome.REFUSED, "template_invalid"),
        (45009, Outcome.PAUSED, "quota_used_up"),
        (-1, Outcome.RETRY, "system_error"),
    ],
)
def test_an_error_number_decides_what_becomes_of_the_message(official, canned, errcode, outcome, reason):
    canned.answers[SEND] = says(errcode=errcode, errmsg="x")
    sent = send(official)

    assert (sent.outcome, sent.reason) == (outcome, reason)


def test_a_code_to_follow_by_is_made_for_good_with_its_scene(official, canned):
    canned.answers[CODE] = says(ticket="gQH", url="http://weixin.qq.com/q/kZgfw")

    assert official.follow_code("wish-7") == "http://weixin.qq.com/q/kZgfw"
    assert canned.last(CODE).json == {
        "action_name": "QR_LIMIT_STR_SCENE",
        "action_info": {"scene": {"scene_str": "wish-7"}},
    }


@pytest.mark.parametrize("failure", MAYBE_DONE.values(), ids=MAYBE_DONE.keys())
def test_what_may_have_arrived_is_unknown(official, canned, failure):
    canned.answers[SEND] = failure

    assert send(official).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("failure", NOT_DONE.values(), ids=NOT_DONE.keys())
def test_what_the_front_door_turned_away_may_be_tried_again(official, canned, failure):
    canned.answers[SEND] = failure

    assert send(official).outcome is Outcome.RETRY


def test_a_follower_has_a_unionid_where_apps_are_bound(official, canned):
    canned.answers[INFO] = says(subscribe=1, openid="o1", unionid="u1")
    assert official.follower("o1") == Follower(True, "u1")
    canned.answers[INFO] = says(subscribe=1, openid="o1")
    assert official.follower("o1") == Follower(True, None)
    canned.answers[INFO] = says(subscribe=0, openid="o1")
    assert official.follower("o1") == Follower(False, None)
    assert canned.last(INFO).query["openid"] == "o1"


def test_a_page_is_opened_by_somebody_or_as_a_snapshot(official, canned):
    canned.answers[PAGE] = says(openid="o1", access_token="PAGE-TOKEN", scope="snsapi_base")
    assert official.page_visitor("code") == PageVisitor("o1", False)
    canned.answers[PAGE] = says(openid="o-made-up", access_token="PAGE-TOKEN", is_snapshotuser=1)
    assert official.page_visitor("code") == PageVisitor("o-made-up", True)
    assert "access_token" not in canned.last(PAGE).query


@pytest.mark.parametrize(("errcode", "error"), [(40029, CodeInvalid), (40163, CodeUsed), (-1, WeChatUnavailable)])
def test_a_page_code_that_is_no_good_is_told_apart(official, canned, errcode, error):
    canned.answers[PAGE] = says(errcode=errcode, errmsg="x")
    with pytest.raises(error):
        official.page_visitor("code")


def test_the_log_in_of_pages_stands_elsewhere_but_at_the_stand_in_all_is_one():
    assert WeChatApp("wx1", "s").oauth_base == OFFICIAL_OAUTH
    assert WeChatApp("wx1", "s", api_base=OFFICIAL_API).oauth_base == OFFICIAL_OAUTH
    assert WeChatApp("wx1", "s", api_base="http://127.0.0.1:9101").oauth_base == "http://127.0.0.1:9101"


def test_a_menu_that_wechat_refuses_is_an_error_with_its_number(official, canned):
    canned.answers[MENU] = says(errcode=45064, errmsg="x")
    with pytest.raises(WeChatUnavailable, match="45064"):
        official.create_menu({"button": []})


@pytest.mark.parametrize("failure", ALL_FAILURES.values(), ids=ALL_FAILURES.keys())
def test_no_failure_tells_a_secret(official, canned, caplog, failure):
    caplog.set_level(logging.DEBUG)
    canned.answers |= {SEND: failure, INFO: failure, PAGE: failure}
    told = repr(send(official))
    for ask in (lambda: official.follower("o1"), lambda: official.page_visitor("PAGE-CODE")):
        with pytest.raises(WeChatUnavailable) as caught:
            ask()
        told += repr(caught.value) + repr(caught.value.__cause__)

    assert [secret for secret in ("app-secret", "TOKEN-1", "PAGE-CODE") if secret in told + caplog.text] == []

"""The page that tells who a follower is: proven by WeChat on one side, by the mini-program on the other."""

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from models.links import LinkCode
from models.people import Identity
from services import account_linking
from tests.pushed import OFFICIAL_APPID
from wechat.errors import CodeInvalid, WeChatUnavailable
from wechat.official_account import Follower, OfficialAccount, PageVisitor


class ToldOfficial:
    """Page log-ins as a test tells them."""

    appid = OFFICIAL_APPID

    def __init__(self):
        self.visitors, self.followers = {"code-1": PageVisitor("o-off", False)}, {"o-off": Follower(True)}
        self.failure = None

    page_log_in_url = OfficialAccount.page_log_in_url
    _app = type("App", (), {"oauth_base": "https://open.example.cn"})

    def page_visitor(self, code):
        if self.failure:
            raise self.failure
        if code not in self.visitors:
            raise CodeInvalid("code_invalid")
        return self.visitors.pop(code)

    def follower(self, openid):
        return self.followers.get(openid, Follower(False))


@pytest.fixture
def official(app):
    told = ToldOfficial()
    app.extensions["official_account"] = told
    return told


@pytest.fixture
def browser(app, official):
    return app.test_client()


def open_page(browser, code="code-1", state=None):
    """From the chat to WeChat's log-in and back."""
    there = parse_qs(urlsplit(browser.get("/wechat/link").location).query)
    return browser.get("/wechat/link/return", query_string={"code": code, "state": state or there["state"][0]})


def number_of(call_as, actor):
    answer = call_as(actor).post("/api/me/follow-code")
    assert answer.status_code == 201
    return answer.json["code"]


def official_person():
    found = Identity.get_or_none(appid=OFFICIAL_APPID, openid="o-off")
    return found.person_id if found else None


def test_the_page_sends_to_wechat_with_a_state_of_this_browser(browser):
    answer = browser.get("/wechat/link")
    query = parse_qs(urlsplit(answer.location).query)

    assert answer.location.startswith("https://open.example.cn/connect/oauth2/authorize?")
    assert answer.location.endswith("#wechat_redirect")
    assert (query["appid"], query["scope"]) == ([OFFICIAL_APPID], ["snsapi_base"])
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert query["state"][0] not in cookie


def test_who_types_the_number_of_the_mini_program_is_that_person(browser, call_as, cast):
    assert "6 位数字" in open_page(browser).text
    done = browser.post("/wechat/link", data={"code": number_of(call_as, cast.wang)})

    assert (done.status_code, "关联好了" in done.text) == (200, True)
    assert official_person() == cast.wang.person.id


def test_whom_the_unionid_names_need_not_type_anything(browser, official, cast):
    Identity.update(unionid="u-wang").where(Identity.person == cast.wang.person).execute()
    official.followers["o-off"] = Follower(True, "u-wang")

    assert "关联好了" in open_page(browser).text
    assert official_person() == cast.wang.person.id


def test_a_snapshot_is_nobody_and_is_never_linked(browser, official, call_as, cast):
    official.visitors["code-1"] = PageVisitor("o-off", True)
    answer = open_page(browser)
    typed = browser.post("/wechat/link", data={"code": number_of(call_as, cast.wang)})

    assert (answer.status_code, "使用完整服务" in answer.text) == (403, True)
    assert (typed.status_code, official_person()) == (422, None)


def test_a_state_of_another_browser_is_refused(app, browser, official):
    theirs = parse_qs(urlsplit(app.test_client().get("/wechat/link").location).query)["state"][0]
    answer = open_page(browser, state=theirs)

    assert (answer.status_code, official_person()) == (403, None)
    assert "code-1" in official.visitors, "nothing was exchanged"


def test_without_the_cookie_nothing_goes(browser, official):
    assert browser.get("/wechat/link/return", query_string={"code": "code-1", "state": "x"}).status_code == 403
    assert browser.post("/wechat/link", data={"code": "123456"}).status_code == 403


def test_who_does_not_follow_is_told_to(browser, official):
    official.followers = {}
    answer = open_page(browser)

    assert (answer.status_code, official_person()) == (403, None)
    assert "请先关注公众号" in answer.text


def test_a_code_of_wechat_that_is_no_good_says_what_to_do(browser):
    answer = open_page(browser, code="used-before")

    assert answer.status_code == 403
    assert "回到公众号重新点开" in answer.text


def test_while_wechat_is_away_the_page_says_so(browser, official):
    official.failure = WeChatUnavailable("timeout")

    assert open_page(browser).status_code == 503


def test_a_number_is_good_once_for_ten_minutes_and_only_the_latest(app, browser, call_as, cast, now):
    old, new = number_of(call_as, cast.wang), number_of(call_as, cast.wang)
    open_page(browser)
    if old != new:
        assert browser.post("/wechat/link", data={"code": old}).status_code == 422
    later = now + datetime.timedelta(minutes=11)
    app.extensions["clock"] = lambda: later
    assert browser.post("/wechat/link", data={"code": new}).status_code == 422
    app.extensions["clock"] = lambda: now
    assert browser.post("/wechat/link", data={"code": f" {new[:3]} {new[3:]} "}).status_code == 200
    assert LinkCode.select().count() == 0


def test_numbers_cannot_be_guessed(browser, call_as, cast):
    open_page(browser)
    good = number_of(call_as, cast.wang)
    wrong = "000000" if good != "000000" else "111111"
    for _ in range(account_linking.TRIES):
        assert browser.post("/wechat/link", data={"code": wrong}).status_code == 422
    answer = browser.post("/wechat/link", data={"code": good})

    assert (answer.status_code, "次数太多" in answer.text) == (403, True)
    assert official_person() != cast.wang.person.id


def test_opening_the_page_again_gives_no_other_tries(app, browser, official, call_as, cast):
    open_page(browser)
    for _ in range(account_linking.TRIES):
        browser.post("/wechat/link", data={"code": "no number"})
    again = app.test_client()
    official.visitors["code-2"] = PageVisitor("o-off", False)
    open_page(again, code="code-2")

    assert again.post("/wechat/link", data={"code": number_of(call_as, cast.wang)}).status_code == 403


def test_somebody_known_is_not_turned_into_somebody_else(browser, call_as, cast, now):
    Identity.create(appid=OFFICIAL_APPID, openid="o-off", person=cast.zhao.person, created_at=now)
    browser.get("/wechat/link")
    token = browser.get_cookie("link", path="/wechat/link").value
    account_linking.recognise(token, "o-off", Follower(True), appid=OFFICIAL_APPID, now=now)
    answer = browser.post("/wechat/link", data={"code": number_of(call_as, cast.wang)})

    assert (answer.status_code, official_person()) == (403, cast.zhao.person.id)
    assert "找村里的书记" in answer.text

"""My data over HTTP: view, consent, correction, erasure, and what is the same on every phone."""

import pytest

from wechat.outcomes import Verdict


@pytest.fixture
def chen(call_as, cast):
    return call_as(cast.chen)


def test_consents_are_given_and_taken_back(chen):
    asked = {each["purpose"]: each for each in chen.get("/api/me/consents").json["items"]}
    assert set(asked) == {"general", "party_standing", "hardship"}

    given = chen.post("/api/me/consents/hardship", {"version": asked["hardship"]["version"]})
    assert [each["purpose"] for each in given.json["items"] if each["given_at"]] == ["hardship"]
    taken = chen.delete("/api/me/consents/hardship")
    assert [each["purpose"] for each in taken.json["items"] if each["given_at"]] == []


def test_an_older_wording_and_an_unknown_purpose_are_refused(chen):
    old = chen.post("/api/me/consents/hardship", {"version": "2020-01"})
    assert (old.status_code, old.json["error"]["code"]) == (409, "wording_changed")
    assert chen.post("/api/me/consents/likes", {"version": "2026-11"}).status_code == 404


def test_my_data_is_mine(chen, cast):
    told = chen.get("/api/me/data").json["data"]
    assert told["我是谁"][0]["姓名"] == "陈村民"
    assert "王党员" not in chen.get("/api/me/data").text


def test_a_correction_goes_to_the_branch_and_shows_both_names(chen, call_as, cast):
    answer = chen.post("/api/me/corrections", {"name": "陈春民"})
    assert (answer.status_code, answer.json) == (201, {"organisation": "东坑村"})
    assert chen.get("/api/me").json["has_correction_waiting"] is True
    assert chen.get("/api/me").json["has_request_waiting"] is False

    (request,) = call_as(cast.li).get("/api/requests").json["items"]
    assert (request["kind"], request["now_name"], request["name"]) == ("correction", "陈村民", "陈春民")
    call_as(cast.li).post(f"/api/requests/{request['id']}", {"decision": "approve"})
    assert chen.get("/api/me").json["name"] == "陈春民"


def test_erasing_is_shown_confirmed_and_ends_the_session(chen):
    assert chen.get("/api/me/erasure").json["kept"]
    assert chen.post("/api/me/erasure", {"confirm": "是"}).status_code == 422
    assert chen.post("/api/me/erasure", {"confirm": "删除我的信息"}).status_code == 204
    assert chen.get("/api/me").status_code == 401


def test_elder_mode_is_the_same_on_both_phones(call_as, cast):
    one, other = call_as(cast.chen), call_as(cast.chen)
    assert one.patch("/api/me", {"elder_mode": True}).json["elder_mode"] is True
    assert other.get("/api/me").json["elder_mode"] is True
    assert other.patch("/api/me", {"nickname": "老陈"}).json["elder_mode"] is True


def test_a_nickname_that_wechat_doubts_is_refused_in_words(chen, wechat):
    wechat.verdict = Verdict.RISKY
    answer = chen.patch("/api/me", {"nickname": "不雅"})
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "text_refused")
    assert chen.get("/api/me").json["nickname"] == ""

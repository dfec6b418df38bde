"""微信提醒还剩几次, over HTTP."""

from tests.sending import left_of


def test_taps_are_noted_and_shown_per_purpose(cast, call_as):
    wang = call_as(cast.wang)
    answer = wang.post("/api/me/grants", {"results": {"tpl-notice": "accept", "tpl-party-day": "reject"}})

    assert answer.status_code == 200
    left = {item["purpose"]: item["left"] for item in wang.get("/api/me/grants").json["items"]}
    assert left == {"wish_update": 0, "event_update": 0, "party_day": 0, "notice": 1}
    assert answer.json == wang.get("/api/me/grants").json


def test_the_same_report_again_counts_once_the_next_tap_counts_anew(cast, call_as):
    wang = call_as(cast.wang)
    for key in ("tap-1", "tap-1", "tap-2"):
        assert wang.post("/api/me/grants", {"results": {"tpl-notice": "accept"}}, key=key).status_code == 200

    assert left_of(cast.wang) == 2


def test_what_is_no_answer_of_wechat_s_or_no_template_of_ours_is_refused(cast, call_as):
    wang = call_as(cast.wang)

    assert wang.post("/api/me/grants", {"results": {"tpl-notice": "maybe"}}).status_code == 422
    assert wang.post("/api/me/grants", {"results": {}}).status_code == 422
    unknown = wang.post("/api/me/grants", {"results": {"tpl-strange": "accept"}})
    assert unknown.json["error"]["code"] == "template_unknown"
    assert call_as(None).get("/api/me/grants").status_code == 401

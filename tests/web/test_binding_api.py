"""Binding by phone over HTTP: what is settled before WeChat is asked."""


def test_who_is_bound_already_is_told_so_and_wechat_is_not_asked(call_as, cast, wechat):
    wechat.phones["unused"] = "19900000012"
    for code in ("unused", "used up"):
        refused = call_as(cast.wang).post("/api/me/phone", {"code": code, "name": "王党员"})
        assert (refused.status_code, refused.json["error"]["code"]) == (409, "already_bound")
    assert "unused" in wechat.phones

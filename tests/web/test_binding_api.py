"""Binding by phone over HTTP: what is settled before WeChat is asked, and two taps at the same moment."""

import pytest

from models.people import Person
from services.phones import phone_columns
from wechat.errors import CodeInvalid

PHONE = "19900005555"


@pytest.fixture
def visitor(call_as, wechat):
    """Somebody new on a phone."""
    wechat.openids["first"] = "openid-new"
    token = call_as(None).post("/api/session", {"code": "first"}).json["token"]
    return type(call_as(None))(call_as(None)._client, token)


@pytest.mark.parametrize(("name", "binding"), [("王小禾", "bound"), ("别人", "pending")])
def test_of_two_taps_at_once_the_second_hears_what_the_first_one_did(
    visitor, cast, wechat, now, monkeypatch, name, binding
):
    Person.create(name="王小禾", home=cast.dongkeng, is_on_roster=True, created_at=now, **phone_columns(PHONE))
    body = {"code": "phone", "name": name}
    first = []

    def phone_number(code, openid):
        """WeChat gives the number to the first tap; the second comes while that one is under way."""
        if first:
            return PHONE
        first.append(None)
        first[0] = visitor.post("/api/me/phone", body, key="one")
        raise CodeInvalid("errcode_40163")

    monkeypatch.setattr(wechat, "phone_number", phone_number)
    second = visitor.post("/api/me/phone", body, key="one")
    assert (second.status_code, second.json["binding"]) == (200, binding)
    assert second.json == first[0].json


def test_who_is_bound_already_is_told_so_and_wechat_is_not_asked(call_as, cast, wechat):
    wechat.phones["unused"] = "19900000012"
    for code in ("unused", "used up"):
        refused = call_as(cast.wang).post("/api/me/phone", {"code": code, "name": "王党员"})
        assert (refused.status_code, refused.json["error"]["code"]) == (409, "already_bound")
    assert "unused" in wechat.phones

"""People, seeds and resets."""

import pytest


def test_people_are_listed_with_name_openid_and_roles(desk):
    first = desk.admin("GET", "people")[0]
    assert first == {"name": "李春兰", "openid": desk.people["李春兰"], "roles": ["secretary"]}
    assert len(first["openid"]) == 28


def test_made_up_people_can_be_added(desk):
    added = desk.admin("POST", "people", n=40)
    assert len({each["openid"] for each in added}) == 40
    assert len(desk.admin("GET", "people")) == 43


def test_made_up_people_have_made_up_phone_numbers(desk):
    (someone,) = desk.admin("POST", "people", n=1)
    code = desk.admin("POST", "phone-code", openid=someone["openid"])["code"]
    info = desk.post("wxa/business/getuserphonenumber", code=code)["phone_info"]
    assert info["phoneNumber"] == "19900000004"


def test_a_seed_is_answered_in_its_order_with_openids(desk):
    people = [
        {"name": "钱秋菊", "phone": "19900000009", "openid": "oGiven"},
        {"name": "孙守田", "phone": "19900000008"},
    ]
    answered = desk.admin("POST", "seed", people=people)["people"]
    assert [each["name"] for each in answered] == ["钱秋菊", "孙守田"]
    assert answered[0]["openid"] == "oGiven"


def test_the_same_seed_gives_the_same_openids(desk):
    before = dict(desk.people)
    desk.reset()
    assert desk.people == before


def test_two_of_the_same_name_and_phone_are_two_people(desk):
    twin = {"name": "钱秋菊", "phone": "19900000009"}
    people = desk.admin("POST", "seed", people=[twin, twin])["people"]
    assert people[0]["openid"] != people[1]["openid"]


def test_a_seed_can_bring_grants(desk):
    data = {"thing1": {"value": "停水"}, "thing2": {"value": "今晚停水"}, "time3": {"value": "20:00"}}
    assert desk.send("王大山", template_id="tpl-notice", data=data)["errcode"] == 0


def test_a_seed_can_bring_templates(desk):
    template = {"template_id": "tpl-own", "title": "自己的", "fields": [{"key": "thing1", "label": "事"}]}
    person = {"name": "钱秋菊", "phone": "19900000009", "openid": "oGiven", "grants": {"tpl-own": 1}}
    desk.admin("POST", "seed", people=[person], templates=[template])
    message = {"touser": "oGiven", "template_id": "tpl-own", "data": {"thing1": {"value": "开会"}}}
    assert desk.post("cgi-bin/message/subscribe/send", **message)["errcode"] == 0


@pytest.mark.parametrize(
    "seed",
    [
        {},
        {"people": [{"name": "钱秋菊"}]},
        {"people": [{"name": "钱秋菊", "phone": "1", "roles": "member"}]},
        {"people": [{"name": n, "phone": "1", "openid": "oSame"} for n in "甲乙"]},
        {"people": [], "templates": [{"title": "没有编号"}]},
        {"people": [], "pages": "pages/home"},
    ],
)
def test_a_wrong_seed_changes_nothing(desk, seed):
    assert "error" in desk.admin("POST", "seed", **seed)
    assert len(desk.admin("GET", "people")) == 3


def test_a_reset_brings_back_the_seed_and_clears_everything_else(desk):
    desk.admin("POST", "people", n=5)
    desk.grant("王大山", n=3)
    desk.send("王大山")
    desk.fault("hang")
    desk.advance(3600)
    code = desk.code("王大山")
    desk.admin("POST", "reset")
    assert len(desk.admin("GET", "people")) == 3
    assert desk.outbox() == desk.admin("GET", "faults") == []
    assert desk.admin("GET", "clock")["offset_seconds"] == 0
    assert desk.log_in(code)["errcode"] == 40029
    assert desk.send("王大山")["errcode"] == 43101

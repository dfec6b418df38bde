"""The phone number button."""

API = "wxa/business/getuserphonenumber"


def test_a_phone_code_gives_the_number_as_text_with_a_watermark(desk, mini):
    answer = desk.post(API, code=desk.code("王大山", "phone"))
    info = answer["phone_info"]
    assert answer["errcode"] == 0
    assert info["phoneNumber"] == info["purePhoneNumber"] == "19900000002"
    assert info["countryCode"] == "86"
    assert info["watermark"]["appid"] == mini["appid"]


def test_a_login_code_is_no_phone_code(desk):
    assert desk.post(API, code=desk.code("王大山"))["errcode"] == 40029


def test_a_phone_code_works_once(desk):
    code = desk.code("王大山", "phone")
    desk.post(API, code=code)
    assert desk.post(API, code=code)["errcode"] == 40029


def test_a_phone_code_lives_five_minutes(desk):
    code = desk.code("王大山", "phone")
    desk.advance(301)
    assert desk.post(API, code=code)["errcode"] == 40029


def test_the_openid_must_be_the_one_who_tapped(desk):
    code = desk.code("王大山", "phone")
    assert desk.post(API, code=code, openid=desk.people["李春兰"])["errcode"] == 40029
    assert desk.post(API, code=code, openid=desk.people["王大山"])["errcode"] == 0


def test_the_number_needs_a_token(desk):
    assert desk.post(API, token="", code=desk.code("王大山", "phone"))["errcode"] == 41001

"""My data on my phone: look, take home, correct, agree, leave; elder mode follows me to another phone."""

from __future__ import annotations

import pytest

from tests.pictures import photo


def test_my_data_is_shown_and_taken_home_as_a_file(phone, of):
    member = phone(of("member", 6))
    member.open("account/data/data")
    member.sees("我是谁")
    name = member.page.evaluate("getCurrentPages()[0].data.all['我是谁'][0]['姓名']")
    with member.page.expect_download() as download:
        member.tap("全部存成文件，发给自己")
    text = download.value.path().read_text()
    assert "【我是谁】" in text
    assert f"姓名：{name}" in text


def test_a_correction_is_decided_by_the_secretary(phone, of):
    secretary, member = phone(of("secretary")), phone(of("member"))
    member.open("account/correct/correct")
    member.fill("没错不用写这一项", "19900006789")
    member.fill("例如 出生年月", "小组也换了")
    member.tap("请书记更正")
    member.sees("交上去了")
    member.tap("好")
    secretary.open("secretary/requests/requests")
    secretary.sees("*******6789")
    secretary.sees("小组也换了")
    secretary.shown.locator(".card", has_text="更正").get_by_text("核对过了，更正").click()
    secretary.sees("已更正")
    member.open("account/profile/profile")
    member.sees("*******6789")


def test_one_consent_is_taken_back_and_the_others_stay(phone, of):
    member = phone(of("member", 7))
    member.open("account/consents/consents")
    member.shown.locator(".card", has_text="困难情况").locator("[role=switch]").click()
    member.sees("只留题目")
    member.tap("收回")
    given = "getCurrentPages()[0].data.consents.filter(each => each.given_at).map(each => each.purpose)"
    member.page.wait_for_function(f"{given}.join() === 'general'")


def test_without_consent_a_newcomer_is_asked_before_writing_of_hardship(phone, wechat):
    newcomer = phone(wechat.post("people", {"n": 1})[0]["openid"])
    newcomer.open("wishes/make/make")
    assert newcomer.page.get_by_placeholder("说说情况").count() == 0
    newcomer.tap("同意，写一写情况")
    newcomer.fill("说说情况", "腿脚不便，想要一根拐杖。")


@pytest.mark.parametrize("role", ["resident", "member"])
def test_who_leaves_reads_what_stays_and_is_a_newcomer_afterwards(phone, of, role):
    leaver = phone(of(role, 8))
    leaver.open("account/erase/erase")
    leaver.sees("服务时长留作村里的合计")
    (leaver.sees if role == "member" else leaver.does_not_see)("党员名册、组织生活记录由")
    leaver.page.locator("[role=switch]:visible").click()
    leaver.tap("删除我的信息")
    leaver.tap("删除")
    leaver.sees("谢谢您来过")
    leaver.tap("好")
    leaver.sees("未认证")


def switch_elder(screen, is_on: bool) -> None:
    """Tap the switch, and wait until the account has heard of it."""
    screen.page.locator("[role=switch]:visible").click()
    screen.page.wait_for_function("on => Boolean(wx.getStorageSync('elder-mode-agreed')) === on", arg=is_on)


def test_elder_mode_follows_to_another_phone_and_back(phone, of):
    one, other = phone(of("resident", 5)), phone(of("resident", 5))
    assert one.shown.locator(".elder").count() == other.shown.locator(".elder").count() == 0
    one.open("pages/me/me")
    switch_elder(one, True)
    other.open("pages/home/home")
    other.sees("今天要做的一件事")
    other.open("pages/me/me")
    switch_elder(other, False)
    one.open("pages/home/home")
    one.does_not_see("今天要做的一件事")


def test_a_switch_without_network_is_kept_and_told_later(phone, of):
    one, other = phone(of("resident", 6)), phone(of("resident", 6))
    one.open("pages/me/me")
    one.set_offline(True)
    one.page.locator("[role=switch]:visible").click()
    one.shown.locator(".elder").first.wait_for()
    one.set_offline(False)
    one.open("pages/home/home")
    one.sees("今天要做的一件事")
    other.open("pages/home/home")
    other.sees("今天要做的一件事")


def test_avatar_and_nickname_are_chosen_after_the_privacy_question(phone, wechat):
    newcomer = phone(wechat.post("people", {"n": 1})[0]["openid"])
    newcomer.open("account/profile/profile")
    newcomer.page.get_by_label("换头像").click()
    newcomer.sees("先说清楚您的信息怎么用")
    newcomer.tap("同意")
    newcomer.page.locator(".wx-sheet input[type=file]").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    newcomer.fill("例如 小禾", "老林")
    newcomer.tap("就这样称呼我")
    newcomer.open("pages/me/me")
    newcomer.sees("老林")
    assert newcomer.shown.locator("image.face").count() == 1

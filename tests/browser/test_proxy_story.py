"""Acting for an elder on one's own phone: asked, granted, a wish, a sign-up, leave; each says by whom."""

from __future__ import annotations

import pytest

from tests.e2e.stack import phones


@pytest.fixture
def cast_of_village(stack, of):
    """Names of a helper (a member) and an elder (another member) of the first village, and their openids."""
    openids = [of("member", 1), of("member", 2)]
    with phones(stack, openids) as people:
        return [(openid, each.get("me").json()["name"]) for openid, each in zip(openids, people, strict=True)]


def act_for(helper, elder_name: str) -> None:
    helper.open("account/proxies/proxies")
    begin(helper, elder_name).click()
    helper.sees(f"正在替 {elder_name} 办")


def begin(helper, elder_name: str):
    """The button that begins acting for that elder."""
    return helper.shown.locator(".card", has_text=elder_name).get_by_text("开始代办", exact=True)


@pytest.fixture
def acting(phone, of, cast_of_village):
    """The helper's phone, acting for the elder."""
    (helper_openid, helper_name), (_, elder_name) = cast_of_village
    helper, secretary = phone(helper_openid), phone(of("secretary"))
    helper.open("account/proxies/proxies")
    if begin(helper, elder_name).count() == 0:
        helper.fill("例如 王秀英", elder_name)
        helper.tap("请对方确认")
        helper.sees("等对方或书记确认")
        secretary.open("account/proxies/proxies")
        card = secretary.shown.locator(".card", has_text=f"{helper_name} 替 {elder_name} 办事")
        card.get_by_text("同意", exact=True).click()
        card.wait_for(state="detached")
    act_for(helper, elder_name)
    return helper


def test_what_only_oneself_may_do_leads_back_to_oneself(acting, cast_of_village):
    (_, helper_name), _ = cast_of_village
    acting.open("account/data/data")
    acting.sees("这一步要本人来办")
    acting.shown.locator(".trouble").get_by_text("换回自己", exact=True).click()
    acting.sees(helper_name)
    acting.does_not_see("正在替")


def test_who_is_not_bound_gets_from_proxies_to_the_binding(phone, wechat):
    newcomer = phone(wechat.post("people", {"n": 1})[0]["openid"])
    newcomer.open("account/proxies/proxies")
    newcomer.tap("去认证")
    newcomer.sees("姓名和手机号都和名册对上")


def test_a_wish_is_the_elder_s_and_says_who_made_it(acting, phone, of, cast_of_village):
    (_, helper_name), (elder_openid, elder_name) = cast_of_village
    acting.open("wishes/make/make")
    assert acting.button(elder_name).count() == 1  # for whom it is
    acting.fill("例如 一床厚棉被", "一根防滑的拐杖")
    acting.tap("交给村里")
    acting.allow_if_asked()
    acting.sees("心愿交上去了")
    acting.tap("好")
    acting.sees(f"由 {helper_name} 代办")
    elder = phone(elder_openid)
    elder.open("wishes/mine/mine")
    elder.page.get_by_text("一根防滑的拐杖").first.click()
    elder.sees(f"由 {helper_name} 代办")


def test_a_place_at_an_event_is_taken_for_the_elder(acting, cast_of_village):
    (_, helper_name), _ = cast_of_village
    acting.open("pages/events/events")
    events = acting.page.evaluate("getCurrentPages().at(-1).data.items.map(each => each.id)")
    for event in events:
        acting.open("events/event/event", id=event)
        if acting.button("我要报名").count():
            break
    acting.tap("我要报名")
    acting.allow_if_asked()
    acting.sees("报名成功")
    acting.tap("好")
    acting.sees(f"由 {helper_name} 代办")


@pytest.fixture
def leave_day(stack, cast_of_village):
    """The id of a Party day that the elder can still ask leave for."""
    with phones(stack, [cast_of_village[1][0]]) as (elder,):
        days = elder.get("party-days").json()["items"]
        mine = {day["id"]: day["mine"] for day in days if day["mine"]}
        return next(day for day, line in mine.items() if line["can_ask_leave"] and line["leave"] is None)


def test_leave_is_asked_for_the_elder_and_the_account_itself_stays_shut(acting, cast_of_village, leave_day):
    (_, helper_name), _ = cast_of_village
    acting.open("party-days/day/day", id=leave_day)
    acting.tap("请假")
    acting.fill("在这里写", "腿脚不便，下雨出不了门")
    acting.tap("交给书记")
    acting.allow_if_asked()
    acting.sees(f"由{helper_name}代办")
    acting.open("account/data/data")
    acting.sees("这一步要本人来办，请先换回自己")


def test_changing_back_is_one_tap(acting):
    acting.tap("换回自己")
    acting.does_not_see("正在替")
    acting.open("pages/me/me")
    acting.does_not_see("正在替")

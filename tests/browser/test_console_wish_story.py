"""A wish between desk and phone: verified at the desk, claimed and delivered on a phone, followed up at the desk."""

from __future__ import annotations

from tests.browser.start import what_is_missing
from tests.e2e.stack import phones

if what_is_missing() is None:
    from playwright.sync_api import expect

TITLE = "一把结实的竹椅"


def test_from_the_village_to_the_wall_to_a_helper_and_back_to_the_desk(console, phone, of, stack, wechat):
    with phones(stack, [of("resident")]) as (resident,):
        resident.post("wishes", {"title": TITLE, "detail": "坐着剥豆子", "kind": "goods"})
    desk = console("镇党建办")
    verify(desk, wechat)
    helper = phone(of("member", 3))
    helper.tap("微心愿")
    helper.page.get_by_text(TITLE).locator("visible=true").first.click()
    helper.tap("我来认领")
    helper.allow_if_asked()
    helper.sees("认领成功")
    helper.page.locator(".wx-modal .wx-yes").click()
    desk.goto("/console/wishes?q=" + TITLE)
    expect(desk.get_by_text("办理中", exact=True)).to_be_visible()
    deliver(helper)
    desk.get_by_role("link", name=TITLE).click()
    desk.get_by_label("满意，办好了").check()
    desk.get_by_label("对方的原话").fill("椅子很稳")
    desk.get_by_role("button", name="记下来").click()
    expect(desk.get_by_role("status")).to_contain_text("已办结")


def verify(desk, wechat) -> None:
    """The card changes while its words are typed, and goes to the wall as it reads."""
    desk.goto("/console/wishes?status=pending&q=" + TITLE)
    desk.get_by_role("link", name=TITLE).click()
    desk.get_by_role("link", name="去核实").click()
    desk.get_by_label("怎么称呼").fill("村里一位老人")
    expect(desk.locator("#card")).to_contain_text("村里一位老人")
    # WeChat judges no words of who has not been in the mini-program for two hours.
    wechat.fault("wxa/msg_sec_check", "errcode", errcode=61010, probability=1)
    desk.get_by_role("button", name="就这样上墙").click()
    desk.get_by_label("我已核对，仍然发布").check()
    wechat.clear_faults()
    desk.get_by_role("button", name="就这样上墙").click()
    expect(desk.get_by_role("status")).to_contain_text("已上墙")


def deliver(helper) -> None:
    helper.tap("我已办好")
    helper.tap("报告办好")
    helper.sees("已经办好，等对方确认")


def test_words_typed_before_the_script_has_come_are_on_the_card_too(console, of, stack):
    with phones(stack, [of("resident")]) as (resident,):
        wish = resident.post("wishes", {"title": "一盏床头灯", "detail": "夜里起身用", "kind": "goods"}).json()["id"]
    desk, held = console("镇党建办"), []
    desk.route("**/desk*.js*", lambda route: held.append(route))
    desk.goto(f"/console/wishes/{wish}/verification", wait_until="commit")
    desk.get_by_label("怎么称呼").fill("村里一位老人")
    expect(desk.locator("#card")).not_to_contain_text("村里一位老人")
    held[0].continue_()
    expect(desk.locator("#card")).to_contain_text("村里一位老人")

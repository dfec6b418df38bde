"""What the desk and the board do by themselves, without a click: where the cursor goes, what the clock says."""

from __future__ import annotations

from tests.browser.start import what_is_missing

if what_is_missing() is None:
    from playwright.sync_api import expect


def test_a_refused_form_leads_the_keyboard_to_the_first_field_that_is_wrong(console):
    page = console("书记")
    page.goto("/console/events/new")
    page.get_by_label("活动名称").fill("清扫村道")
    page.get_by_label("在哪集合").fill("村口")
    page.get_by_label("开始", exact=True).fill("2099-01-02T10:00")
    page.get_by_label("结束", exact=True).fill("2099-01-02T09:00")
    page.locator("main form tbody input:visible").nth(0).fill("扫地")
    page.locator("main form tbody input:visible").nth(1).fill("5")
    page.get_by_role("button", name="发布").click()
    page.locator(".refused").wait_for()
    expect(page.locator("main [aria-invalid]").first).to_be_focused()


def test_the_board_tells_the_local_time_wherever_its_computer_believes_to_be(stack, browser):
    context = browser.new_context(timezone_id="America/New_York", locale="zh-CN")
    page = context.new_page()
    page.clock.set_fixed_time("2026-11-28T01:30:00Z")
    page.goto(f"{stack.app_url}/board")
    expect(page.locator("#clock")).to_contain_text("11月28日")
    expect(page.locator("#clock")).to_contain_text("09:30")
    context.close()

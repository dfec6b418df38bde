"""A notice from its writing to the last phone call: two desks, a worker, WeChat's stand-in."""

from __future__ import annotations

import re

import pytest

from tests.browser.start import what_is_missing

if what_is_missing() is None:
    from playwright.sync_api import Page, expect

TITLE = "冬至包饺子：请老人们来村部"
VILLAGE = "四季坪村"  # where the story has decided that more than ten people need a second pair of eyes
PATIENCE = 30_000


@pytest.fixture
def secretary(console) -> Page:
    """The village's own secretary at a desk."""
    return enter(console())


def enter(desk: Page) -> Page:
    choice = desk.locator("select[name=person_id] option", has_text=f"{VILLAGE} 书记").first
    desk.locator("select[name=person_id]").select_option(choice.get_attribute("value"))
    desk.get_by_role("button", name="进去").click()
    desk.get_by_role("heading", name="今天").wait_for()
    return desk


def test_a_notice_is_seen_by_two_reaches_its_village_and_the_rest_are_phoned(secretary, console):
    secretary.get_by_role("link", name="通知", exact=True).click()
    secretary.get_by_role("link", name="写通知").click()
    secretary.get_by_label("标题").fill(TITLE)
    secretary.get_by_label("内容").fill("周一上午九点，带上围裙。")
    expect(secretary.locator("#look")).to_contain_text("会发给")
    expect(secretary.locator(".wechat-card")).to_contain_text(TITLE)
    expect(secretary.locator("#look")).to_contain_text("要另一位同志复核")
    secretary.get_by_role("button", name="下一步").click()
    secretary.get_by_role("button", name="提交复核").click()
    expect(secretary.locator(".desk-head .state").first).to_have_text("待复核")
    expect(secretary.get_by_role("button", name="通过")).to_have_count(0)

    township = console("镇党建办")
    township.get_by_role("link", name="通知", exact=True).click()
    township.get_by_role("link", name=TITLE).click()
    township.get_by_role("button", name="通过").click()
    township.get_by_role("button", name="看过了，通过").click()
    expect(township.locator(".said")).to_contain_text("复核通过")

    secretary.reload()
    expect(secretary.locator(".desk-head .state").first).to_have_text("已发出", timeout=PATIENCE)
    numbers = secretary.locator("#numbers .number strong")
    expect(numbers.last).to_have_text("0", timeout=PATIENCE)  # nothing is on its way any more
    people, *parts = [int(text) for text in numbers.all_inner_texts()]
    assert people == sum(parts) > 10

    secretary.get_by_role("link", name=re.compile("去打电话")).click()
    rows = secretary.locator("tbody tr")
    first = rows.first
    expect(first.get_by_role("button", name="看号码")).to_be_visible()
    before = rows.count()
    first.get_by_role("button", name="看号码").click()
    expect(first.locator(".revealed")).to_have_text(re.compile(r"^1990000\d{4}$"))
    first.get_by_role("checkbox").check()
    secretary.get_by_role("button", name="记为已告知").click()
    expect(secretary.locator(".said")).to_contain_text("1 人已经电话告知")
    expect(rows).to_have_count(before - 1)


def test_a_notice_being_written_outlives_the_log_in(secretary):
    secretary.get_by_role("link", name="通知", exact=True).click()
    secretary.get_by_role("link", name="写通知").click()
    secretary.get_by_label("标题").fill(TITLE)
    secretary.context.clear_cookies()
    secretary.get_by_label("内容").fill("周一上午九点，带上围裙。")
    with secretary.expect_popup() as opened:
        secretary.get_by_role("link", name="请在新窗口登录").click()
    enter(opened.value)

    secretary.get_by_role("button", name="下一步").click()
    expect(secretary.locator("main")).to_contain_text("周一上午九点，带上围裙。")
    secretary.get_by_role("button", name="再提交一次").click()
    expect(secretary.locator("main")).to_contain_text(TITLE)

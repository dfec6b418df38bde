"""Entering the console with a phone beside it."""

from __future__ import annotations

import re

from tests.browser.start import what_is_missing

if what_is_missing() is None:
    from playwright.sync_api import expect


def test_a_secretary_scans_the_code_compares_the_number_and_is_in(console, phone, of):
    desk, li = console(), phone(of("secretary"))
    number = desk.locator(".digits").inner_text()
    li.page.get_by_text("扫一扫", exact=True).click()
    li.page.locator("button", has_text=re.compile("屏幕上的小程序码：account/desk/desk")).first.click()
    li.sees(number)
    li.tap("号码一样，登录")
    li.sees("电脑上可以用了")
    expect(desk.get_by_role("heading", name="今天")).to_be_visible()


def test_a_screen_that_is_not_mine_is_turned_away(console, phone, of):
    desk, li = console(), phone(of("secretary"))
    code = desk.locator("[data-scan-code]").get_attribute("data-scan-code")
    li.open("account/desk/desk", scene=code)
    li.tap("不是我")
    li.sees("没有让它登录")
    expect(desk.get_by_text("手机上没有同意这次登录")).to_be_visible()


def test_a_resident_who_scans_is_told_that_the_phone_does_it_all(console, phone, of):
    desk, resident = console(), phone(of("resident"))
    resident.open("account/desk/desk", scene=desk.locator("[data-scan-code]").get_attribute("data-scan-code"))
    resident.sees("您在小程序里就能办事")

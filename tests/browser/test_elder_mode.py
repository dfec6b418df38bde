"""Elder mode (features Q6): big text, big targets, one thing to do, a call to the secretary."""

from __future__ import annotations

import pytest

PAGES = [
    "pages/home/home",
    "pages/wall/wall",
    "pages/me/me",
    "wishes/make/make",
    "wishes/mine/mine",
    "account/inbox/inbox",
]

# Everything readable and everything tappable on the page, as it is drawn.
TEXT_SIZES = """() => [...document.querySelectorAll('.wx-page:not([hidden]) *, .wx-tab-bar:not([hidden]) *')]
  .filter(e => e.offsetParent && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .map(e => [e.textContent.trim().slice(0, 20), parseFloat(getComputedStyle(e).fontSize)])"""
TARGETS = """() => [...document.querySelectorAll(
    '.wx-page:not([hidden]) button, .wx-page:not([hidden]) [role=button], .wx-tab-bar:not([hidden]) [role=tab]')]
  .filter(e => e.offsetParent).map(e => [e.textContent.trim().slice(0, 20), e.getBoundingClientRect().height])"""
WIDTH = "() => document.querySelector('.wx-page:not([hidden])').scrollWidth"


@pytest.fixture
def elder(phone, of):
    """A resident who has turned on elder mode by the switch."""
    screen = phone(of("resident"))
    screen.tap("我的")
    screen.page.locator("[role=switch]:visible").click()
    return screen


@pytest.mark.parametrize("path", PAGES)
def test_text_is_large_targets_are_large_and_nothing_runs_off_the_screen(elder, path):
    elder.open(path)
    assert [each for each in elder.page.evaluate(TEXT_SIZES) if each[1] < 24] == []
    assert [each for each in elder.page.evaluate(TARGETS) if each[1] < 44] == []
    assert elder.page.evaluate(WIDTH) <= 375


def test_one_thing_to_do_stands_on_top_and_a_button_calls_the_secretary(elder):
    elder.tap("首页")
    elder.sees("今天要做的一件事")
    elder.page.get_by_text("打电话给").locator("visible=true").click()
    elder.sees("呼叫")


def test_the_switch_is_remembered_and_goes_back(elder):
    elder.open("pages/me/me")
    assert elder.shown.locator(".elder").count() > 0
    elder.page.locator("[role=switch]:visible").click()
    elder.open("pages/home/home")
    elder.does_not_see("今天要做的一件事")

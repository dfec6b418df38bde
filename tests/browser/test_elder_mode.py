"""Elder mode (features Q6): big text, big targets, one thing to do, a call to the secretary."""

from __future__ import annotations

import itertools

import pytest

from tests.browser.happenings import put_up_event
from tests.e2e.stack import phones

PAGES = [
    "pages/home/home",
    "pages/wall/wall",
    "pages/events/events",
    "pages/me/me",
    "wishes/make/make",
    "wishes/mine/mine",
    "events/mine/mine",
    "account/skills/skills",
    "account/inbox/inbox",
    "account/profile/profile",
    "account/privacy/privacy",
    "account/consents/consents",
    "account/data/data",
    "account/correct/correct",
    "account/erase/erase",
    "account/reminders/reminders",
    "account/certificates/certificates",
    "account/proxies/proxies",
    "account/complain/complain",
    "account/complaints/complaints",
    "account/about/about",
    "account/guideline/guideline",
    "pages/alliances/alliances",
    "alliances/organisations/organisations",
]
# Pages about one thing that a member has, and where to find one.
PAGES_ABOUT = [
    ("events/event/event", "events?mine=true", "id"),
    ("events/event/event", "events?for_me=true", "id"),
    ("events/companions/companions", "events?for_me=true", "id"),
    ("party-days/day/day", "party-days?when=upcoming", "id"),
    ("party-days/day/day", "party-days?when=past", "id"),
    ("party-days/mine/mine", "", ""),
    ("party-days/code/code", "", ""),
    ("account/notice/notice", "inbox", "id"),
]

# Everything readable and everything tappable on the page, as it is drawn.
TEXT_SIZES = """() => [...document.querySelectorAll('.wx-page:not([hidden]) *, .wx-tab-bar:not([hidden]) *')]
  .filter(e => e.offsetParent && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .map(e => [e.textContent.trim().slice(0, 20), parseFloat(getComputedStyle(e).fontSize)])"""
TARGETS = """() => [...document.querySelectorAll(
    '.wx-page:not([hidden]) button, .wx-page:not([hidden]) [role=button], [role=tab], [role=radio], [role=checkbox]')]
  .filter(e => e.offsetParent).map(e => [e.textContent.trim().slice(0, 20), e.getBoundingClientRect().height])"""
TO_THE_END = (
    "() => { const page = document.querySelector('.wx-page:not([hidden])'); page.scrollTop = page.scrollHeight }"
)
WIDTH = "() => document.querySelector('.wx-page:not([hidden])').scrollWidth"


@pytest.fixture
def elder(phone, of):
    """A resident who has turned on elder mode by the switch; the account remembers it from test to test."""
    screen = phone(of("resident"))
    screen.open("pages/me/me")
    if screen.shown.locator(".elder").count() == 0:
        screen.page.locator("[role=switch]:visible").click()
        screen.page.wait_for_function("wx.getStorageSync('elder-mode-agreed')")
    return screen


@pytest.fixture
def elder_member(phone, of):
    screen = phone(of("member"))
    screen.store("elder-mode", True)
    return screen


def is_big(screen) -> None:
    """Text, targets and width are as elder mode promises."""
    assert [each for each in screen.page.evaluate(TEXT_SIZES) if each[1] < 24] == []
    assert [each for each in screen.page.evaluate(TARGETS) if each[1] < 44] == []
    assert screen.page.evaluate(WIDTH) <= 375


@pytest.mark.parametrize("path", PAGES)
def test_text_is_large_targets_are_large_and_nothing_runs_off_the_screen(elder, path):
    elder.open(path)
    is_big(elder)


@pytest.mark.parametrize(("path", "where", "name"), PAGES_ABOUT)
def test_the_same_of_pages_about_one_thing(elder_member, stack, of, path, where, name):
    with phones(stack, [of("member")]) as (hand,):
        query = {name: hand.get(where).json()["items"][0][name]} if where else {}
    elder_member.open(path, **query)
    is_big(elder_member)


@pytest.fixture
def elder_secretary(phone, of):
    screen = phone(of("secretary"))
    screen.store("elder-mode", True)
    return screen


def top_and_bottom(locator):
    box = locator.bounding_box()
    return box["y"], box["y"] + box["height"]


def test_of_many_quiet_acts_each_has_a_line_of_its_own_and_the_bar_keeps_the_main_one(elder_secretary, secretary):
    event = put_up_event(secretary, "清理水沟", starts_in=0.5)
    screen = elder_secretary.open("secretary/event/event", id=event)
    is_big(screen)
    screen.page.evaluate(TO_THE_END)
    acts = screen.shown.locator(".acts-quiet .act")
    edges = [top_and_bottom(act) for act in acts.all()]
    bar, _ = top_and_bottom(screen.shown.locator(".acts-main"))
    assert acts.all_inner_texts() == ["发卡片到群", "改时间、内容", "取消活动"]
    assert all(above[1] < below[0] for above, below in itertools.pairwise([*edges, (bar, bar)]))


def test_without_a_main_act_no_empty_bar_lies_over_the_page(elder_secretary, secretary):
    event = put_up_event(secretary, "修桥", starts_in=40)
    assert secretary.post(f"events/{event}/sign-up").ok
    screen = elder_secretary.open("events/event/event", id=event)
    assert screen.shown.locator(".acts-quiet .act").count() == 3
    assert not screen.shown.locator(".acts-main").is_visible()


def test_two_quiet_acts_stand_in_the_bar_below_the_main_one(elder_secretary, day):
    screen = elder_secretary.open("secretary/roll/roll", id=day["id"])
    tops = [top_and_bottom(act)[0] for act in screen.shown.locator(".acts-quiet .act").all()]
    assert len(tops) == 2
    assert tops[0] == tops[1] > top_and_bottom(screen.button("扫个人码"))[0]


@pytest.mark.parametrize("path", ["pages/events/events", "party-days/code/code"])
def test_the_secretary_can_be_called_from_where_somebody_may_be_stuck(elder_member, path):
    elder_member.open(path)
    elder_member.page.get_by_text("打电话给").locator("visible=true").click()
    elder_member.sees("呼叫")


def test_one_thing_to_do_stands_on_top_and_a_button_calls_the_secretary(elder):
    elder.tap("首页")
    elder.sees("今天要做的一件事")
    elder.page.get_by_text("打电话给").locator("visible=true").click()
    elder.sees("呼叫")


def test_the_switch_is_remembered_and_goes_back(elder):
    elder.open("pages/me/me")
    assert elder.shown.locator(".elder").count() > 0
    elder.page.locator("[role=switch]:visible").click()
    elder.page.wait_for_function("!wx.getStorageSync('elder-mode-agreed')")
    elder.open("pages/home/home")
    elder.does_not_see("今天要做的一件事")

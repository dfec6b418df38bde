"""A Party day on members' phones: the door, leave, make-up study, one's own code."""

from __future__ import annotations

import pytest

from tests.browser.happenings import call_party_day, scan
from tests.e2e.stack import phones, wait_until

DAY = "party-days/day/day"
NOTE = "看完材料，最有用的是议事要先听老人说"


@pytest.fixture
def wall(secretary):
    """`wall(day)`: the code that hangs on the wall now."""
    return lambda day: secretary.get(f"party-days/{day}/check-in-code").json()["code"]


def test_an_old_code_is_refused_and_a_fresh_one_lets_in(phone, of, wechat, secretary, wall):
    day = call_party_day(secretary, "门口的码要新鲜")
    member = phone(of("member", 1))
    old = wall(day)
    wechat.advance(seconds=61)
    member.open(DAY, id=day)
    scan(member, "扫码签到", old)
    member.sees("签到码已过期，请扫屏幕上现在的码，或请书记点名")
    member.tap("知道了")
    scan(member, "扫码签到", wall(day))
    member.sees("签到成功")


def test_a_second_scan_says_since_when(phone, stack, of, secretary, wall):
    day = call_party_day(secretary, "签过再扫一次")
    member = phone(of("member", 2))
    member.open(DAY, id=day)
    with phones(stack, [of("member", 2)]) as (hand,):  # in already, from another phone
        said = hand.post(f"party-days/{day}/check-in", {"code": wall(day)}).json()["message"]
    scan(member, "扫码签到", "whatever is on the wall")
    member.sees(said.replace("签到成功", "已签到"))


def test_a_code_of_another_door_is_told_in_plain_words(phone, of, secretary, wall):
    day, other = call_party_day(secretary, "这一场"), call_party_day(secretary, "那一场")
    member = phone(of("member", 2))
    member.open(DAY, id=day)
    scan(member, "扫码签到", wall(other))
    member.sees("这个二维码不是本次签到用的，请扫现场的签到码")


def test_leave_is_asked_for_refused_asked_again_and_approved(phone, of, secretary):
    day = call_party_day(secretary, "请假试试看", starts_in=30)
    member = phone(of("member", 3))
    member.open(DAY, id=day)
    member.tap("请假")
    member.tap("交给书记")
    member.sees("请写一句")
    ask_leave(member, "送孩子去县里看病")
    member.sees("请假等书记批")

    decide(secretary, day, "refuse", "这次要选支委，尽量来")
    member.open(DAY, id=day)
    member.sees("书记说：这次要选支委，尽量来")
    member.tap("改请假理由")
    ask_leave(member, "医生只有那天在，下午赶回来")
    decide(secretary, day, "approve")
    member.open(DAY, id=day)
    member.sees("请假已批准")
    member.open("account/inbox/inbox")
    member.sees("请假已批准")


def ask_leave(member, reason: str) -> None:
    member.fill("在这里写", reason)
    member.tap("交给书记")
    member.allow_if_asked()
    member.sees(reason)


def decide(secretary, day: int, decision: str, reason: str = "") -> None:
    (waiting,) = [leave for leave in secretary.get("leaves").json()["items"] if leave["party_day_id"] == day]
    body = {"decision": decision, "reason": reason}
    answer = secretary.post(f"party-days/{day}/leave/{waiting['person_id']}", body)
    assert answer.ok, answer.text


def test_without_network_at_the_door_ones_own_code_is_at_hand(phone, of, secretary, wall):
    day = call_party_day(secretary, "山里没有信号")
    member = phone(of("member", 4))
    member.open(DAY, id=day)
    member.page.wait_for_function("wx.getStorageSync('my-code').code")
    code = wall(day)
    member.set_offline(True)
    scan(member, "扫码签到", code)
    member.sees("请打开“我的码”让书记扫")
    member.button("我的码").last.click()
    member.sees("请书记扫这个码")
    member.sees("没有网络也一样能扫")
    shown = member.page.evaluate("getCurrentPages().at(-1).data.code")
    assert shown.startswith("P")
    assert member.page.locator(".wx-page:visible image img").first.evaluate("img => img.naturalWidth") > 0


def test_on_a_line_where_nothing_comes_ones_own_code_is_shown_at_once(phone, of, secretary):
    day = call_party_day(secretary, "线路不通")
    member = phone(of("member", 4))
    member.open(DAY, id=day)
    member.page.wait_for_function("wx.getStorageSync('my-code').code")
    member.open()
    member.page.route("**/relay/api/**", lambda _never_answered: None)
    member.page.reload()
    member.tap("没有网络也能出示“我的码”")
    member.sees("请书记扫这个码")


def test_a_poll_is_answered_in_totals_and_says_that_it_decides_nothing(phone, of, secretary):
    """The made-up county's open Party day asks one."""
    days = [day["id"] for day in secretary.get("party-days?when=upcoming").json()["items"]]
    asked = next(day for day in days if secretary.get(f"party-days/{day}/polls").json()["items"])
    member = phone(of("member", 2))
    member.open(DAY, id=asked)
    member.sees("不作为党内表决依据")
    option = member.page.locator("[role=radio]:visible").first
    before = option.inner_text()
    option.click()
    member.sees("您选过了，结束前还能改")
    assert option.inner_text() != before


def test_the_first_page_leads_to_the_open_door(phone, of, secretary):
    call_party_day(secretary, "门已经开了")
    member = phone(of("member"))
    member.sees("可以签到了")
    member.tap("去签到")
    member.sees("扫码签到")


def test_a_make_up_study_is_handed_in_with_a_note_that_survives_a_lost_network(phone, stack, of, wechat, secretary):
    """Last: the clock runs past the end of every Party day above."""
    day = call_party_day(secretary, "没赶上的那一次")
    member = phone(of("member", 4))
    wechat.advance(hours=3)
    with phones(stack, [of("member", 4)]) as (hand,):
        wait_until(lambda: has_make_up(hand, day), "a make-up study opens")
    member.open("party-days/mine/mine")
    member.sees("等我补学的")
    member.page.get_by_text("没赶上的那一次").first.click()
    member.tap("写补学体会")
    member.fill("在这里写", NOTE)
    member.set_offline(True)
    member.tap("交给书记")
    member.allow_if_asked()
    member.sees("网络不通")
    member.tap("知道了")
    member.set_offline(False)
    member.tap("关闭")
    member.tap("写补学体会")
    assert member.page.get_by_placeholder("在这里写").input_value() == NOTE
    member.tap("交给书记")
    member.allow_if_asked()
    member.sees("已补学")


def has_make_up(hand, day: int) -> bool:
    return any(task["party_day_id"] == day for task in hand.get("make-ups").json()["items"])

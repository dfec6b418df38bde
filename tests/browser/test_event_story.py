"""An event on the phones of those who sign up, wait, move up, keep or withdraw, come and leave."""

from __future__ import annotations

import pytest

from tests.browser.happenings import hours_from_now, put_up_event, scan

EVENT = "events/event/event"


def sign_up(person, button: str = "我要报名") -> str:
    """Sign up on the event's page; answers what was told afterwards."""
    person.tap(button)
    return told(person)


def told(person) -> str:
    person.allow_if_asked()
    modal = person.page.locator(".wx-modal")
    modal.wait_for()
    text = modal.inner_text()
    modal.locator(".wx-yes").click()
    return text


def test_three_taps_from_the_list_then_the_queue_and_a_place_when_somebody_cancels(phone, of, secretary):
    event = put_up_event(secretary, "扫一扫祠堂前的落叶", starts_in=966)
    first, second = phone(of("member", 1)), phone(of("member", 2))
    first.tap("活动")
    first.page.get_by_text("扫一扫祠堂前的落叶").click()
    first.tap("我要报名")
    assert "报名成功" in told(first)
    first.sees("您已报上名")

    second.open(EVENT, id=event)
    assert "您排第 1 位" in sign_up(second, "排队候补")
    second.sees("候补第 1 位")

    first.tap("取消报名")
    first.sees("名额马上让给候补的人")
    first.tap("取消报名")
    first.sees("排队候补")
    second.open("account/inbox/inbox")
    second.page.get_by_text("候补成功，您已报上名").first.click()
    second.tap("去看这次活动")
    second.sees("您已报上名")


def test_another_time_asks_to_keep_or_withdraw(phone, of, secretary):
    event = put_up_event(secretary, "给水渠清淤", capacity=5, starts_in=972)
    stays, leaves = phone(of("member", 1)), phone(of("member", 2))
    for person in (stays, leaves):
        person.open(EVENT, id=event)
        sign_up(person)
    changed = secretary.patch(f"events/{event}", {"starts_at": hours_from_now(1100), "place": "上坳水渠口"})
    assert changed.ok, changed.text

    stays.open("pages/home/home")
    stays.open(EVENT, id=event)
    stays.sees("时间或地点变了，您还去吗？")
    stays.sees("上坳水渠口")
    stays.tap("还去")
    stays.allow_if_asked()
    stays.sees("您已报上名")

    leaves.open(EVENT, id=event)
    leaves.tap("不去了")
    leaves.sees("不算临时取消")
    leaves.tap("取消报名")
    leaves.sees("我要报名")


def test_coming_and_leaving_by_the_code_on_the_wall(phone, of, secretary):
    event = put_up_event(secretary, "菜园子搭棚", starts_in=0.5, capacity=3, attendance_mode="scan_in_out")
    resident = phone(of("resident", 5))
    resident.open(EVENT, id=event)
    sign_up(resident)
    resident.open("pages/home/home")
    resident.sees("「菜园子搭棚」可以签到了")
    scan(resident, "扫一扫", secretary.get(f"events/{event}/check-in-code").json()["code"])
    resident.sees("签到成功")
    resident.sees("走的时候再扫一次码签退")
    scan(resident, "扫码签退", secretary.get(f"events/{event}/check-in-code").json()["code"])
    resident.sees("签退成功")
    resident.sees("您参加了，谢谢")


def test_whoever_may_not_come_reads_why(phone, of, secretary):
    event = put_up_event(secretary, "党员夜巡", audience="members", starts_in=984)
    resident = phone(of("resident"))
    resident.open(EVENT, id=event)
    resident.sees("这次活动由党员参加")
    assert resident.button("我要报名").count() == 0


def test_whoever_lacks_a_skill_adds_it_where_the_event_says_and_signs_up(phone, of, secretary):
    posts = [{"name": "给老人理发", "capacity": 2, "skills": ["理发"]}]
    event = put_up_event(secretary, "上门理发", starts_in=1303, posts=posts)
    member = phone(of("member", 1))
    member.open(EVENT, id=event)
    member.sees("要会理发")
    member.tap("我会，去添上「我的特长」")
    member.sees("好报这样的岗位")
    member.page.get_by_role("checkbox", name="理发", exact=True).click()
    member.open("account/skills/skills")  # what was ticked survives leaving
    member.open(EVENT, id=event)
    member.tap("我会，去添上「我的特长」")
    member.tap("记下来")
    member.sees("我要报名")
    assert "报名成功" in sign_up(member)


def test_a_child_comes_along_with_a_guardian_and_the_form_survives(phone, of, secretary):
    event = put_up_event(secretary, "一起包粽子", capacity=8, starts_in=990)
    resident = phone(of("resident", 1))
    resident.open(EVENT, id=event)
    resident.tap("带人一起去")
    resident.fill("姓名", "小禾")
    resident.page.locator("[role=switch]:visible").first.click()
    resident.sees("有孩子来，要有大人负责")
    resident.tap("一起报名")
    resident.sees("请写监护人的姓名")
    resident.fill("监护人姓名", "王大禾")
    resident.fill("监护人手机号", "19900003333")

    resident.open("events/companions/companions", id=event)
    assert resident.page.get_by_placeholder("监护人姓名").input_value() == "王大禾"
    resident.store("token", "a-token-that-has-ended")
    resident.tap("一起报名")
    assert "报名成功" in told(resident)
    resident.open(EVENT, id=event)
    resident.sees("连您一共 2 个人")


def test_a_newcomer_is_asked_for_a_name_before_the_first_sign_up(phone, wechat, secretary):
    event = put_up_event(secretary, "修路边的护栏", capacity=4, starts_in=996)
    newcomer = phone(wechat.post("people", {"n": 1})[0]["openid"])
    newcomer.open(EVENT, id=event)
    newcomer.tap("我要报名")
    newcomer.sees("报名先留个姓名和手机号")
    newcomer.tap("去填写")
    newcomer.sees("用微信手机号认证")


def test_an_answer_lost_on_the_way_takes_one_place(phone, of, secretary):
    event = put_up_event(secretary, "清洗敬老院的窗", capacity=5, starts_in=1002)
    member = phone(of("member", 2))
    member.open(EVENT, id=event)
    lost = []

    def lose_the_first(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            return route.abort()
        return route.continue_()

    member.page.route("**/relay/api/events/*/sign-up", lose_the_first)
    assert "报名成功" in sign_up(member)
    assert lost == [201]
    assert secretary.get(f"events/{event}").json()["posts"][0]["confirmed"] == 1


@pytest.mark.parametrize("start", ["cold", "warm"])
def test_a_printed_code_opens_the_event(phone, of, secretary, start):
    event = put_up_event(secretary, f"认一认山上的树（{start}）", starts_in=1008)
    member = phone(of("member"))
    if start == "cold":
        member.open("pages/home/home", scene=f"e={event}")
    else:
        member.page.evaluate(
            "scene => window.phone.enter('pages/home/home', `scene=${encodeURIComponent(scene)}`)", f"e={event}"
        )
    member.sees(f"认一认山上的树（{start}）")
    member.sees("我要报名")

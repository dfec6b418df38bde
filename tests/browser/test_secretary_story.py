"""A secretary's day on the phone: whoever turned up, drafts for the year, a notice with its phone list, the group
list pasted back."""

from __future__ import annotations

import datetime

from tests.browser.start import what_is_missing
from tests.browser.test_elder_mode import TARGETS, TEXT_SIZES, WIDTH
from tests.e2e.stack import phones, wait_until

if what_is_missing() is None:
    from tests.browser.fingers import Finger


def make_event(line, *, starts_in: datetime.timedelta, capacity: int = 5, **more):
    starts = datetime.datetime.now(datetime.UTC) + starts_in
    body = {
        "title": "清水渠",
        "place": "村口",
        "starts_at": starts.isoformat(),
        "ends_at": (starts + datetime.timedelta(hours=2)).isoformat(),
        "posts": [{"name": "清淤", "capacity": capacity}],
        **more,
    }
    made = line.post("events", body)
    assert made.ok, made.text
    return made.json()


def test_whoever_turned_up_is_on_the_list_within_fifteen_seconds_of_a_persons_hand(phone, of, secretary):
    event = make_event(secretary, starts_in=datetime.timedelta(minutes=20))
    screen = phone(of("secretary")).open("secretary/event-roll/event-roll", id=event["id"])
    finger = Finger(screen)
    finger.choose("现场加人")
    finger.choose("不在名单里，写姓名和手机号")
    finger.write("姓名", "石路人")
    finger.write("手机号", "19900007788")
    finger.choose("加上，记到场")
    finger.wait_for("石路人，到")

    assert (finger.taps, finger.keys) == (4, 23)
    assert finger.seconds < 15
    wait_until(lambda: screen.stored(f"roll-event-{event['id']}")["marks"] == [], "the newcomer is handed in", 20)
    (row,) = secretary.get(f"events/{event['id']}/sign-ups").json()["items"]
    assert (row["name"], row["attendance"], row["is_walk_in"]) == ("石路人", "attended", True)


def test_a_name_that_was_looked_for_in_vain_is_not_typed_again(phone, of, secretary):
    event = make_event(secretary, starts_in=datetime.timedelta(minutes=30))
    screen = phone(of("secretary")).open("secretary/event-roll/event-roll", id=event["id"])
    screen.tap("现场加人")
    screen.fill("写姓名里的一个字", "石路远")
    screen.tap("不在名单里，写姓名和手机号")
    finger = Finger(screen)
    finger.write("手机号", "19900007799")

    assert finger.taps == 0
    screen.tap("加上，记到场")
    screen.sees("石路远，到")


def test_an_events_code_on_the_wall_lets_who_signed_up_in(phone, of, secretary, stack):
    event = make_event(secretary, starts_in=datetime.timedelta(minutes=25), attendance_mode="scan")
    screen = phone(of("secretary")).open("secretary/event/event", id=event["id"])
    screen.tap("亮签到码")
    shown = "getCurrentPages().at(-1).data"
    screen.page.wait_for_function(f"{shown}.code")
    with phones(stack, [of("resident")]) as (line,):
        assert line.post(f"events/{event['id']}/sign-up").status_code == 201
        code = screen.page.evaluate(f"{shown}.code")
        assert line.post(f"events/{event['id']}/check-in", {"code": code}).status_code == 201
    screen.page.wait_for_function(f"{shown}.came === 1 && {shown}.expected === 1")


def test_the_fixed_day_gives_a_draft_for_each_month_of_the_year(phone, of, secretary):
    screen = phone(of("secretary")).open("secretary/days/days")
    screen.tap("固定党日和年计划")
    screen.tap("第几个星期几")
    screen.tap("第二个")
    screen.tap("周五")
    screen.page.get_by_text("定下来").locator("visible=true").click()
    screen.sees("到时候看一看再发布")
    screen.tap("好")
    fixed = secretary.get("party-days/fixed-day").json()

    assert (fixed["week"], fixed["weekday"]) == (2, 5)


def test_the_privacy_question_is_put_on_the_page_in_front_after_going_back(phone, of, secretary):
    event = make_event(secretary, starts_in=datetime.timedelta(days=11), capacity=3)
    screen = phone(of("secretary")).open("secretary/event/event", id=event["id"])
    screen.page.get_by_text("贴回群接龙").locator("visible=true").click()
    screen.sees("认名字")
    screen.page.get_by_label("返回").click()
    screen.page.get_by_text("复制到微信群").locator("visible=true").click()
    screen.sees("先说清楚您的信息怎么用")
    screen.tap("暂不同意")
    screen.sees("要先同意隐私保护指引")


def test_a_group_list_pasted_back_becomes_sign_ups_once_a_person_has_looked(phone, of, secretary):
    event = make_event(secretary, starts_in=datetime.timedelta(days=9), capacity=3)
    people = [each["name"] for each in secretary.get("people", params={"limit": 100}).json()["items"]]
    first, second, third = [name for name in people if people.count(name) == 1][:3]
    screen = phone(of("secretary")).open("secretary/event/event", id=event["id"])
    screen.page.get_by_text("复制到微信群").locator("visible=true").click()
    screen.sees("先说清楚您的信息怎么用")  # WeChat counts the clipboard among what is private
    screen.tap("同意")
    screen.sees("复制好了")
    assert "【志愿活动】清水渠" in screen.page.evaluate("wx.getClipboardData().then(copied => copied.data)")
    screen.open("secretary/group-list/group-list", kind="event", id=event["id"])
    screen.fill(
        "#接龙", f"#接龙\n清水渠\n\n1. {first} +1\n２、{second}（带铁锹）\n3）{third} 请假\n4. 张老六\n5. {first} +1"
    )
    screen.tap("认名字")
    screen.sees("名册上没有认出来")
    screen.sees("报名，连同行 2 人")
    screen.sees("说不来，不报名")
    screen.tap("确认，写 2 人")
    screen.sees("报上 2 人")
    screen.tap("好")

    rows = secretary.get(f"events/{event['id']}/sign-ups").json()["items"]
    assert {(row["name"], row["seats"], row["is_entered"]) for row in rows} == {(first, 2, True), (second, 1, True)}


def test_a_notice_is_pushed_with_a_live_count_reported_and_the_rest_is_phoned(phone, of, secretary):
    screen = phone(of("secretary")).open("secretary/notice-form/notice-form")
    counted = "getCurrentPages().at(-1).data.count?.people"
    screen.page.wait_for_function(f"{counted} > 0")
    everyone = screen.page.evaluate(counted)
    screen.page.get_by_text("只给正式党员").locator("visible=true").click()
    screen.page.wait_for_function(f"{counted} > 0 && {counted} < {everyone}")
    members = screen.page.evaluate(counted)
    screen.fill("例如 周六主题党日", "明天清水渠")
    screen.fill("什么时候、在哪里、要带什么", "早上八点村口集合，带铁锹。")
    screen.tap("发出去")
    screen.sees(f"发给 {members} 个人")
    screen.tap("现在发")
    screen.sees("明天清水渠")

    notice = screen.page.evaluate("getCurrentPages().at(-1).data.id || Number(getCurrentPages().at(-1).options.id)")
    report = wait_until(lambda: done_report(secretary, notice), "the notice has gone out")
    assert report["people"] == members
    screen.open("secretary/notice/notice", id=notice)
    screen.sees(f"需电话通知 {len(report['unreached'])} 人")
    name = report["unreached"][0]["name"]
    screen.page.get_by_role("button", name=f"打电话给{name}").first.click()
    screen.tap("呼叫")
    screen.tap("说到了")
    screen.sees(f"需电话通知 {len(report['unreached']) - 1} 人")


def done_report(line, notice):
    report = line.get(f"notices/{notice}/report").json()
    return report if report["people"] and not report["pending"] else None


def test_last_months_party_day_is_held_again_and_a_change_says_whom_it_reaches(phone, of, secretary):
    screen = phone(of("secretary")).open("secretary/days/days")
    screen.tap("照上月再办一次")
    screen.sees("草稿")
    screen.tap("发布")
    screen.sees("支部名单上的人都会收到通知")
    screen.button("发布").last.click()
    screen.sees("已发布")
    screen.tap("改时间、内容")
    screen.fill("例如 村党群服务中心", "祠堂")
    screen.tap("改好了")
    screen.sees("会通知名单上的")
    screen.tap("改")
    screen.sees("祠堂")
    screen.tap("取消这次")
    screen.sees("个人不用来了")


def test_a_form_left_half_written_is_there_again_and_a_double_tap_publishes_once(phone, of, secretary):
    screen = phone(of("secretary")).open("secretary/event-form/event-form")
    screen.tap("便民服务")
    screen.fill("例如 村文化礼堂", "村部门口")
    screen.open("secretary/event-form/event-form")
    screen.sees("上次没写完的内容还在")
    screen.page.locator("picker.wide:visible").click()
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=12)
    screen.page.locator(".wx-field").fill(f"{later:%Y-%m-%d}")
    screen.tap("确定")
    for _ in range(3):
        screen.button("发布").last.click(force=True, no_wait_after=True)
    screen.sees("大家现在就能报名")
    screen.tap("好")
    screen.sees("便民服务日")

    found = secretary.get("events", params={"limit": 100}).json()["items"]
    assert [[post["name"] for post in each["posts"]] for each in found if each["title"] == "便民服务日"] == [
        ["引导", "手艺"]
    ]


def test_an_assistant_sees_the_tools_that_were_delegated_and_no_others(phone, stack, wechat, of, secretary):
    helper = next(person for person in wechat.people() if "assistant" in person["roles"])
    with phones(stack, [helper["openid"]]) as (line,):
        functions = {function for seat in line.get("me").json()["roles"] for function in seat["functions"]}
    screen = phone(helper["openid"]).open("secretary/tools/tools")
    screen.sees("工具")
    tools = {
        "主题党日": "run_party_days",
        "志愿活动": "run_events",
        "发通知": "send_notices",
        "核实微心愿": "verify_wishes",
    }
    for name, needs in tools.items():
        shown = screen.shown.get_by_text(name, exact=True).count()
        assert bool(shown) is (needs in functions), name


def test_every_page_of_the_tools_is_large_in_elder_mode_and_nothing_runs_off_the_screen(phone, of, day, secretary):
    event = make_event(secretary, starts_in=datetime.timedelta(days=20))
    notice = secretary.get("notices").json()["items"][-1]
    screen = phone(of("secretary"))
    screen.tap("我的")
    screen.page.locator("[role=switch]:visible").click()
    for path, query in [
        ("tools/tools", {}),
        ("days/days", {}),
        ("plan/plan", {}),
        ("day/day", {"id": day["id"]}),
        ("day-form/day-form", {}),
        ("leaves/leaves", {"id": day["id"]}),
        ("roll/roll", {"id": day["id"]}),
        ("code/code", {"kind": "day", "id": day["id"]}),
        ("events/events", {}),
        ("event/event", {"id": event["id"]}),
        ("event-form/event-form", {"id": event["id"]}),
        ("event-roll/event-roll", {"id": event["id"]}),
        ("notices/notices", {}),
        ("notice/notice", {"id": notice["id"]}),
        ("notice-form/notice-form", {}),
        ("group-list/group-list", {"kind": "event", "id": event["id"]}),
    ]:
        screen.open(f"secretary/{path}", **query)
        assert [each for each in screen.page.evaluate(TEXT_SIZES) if each[1] < 24] == [], path
        assert [each for each in screen.page.evaluate(TARGETS) if each[1] < 44] == [], path
        assert screen.page.evaluate(WIDTH) <= 375, path

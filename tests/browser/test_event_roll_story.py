"""The roll of an event in the secretary's hand where there is no signal: kept, handed in once, settled by a person."""

from __future__ import annotations

import pytest

from tests.browser.happenings import lose_the_first_answer, put_up_event
from tests.e2e.stack import phones, wait_until

NO_NETWORK = "**/relay/api/**"
LIST = "secretary/event-roll/event-roll"
LONG_NAME = "古丽巴哈尔·买买提江·艾力"


@pytest.fixture
def helpers(of, stack):
    """`helpers(event, 4, 5)`: these members with a place at the event; nobody is at two at a time."""

    def sign_up(event, *numbers):
        found = []
        for number in numbers:
            openid = of("member", number)
            with phones(stack, [openid]) as (line,):
                assert line.post(f"events/{event}/sign-up").status_code == 201
                found.append({"name": line.get("me").json()["name"], "openid": openid})
        return found

    return sign_up


def rows(secretary, event):
    return {row["name"]: row for row in secretary.get(f"events/{event}/sign-ups").json()["items"]}


def one_of_the_village(secretary):
    """Somebody on the roster whose name nobody shares."""
    people = secretary.get("people", params={"limit": 100}).json()["items"]
    names = [each["name"] for each in people]
    return next(each for each in people if sum(each["name"] in name for name in names) == 1)


def is_settled(screen, event) -> bool:
    return screen.stored(f"roll-event-{event}")["marks"] == []


def with_a_child(openid, event, stack) -> str:
    """This person signs up and brings a child along; answers their name."""
    child = {"companions": [{"name": "王小禾", "is_child": True}], "guardian_name": "王大山"}
    with phones(stack, [openid]) as (line,):
        signed = line.post(f"events/{event}/sign-up", {**child, "guardian_phone": "19900004321"})
        assert signed.status_code == 201, signed.text
        return line.get("me").json()["name"]


def mark(screen, name: str, word: str) -> None:
    screen.shown.locator(".person", has_text=name).click()
    screen.tap(word)


def test_a_roll_of_an_event_called_without_signal_outlives_a_restart_and_is_handed_in_once(
    phone, of, helpers, secretary, stack
):
    event = put_up_event(secretary, "清理河道", starts_in=0.3, capacity=5, attendance_mode="scan")
    came, rival, away = helpers(event, 1, 2, 3)
    screen = phone(of("secretary")).open(LIST, id=event)
    screen.sees(came["name"])

    screen.page.route(NO_NETWORK, lambda route: route.abort())
    screen.open(LIST, id=event)  # the phone was restarted at the river
    screen.sees("没有连上，照样点名")
    screen.page.get_by_role("button", name=f"{came['name']}到", exact=True).locator("visible=true").click()
    mark(screen, rival["name"], "没有来")
    mark(screen, away["name"], "没有来")
    screen.sees("手机上记着 3 条")
    screen.open()  # and once more, with marks on it: the first page leads back to them
    screen.shown.locator(".row", has_text="没有网络也能点名").click()
    screen.sees("手机上记着 3 条")

    with phones(stack, [rival["openid"]]) as (line,):  # who meanwhile scans the code on the wall
        code = secretary.get(f"events/{event}/check-in-code").json()["code"]
        assert line.post(f"events/{event}/check-in", {"code": code}).status_code == 201

    sent = []
    screen.page.unroute(NO_NETWORK)
    screen.page.on("request", lambda request: sent.append(request) if request.url.endswith("/roll") else None)
    screen.page.evaluate("window.phone.setOffline(false)")
    screen.sees(f"{rival['name']}：两边不一样")
    screen.tap("按名单")
    screen.does_not_see("两边不一样")
    assert is_settled(screen, event)
    assert len(sent) == 1

    told = {name: row["attendance"] for name, row in rows(secretary, event).items()}
    assert told == {came["name"]: "attended", rival["name"]: "attended", away["name"]: "absent"}


def test_a_roll_whose_answer_was_lost_is_asked_for_again_and_gives_hours_once(phone, of, helpers, secretary, stack):
    event = put_up_event(secretary, "修水渠", starts_in=0.4, capacity=3)
    (helper,) = helpers(event, 4)
    screen = phone(of("secretary")).open(LIST, id=event)
    sent = []

    def lose_the_first(route):
        sent.append(route.request.post_data_json["marks"][0]["nonce"])
        if len(sent) == 1:
            assert route.fetch().ok
            return route.abort()
        return route.continue_()

    screen.page.route(f"**/events/{event}/roll", lose_the_first)
    screen.page.get_by_role("button", name=f"{helper['name']}到", exact=True).locator("visible=true").click()
    wait_until(lambda: is_settled(screen, event), "the mark is settled", 20)

    assert len(sent) == 2
    assert len(set(sent)) == 1
    with phones(stack, [helper["openid"]]) as (line,):
        entries = line.get("me/hours").json()["items"]
    assert [entry["kind"] for entry in entries if entry["title"] == "修水渠"] == ["actual"]


def write_down(screen, name: str, phone: str) -> None:
    screen.tap("现场加人")
    screen.tap("不在名单里，写姓名和手机号")
    screen.fill("姓名", name)
    screen.fill("手机号", phone)
    screen.tap("加上，记到场")


def pick(screen, name: str) -> None:
    screen.tap("现场加人")
    screen.fill("写姓名里的一个字", name)
    screen.page.locator(".list .row:visible", has_text=name).first.click()


def test_newcomers_without_signal_outlive_a_restart_and_are_each_one_row(phone, of, secretary):
    event = put_up_event(secretary, "补种行道树", starts_in=0.2, capacity=5)
    known = one_of_the_village(secretary)
    screen = phone(of("secretary")).open(LIST, id=event)

    screen.page.route(NO_NETWORK, lambda route: route.abort())
    write_down(screen, LONG_NAME, "19900007701")
    pick(screen, known["name"])
    screen.sees("手机上记着 2 条")
    screen.open(LIST, id=event)  # the phone was restarted on the hill
    screen.tap("点过的")
    screen.sees(LONG_NAME)
    screen.sees(known["name"])
    assert screen.shown.get_by_text("未上传").count() == 2
    assert rows(secretary, event) == {}

    screen.page.unroute(NO_NETWORK)
    screen.page.evaluate("window.phone.setOffline(false)")
    screen.does_not_see("未上传")
    assert is_settled(screen, event)
    told = {name: (row["attendance"], row["is_walk_in"]) for name, row in rows(secretary, event).items()}
    assert told == {LONG_NAME: ("attended", True), known["name"]: ("attended", True)}
    assert "19900007701" not in screen.page.evaluate("JSON.stringify(localStorage)")


def test_a_newcomer_whose_answer_was_lost_is_asked_for_again_and_is_one_row(phone, of, secretary):
    event = put_up_event(secretary, "擦洗站牌", starts_in=0.2, capacity=5)
    screen = phone(of("secretary")).open(LIST, id=event)
    keys = lose_the_first_answer(screen, f"**/events/{event}/walk-ins")
    write_down(screen, "石路人", "19900007702")
    wait_until(lambda: is_settled(screen, event), "the newcomer is settled", 20)

    assert (len(keys), len(set(keys))) == (2, 1)
    assert [row["is_walk_in"] for row in rows(secretary, event).values()] == [True]


def test_a_newcomer_for_whom_there_is_no_place_is_kept_and_tried_again(phone, of, helpers, secretary):
    event = put_up_event(secretary, "搬运桌椅", starts_in=0.2, capacity=1)
    helpers(event, 0)
    screen = phone(of("secretary")).open(LIST, id=event)
    screen.set_offline(True)
    write_down(screen, "石路人", "19900007703")
    screen.set_offline(False)
    screen.sees("石路人：没有加上")
    screen.sees("请先把岗位人数改大")

    post = secretary.get(f"events/{event}").json()["posts"][0]
    larger = secretary.patch(f"events/{event}", {"posts": [{"id": post["id"], "name": "清扫", "capacity": 2}]})
    assert larger.ok, larger.text
    screen.tap("再试一次")
    screen.does_not_see("没有加上")
    wait_until(lambda: is_settled(screen, event), "the newcomer is settled", 20)
    assert rows(secretary, event)["石路人"]["attendance"] == "attended"


def test_a_newcomer_written_down_by_mistake_is_taken_back_before_anybody_heard(phone, of, secretary):
    event = put_up_event(secretary, "清理墙报", starts_in=0.2, capacity=2)
    screen = phone(of("secretary")).open(LIST, id=event)
    screen.set_offline(True)
    write_down(screen, "石路人", "19900007704")
    screen.tap("点过的")
    mark(screen, "石路人", "记错了，撤回")
    screen.does_not_see("未上传")
    assert is_settled(screen, event)
    assert rows(secretary, event) == {}


def test_somebody_marked_by_mistake_is_struck_with_a_reason(phone, of, helpers, secretary):
    event = put_up_event(secretary, "扫祠堂", starts_in=0.2, capacity=3)
    (helper,) = helpers(event, 5)
    screen = phone(of("secretary")).open(LIST, id=event)
    screen.page.get_by_role("button", name=f"{helper['name']}到", exact=True).locator("visible=true").click()
    wait_until(lambda: is_settled(screen, event), "the mark is settled", 20)
    screen.tap("点过的")
    mark(screen, helper["name"], "其实没有来")
    screen.fill("在这里写", "点错了人")
    screen.tap("改成没有来")
    screen.sees(f"{helper['name']}，没有来")

    assert rows(secretary, event)[helper["name"]]["attendance"] == "absent"


def test_companions_are_called_by_name_and_a_guardian_is_rung_where_there_is_network(phone, of, secretary, stack):
    event = put_up_event(secretary, "亲子清洁日", starts_in=0.3, capacity=5)
    name = with_a_child(of("member", 6), event, stack)  # the others are at the events above at that time
    screen = phone(of("secretary")).open(LIST, id=event)
    screen.sees("连同行 2 人：王小禾（孩子）")
    screen.set_offline(True)
    mark(screen, name, "给监护人打电话")
    screen.sees("网络不通")
    screen.tap("知道了")
    screen.set_offline(False)
    mark(screen, name, "给监护人打电话")
    screen.sees("19900004321")
    kept = screen.page.evaluate("JSON.stringify(wx.getStorageInfoSync().keys.map(key => wx.getStorageSync(key)))")
    assert "王小禾" in kept
    assert "19900004321" not in kept

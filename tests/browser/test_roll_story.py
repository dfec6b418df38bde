"""A Party day in the secretary's hand: the roll without signal, members' codes, the code on the wall, leave."""

from __future__ import annotations

import datetime

from tests.browser.happenings import lose_the_first_answer, scan
from tests.browser.sheet import awaited, openid_of, roll
from tests.e2e.stack import phones, wait_until

NO_NETWORK = "**/relay/api/**"


def come(screen, name: str) -> None:
    screen.page.get_by_role("button", name=f"{name}到", exact=True).locator("visible=true").click()


def is_settled(screen, day) -> bool:
    """Whether no mark waits on the phone any more."""
    return screen.stored(f"roll-{day['id']}")["marks"] == []


def test_a_roll_called_without_signal_is_handed_in_later_and_a_person_settles_the_conflict(
    phone, of, member, day, secretary, stack
):
    came, (rival_id, rival) = awaited(secretary, day), member()
    screen = phone(of("secretary")).open("secretary/roll/roll", id=day["id"])
    screen.sees(came["name"])

    screen.page.route(NO_NETWORK, lambda route: route.abort())
    screen.open("secretary/roll/roll", id=day["id"])  # the phone was restarted in the valley
    screen.sees("没有连上，照样点名")
    come(screen, came["name"])
    screen.page.get_by_text(rival["name"], exact=True).locator("visible=true").click()
    screen.tap("未到")
    screen.sees("手机上记着 2 条")

    with phones(stack, [rival_id]) as (rivals_phone,):  # who meanwhile checks in at the door
        code = secretary.get(f"party-days/{day['id']}/check-in-code").json()["code"]
        assert rivals_phone.post(f"party-days/{day['id']}/check-in", {"code": code}).status_code == 201

    screen.page.unroute(NO_NETWORK)
    screen.page.evaluate("window.phone.setOffline(false)")
    screen.sees("两边不一样")
    screen.sees(f"{rival['name']}：两边不一样")
    screen.tap("按签到表")
    screen.does_not_see("两边不一样")

    assert is_settled(screen, day)
    sheet = roll(secretary, day)
    assert [sheet[each]["status"] for each in (came["person_id"], rival["person_id"])] == ["present", "present"]


def test_an_answer_lost_on_the_way_is_asked_for_again_and_counts_once(phone, of, day, secretary):
    me = awaited(secretary, day)
    screen = phone(of("secretary")).open("secretary/roll/roll", id=day["id"])
    sent = []

    def lose_the_first(route):
        if route.request.method != "PUT":
            return route.continue_()
        sent.append(route.request.post_data_json["marks"][0]["nonce"])
        if len(sent) == 1:
            assert route.fetch().ok
            return route.abort()
        return route.continue_()

    screen.page.route("**/roll", lose_the_first)
    come(screen, me["name"])
    wait_until(lambda: is_settled(screen, day), "the mark is settled", 20)

    assert len(sent) == 2
    assert len(set(sent)) == 1
    assert roll(secretary, day)[me["person_id"]]["status"] == "present"


def test_an_impatient_finger_marks_one_person_and_a_slip_is_taken_back(phone, of, day):
    screen = phone(of("secretary")).open("secretary/roll/roll", id=day["id"])
    screen.set_offline(True)
    button = screen.shown.locator(".come").first
    name = button.get_attribute("aria-label").removesuffix("到")
    button.dblclick()
    screen.sees("手机上记着 1 条")
    screen.tap("已到")
    screen.shown.locator(".person", has_text=name).click()
    screen.tap("记错了，撤回")
    screen.page.wait_for_function(f"wx.getStorageSync('roll-{day['id']}').marks.length === 0")


def test_a_members_own_code_is_scanned_without_signal(phone, of, member, day, secretary, stack):
    openid, me = member()
    with phones(stack, [openid]) as (line,):
        code = line.get("me/code").json()["code"]
    screen = phone(of("secretary")).open("secretary/roll/roll", id=day["id"])
    screen.set_offline(True)
    screen.tap("扫个人码")
    screen.page.locator(".wx-field").fill(code)
    screen.tap("确定")
    screen.sees(f"{me['name']}，到")
    screen.tap("已到")
    screen.sees("未上传")
    assert roll(secretary, day)[me["person_id"]]["status"] == "not_yet"

    screen.set_offline(False)
    wait_until(lambda: is_settled(screen, day), "the mark is settled", 20)
    assert roll(secretary, day)[me["person_id"]]["status"] == "present"


def guest_of(secretary, day):
    """One of the secretary's own people who is not on the list, with a name that nobody shares."""
    listed = roll(secretary, day)
    people = secretary.get("people", params={"limit": 100}).json()["items"]
    names = [each["name"] for each in people]
    return next(
        each
        for each in people
        if each["person_id"] not in listed and sum(each["name"] in name for name in names) == 1
    )  # fmt: skip


def seat(screen, name: str) -> None:
    screen.tap("加列席的人")
    screen.fill("写姓名里的一个字", name)
    screen.page.locator(".list .row:visible", has_text=name).first.click()


def test_a_guest_without_signal_outlives_a_restart_and_has_one_line(phone, of, day, secretary):
    guest = guest_of(secretary, day)
    screen = phone(of("secretary")).open("secretary/roll/roll", id=day["id"])

    screen.page.route(NO_NETWORK, lambda route: route.abort())
    seat(screen, guest["name"])
    screen.sees("手机上记着 1 条")
    screen.open("secretary/roll/roll", id=day["id"])  # the phone was restarted in the valley
    screen.tap("已到")
    screen.sees("未上传")
    assert guest["person_id"] not in roll(secretary, day)

    screen.page.unroute(NO_NETWORK)
    screen.page.evaluate("window.phone.setOffline(false)")
    screen.does_not_see("未上传")
    assert is_settled(screen, day)
    line = roll(secretary, day)[guest["person_id"]]
    assert line["status"] == "observer"
    assert line["checked_in_at"]


def test_a_guest_whose_answer_was_lost_is_asked_for_again_and_has_one_line(phone, of, day, secretary):
    guest = guest_of(secretary, day)
    screen = phone(of("secretary")).open("secretary/roll/roll", id=day["id"])
    keys = lose_the_first_answer(screen, f"**/party-days/{day['id']}/people")
    seat(screen, guest["name"])
    wait_until(lambda: is_settled(screen, day), "the guest is settled", 20)

    assert (len(keys), len(set(keys))) == (2, 1)
    names = [line["name"] for line in roll(secretary, day).values()]
    assert names.count(guest["name"]) == 1


def test_a_guests_code_is_scanned_without_signal(phone, of, day, secretary, stack):
    with phones(stack, [of("member", 7)]) as (line,):  # of another branch: nobody here knows their name
        code, me = line.get("me/code").json()["code"], line.get("me").json()
    assert me["id"] not in roll(secretary, day)
    screen = phone(of("secretary")).open("secretary/roll/roll", id=day["id"])
    screen.set_offline(True)
    scan(screen, "扫个人码", code)
    screen.tap("记为列席")
    screen.tap("已到")
    screen.sees("扫码的人")

    screen.set_offline(False)
    wait_until(lambda: is_settled(screen, day), "the guest is settled", 20)
    assert roll(secretary, day)[me["id"]]["status"] == "observer"


def test_an_arrival_is_struck_with_a_reason_after_comparing_the_list_with_the_room(phone, of, day, secretary):
    me = awaited(secretary, day)
    screen = phone(of("secretary")).open("secretary/roll/roll", id=day["id"])
    come(screen, me["name"])
    wait_until(lambda: is_settled(screen, day), "the mark is settled", 20)
    screen.tap("已到")
    screen.page.get_by_text(me["name"], exact=True).locator("visible=true").click()
    screen.tap("取消这条签到")
    screen.tap("取消签到")
    screen.sees("请写一句")
    screen.fill("在这里写", "人不在会场")
    screen.tap("取消签到")
    screen.sees("这条签到取消了")

    line = roll(secretary, day)[me["person_id"]]
    assert (line["status"], line["is_struck"]) == ("absent", True)


def test_who_the_committee_excused_does_not_count(phone, of, day, secretary):
    elder = awaited(secretary, day)
    screen = phone(of("secretary")).open("secretary/roll/roll", id=day["id"])
    screen.page.get_by_text(elder["name"], exact=True).locator("visible=true").click()
    screen.tap("不计应到")
    screen.fill("原因，例如", "年老体弱")
    screen.tap("记下决定")
    screen.sees("请写支委会哪天决定的")
    screen.fill("决定，例如", "支委会 11月2日")
    screen.tap("记下决定")
    screen.sees("这次不计应到")

    assert roll(secretary, day)[elder["person_id"]]["status"] == "exempt"


def test_the_code_on_the_wall_opens_the_door_is_renewed_and_counts_who_has_come(phone, of, member, day, stack):
    openid, _ = member()
    screen = phone(of("secretary")).open("secretary/code/code", kind="day", id=day["id"])
    screen.page.locator(".wx-page:visible [aria-label=签到码] img").wait_for()
    shown = "getCurrentPages().at(-1).data"
    first, came = screen.page.evaluate(f"{shown}.code"), screen.page.evaluate(f"{shown}.came")

    with phones(stack, [openid]) as (line,):
        assert line.post(f"party-days/{day['id']}/check-in", {"code": first}).status_code == 201
    screen.page.wait_for_function(f"{shown}.came === {came + 1}")
    screen.page.evaluate("getCurrentPages().at(-1).renew()")  # as the timer does half a minute later
    screen.page.wait_for_function(f"{shown}.code !== '{first}'")


def test_leave_is_decided_and_written_down_for_somebody_who_phones(phone, of, secretary, stack, wechat):
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=2)
    body = {
        "title": "商量修水渠",
        "starts_at": soon.isoformat(),
        "ends_at": (soon + datetime.timedelta(hours=2)).isoformat(),
    }
    coming = secretary.post("party-days", body).json()
    lines = [each for each in roll(secretary, coming).values() if each["status"] == "not_yet"]
    asks = next(each for each in reversed(lines) if openid_of(each["name"], wechat))
    with phones(stack, [openid_of(asks["name"], wechat)]) as (line,):
        asked = line.post(f"party-days/{coming['id']}/leave", {"reason": "去县里看病"})
        assert asked.ok, asked.text

    screen = phone(of("secretary")).open("secretary/leaves/leaves", id=coming["id"])
    screen.sees("去县里看病")
    card = screen.shown.locator(".card", has_text="去县里看病")
    card.get_by_text("批准", exact=True).click()
    screen.sees("批了，已告诉本人")
    screen.does_not_see("去县里看病")

    caller = next(each for each in lines if each != asks)
    screen.tap("替打电话的人请假")
    screen.fill("写姓名里的一个字", caller["name"])
    screen.page.locator(".list .row:visible", has_text=caller["name"]).first.click()
    screen.fill("在这里写", "在外地打工")
    screen.tap("记下请假")
    screen.sees(f"{caller['name']}的请假记下了")

    sheet = roll(secretary, coming)
    assert [sheet[each["person_id"]]["status"] for each in (asks, caller)] == ["on_leave", "on_leave"]


def test_who_answers_in_the_group_that_they_are_there_is_marked_on_the_roll(phone, of, day, secretary):
    sheet = roll(secretary, day).values()
    names = [each["name"] for each in sheet]
    lines = [each for each in sheet if each["status"] in ("not_yet", "absent")]
    there, away = [each for each in lines if names.count(each["name"]) == 1][:2]
    screen = phone(of("secretary")).open("secretary/roll/roll", id=day["id"])
    screen.tap("贴群接龙")
    screen.fill("#接龙", f"1. {there['name']} 到\n2. {away['name']} 请假 值班")
    screen.tap("认名字")
    screen.sees("记实到")
    screen.tap("确认，写 2 人")
    screen.sees("记实到 1 人，请假 1 人")

    sheet = roll(secretary, day)
    assert [sheet[each["person_id"]]["status"] for each in (there, away)] == ["present", "on_leave"]

"""Weak network, ended sessions, impatient fingers: nothing typed is lost, nothing happens twice."""

from __future__ import annotations

from tests.browser.happenings import put_up_event


def fill_in(resident, title: str) -> None:
    resident.open("wishes/make/make")
    resident.fill("例如 一床厚棉被", title)
    resident.fill("说说情况", "想学会和外地的孙子视频。")


def made(resident, title: str) -> int:
    """How many wishes of that title the resident has."""
    resident.open("wishes/mine/mine")
    return resident.shown.get_by_text(title, exact=True).count()


def test_a_session_that_ends_in_the_middle_of_a_form_is_renewed_unseen(phone, of):
    resident = phone(of("resident"))
    fill_in(resident, "学会视频通话")
    resident.store("token", "a-token-that-has-ended")
    resident.tap("交给村里")
    resident.allow_if_asked()
    resident.sees("心愿交上去了")
    assert made(resident, "学会视频通话") == 1


def test_a_form_sent_without_network_is_kept_and_sent_once_when_it_is_back(phone, of):
    resident = phone(of("resident", 1))
    fill_in(resident, "修一修院门")
    resident.set_offline(True)
    resident.tap("交给村里")
    resident.allow_if_asked()
    resident.sees("网络不通")
    resident.tap("知道了")
    resident.open("wishes/make/make")
    resident.sees("上次没写完的内容还在")
    assert resident.page.get_by_placeholder("例如 一床厚棉被").input_value() == "修一修院门"
    resident.tap("交给村里")
    resident.allow_if_asked()
    resident.sees("心愿交上去了")
    assert made(resident, "修一修院门") == 1


def test_an_answer_lost_on_the_way_and_the_retry_have_one_effect(phone, of):
    """The backend did it, the phone never heard: the same act again answers with the same wish."""
    resident = phone(of("resident", 2))
    fill_in(resident, "搬一张旧床")
    lost = []

    def lose_the_first(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            return route.abort()
        return route.continue_()

    resident.page.route("**/relay/api/wishes", lose_the_first)
    resident.tap("交给村里")
    resident.allow_if_asked()
    resident.sees("心愿交上去了")
    assert lost == [201]
    assert made(resident, "搬一张旧床") == 1


def test_a_place_given_back_after_a_lost_answer_can_be_taken_again(phone, of, secretary):
    event = put_up_event(secretary, "给老井清淤", starts_in=1008)
    resident = phone(of("resident", 2))
    resident.open("events/event/event", id=event)
    resident.page.route("**/sign-up", lambda route: (route.fetch(), route.abort()))
    resident.tap("我要报名")
    resident.allow_if_asked()
    resident.sees("网络不通")
    resident.tap("知道了")
    resident.page.unroute("**/sign-up")
    resident.sees("您已报上名")
    resident.tap("取消报名")
    resident.tap("取消报名")
    resident.tap("我要报名")
    resident.allow_if_asked()
    resident.sees("报名成功")
    resident.tap("好")
    resident.sees("您已报上名")


def test_an_impatient_finger_sends_once(phone, of):
    resident = phone(of("resident", 3))
    fill_in(resident, "换一个灯泡")
    for _ in range(4):
        resident.button("交给村里").last.click(force=True, no_wait_after=True)
    resident.allow_if_asked()
    resident.sees("心愿交上去了")
    assert made(resident, "换一个灯泡") == 1


def test_an_impatient_finger_opens_a_page_once(phone, of):
    screen = phone(of("member")).open("pages/wall/wall")
    screen.shown.locator(".wish").first.dblclick()
    screen.sees("类型")
    assert screen.page.evaluate("getCurrentPages().length") == 2


def test_a_list_without_network_says_so_and_comes_back_with_a_tap(phone, of):
    member = phone(of("member"))
    member.set_offline(True)
    member.tap("微心愿")
    member.sees("网络不通")
    member.set_offline(False)
    member.tap("再试一次")
    member.sees("待认领")
    member.does_not_see("网络不通")


def test_who_logs_out_is_asked_to_log_in_again(phone, of):
    member = phone(of("member", 3))
    member.open("account/privacy/privacy")
    member.tap("退出登录")
    member.tap("退出")
    member.sees("您已退出登录")
    member.tap("登录")
    member.sees("我的信息与隐私")


def test_an_answer_that_comes_after_what_asked_was_taken_off_the_page_does_no_harm(phone, of):
    screen = phone(of("resident", 2))
    screen.page.evaluate(
        """() => {
          const home = getCurrentPages()[0]
          home.setData({ elder: true })
          const button = document.querySelector('call-secretary').__wxElement
          home.setData({ elder: false })
          button.setData({ name: '罗琴', phone: '19900000001' })
        }"""
    )
    screen.does_not_see("打电话给罗琴书记")
    assert screen.page.evaluate("window.phoneErrors") == []

"""A resident's wish from birth to confirmation, on the phones of everyone who has a part in it."""

from __future__ import annotations

from tests.e2e.stack import phones

TITLE = "一盏夜里照路的小灯"


def make_wish(resident, title: str = TITLE) -> None:
    resident.open("wishes/make/make")
    resident.fill("例如 一床厚棉被", title)
    resident.fill("说说情况", "晚上起夜看不清楚，想要一盏插电的小灯。")
    resident.fill("可不写，村里会联系您", "19900008888")
    resident.tap("交给村里")
    resident.allow_if_asked()
    resident.sees("心愿交上去了")
    resident.tap("好")
    resident.sees("待核实")


def verify_wish(secretary, title: str = TITLE) -> None:
    secretary.open("secretary/verify/verify")
    secretary.page.get_by_text(title).first.click()
    secretary.sees("墙上会这样显示")
    secretary.page.locator("input[maxlength='40']:visible").last.fill("东坑村一位老人")
    secretary.sees("东坑村一位老人")
    secretary.tap("就这样上墙")
    secretary.sees("已上墙")


def test_a_wish_goes_from_birth_to_confirmation_and_only_one_of_two_members_wins_it(phone, of):
    resident, secretary = phone(of("resident")), phone(of("secretary"))
    wang, zhao = phone(of("member", 1)), phone(of("member", 2))
    make_wish(resident)
    wish_id = resident.page.evaluate("getCurrentPages().at(-1).data.id")
    verify_wish(secretary)

    for member in (wang, zhao):
        member.open("wishes/wish/wish", id=wish_id)
        member.does_not_see("19900008888")
    for member in (wang, zhao):
        member.button("我来认领").last.click(no_wait_after=True)
    outcomes = [settle_race(member) for member in (wang, zhao)]
    assert sorted(outcomes) == ["lost", "won"]
    winner, loser = (wang, zhao) if outcomes[0] == "won" else (zhao, wang)
    loser.does_not_see("19900008888")

    winner.sees("19900008888")
    winner.tap("写进展")
    winner.fill("在这里写", "灯买好了，周六上午送过去")
    winner.tap("写好了")
    winner.sees("灯买好了，周六上午送过去")
    winner.tap("我已办好")
    winner.tap("报告办好")
    winner.sees("已经办好，等对方确认")
    winner.does_not_see("19900008888")

    resident.open("wishes/wish/wish", id=wish_id)
    resident.sees("灯买好了，周六上午送过去")
    resident.tap("还没办好")
    resident.fill("在这里写", "灯座松了")
    resident.tap("请他接着办")
    resident.sees("还没办好的地方")
    winner.open("wishes/wish/wish", id=wish_id)
    winner.sees("灯座松了")
    winner.tap("我已办好")
    winner.tap("报告办好")
    winner.does_not_see("灯座松了")

    resident.open("wishes/wish/wish", id=wish_id)
    resident.tap("满意，心愿实现了")
    resident.sees("已实现")


def settle_race(member) -> str:
    """Read and close whatever the tap on 我来认领 led to."""
    member.allow_if_asked()
    told = member.page.locator(".wx-modal")
    told.wait_for()
    text = told.inner_text()
    member.page.locator(".wx-modal .wx-yes").click()
    if "认领成功" in text:
        return "won"
    assert "已被认领" in text
    return "lost"


def test_a_wish_sent_back_is_mended_and_sent_again(phone, of):
    resident, secretary = phone(of("resident")), phone(of("secretary"))
    make_wish(resident, "一把不滑的椅子")
    wish_id = resident.page.evaluate("getCurrentPages().at(-1).data.id")
    secretary.open("secretary/preview/preview", id=wish_id)
    secretary.tap("退回修改")
    secretary.tap("退回")
    secretary.sees("请写一句")
    secretary.fill("在这里写", "请写明椅子放在哪里用")
    secretary.tap("退回")
    secretary.sees("已退回")
    resident.open("wishes/wish/wish", id=wish_id)
    resident.sees("请写明椅子放在哪里用")
    resident.tap("改好再提交")
    resident.fill("说说情况", "放在灶间，要防滑的")
    resident.tap("改好了，再交上去")
    resident.allow_if_asked()
    resident.sees("心愿交上去了")


def test_a_wish_for_another_keeps_name_phone_and_consent_when_it_is_mended(phone, of, stack, secretary):
    body = {"title": "一副老花镜", "kind": "goods", "wisher_name": "周大爷", "contact_phone": "19900000012"}
    with phones(stack, [of("resident")]) as (hand,):
        wish = hand.post("wishes", {**body, "may_show_name": True}).json()["id"]
        assert secretary.post(f"wishes/{wish}/verification", {"decision": "reject", "reason": "请写度数"}).ok
        resident = phone(of("resident")).open("wishes/make/make", id=wish)
        resident.sees("已留 *******0012")
        resident.fill("说说情况", "两百度的")
        resident.tap("改好了，再交上去")
        resident.allow_if_asked()
        resident.sees("心愿交上去了")

        typed = hand.get(f"wishes/{wish}").json()["typed"]
        assert typed == {"wisher_name": "周大爷", "contact_phone": "*******0012", "may_show_name": True}
        resident.open("wishes/make/make", id=wish)
        resident.tap("不留了")
        resident.tap("我自己")
        resident.tap("改好了，再交上去")
        resident.allow_if_asked()
        resident.sees("心愿交上去了")
        typed = hand.get(f"wishes/{wish}").json()["typed"]
        assert (typed["wisher_name"], typed["contact_phone"]) == ("", "")


def test_the_verifier_reads_whether_the_name_was_agreed_to_and_what_became_of_a_wish(phone, of, stack):
    with phones(stack, [of("resident")]) as (hand,):
        wish = hand.post("wishes", {"title": "一个热水袋", "kind": "goods", "may_show_name": True}).json()["id"]
        secretary = phone(of("secretary")).open("secretary/preview/preview", id=wish)
        secretary.sees("公开姓名：本人同意")
        secretary.sees("东坑村一位居民")
        assert hand.post(f"wishes/{wish}/withdrawal").ok
        secretary.open("secretary/preview/preview", id=wish)
        secretary.sees("现在是“已撤回”")
        secretary.does_not_see("就这样上墙")


def test_a_shared_card_and_a_printed_code_open_the_wish_cold(phone, of):
    member = phone(of("member"))
    member.open("pages/wall/wall")
    wish = member.page.evaluate("getCurrentPages().at(-1).data.items[0]")
    member.open("wishes/wish/wish", id=wish["id"])
    member.sees(wish["title"])
    member.open("pages/home/home", scene=f"w={wish['id']}")
    member.sees("转给热心人")
    member.sees(wish["title"])
    member.tap("转给热心人")
    member.sees(f"微心愿：{wish['title']}")


def test_what_is_missing_far_above_comes_into_sight(phone, of):
    from playwright.sync_api import expect

    resident = phone(of("resident")).open("wishes/make/make")
    resident.page.set_viewport_size({"width": 375, "height": 500})
    resident.tap("我照顾的人")
    resident.page.get_by_placeholder("可不写，村里会联系您").scroll_into_view_if_needed()
    resident.tap("交给村里")
    expect(resident.shown.get_by_text("请写他的名字", exact=True)).to_be_in_viewport()


def test_a_wish_that_is_not_there_leads_to_the_first_page(phone, of):
    member = phone(of("member")).open("wishes/wish/wish", id=999999)
    member.sees("没有找到")
    member.tap("回首页")
    member.sees("许个心愿")


def test_a_visitor_looks_around_first_and_binds_when_it_matters(phone, wechat, of):
    newcomer = wechat.post("people", {"n": 1})[0]
    visitor = phone(newcomer["openid"])
    visitor.sees("有难处，说一声")
    visitor.open("pages/wall/wall")
    visitor.open("wishes/wish/wish", id=visitor.page.evaluate("getCurrentPages().at(-1).data.items[0].id"))
    visitor.tap("我来认领")
    visitor.sees("认领先留个姓名和手机号")
    visitor.tap("去填写")
    visitor.fill("和名册上一样的姓名", "林新来")
    visitor.tap("用微信手机号认证")
    visitor.sees("先说清楚您的信息怎么用")
    visitor.tap("暂不同意")
    visitor.sees("不用微信的手机号也行")
    visitor.tap("用微信手机号认证")
    visitor.tap("同意")
    visitor.tap("允许")
    visitor.sees("请选择您所在的村或单位")
    visitor.tap("知道了")
    visitor.tap("点这里选择")
    for name in ("青溪县", "云岭镇", "东坑村"):
        visitor.page.get_by_text(name, exact=True).locator("visible=true").last.click()
    visitor.tap("用微信手机号认证")
    visitor.tap("允许")
    visitor.sees("申请交上去了")
    visitor.tap("好")
    visitor.sees("我来认领")  # back where the question came up
    secretary = phone(of("secretary"))
    secretary.open("secretary/requests/requests")
    secretary.sees("林新来")


def test_one_more_reminder_is_counted_when_the_popup_is_allowed(phone, of):
    member = phone(of("member", 4))
    member.open("account/reminders/reminders")
    left = "getCurrentPages().at(-1).data.reminders[0].left"
    before = member.page.evaluate(left)
    member.button("加一次").first.click()
    member.allow_if_asked()
    member.page.wait_for_function(f"before => {left} > before", arg=before)


def test_a_wish_of_two_shares_is_taken_by_two(phone, of, secretary, stack):
    with phones(stack, [of("resident")]) as (resident,):
        wish = resident.post(
            "wishes", {"title": "两个人抬一张床", "detail": "", "kind": "service", "shares": 2}
        ).json()["id"]
    assert secretary.post(f"wishes/{wish}/verification", {"decision": "accept"}).ok
    one, other = (phone(of("member", number)) for number in (3, 4))
    for screen, told in ((one, "共 2 份，已认领 1 份"), (other, "共 2 份，已认领 2 份")):
        screen.open("wishes/wish/wish", id=wish)
        screen.tap("我来认领一份")
        assert settle_race(screen) == "won"
        screen.sees(told)

"""A complaint from writing it to its answer; and alliances as a member and as a newcomer see them."""

from __future__ import annotations


def test_a_complaint_is_written_answered_and_read(phone, of):
    member, secretary = phone(of("member", 3)), phone(of("secretary"))
    member.open("account/complain/complain")
    member.fill("什么地方、什么时候、希望怎么办", "公示栏的玻璃碎了，怕划到孩子")
    member.tap("建议")
    member.open("account/complain/complain")  # left and come back to: nothing is lost
    member.tap("交上去")
    member.sees("收到了")
    member.tap("好")
    secretary.open("pages/home/home")
    secretary.sees("条投诉建议等您答复")
    secretary.open("account/complaints/complaints")
    secretary.shown.locator(".card", has_text="公示栏的玻璃碎了").get_by_text("写答复").click()
    secretary.fill("在这里写", "今天下午就换")
    secretary.tap("答复他")
    secretary.sees("对方会收到答复")
    member.open("account/complaints/complaints")
    member.sees("今天下午就换")
    member.sees("已答复")


def test_past_the_village_the_secretary_does_not_see_it(phone, of):
    member, secretary, officer = phone(of("member", 3)), phone(of("secretary")), phone(of("township_officer"))
    member.open("account/complain/complain")
    member.fill("什么地方、什么时候、希望怎么办", "村务公开两个月没有更新")
    member.tap("直接交镇里")
    member.sees("村里看不到")
    member.tap("交上去")
    member.sees("收到了")
    secretary.open("account/complaints/complaints")
    secretary.does_not_see("村务公开两个月没有更新")
    officer.open("account/complaints/complaints")
    officer.sees("村务公开两个月没有更新")


def test_a_member_sees_the_alliance_and_asks_the_secretary_the_secretary_calls_the_lead(phone, of):
    member, secretary = phone(of("member")), phone(of("secretary"))
    for screen in (member, secretary):
        screen.open("pages/alliances/alliances")
        screen.shown.locator(".alliance").first.click()
        screen.sees("成员党组织")
        screen.sees("星级还没有评")
    member.sees("请先找本村或本单位的书记转达")
    member.sees("打电话给")
    secretary.does_not_see("请先找本村或本单位的书记转达")
    secretary.page.get_by_text("打电话", exact=True).locator("visible=true").first.click()
    secretary.sees("呼叫")


def test_a_newcomer_without_a_village_looks_through_the_organisations(phone, wechat):
    newcomer = phone(wechat.post("people", {"n": 1})[0]["openid"])
    newcomer.open("pages/alliances/alliances")
    newcomer.sees("还没有加入联盟")
    newcomer.page.get_by_text("各镇各村的党组织").click()
    newcomer.sees("青溪县")

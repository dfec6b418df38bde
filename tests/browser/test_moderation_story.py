"""Text that WeChat could not judge waits for a person, and the person finds it on the phone."""

from __future__ import annotations

from tests.e2e.stack import phones

CHECK = "wxa/msg_sec_check"


def test_a_complaint_that_could_not_be_judged_is_opened_and_its_answer_sent_on_ones_own_word(phone, of, wechat):
    member, secretary = phone(of("member", 3)), phone(of("secretary"))
    wechat.fault(CHECK, "http_502")
    member.open("account/complain/complain")
    member.fill("什么地方、什么时候、希望怎么办", "井盖松了，夜里有人绊倒")
    member.tap("交上去")
    member.sees("收到了")
    secretary.open("account/complaints/complaints")
    secretary.does_not_see("井盖松了")
    secretary.shown.locator(".card", has_text="微信没能核过").get_by_text("打开看").click()
    secretary.sees("井盖松了")
    secretary.shown.locator(".card", has_text="井盖松了").get_by_text("写答复").click()
    secretary.fill("在这里写", "今晚就换")
    wechat.fault(CHECK, "http_502")
    secretary.tap("答复他")
    secretary.sees("文字要先看")
    secretary.tap("仍然发布")
    secretary.sees("对方会收到答复")


def test_a_word_on_progress_that_could_not_be_judged_is_let_through_on_the_phone(phone, of, stack, wechat):
    with phones(stack, [of("member", 1)]) as (helper,):
        home = helper.get("me").json()["organisation"]["id"]
        wish = helper.get("wishes", params={"status": "open", "organisation_id": home}).json()["items"][0]["id"]
        assert helper.post(f"wishes/{wish}/claim").ok
        wechat.fault(CHECK, "http_502")
        assert helper.post(f"wishes/{wish}/progress", {"note": "周三带上梯子过去"}).json()["notes"][-1]["is_held"]
    secretary = phone(of("secretary"))
    secretary.open("secretary/verify/verify", status="note")
    secretary.sees("周三带上梯子过去")
    secretary.tap("可以公开")
    secretary.sees("大家可以看到了")
    secretary.does_not_see("周三带上梯子过去")


def test_a_member_lets_other_branches_read_that_they_are_one(phone, of):
    member = phone(of("member", 2))
    member.open("party-days/code/code")
    member.sees("不同意也能签到")
    member.tap("同意，让那边看到")
    member.does_not_see("不同意也能签到")

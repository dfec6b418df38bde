"""A notice on the phones of those it is for: new, read, followed to what it is about."""

from __future__ import annotations

from tests.browser.happenings import hours_from_now, put_up_event
from tests.e2e.stack import wait_until

TITLE = "明天上午停水半天"
IS_READ = "title => getCurrentPages().at(-1).data.items?.find(each => each.title === title)?.isRead"


def test_a_notice_is_new_until_it_is_opened_and_the_sender_sees_it_read(phone, of, secretary):
    branch = secretary.get("me").json()["organisation"]["id"]
    body = {"title": TITLE, "body": "检修水管，请提前接好水。", "audience": {"organisation_id": branch}, "urgent": True}
    sent = secretary.post("notices", body)
    assert sent.status_code == 202, sent.text
    report = f"notices/{sent.json()['id']}/report"
    wait_until(lambda: is_dealt_with(secretary.get(report).json()), "the notice is in the inboxes")
    member = phone(of("member", 1))
    member.open("account/inbox/inbox")
    assert not is_read(member)
    member.page.get_by_text(TITLE).first.click()
    member.sees("检修水管，请提前接好水。")
    assert member.button("去看看").count() == 0
    member.page.get_by_label("返回").click()
    member.page.wait_for_function(IS_READ, arg=TITLE)
    assert secretary.get(report).json()["read"] == 1


def is_dealt_with(report) -> bool:
    """Its people are counted at once; they have it when none of them is pending any more."""
    return bool(report["people"]) and not report["pending"]


def is_read(member) -> bool:
    return bool(member.page.evaluate(IS_READ, TITLE))


def test_the_news_that_an_event_has_moved_leads_to_the_event(phone, of, stack, secretary):
    event = put_up_event(secretary, "修一修晒谷场", starts_in=1200, capacity=4)
    member = phone(of("member", 2))
    member.open("events/event/event", id=event)
    member.tap("我要报名")
    member.allow_if_asked()
    member.tap("好")
    assert secretary.patch(f"events/{event}", {"starts_at": hours_from_now(1220)}).ok
    member.open("account/inbox/inbox")
    member.page.get_by_text("活动时间或地点有变").first.click()
    member.tap("去看这次活动")
    member.sees("时间或地点变了，您还去吗？")

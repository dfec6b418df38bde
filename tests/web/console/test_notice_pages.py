"""Notices at a desk: counted and looked at before they go, approved by a second person, followed up by phone."""

import datetime

import pytest

from models.appointments import Role
from models.audit import AuditEntry
from models.notices import Delivery, Notice, NoticeStatus
from models.people import Identity
from services import notice_expansion, notices, policies
from services.notices import NoticeText
from tests.sending import granted
from tests.web.console.conftest import text_of
from wechat.outcomes import Verdict

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def two_people(cast, officer, now):
    """东坑村's three people are already too many for one pair of eyes."""
    policies.decide("notice.second_person_above", 2, cast.township, by=officer, now=now)


@pytest.fixture
def typed(cast):
    return {"title": "停水通知", "body": "明天停水", "to": f"organisation:{cast.dongkeng.id}", "when": "now"}


@pytest.fixture
def out(cast, now):
    Identity.delete().where(Identity.person == cast.chen.person).execute()
    notice = notices.send_notice(NoticeText("停水通知", "明天停水"), is_held=False, by=cast.li, now=now)
    notice_expansion.expand_due(now=now)
    return notice


def last():
    return Notice.select().where(Notice.title.contains("停水")).order_by(Notice.id.desc()).get()


def test_what_is_being_typed_is_counted_and_shown_as_wechat_will_show_it(desk_as, cast, typed):
    granted(cast.wang)
    typed["title"] = "农村饮用水管检修，后天上午停水半天请接水"
    said = text_of(desk_as(cast.li).post("/notices/look", **typed))

    assert "会发给 3 人" in said
    assert "微信能提醒 1 人" in said
    assert "标题 农村饮用水管检修，后天上午停水半天请接水 " in said
    typed["title"] += "满"
    assert "标题超过 20 个字" in text_of(desk_as(cast.li).post("/notices/look", **typed))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"to": ""}, "选好发给谁"),
        ({"to": "organisation:999"}, "没有找到"),
        ({"when": "later"}, "请选择什么时候发"),
        ({"roles": ["probationary"]}, "没有人符合所选的范围"),
    ],
)
def test_what_cannot_be_counted_yet_says_what_is_missing(desk_as, cast, typed, changes, said):
    answer = desk_as(cast.li).post("/notices/look", **{**typed, **changes})

    assert answer.status_code == 200
    assert said in text_of(answer)


def test_nothing_goes_before_the_numbers_have_been_confirmed(desk_as, cast, typed):
    desk = desk_as(cast.li)
    asked = text_of(desk.post("/notices/new", **typed))
    assert "发送给 3 人" in asked
    assert not Notice.select().exists()

    sent = text_of(desk.post("/notices/new", confirmed="yes", **typed))
    assert "正在发出" in sent
    assert last().author_id == cast.li.person.id


def test_a_form_sent_twice_is_one_notice(desk_as, cast, typed):
    desk = desk_as(cast.li)
    for _ in range(2):
        desk.post("/notices/new", confirmed="yes", once="the-same-key", **typed)

    assert Notice.select().where(Notice.title == "停水通知").count() == 1


def test_a_refused_form_keeps_what_was_typed(desk_as, cast, typed):
    answer = desk_as(cast.li).post("/notices/new", **{**typed, "title": "", "body": "明天停水，请接好水"})

    assert answer.status_code == 422
    assert "明天停水，请接好水" in answer.text


def test_a_doubted_text_waits_and_its_writer_may_release_it(desk_as, cast, typed, wechat):
    wechat.verdict = Verdict.REVIEW
    desk = desk_as(cast.li)
    assert "微信没能放行" in text_of(desk.post("/notices/new", confirmed="yes", **typed))
    assert last().status is NoticeStatus.HELD

    desk.post(f"/notices/{last().id}/release")
    assert last().status is NoticeStatus.EXPANDING
    assert AuditEntry.select().where(AuditEntry.action == "release_notice").count() == 1


def test_a_notice_to_many_is_handed_in_and_another_person_lets_it_go(desk_as, cast, typed, officer, two_people):
    assert "复核后才会发出：周镇长" in text_of(desk_as(cast.li).post("/notices/new", **typed))
    desk_as(cast.li).post("/notices/new", confirmed="yes", **typed)
    here = f"/notices/{last().id}"
    assert "等另一位同志复核" in desk_as(cast.li).reads(here)
    assert desk_as(cast.li).post(f"{here}/approve", confirmed="yes").status_code == 403

    township = desk_as(officer)
    assert "等您复核的通知 1 件" in township.reads("/")
    assert "会发给 3 人" in township.reads(here)
    assert "看过了，通过" in text_of(township.post(f"{here}/approve"))
    assert "复核通过" in text_of(township.post(f"{here}/approve", confirmed="yes"))
    assert last().status is NoticeStatus.EXPANDING


def test_sent_back_with_a_reason_it_is_changed_and_handed_in_again(desk_as, cast, typed, officer, two_people):
    desk_as(cast.li).post("/notices/new", confirmed="yes", **typed)
    here = f"/notices/{last().id}"
    assert desk_as(officer).post(f"{here}/return", reason="").status_code == 422
    desk_as(officer).post(f"{here}/return", reason="写上几点")

    desk = desk_as(cast.li)
    assert "退回的意见：写上几点" in desk.reads(f"{here}/revise")
    desk.post(f"{here}/revise", confirmed="yes", version=0, **{**typed, "body": "明天八点停水"})
    assert (last().status, last().body) == (NoticeStatus.AWAITING_APPROVAL, "明天八点停水")


def test_a_scheduled_one_opens_in_the_form_as_it_was_written(desk_as, cast, typed, now):
    desk = desk_as(cast.li)
    later = {**typed, "when": "later", "send_at": "2026-11-24T08:00", "roles": ["member"]}
    desk.post("/notices/new", confirmed="yes", **later)
    form = desk.get(f"/notices/{last().id}/revise").text

    assert 'value="2026-11-24T08:00"' in form
    assert 'name="roles" value="member" checked' in form
    assert "已取消，谁也没有收到" in text_of(desk.post(f"/notices/{last().id}/cancel"))


def test_the_report_adds_up_and_leads_to_those_to_be_phoned(desk_as, cast, out):
    assert "还有 3 人没通知到" in desk_as(cast.li).reads(f"/notices/{out.id}")
    calls = desk_as(cast.li).reads(f"/notices/{out.id}/calls")

    assert "陈村民 没有绑定微信" in calls or "陈村民 正在发送" in calls
    assert cast.chen.person.phone not in calls


def test_a_number_is_shown_one_at_a_time_and_logged_and_who_was_called_leaves_the_list(desk_as, cast, out):
    desk, chen = desk_as(cast.li), cast.chen.person
    assert chen.phone in desk.post(f"/notices/{out.id}/calls/{chen.id}/phone").text
    assert AuditEntry.select().where(AuditEntry.action == "see_phone").count() == 1

    assert desk.post(f"/notices/{out.id}/calls").status_code == 422
    assert "1 人已经电话告知" in text_of(desk.post(f"/notices/{out.id}/calls", person_ids=[chen.id]))
    assert "陈村民" not in desk.reads(f"/notices/{out.id}/calls").partition("已经电话告知")[2]


def test_the_numbers_ask_to_be_read_again_until_all_are_out(desk_as, cast, out):
    path = f"/notices/{out.id}/numbers"
    assert "every 3s" in desk_as(cast.li).get(path).text

    Delivery.update(status="delivered").execute()
    answer = desk_as(cast.li).get(path)
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (286, "true")


def test_while_nothing_is_out_yet_nobody_is_said_to_have_been_reached(desk_as, cast, now):
    notice = notices.send_notice(NoticeText("停水通知", "明天停水"), is_held=False, by=cast.li, now=now)
    said = desk_as(cast.li).reads(f"/notices/{notice.id}/numbers")
    assert "正在发" in said
    assert "人人都通知到了" not in said


def test_a_correction_asks_in_numbers_and_shows_both_versions(desk_as, cast, out):
    desk, here = desk_as(cast.li), f"/notices/{out.id}/correct"
    text = {"title": "停水通知", "body": "后天停水"}
    assert "更正，通知 3 人" in text_of(desk.post(here, **text))
    said = text_of(desk.post(here, confirmed="yes", **text))

    assert "更正：停水通知" in said
    assert "各个版本" in said
    assert "内容没有变化" in text_of(desk.post(f"/notices/{last().id}/correct", confirmed="yes", **text))


def test_a_withdrawal_needs_a_reason_which_the_page_then_shows(desk_as, cast, out):
    desk, here = desk_as(cast.li), f"/notices/{out.id}/withdraw"
    assert desk.post(here, reason=" ").status_code == 422
    assert "已撤回：不停了" in text_of(desk.post(here, reason="不停了"))


def test_texts_for_the_group_and_the_loudspeaker_stand_ready(desk_as, cast, out):
    said = desk_as(cast.li).reads(f"/notices/{out.id}/texts")

    assert "【通知】停水通知" in said
    assert "现在播送一个通知" in said


def test_another_village_s_notice_is_not_found_and_a_seat_without_notices_is_not_let_in(desk_as, cast, out):
    for path in ("", "/calls", "/texts", "/revise", "/correct", "/withdraw"):
        assert desk_as(cast.sun).get(f"/notices/{out.id}{path}").status_code == 404, path
    cast.appoint(cast.wang, Role.GRID_WORKER, cast.dongkeng)
    assert desk_as(cast.actor(cast.wang.person)).get("/notices").status_code == 403


def test_an_empty_list_says_what_to_do(desk_as, cast):
    assert "还没有发过通知" in desk_as(cast.li).reads("/notices")

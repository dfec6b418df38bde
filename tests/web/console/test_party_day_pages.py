"""A secretary's Party days at the desk."""

from __future__ import annotations

import datetime
import io
import re

import pytest
from docx import Document
from pypdf import PdfReader

from models.attendance import Attendance, AttendanceStatus
from models.audit import AuditEntry
from models.consents import ConsentPurpose
from models.organisations import Group
from models.party_days import MeetingKind, PartyDay, PartyDaySheet, PartyDayStatus
from models.people import Person
from services import attendance_counts, joint_party_days, leaves, make_up_tasks, party_day_upkeep
from services.check_in_codes import verify
from services.consent_texts import BY_PURPOSE
from services.consents import give_consent
from tests.services.party_day_makers import a_party_day, line_of, mark, scan, status_of
from tests.web.console.conftest import text_of
from tests.web.console.page_forms import as_loaded
from wechat.outcomes import Verdict

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def desk(desk_as, cast):
    return desk_as(cast.li)


def form(**changes):
    return {
        "title": "12月主题党日", "starts_at": "2026-12-05T09:00", "ends_at": "2026-12-05T11:00", "place": "文化礼堂",
        "material": "村规民约", "check_in": "both", "kind": "party_day", "confirmed": "yes", **changes,
    }  # fmt: skip


def test_an_empty_list_says_what_to_do_first(desk):
    assert "先设好固定党日" in desk.reads("/party-days")


def test_a_party_day_is_called_from_the_desk(desk, cast):
    said = text_of(desk.post("/party-days/new", **form()))
    assert "已发布，2 人会收到通知" in said
    assert "12月主题党日" in desk.reads("/party-days")
    assert PartyDay.get().starts_at.isoformat() == "2026-12-05T01:00:00+00:00"


def test_before_anybody_is_told_of_a_new_one_the_number_is_said(desk, cast, app, now):
    group = Group.create(organisation=cast.dongkeng, name="一组")
    Person.update(group=group).where(Person.id == cast.wang.person.id).execute()
    assert "「12月主题党日」将通知东坑村名单上的 2 人" in text_of(desk.post("/party-days/new", **form(confirmed="")))
    of_a_group = form(kind="group_meeting", group_id=group.id, confirmed="")
    assert "将通知东坑村名单上的 1 人" in text_of(desk.post("/party-days/new", **of_a_group))
    assert not PartyDay.select().exists()


def test_what_was_typed_stays_when_it_is_refused(desk):
    answer = desk.post("/party-days/new", **form(ends_at="2026-12-05T08:00"))
    assert answer.status_code == 422
    assert "结束时间要在开始时间之后" in text_of(answer)
    assert 'value="12月主题党日"' in answer.text


def test_doubted_text_is_kept_as_a_draft_until_its_writer_publishes_it(desk, app):
    app.extensions["mini_program"].verdict = Verdict.RISKY
    assert "先存成了草稿" in text_of(desk.post("/party-days/new", **form()))
    day = PartyDay.get()
    assert day.status is PartyDayStatus.DRAFT
    assert "名单上的 2 人" in text_of(desk.post(f"/party-days/{day.id}/publish"))
    asked = text_of(desk.post(f"/party-days/{day.id}/publish", confirmed="yes"))
    assert "微信提醒下面的文字可能不合适" in asked
    assert "村规民约" in asked
    desk.post(f"/party-days/{day.id}/publish", confirmed="yes", released="0")
    assert PartyDay.get().status is PartyDayStatus.PLANNED
    assert AuditEntry.select().where(AuditEntry.action == "release_text").count() == 1


def test_an_answer_for_an_earlier_wording_publishes_nothing(desk, app):
    app.extensions["mini_program"].verdict = Verdict.RISKY
    desk.post("/party-days/new", **form())
    day = PartyDay.get()
    desk.post(f"/party-days/{day.id}/change", **form(title="改过的题目", version=0))
    assert "改过的题目" in text_of(desk.post(f"/party-days/{day.id}/publish", confirmed="yes", released="0"))
    assert PartyDay.get().status is PartyDayStatus.DRAFT


class TestFinishingADraft:
    @pytest.fixture
    def draft(self, desk, app):
        """Kept as a draft because WeChat could not pass it; now it can."""
        app.extensions["mini_program"].verdict = Verdict.RISKY
        desk.post("/party-days/new", **form())
        app.extensions["mini_program"].verdict = Verdict.PASS
        return PartyDay.get()

    def test_it_is_changed_and_published_in_one_after_the_numbers_were_said(self, desk, draft):
        changed = form(title="学习护林条例", version=0, publish="yes")
        asked = text_of(desk.post(f"/party-days/{draft.id}/change", **{**changed, "confirmed": ""}))
        assert "「学习护林条例」将通知东坑村名单上的 2 人" in asked
        assert PartyDay.get().title == "12月主题党日"
        said = text_of(desk.post(f"/party-days/{draft.id}/change", **changed))
        assert "已发布，2 人会收到通知" in said
        assert (PartyDay.get().title, PartyDay.get().status) == ("学习护林条例", PartyDayStatus.PLANNED)

    def test_words_that_wechat_doubts_are_changed_but_not_published(self, desk, draft, app):
        app.extensions["mini_program"].verdict = Verdict.RISKY
        changed = form(title="学习护林条例", version=0, publish="yes")
        assert "先存成了草稿" in text_of(desk.post(f"/party-days/{draft.id}/change", **changed))
        assert (PartyDay.get().title, PartyDay.get().status) == ("学习护林条例", PartyDayStatus.DRAFT)


def test_a_new_one_like_an_earlier_one_is_filled_in(desk, cast):
    day = a_party_day(cast, material="防火通告")
    page = desk.get(f"/party-days/new?like={day.id}").text
    assert "防火通告" in page
    assert 'value="11月主题党日"' in page


def test_a_group_meeting_names_its_group(desk, cast):
    group = Group.create(organisation=cast.dongkeng, name="一组")
    Person.update(group=group).where(Person.id == cast.wang.person.id).execute()
    assert desk.post("/party-days/new", **form(kind="group_meeting")).status_code == 422
    assert "1 人会收到通知" in text_of(desk.post("/party-days/new", **form(kind="group_meeting", group_id=group.id)))


def test_moving_asks_for_a_reason_and_tells_how_many(desk, cast):
    day = a_party_day(cast, starts_in=60 * 24)
    moved = form(
        title=day.title, starts_at="2026-11-25T09:10", ends_at="2026-11-25T11:10", place=day.place, material=""
    )
    assert "2 人会收到变动通知" in desk.reads(f"/party-days/{day.id}/change")
    assert "请写明为什么改时间" in text_of(desk.post(f"/party-days/{day.id}/change", version=0, **moved))
    said = text_of(desk.post(f"/party-days/{day.id}/change", version=0, **moved, reason="下雨"))
    assert "已改好，2 人会收到变动通知" in said


def test_cancelling_says_what_will_happen_in_numbers(desk, cast):
    day = a_party_day(cast)
    assert "2 人会收到取消的消息" in desk.reads(f"/party-days/{day.id}/cancel")
    desk.post(f"/party-days/{day.id}/cancel", reason="停电")
    assert PartyDay.get_by_id(day.id).status is PartyDayStatus.CANCELLED


def test_the_year_is_planned_from_the_fixed_day(desk, cast):
    assert "还没有设固定党日" in desk.reads("/party-days/plan")
    rule = {"organisation_id": cast.dongkeng.id, "way": "weekday", "week": 1, "weekday": 5, "starts": "09:00"}
    assert "固定党日已设好" in text_of(
        desk.post("/party-days/fixed-day", version=-1, **rule, minutes=120, place="礼堂")
    )
    said = text_of(desk.post("/party-days/plan", organisation_id=cast.dongkeng.id, year=2027))
    assert "排好了 12 个月的草稿" in said
    assert "每月第一个星期五 09:00" in said
    assert "2027年12月主题党日" in said


def test_a_fixed_day_without_a_day_is_refused_where_it_was_typed(desk, cast):
    rule = {"organisation_id": cast.dongkeng.id, "way": "month_day", "starts": "09:00", "minutes": 120}
    assert "请选每月几号，或者第几个星期几" in text_of(desk.post("/party-days/fixed-day", version=-1, **rule))


def test_once_more_like_last_month_opens_the_draft_to_edit(desk, cast):
    a_party_day(cast, starts_in=-60, title="学习")
    said = text_of(desk.post("/party-days/copy", organisation_id=cast.dongkeng.id))
    assert "照上次填好了" in said


def test_the_page_shows_the_same_figures_as_the_services(desk, cast, now):
    day = a_party_day(cast)
    scan(day, cast.wang, now)
    counts = attendance_counts.sheets_of([day.id])[day.id][0].counts
    said = desk.reads(f"/party-days/{day.id}")
    assert attendance_counts.rate_of(counts, []).formula in said
    assert "应到有表决权的正式党员 2 名，实到 1 名，至少要到 2 名，还差 1 名" in said


def test_leave_is_decided_on_the_person_s_page(desk, cast, now):
    day = a_party_day(cast, starts_in=60)
    leaves.ask_leave(day.id, "陪家人看病", by=cast.wang, now=now)
    assert "请假等您批" in desk.reads(f"/party-days/{day.id}")
    here = f"/party-days/{day.id}/people/{cast.wang.person.id}"
    assert "陪家人看病" in desk.reads(here)
    assert "已批准" in text_of(desk.post(f"{here}/leave/decision", decision="approve"))
    assert status_of(day, cast.wang) is AttendanceStatus.ON_LEAVE


def test_a_name_is_called_and_struck_again(desk, cast, now):
    day = a_party_day(cast, starts_in=-10)
    here = f"/party-days/{day.id}/people/{cast.wang.person.id}"
    desk.post(f"{here}/mark", status="present", nonce="a")
    assert status_of(day, cast.wang) is AttendanceStatus.PRESENT
    assert "请写明为什么取消" in text_of(desk.post(f"{here}/strike", reason=""))
    desk.post(f"{here}/strike", reason="人不在现场")
    assert status_of(day, cast.wang) is AttendanceStatus.ABSENT


def test_a_lesson_at_home_is_noted(desk, cast):
    day = a_party_day(cast, starts_in=-10)
    here = f"/party-days/{day.id}/people/{cast.wang.person.id}"
    desk.post(f"{here}/mark", status="taught_at_home", nonce="b", note="带着材料上门")
    assert "上门送学" in desk.reads(f"/party-days/{day.id}")
    assert line_of(day, cast.wang).note == "带着材料上门"


def test_an_exemption_names_the_committee_s_decision_and_is_taken_back(desk, cast):
    day = a_party_day(cast)
    here = f"/party-days/{day.id}/people/{cast.wang.person.id}"
    assert desk.post(f"{here}/exemption", reason="年老").status_code == 422
    desk.post(f"{here}/exemption", reason="年老", decision="11月支委会")
    assert status_of(day, cast.wang) is AttendanceStatus.EXEMPT
    desk.post(f"{here}/count", reason="身体好了")
    assert status_of(day, cast.wang) is AttendanceStatus.NOT_YET


def test_leave_by_telephone_is_written_down(desk, cast):
    day = a_party_day(cast)
    desk.post(f"/party-days/{day.id}/people/{cast.wang.person.id}/leave", reason="外出")
    assert status_of(day, cast.wang) is AttendanceStatus.ON_LEAVE


def test_make_up_study_on_paper_is_confirmed_with_a_line(desk, cast, now):
    day = a_party_day(cast)
    party_day_upkeep.close_party_days(now=day.ends_at)
    make_up_tasks.open_make_ups(now=day.ends_at)
    here = f"/party-days/{day.id}/people/{cast.wang.person.id}"
    assert "请写一句是怎么补的" in text_of(desk.post(f"{here}/make-up", decision="confirm"))
    assert "补学已确认" in text_of(desk.post(f"{here}/make-up", decision="confirm", note="看了材料"))


def test_an_observer_is_added_from_the_branch_s_people(desk, cast):
    day = a_party_day(cast)
    assert "陈村民" in desk.reads(f"/party-days/{day.id}/people/add")
    desk.post(f"/party-days/{day.id}/people/add", person_id=cast.chen.person.id, role="observer")
    assert status_of(day, cast.chen) is AttendanceStatus.OBSERVER


def test_a_guest_is_read_as_a_party_member_only_on_their_own_word(desk, cast, now):
    day, zhao = a_party_day(cast), cast.zhao.person
    sheet = PartyDaySheet.get(PartyDaySheet.party_day == day.id)
    Attendance.create(party_day=day, person=zhao, sheet=sheet, home=zhao.home, status=AttendanceStatus.OBSERVER)
    here = f"/party-days/{day.id}/people/{zhao.id}"
    assert "列席（党员）" not in desk.reads(here)

    version = BY_PURPOSE[ConsentPurpose.PARTY_STANDING].version
    give_consent(ConsentPurpose.PARTY_STANDING, version, by=cast.zhao, now=now)
    assert "列席（党员）" in desk.reads(here)


def nonce_of(page):
    return re.search(r'name="nonce" value="([^"]+)"', page.text)[1]


def test_a_paper_sheet_is_typed_in_on_one_page(desk, cast):
    day = a_party_day(cast, starts_in=-10)
    ticks = {f"person-{cast.li.person.id}": "present", f"person-{cast.wang.person.id}": "absent"}
    nonce = nonce_of(desk.get(f"/party-days/{day.id}/paper"))
    assert "录入 2 人" in text_of(desk.post(f"/party-days/{day.id}/paper", nonce=nonce, **ticks))
    assert "没有变化" in text_of(desk.post(f"/party-days/{day.id}/paper", nonce=nonce, **ticks))
    assert status_of(day, cast.wang) is AttendanceStatus.ABSENT


def test_who_was_put_down_as_absent_when_the_day_closed_has_no_box_yet_on_paper(desk, cast):
    """Nobody has said so: what the paper does not mark still counts as come at one key."""
    day = a_party_day(cast, starts_in=-10)
    mark(day, cast.wang, AttendanceStatus.ABSENT, by=cast.li, now=day.starts_at)
    party_day_upkeep.close_party_days(now=day.ends_at)
    page = desk.get(f"/party-days/{day.id}/paper").text
    assert status_of(day, cast.li) is AttendanceStatus.ABSENT
    assert re.findall(r'name="person-(\d+)" value="(\w+)" checked', page) == [(str(cast.wang.person.id), "absent")]


def test_who_checked_in_by_phone_is_not_overwritten_by_paper(desk, cast, now):
    day = a_party_day(cast)
    scan(day, cast.wang, now)
    path = f"/party-days/{day.id}/paper"
    opened = as_loaded(desk.get(path).text, f"{path}?sheet={cast.dongkeng.id}")
    said = text_of(desk.post(path, **(opened | {f"person-{cast.wang.person.id}": "absent"})))
    assert "王党员已经自己签到，没有改" in said
    assert status_of(day, cast.wang) is AttendanceStatus.PRESENT


def test_a_sheet_opened_before_somebody_was_struck_leaves_that_line_alone(desk, cast, app, now):
    day = a_party_day(cast)
    path, wang = f"/party-days/{day.id}/paper", f"person-{cast.wang.person.id}"
    desk.post(path, nonce="a", **{wang: "present"})
    opened = as_loaded(desk.get(path).text, f"{path}?sheet={cast.dongkeng.id}")
    desk.post(f"/party-days/{day.id}/people/{cast.wang.person.id}/strike", reason="不在会场")
    app.extensions["clock"] = lambda: now + HOUR / 20

    said = text_of(desk.post(path, **(opened | {f"person-{cast.li.person.id}": "present"})))
    assert "录入 1 人" in said
    assert line_of(day, cast.wang).struck_at is not None

    said = text_of(desk.post(path, **(opened | {wang: "online"})))
    assert "王党员（现在是「未到」）在您打开这页以后有人改过，没有动" in said


@pytest.mark.parametrize("typed", [{"nonce": "n", "person-x": "present"}, {"nonce": "n", "person-1": "flying"}])
def test_a_sheet_that_no_page_of_ours_sent_is_refused(desk, cast, typed):
    day = a_party_day(cast)
    assert desk.post(f"/party-days/{day.id}/paper", **typed).status_code == 422


def test_the_code_on_the_wall_opens_the_door_and_counts_who_has_come(desk, cast, now):
    day = a_party_day(cast)
    scan(day, cast.wang, now)
    page = desk.get(f"/party-days/{day.id}/code")
    code = re.search(r'data-scan-code="([^"]+)"', page.text)[1]
    verify(code, "party_day", day.id, now)
    assert "1 人已到，应到 2 人" in text_of(page)
    assert "data-scan-code" in desk.get(f"/party-days/{day.id}/code/now").text


def test_the_sign_in_sheet_leads_back_to_its_re_key_page(desk, cast):
    day = a_party_day(cast)
    answer = desk.get(f"/party-days/{day.id}/sign-in-sheet.pdf")
    text = PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    assert "王党员" in text
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_pack_says_on_screen_in_word_and_in_pdf_the_same_figures(desk, cast, now):
    day = a_party_day(cast)
    scan(day, cast.wang, now)
    formula = re.search(r"到会率 = .*?列席 \d+", desk.reads(f"/party-days/{day.id}/pack"))[0]
    word = Document(io.BytesIO(desk.post(f"/party-days/{day.id}/pack", format="word", reason="存档").data))
    assert formula in [paragraph.text for paragraph in word.paragraphs]
    pdf = PdfReader(io.BytesIO(desk.post(f"/party-days/{day.id}/pack", format="pdf", reason="存档").data))
    assert "".join(formula.split()) in "".join("".join(page.extract_text() for page in pdf.pages).split())


def test_a_pack_bears_who_took_it_away_and_what_for_and_is_logged(desk, cast):
    here = f"/party-days/{a_party_day(cast).id}/pack"
    assert "请写明导出来做什么用" in text_of(desk.post(here, format="word", reason=""))
    word = Document(io.BytesIO(desk.post(here, format="word", reason="存档").data))
    pdf = PdfReader(io.BytesIO(desk.post(here, format="pdf", reason="迎检").data))
    assert "李书记" in word.sections[0].header.paragraphs[0].text
    assert all("用途：迎检" in page.extract_text() for page in pdf.pages)
    assert [entry.reason for entry in AuditEntry.select().where(AuditEntry.action == "export_pack")] == ["存档", "迎检"]


def test_a_name_that_cannot_be_printed_is_said_before_printing(desk, cast):
    cast.member("𠮷野", cast.dongkeng)
    day = a_party_day(cast)
    assert "字库里没有这些字：𠮷" in desk.reads(f"/party-days/{day.id}/pack")


def test_branches_are_invited_join_and_keep_their_own_sheet(desk, desk_as, cast):
    day = a_party_day(cast, starts_in=60)
    desk.post(f"/party-days/{day.id}/branches", organisation_ids=[cast.xixi.id])
    other = desk_as(cast.sun)
    assert "东坑村邀请西溪村一起过" in other.reads(f"/party-days/{day.id}")
    join = f"/party-days/{day.id}/branches/{cast.xixi.id}/join"
    assert "西溪村名单上的 2 人马上收到通知" in text_of(other.post(join))
    said = text_of(other.post(join, confirmed="yes"))
    assert "赵外人" in said
    assert "王党员" not in said
    assert other.get(f"/party-days/{day.id}/pack?sheet={cast.dongkeng.id}").status_code == 404


def test_an_invitation_is_declined(desk, desk_as, cast):
    day = a_party_day(cast, starts_in=60)
    desk.post(f"/party-days/{day.id}/branches", organisation_ids=[cast.xixi.id])
    assert "已谢绝" in text_of(desk_as(cast.sun).post(f"/party-days/{day.id}/branches/{cast.xixi.id}/decline"))


def test_a_poll_is_asked_and_closed_and_says_what_it_is_not(desk, cast):
    day = a_party_day(cast)
    assert "不作为党内表决依据" in desk.reads(f"/party-days/{day.id}/polls/new")
    said = text_of(desk.post(f"/party-days/{day.id}/polls/new", question="下月去哪", options="菇林\n古道"))
    assert "菇林 0 人" in said
    assert "已结束" in text_of(desk.post("/polls/1/close"))


@pytest.mark.parametrize(
    "path", ["", "/code", "/paper", "/pack", "/sign-in-sheet.pdf", "/minutes", "/people/add", "/change"]
)
def test_another_branch_s_secretary_finds_nothing(desk_as, cast, path):
    day = a_party_day(cast)
    assert desk_as(cast.sun).get(f"/party-days/{day.id}{path}").status_code == 404


def test_meetings_of_other_kinds_are_called_by_their_names(desk, cast):
    a_party_day(cast, kind=MeetingKind.LECTURE, title="党课：读信")
    assert "党课" in desk.reads("/party-days?kind=lecture")
    assert "没有符合条件" in desk.reads("/party-days?kind=election")


def test_the_township_sees_all_its_branches_party_days(desk_as, cast):
    a_party_day(cast)
    officer = cast.secretary("周委员", cast.township)
    assert "11月主题党日" in desk_as(officer).reads("/party-days")


def test_a_mark_by_hand_shows_as_such(desk, cast, now):
    day = a_party_day(cast)
    mark(day, cast.wang, AttendanceStatus.ABSENT, by=cast.li, now=now)
    assert "书记点名" in desk.reads(f"/party-days/{day.id}")


def test_a_later_start_alone_takes_the_end_along(desk, cast):
    day = a_party_day(cast, starts_in=60 * 24)
    moved = form(
        title=day.title, starts_at="2026-11-25T09:00", ends_at="2026-11-24T11:00", place=day.place, material=""
    )
    desk.post(f"/party-days/{day.id}/change", version=0, **moved, reason="下雨")
    assert PartyDay.get_by_id(day.id).ends_at == day.ends_at + 24 * HOUR


def test_what_was_done_is_told_to_the_host_but_not_of_other_branches_people(desk, cast, now):
    day = a_party_day(cast, starts_in=60)
    assert "李书记 新建" in desk.reads(f"/party-days/{day.id}")
    joint_party_days.invite_branches(day.id, [cast.xixi.id], by=cast.li, now=now)
    joint_party_days.join_party_day(day.id, cast.xixi.id, by=cast.sun, now=now)
    assert "李书记 新建" not in desk.reads(f"/party-days/{day.id}")


def test_a_sheet_typed_in_too_early_comes_back_as_it_was_ticked(desk, cast):
    day = a_party_day(cast, starts_in=60 * 24 * 3)
    answer = desk.post(f"/party-days/{day.id}/paper", nonce="n", **{f"person-{cast.wang.person.id}": "absent"})
    assert (answer.status_code, "还没到点名时间" in answer.text) == (409, True)
    assert re.search(rf'name="person-{cast.wang.person.id}" value="absent" checked', answer.text)

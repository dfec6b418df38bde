"""A Party day's sheet at the desk: who came, who asked for leave, the code on the wall, paper."""

from __future__ import annotations

import datetime
import io
import re

import pytest
from pypdf import PdfReader

from models.attendance import Attendance, AttendanceStatus
from models.consents import ConsentPurpose
from models.party_days import PartyDaySheet
from services import attendance_counts, leaves, make_up_tasks, party_day_upkeep
from services.check_in_codes import verify
from services.consent_texts import BY_PURPOSE
from services.consents import give_consent
from tests.services.party_day_makers import a_party_day, line_of, mark, scan, status_of
from tests.web.console.conftest import text_of
from tests.web.console.page_forms import as_loaded

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def desk(desk_as, cast):
    return desk_as(cast.li)


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


def test_a_mark_by_hand_shows_as_such(desk, cast, now):
    day = a_party_day(cast)
    mark(day, cast.wang, AttendanceStatus.ABSENT, by=cast.li, now=now)
    assert "书记点名" in desk.reads(f"/party-days/{day.id}")


def test_a_sheet_typed_in_too_early_comes_back_as_it_was_ticked(desk, cast):
    day = a_party_day(cast, starts_in=60 * 24 * 3)
    answer = desk.post(f"/party-days/{day.id}/paper", nonce="n", **{f"person-{cast.wang.person.id}": "absent"})
    assert (answer.status_code, "还没到点名时间" in answer.text) == (409, True)
    assert re.search(rf'name="person-{cast.wang.person.id}" value="absent" checked', answer.text)

"""Complaints and suggestions at a desk: answered in time, by whom they were meant for, and read by nobody else."""

import datetime

import pytest

from models.audit import AuditEntry
from models.complaints import Complaint, ComplaintKind, ComplaintStatus
from models.notices import Delivery
from services import complaints
from tests.web.console.conftest import text_of
from wechat.outcomes import Verdict

TEXT = "村口的路灯坏了半个月，晚上看不见路"


@pytest.fixture
def complaint(cast, now):
    return complaints.complain(ComplaintKind.COMPLAINT, TEXT, cast.dongkeng, wants_call=True, by=cast.chen, now=now)


def test_what_waits_for_an_answer_stands_on_the_first_page_and_in_the_list(desk_as, cast, complaint):
    desk = desk_as(cast.li)

    assert "投诉建议等您答复 1 件" in desk.reads("/")
    assert f"投诉 {TEXT}" in desk.reads("/complaints")
    assert "没有等您答复的投诉建议" in desk_as(cast.sun).reads("/complaints")


def test_an_overdue_one_comes_first_and_says_so(desk_as, cast, complaint, now):
    Complaint.update(due_at=now - datetime.timedelta(minutes=1)).execute()
    desk = desk_as(cast.li)

    assert "过了答复期限 1 件，已经拖了" in desk.reads("/")
    assert "已经过期，请先答复" in desk.reads(f"/complaints/{complaint.id}")


def test_an_answer_is_needed_and_goes_to_the_person_alone(desk_as, cast, complaint):
    desk, here = desk_as(cast.li), f"/complaints/{complaint.id}"
    assert desk.post(here, answer=" ").status_code == 422
    assert "别人看不到" in text_of(desk.post(here, answer="灯泡明天换好"))

    assert Complaint.get().status is ComplaintStatus.ANSWERED
    assert Delivery.select().where(Delivery.person == cast.chen.person).count() == 1
    assert TEXT in desk.reads("/complaints?status=answered")
    assert "灯泡明天换好" in desk.reads(here)


def test_who_wants_a_call_is_called_and_the_look_is_logged(desk_as, cast, complaint):
    desk, here = desk_as(cast.li), f"/complaints/{complaint.id}"
    assert cast.chen.person.phone not in desk.get(here).text
    assert cast.chen.person.phone in desk.post(f"{here}/phone").text

    entry = AuditEntry.get(AuditEntry.action == "see_phone")
    assert (entry.actor_id, entry.acted_for_id) == (cast.li.person.id, cast.chen.person.id)


def test_who_wants_none_is_not_called(desk_as, cast, complaint):
    Complaint.update(wants_call=False).execute()
    assert desk_as(cast.li).post(f"/complaints/{complaint.id}/phone").status_code == 409


def test_one_that_goes_past_the_village_is_not_found_there(desk_as, cast, now):
    past = complaints.complain(ComplaintKind.COMPLAINT, TEXT, cast.dongkeng, to_township=True, by=cast.chen, now=now)

    assert desk_as(cast.li).get(f"/complaints/{past.id}").status_code == 404
    assert TEXT not in desk_as(cast.li).reads("/complaints")


def test_its_words_leave_the_house_only_when_asked_for(desk_as, cast, complaint):
    said = desk_as(cast.li).reads("/complaints?export=yes")

    assert "也要谁提的、内容、答复" in said


def test_held_text_is_opened_by_a_tap_that_is_logged(desk_as, cast, complaint):
    Complaint.update(is_held=True).execute()
    desk, here = desk_as(cast.li), f"/complaints/{complaint.id}"
    assert TEXT not in desk.reads("/complaints") + desk.reads(here)
    assert "先由负责答复的人看" in desk.reads(here)

    assert TEXT in text_of(desk.post(f"{here}/release"))
    assert AuditEntry.get(AuditEntry.action == "release_complaint").actor_id == cast.li.person.id


def test_a_doubted_answer_goes_once_its_writer_has_ticked_that(desk_as, cast, complaint, wechat):
    wechat.verdict = Verdict.UNKNOWN
    desk, here = desk_as(cast.li), f"/complaints/{complaint.id}"
    assert "我已核对，仍然发布" in text_of(desk.post(here, answer="明天换好"))

    desk.post(here, answer="明天换好", released="yes")
    assert Complaint.get().status is ComplaintStatus.ANSWERED
    assert AuditEntry.get(AuditEntry.action == "release_text").actor_id == cast.li.person.id

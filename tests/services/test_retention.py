"""Personal data goes when its time is over, and not before."""

import datetime

import pytest

from models.complaints import Complaint, ComplaintKind, ComplaintStatus
from models.requests import Request
from models.sessions import Session
from services import binding, retention, sessions


def days(number):
    return datetime.timedelta(days=number)


def test_what_was_typed_to_be_recognised_goes_a_season_after_the_decision(cast, now):
    asked = binding.bind_phone(
        "19900005555", "王小禾", is_proven=False, organisation=cast.dongkeng, by=cast.visitor(), now=now
    )
    assert retention.erase_old_requests(now=now + days(365)) == 0  # it still waits
    binding.decide_request(asked.request_id, "refuse", reason="查无此人", by=cast.li, now=now)
    assert retention.erase_old_requests(now=now + days(89)) == 0
    assert retention.erase_old_requests(now=now + days(90)) == 1
    assert Request.select().count() == 0


def test_log_ins_go_a_month_after_they_ended(cast, now):
    sessions.open_session(cast.chen.person, identity_id=None, days=1, now=now)
    assert retention.forget_old_sessions(now=now + days(30)) == 0
    assert retention.forget_old_sessions(now=now + days(31)) == 1
    assert Session.select().count() == 0


@pytest.mark.parametrize(("status", "is_erased"), [(ComplaintStatus.OPEN, False), (ComplaintStatus.ANSWERED, True)])
def test_an_answered_complaint_loses_its_text_after_a_year(cast, now, status, is_erased):
    answered = {"answered_at": now, "answer": "已改"} if is_erased else {}
    complaint = Complaint.create(
        person=cast.chen.person, organisation=cast.dongkeng, kind=ComplaintKind.COMPLAINT, status=status,
        text="路灯坏了", made_at=now, due_at=now, **answered,
    )  # fmt: skip
    assert retention.erase_old_complaints(now=now + days(364)) == 0
    assert retention.erase_old_complaints(now=now + days(366)) == int(is_erased)
    assert (Complaint.get_by_id(complaint.id).text is None) is is_erased

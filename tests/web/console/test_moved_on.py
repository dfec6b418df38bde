"""A row that moves on while somebody writes about it: they are told why, and have back what they wrote."""

from __future__ import annotations

import datetime

import pytest

from models.complaints import ComplaintKind
from models.party_days import PartyDay
from models.wishes import WishStatus
from services import binding, claims, complaints, leaves, transfers
from tests.services.party_day_makers import a_party_day
from tests.web.console.conftest import text_of

WRITTEN = "我写了很久的话\n<第二行>"
MOVED_ON = "这件事已经到了下一步"


@pytest.fixture
def desk(desk_as, cast):
    return desk_as(cast.li)


def answered(cast, desk, now):
    made = complaints.complain(ComplaintKind.COMPLAINT, "路灯不亮", cast.dongkeng, by=cast.chen, now=now)
    path = f"/complaints/{made.id}"
    desk.post(path, answer="已报修")
    return path, {"answer": WRITTEN}


def recognised(cast, desk, now):
    asked = binding.bind_phone(
        "19911112222", "周某", is_proven=False, organisation=cast.dongkeng, by=cast.visitor(), now=now
    )
    desk.post(f"/people/requests/{asked.request_id}/approval", person_id="")
    return f"/people/requests/{asked.request_id}/refusal", {"reason": WRITTEN}


def followed_up(cast, desk, now):
    wish = cast.wish(status=WishStatus.OPEN)
    claims.claim_wish(wish.id, by=cast.wang, now=now)
    claims.fulfil_wish(wish.id, "", is_held=False, by=cast.wang, now=now)
    path = f"/wishes/{wish.id}/follow-up"
    desk.post(path, satisfied="yes", comment="")
    return path, {"satisfied": "no", "comment": WRITTEN}


def withdrawn(cast, desk, now):
    asked = transfers.ask_transfer(cast.zhao.person.id, cast.dongkeng, reason="搬家", by=cast.sun, now=now)
    transfers.withdraw_transfer(asked.id, by=cast.sun, now=now)
    return f"/people/transfers/{asked.id}/refusal", {"reason": WRITTEN}


def granted(cast, desk, now):
    day = a_party_day(cast, starts_in=600)
    leaves.ask_leave(day.id, "看病", by=cast.wang, now=now)
    path = f"/party-days/{day.id}/people/{cast.wang.person.id}/leave/decision"
    desk.post(path, decision="approve")
    return path, {"decision": "refuse", "reason": WRITTEN}


def locked(cast, desk, now):
    day, month = a_party_day(cast), datetime.timedelta(days=30)
    PartyDay.update(starts_at=day.starts_at - month, ends_at=day.ends_at - month).execute()
    return f"/party-days/{day.id}/minutes", {"based_on": 0, "text": WRITTEN, "host": "李书记"}


@pytest.mark.parametrize(
    ("moved_on", "told"),
    [
        (answered, "已经答复过"),
        (recognised, MOVED_ON),
        (followed_up, MOVED_ON),
        (withdrawn, MOVED_ON),
        (granted, MOVED_ON),
        (locked, "纪要已经锁定；确实要改，请先写明理由解锁"),
    ],
)
def test_who_writes_about_what_has_moved_on_is_told_and_has_it_back(moved_on, told, cast, desk, now):
    path, fields = moved_on(cast, desk, now)
    answer = desk.post(path, **fields)
    said = text_of(answer)
    assert answer.status_code == 409
    assert told in said
    assert answer.text.count('class="refused"') == 1
    assert "您刚才写的 我写了很久的话 <第二行>" in said


def test_minutes_that_locked_meanwhile_show_how_to_unlock(cast, desk, now):
    path, fields = locked(cast, desk, now)
    assert '<details class="no-print" open><summary>解锁修改' in desk.post(path, **fields).text


def test_a_form_that_is_still_there_keeps_its_text_and_no_copy(cast, desk, now):
    complaint = complaints.complain(ComplaintKind.COMPLAINT, "路灯不亮", cast.dongkeng, by=cast.chen, now=now)
    answer = desk.post(f"/complaints/{complaint.id}", answer="长" * 501)
    assert (answer.status_code, "您刚才写的" in answer.text) == (422, False)

"""What waits for a seat, by kind; an assistant sees only what was delegated (features I12)."""

import datetime

import pytest

from models.appointments import Appointment, DelegatedFunction, Function, Role
from models.events import EventStatus
from models.notices import Notice, NoticeStatus
from models.wishes import WishStatus
from services import claims, leaves, notices, party_day_plans, party_days, to_dos
from services.audience_reach import Audience
from services.notices import NoticeText
from services.party_days import PartyDayText
from tests.event_cast import make_event
from tests.services.party_day_makers import a_party_day


@pytest.fixture
def waiting(cast, now):
    def of(actor):
        return {each.kind: each.count for each in to_dos.list_to_dos(to=actor, now=now)}

    return of


@pytest.fixture
def full(cast, now):
    """One of each kind waits in 东坑村."""
    cast.wish(status=WishStatus.PENDING)
    day = a_party_day(cast)
    leaves.ask_leave(day.id, "有事", by=cast.wang, now=now)
    make_event(cast, status=EventStatus.HELD)
    notices.send_notice(NoticeText("通知", "", Audience()), is_held=True, by=cast.li, now=now)
    wish = cast.wish()
    claims.claim_wish(wish.id, by=cast.wang, now=now)
    claims.report_progress(wish.id, "加我微信", is_held=True, by=cast.wang, now=now)


def test_a_secretary_sees_what_waits_and_nobody_else_does(cast, full, waiting):
    expected = {"decide_leaves": 1, "verify_wishes": 1, "read_notes": 1, "release_events": 1, "release_notices": 1}

    assert waiting(cast.li) == expected
    assert waiting(cast.sun) == waiting(cast.wang) == {}


def test_an_assistant_sees_only_what_was_delegated(cast, full, waiting):
    helper = cast.member("高某", cast.dongkeng)
    seat = cast.appoint(helper, Role.ASSISTANT, cast.dongkeng, delegated_by=Appointment.get(person=cast.li.person))
    DelegatedFunction.create(appointment=seat, function=Function.RUN_PARTY_DAYS)

    assert waiting(cast.actor(helper.person)) == {"decide_leaves": 1}


def test_a_draft_waits_to_be_published_once_it_is_near(cast, now, waiting):
    a_party_day(cast)
    party_day_plans.copy_last_party_day(cast.dongkeng, by=cast.li, now=now)
    assert "publish_party_days" not in waiting(cast.li), "next month's is far away"

    soon = now + datetime.timedelta(days=2)
    text = PartyDayText("另一次", soon, soon + datetime.timedelta(hours=1))
    party_days.create_party_day(text, cast.dongkeng, is_held=True, by=cast.li, now=now)
    assert waiting(cast.li)["publish_party_days"] == 1


def test_a_notice_to_many_waits_for_somebody_else_than_its_author(cast, now, waiting):
    text = NoticeText("通知", "", Audience())
    notice = notices.send_notice(text, is_held=True, by=cast.li, now=now)
    Notice.update(status=NoticeStatus.AWAITING_APPROVAL).where(Notice.id == notice.id).execute()
    second = cast.secretary("高副书记", cast.dongkeng)

    assert (waiting(cast.li), waiting(second)) == ({}, {"approve_notices": 1})

"""A notice's life: sent, held, scheduled, paused, cancelled; its audience frozen when it goes out."""

import datetime

import pytest

from models.appointments import Appointment
from models.audit import AuditEntry
from models.notices import Delivery, Notice, NoticeBatch, NoticeStatus
from models.organisations import Organisation
from models.people import Person
from services import notice_batches, notice_expansion, notice_lists, notices
from services.audience_reach import Audience
from services.errors import Invalid, NotAllowed, NotFound, WrongState
from services.notices import NoticeText
from tests.races import at_once

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def send(cast, now):
    def make(title="周六主题党日", *, by=None, held=False, audience=Audience(), **columns):  # noqa: B008 (frozen)
        text = NoticeText(title, "9:00 在村部", audience, **columns)
        return notices.send_notice(text, is_held=held, by=by or cast.li, now=now)

    return make


def recipients(notice):
    return {row.person.name for row in Delivery.select().where(Delivery.notice == notice.id)}


def status_of(notice):
    return Notice.get_by_id(notice.id).status


def test_everyone_in_the_audience_finds_it_in_the_inbox_once(cast, send, now):
    notice = send()
    assert (notice.status, recipients(notice)) == (NoticeStatus.EXPANDING, set())
    at_once([lambda: notice_expansion.expand_due(now=now)] * 3)
    notice_expansion.expand_due(now=now)

    assert recipients(notice) == {"李书记", "王党员", "陈村民"}
    assert (status_of(notice), Delivery.select().count()) == (NoticeStatus.SENT, 3)


def test_a_worker_that_dies_half_way_leaves_the_rest_to_the_next(cast, send, now, monkeypatch):
    monkeypatch.setattr(notice_batches, "BATCH", 1)
    notice = send()
    first = NoticeBatch.select().order_by(NoticeBatch.number).first()
    notice_batches.fill_inboxes(first.id, now=now)
    notice_batches.finish([notice.id])
    assert (status_of(notice), len(recipients(notice))) == (NoticeStatus.EXPANDING, 1)

    notice_expansion.expand_due(now=now)
    assert (status_of(notice), len(recipients(notice))) == (NoticeStatus.SENT, 3)


def test_who_joins_after_it_went_out_is_not_in_it(cast, send, now):
    notice = send()
    cast.member("后来人", cast.dongkeng)
    notice_expansion.expand_due(now=now)

    assert "后来人" not in recipients(notice)


def test_who_was_found_to_be_a_double_gets_it_once(cast, send, now):
    double = cast.member("王党员", cast.dongkeng)
    send()
    Person.update(merged_into=cast.wang.person).where(Person.id == double.person.id).execute()
    notice_expansion.expand_due(now=now)

    assert Delivery.select().where(Delivery.person == cast.wang.person).count() == 1
    assert Delivery.select().count() == 3


def test_a_scheduled_notice_goes_out_when_its_time_has_come(cast, send, now):
    notice = send(send_at=now + HOUR)
    notice_expansion.expand_due(now=now + HOUR - datetime.timedelta(seconds=1))
    assert status_of(notice) is NoticeStatus.SCHEDULED
    cast.member("后来人", cast.dongkeng)
    notice_expansion.expand_due(now=now + HOUR)

    assert recipients(notice) == {"李书记", "王党员", "陈村民", "后来人"}
    assert Notice.get_by_id(notice.id).sent_at == now + HOUR


def test_an_instant_gone_by_means_now_and_a_year_is_the_limit(send, now):
    assert send(send_at=now - HOUR).status is NoticeStatus.EXPANDING
    with pytest.raises(Invalid) as refusal:
        send(send_at=datetime.datetime.max.replace(tzinfo=datetime.UTC))
    assert refusal.value.code == "send_at_too_far"


def test_nobody_in_the_audience_is_refused(cast, send, now):
    Person.update(home=None).where(Person.home == cast.dongkeng).execute()
    with pytest.raises(Invalid) as refusal:
        send()
    assert refusal.value.code == "audience_empty"


def test_held_text_waits_until_somebody_releases_it(cast, send, now):
    notice = send(held=True)
    notice_expansion.expand_due(now=now)
    assert recipients(notice) == set()

    assert notices.release_notice(notice.id, by=cast.li, now=now).status is NoticeStatus.EXPANDING
    notices.release_notice(notice.id, by=cast.li, now=now)
    actions = [entry.action for entry in AuditEntry.select().where(AuditEntry.subject == "notice")]
    assert actions == ["send_notice", "release_notice"]


def test_a_higher_seat_that_releases_it_sends_it_to_the_people_who_were_meant(cast, send, now):
    notice = send(held=True)
    officer = cast.secretary("周书记", Organisation.get_by_id(cast.township.id))
    notices.release_notice(notice.id, by=officer, now=now)
    notice_expansion.expand_due(now=now)

    assert recipients(notice) == {"李书记", "王党员", "陈村民"}


def test_what_waits_can_be_cancelled_what_is_out_cannot(cast, send, now):
    waiting, out = send(send_at=now + HOUR), send()

    assert notices.cancel_notice(waiting.id, by=cast.li, now=now).status is NoticeStatus.CANCELLED
    assert notices.cancel_notice(waiting.id, by=cast.li, now=now).status is NoticeStatus.CANCELLED
    with pytest.raises(WrongState):
        notices.cancel_notice(out.id, by=cast.li, now=now)
    with pytest.raises(WrongState):
        notices.release_notice(waiting.id, by=cast.li, now=now)


def test_cancelled_at_the_moment_it_goes_out_it_is_either_out_or_not(cast, send, now):
    notice = send(send_at=now + HOUR)
    at_once(
        [
            lambda: notices.cancel_notice(notice.id, by=cast.li, now=now + HOUR),
            lambda: notice_expansion.expand_due(now=now + HOUR),
        ]
    )
    notice_expansion.expand_due(now=now + HOUR)

    assert (status_of(notice), len(recipients(notice))) in ((NoticeStatus.CANCELLED, 0), (NoticeStatus.SENT, 3))


def test_a_handed_over_seat_s_scheduled_notices_pause_and_the_successor_decides(cast, send, now):
    notice = send(send_at=now + HOUR)
    seat = Appointment.get(Appointment.person == cast.li.person)
    assert notices.pause_waiting(seat.id) == 1
    Appointment.update(ends_on=datetime.date(2026, 11, 22)).where(Appointment.id == seat.id).execute()
    successor = cast.secretary("吴书记", cast.dongkeng)
    notice_expansion.expand_due(now=now + HOUR)
    assert status_of(notice) is NoticeStatus.PAUSED

    released = notices.release_notice(notice.id, by=successor, now=now + HOUR)
    assert (released.status, released.author_id) == (NoticeStatus.EXPANDING, successor.person.id)


def test_a_sender_whose_term_has_run_out_sends_nothing_and_the_village_is_told(cast, send, now):
    notice = send(send_at=now + 48 * HOUR)
    Appointment.update(ends_on=datetime.date(2026, 11, 23)).where(Appointment.person == cast.li.person).execute()
    successor = cast.secretary("吴书记", cast.dongkeng)
    notice_expansion.expand_due(now=now + 48 * HOUR)

    assert status_of(notice) is NoticeStatus.PAUSED
    assert Delivery.get(Delivery.person == successor.person).notice.title == "有一条定时通知等您决定"


def test_a_seat_sees_its_own_notices_a_recipient_may_only_read(cast, send, now):
    notice = send()
    notice_expansion.expand_due(now=now)

    assert [row.id for row in notice_lists.list_notices(to=cast.li)] == [notice.id]
    assert notice_lists.list_notices(to=cast.sun) == []
    with pytest.raises(NotAllowed):
        notice_lists.get_notice(notice.id, to=cast.wang)
    for stranger in (cast.sun, cast.zhao):
        with pytest.raises(NotFound):
            notice_lists.get_notice(notice.id, to=stranger)
    with pytest.raises(NotAllowed):
        notice_lists.list_notices(to=cast.wang)

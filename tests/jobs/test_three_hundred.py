"""A notice to three hundred people while WeChat fails in every way: report, ledger and WeChat's record agree."""

import datetime
import threading

import pytest

from models.database import database
from models.notices import Delivery, Notice
from models.organisations import Organisation
from models.people import Identity, Person
from services import notice_reports, notices
from services.notices import NoticeText
from tests.cast import APPID
from tests.jobs.test_delivery import deliver
from tests.sending import CHANNEL, ToldSender, granted, ledger_is_right, left_of
from wechat.outcomes import Outcome, SendOutcome

TROUBLE = ("system_error", "quota_used_up", "no_grant", "token_refused", "http_502", "timeout", "timeout_sent")
SENT = SendOutcome(Outcome.SENT, "sent")


@pytest.fixture
def database_url(engine_url):
    return engine_url


class FailingWeChat:
    """Its own record of grants and messages; every fifth call meets the next trouble. It is not asked twice at once."""

    def __init__(self, grants, clock):
        self.grants, self.clock = dict(grants), clock
        self.shown, self.calls, self.lock = [], 0, threading.Lock()

    def __call__(self, openid):
        with self.lock:
            self.calls += 1
            turn, trouble = divmod(self.calls, 5)
            return self._answer(openid, TROUBLE[turn % len(TROUBLE)] if trouble == 0 else None)

    def _answer(self, openid, trouble):
        if trouble in ("system_error", "http_502"):
            return SendOutcome(Outcome.RETRY, trouble)
        if trouble in ("quota_used_up", "token_refused"):
            hours = 15 if trouble == "quota_used_up" else 0.02
            until = self.clock() + datetime.timedelta(hours=hours)
            return SendOutcome(Outcome.PAUSED, trouble, paused_until=until)
        if trouble == "no_grant":
            self.grants[openid] = 0
        if trouble == "timeout" or self.grants[openid] == 0:
            return SendOutcome(Outcome.UNKNOWN if trouble == "timeout" else Outcome.NO_GRANT, trouble or "no_grant")
        self.grants[openid] -= 1
        self.shown.append(openid)
        return SendOutcome(Outcome.UNKNOWN, "timeout") if trouble == "timeout_sent" else SENT


@pytest.fixture
def village(cast, now):
    """300 people with 李书记: 1–100 granted once or twice, 101–150 refused, 151–250 never asked, 251–300 unbound."""
    Person.update(home=None).where(Person.id != cast.li.person.id).execute()
    template = {"home": cast.dongkeng.id, "is_on_roster": True, "standing": "member", "created_at": now}
    Person.insert_many([{**template, "name": f"党员{number}"} for number in range(1, 300)]).execute()
    people = list(Person.select().where(Person.home == Organisation.get_by_id(cast.dongkeng.id)).order_by(Person.id))
    fresh = [one for one in people if one.id != cast.li.person.id][:249]
    Identity.insert_many(
        [{"appid": APPID, "openid": f"o-{one.id}", "person": one.id, "created_at": now} for one in fresh]
    ).execute()
    for place, one in enumerate(people[:100]):
        granted(one, 1 + place % 2)
    return people


def test_everyone_bound_has_it_in_the_inbox_and_all_numbers_agree(cast, village, deliverer, now):
    clock = [now]
    openid_of = {row.person_id: row.openid for row in Identity.select()}
    wechat = FailingWeChat({openid_of[one.id]: left_of(one) for one in village[:100]}, lambda: clock[0])
    workers = [deliverer(ToldSender(wechat), worker=f"w{n}", at=lambda: clock[0]) for n in range(2)]
    notice = notices.send_notice(NoticeText("防汛通知", "今晚有大雨"), is_held=False, by=cast.li, now=now)
    for _ in range(60):
        deliver(*workers)
        if not Delivery.select().where(Delivery.status.in_(("pending", "sending"))).exists():
            break
        clock[0] += datetime.timedelta(hours=16)

    rows = {openid_of.get(row.person_id): row for row in Delivery.select().where(Delivery.notice == notice.id)}
    report = notice_reports.get_report(notice.id, channel=CHANNEL, to=cast.actor(cast.li.person))
    parts = (report.delivered, report.inbox_only, report.unbound, report.failed, report.unknown, report.pending)
    assert (report.people, sum(parts), Delivery.select().count()) == (300, 300, 300)
    assert (report.unbound, report.pending) == (50, 0)
    assert Notice.get_by_id(notice.id).status == "sent"

    assert len(wechat.shown) == len(set(wechat.shown)), "each message at most once"
    unknown = {openid for openid, row in rows.items() if row.status == "unknown"}
    delivered = {openid for openid, row in rows.items() if row.status == "delivered"}
    assert len(unknown) == report.unknown > 0
    assert delivered == set(wechat.shown) - unknown
    assert {one.person_id for one in report.unreached} == {
        row.person_id for row in Delivery.select().where(Delivery.status != "delivered")
    }
    for one in village[:100]:
        openid = openid_of[one.id]
        assert openid in unknown or left_of(one) == wechat.grants[openid]
    assert ledger_is_right()
    assert not database.is_closed()
